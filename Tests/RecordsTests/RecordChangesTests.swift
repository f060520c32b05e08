import JSON
import Records
import TestSupport
import Testing

@Suite struct RecordChangesTests {
  private func applied(_ line: String, _ change: (inout Record.Changes) -> Void) throws -> String {
    var changes = Record.Changes()
    change(&changes)
    var bytes: [UInt8] = []
    try RecordParser().parse(line).append(to: &bytes, applying: changes)
    return String(decoding: bytes, as: UTF8.self)
  }

  @Test func `a known member is replaced in place and a new one appended`() throws {
    #expect(
      try applied(#"{"x":1.0,"name":"a","y":"\/"}"#) {
        $0.set("name", "b")
        $0.set("model", nil as JSON)
      } == #"{"x":1.0,"name":"b","y":"\/","model":null}"#)
  }

  @Test func `a removed member is gone wherever it stood`() throws {
    #expect(try applied(#"{"a":1,"b":2,"a":3}"#) { $0.remove("a") } == #"{"b":2}"#)
    #expect(try applied(#"{"a":1}"#) { $0.remove("a") } == "{}")
    #expect(try applied(#"{"b":2}"#) { $0.remove("a") } == #"{"b":2}"#)
  }

  @Test func `setting a duplicated name replaces the last and drops the others`() throws {
    #expect(try applied(#"{"a":1,"b":2,"\u0061":3}"#) { $0.set("a", 4) } == #"{"b":2,"\u0061":4}"#)
  }

  @Test func `a name that is set twice has the last value once`() throws {
    #expect(
      try applied(#"{"a":1}"#) {
        $0.set("b", 1)
        $0.set("a", 2)
        $0.set("b", 3)
        $0.set("a", 4)
      } == #"{"a":4,"b":3}"#)
    #expect(
      try applied(#"{"a":1}"#) {
        $0.set("a", 2)
        $0.remove("a")
        $0.remove("b")
        $0.set("b", 5)
      } == #"{"b":5}"#)
  }

  @Test func `forgotten changes change nothing`() throws {
    #expect(
      try applied(#"{"a":1}"#) {
        $0.set("a", 2)
        $0.removeAll()
      } == #"{"a":1}"#)
  }

  @Test(arguments: seeds(300))
  func `members that are not set keep their bytes and their order`(seed: UInt64) throws {
    var random = RandomJSON(seed: seed)
    let object = random.object()
    let record = try RecordParser().parse(random.spelling(.object(object)), in: nil)
    let value = random.tree(depth: 2)
    var changes = Record.Changes()
    changes.set("price_ils", value)
    changes.remove("a")
    let changed = record.applying(changes)

    let kept = object.members.filter { $0.name != "price_ils" && $0.name != "a" }
    #expect(changed.object.members.filter { $0.name != "price_ils" } == kept)
    #expect(changed.value("price_ils") == value)
    #expect(!changed.has("a"))
    for name in ["type", "id", "name", "url", "x-unknown"] as [StaticString] {
      #expect(changed.raw(name).map(Array.init) == record.raw(name).map(Array.init))
    }
  }

  @Test(arguments: seeds(100))
  func `applying changes twice is applying them once`(seed: UInt64) throws {
    var random = RandomJSON(seed: seed)
    let record = Record(random.object())
    var changes = Record.Changes()
    changes.set("name", random.tree(depth: 1))
    changes.set("new", random.text())
    changes.remove("id")
    let once = record.applying(changes)
    #expect(Array(once.applying(changes).bytes) == Array(once.bytes))
  }
}

extension RecordParser {
  /// Parses a whole array of bytes.
  func parse(_ bytes: [UInt8], in range: Range<Int>?) throws(JSONError) -> Record {
    try parse(bytes, in: range ?? bytes.indices)
  }
}
