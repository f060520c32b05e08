internal import JSON
internal import Text

/// What the products of one site say of each other, said by both sides.
struct BrandRelations {
  private var positions: [String: Int] = [:]

  /// Relates the products among `records`: accessories to their instruments, variants to their family.
  static func complete(_ records: inout [JSONObject]) {
    var relations = BrandRelations()
    for (at, record) in records.enumerated() where record["type"] == "product" {
      for key in keys(name: record["name"], url: record["url"]) where relations.positions[key] == nil {
        relations.positions[key] = at
      }
    }
    for at in records.indices where records[at]["type"] == "product" {
      relations.relate(at, "accessories", "accessory_of", in: &records)
      relations.relate(at, "accessory_of", "accessories", in: &records)
      relations.nameFamily(of: at, in: &records)
    }
  }

  /// Adds the product at `at` to what the products that its member `name` lists say in `inverse`.
  private func relate(_ at: Int, _ name: String, _ inverse: String, in records: inout [JSONObject]) {
    let own = records[at]["url"]?.string ?? records[at]["name"]?.string ?? ""
    for text in (records[at][name]?.array ?? []).compactMap(\.plainText) {
      guard let other = Self.keys(name: .string(text), url: .string(text)).lazy.compactMap({ positions[$0] }).first,
        other != at
      else { continue }
      var known = records[other][inverse]?.array ?? []
      let names = [own, records[at]["name"]?.string ?? ""]
      guard !known.contains(where: { names.contains($0.plainText ?? "") }) else { continue }
      known.append(.string(own))
      Self.set(inverse, .array(known), like: records[at]["extraction"]?[name], in: &records[other])
    }
  }

  /// A product that another one lists among its variants is one of that family.
  private func nameFamily(of at: Int, in records: inout [JSONObject]) {
    guard let family = records[at]["name"] else { return }
    for variant in records[at]["variants"]?.array ?? [] {
      let keys = Self.keys(name: variant["name"], url: variant["url"])
      guard let other = keys.lazy.compactMap({ positions[$0] }).first, other != at, records[other]["family"] == nil
      else { continue }
      Self.set("family", family, like: records[at]["extraction"]?["variants"], in: &records[other])
    }
  }

  private static func set(_ name: String, _ value: JSON, like strategy: JSON?, in record: inout JSONObject) {
    var extraction = record["extraction"]?.object ?? JSONObject()
    if extraction[name] == nil, let strategy { extraction[name] = strategy }
    // Relations stand before the strategies, as those of a product that states them itself do.
    let at = record.members.firstIndex { $0.name == "extraction" } ?? record.members.endIndex
    if record[name] == nil { record.members.insert(.init(name, value), at: at) } else { record[name] = value }
    record["extraction"] = .object(extraction)
  }

  private static func keys(name: JSON?, url: JSON?) -> [String] {
    [
      url?.string.flatMap { try? WebURL($0) }.map { "url \($0.identity.href)" },
      name?.string.map { "name \(NormalForm.folded($0))" },
    ].compactMap { $0 }
  }
}
