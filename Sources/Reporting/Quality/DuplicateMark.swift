internal import JSON
internal import Records

/// What two products can only share by mistake.
enum DuplicateMark {
  static func all(of record: Record) -> [String] {
    let offers = record.elements("offers")
    let codes = offers.compactMap { $0.string("item_code") }.filter { !$0.isEmpty }.map { "item code \($0)" }
    let brand = record.value("brand")
    let gtins = ([brand?["gtin"]?.string] + offers.map { $0.string("gtin") }).compactMap(\.self).filter { !$0.isEmpty }
    let name = (record.string("name") ?? "").lowercased().split { $0.isWhitespace }.joined(separator: " ")
    return codes + gtins.map { "GTIN \($0)" } + (name.isEmpty ? [] : ["name '\(name)'"])
  }
}
