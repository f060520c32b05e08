package import Filtering
package import Records
package struct ParseBrand: RecordwiseFilter {
  package static let manual = Manual(name: "parse-brand", summary: "x")
  package static var options: [Option<Self>] { [] }
  package static let reads = ["page"]
  package init() {}
  package mutating func process(_ record: Record, _ output: inout Output) throws {}
}
