internal import JSON
internal import Text

/// What the products of one site say of each other, said by both sides.
struct BrandRelations {
  /// Products by what others may call them.
  private var positions: [String: Int] = [:]

  /// Relates the products among `records`: accessories to their instruments, variants to their family.
  static func complete(_ records: inout [JSONObject]) {
    var relations = BrandRelations()
    for (at, record) in records.enumerated() where record["type"] == "product" {
      for key in keys(name: record["name"], url: record["url"]) where relations.positions[key] == nil {
        relations.positions[key] = at
      }
    }
    relations.relateBothWays(&records)
    for at in records.indices where records[at]["type"] == "product" { relations.nameFamily(of: at, in: &records) }
  }

  /// Adds to each product's accessories those that say that they are, and the other way round. O(relations).
  private func relateBothWays(_ records: inout [JSONObject]) {
    let (accessories, owners) = (named("accessories", in: records), named("accessory_of", in: records))
    add(accessories, "accessories", to: owners, "accessory_of", in: &records)
    add(owners, "accessory_of", to: accessories, "accessories", in: &records)
  }

  /// Which products each product's member `name` lists.
  private func named(_ name: String, in records: [JSONObject]) -> [Set<Int>] {
    records.indices.map { at in
      Set((records[at][name]?.array ?? []).compactMap { $0.plainText.flatMap(position) }).subtracting([at])
    }
  }

  private func position(of text: String) -> Int? {
    Self.keys(name: .string(text), url: .string(text)).lazy.compactMap { positions[$0] }.first
  }

  /// Adds each product to the member `inverse` of those that its member `name` lists.
  private func add(
    _ listed: [Set<Int>], _ name: String, to known: [Set<Int>], _ inverse: String, in records: inout [JSONObject]
  ) {
    var new: [Int: [Int]] = [:]
    for (at, others) in listed.enumerated() {
      for other in others where !known[other].contains(at) { new[other, default: []].append(at) }
    }
    for (other, products) in new { note(products, name, in: inverse, of: other, &records) }
  }

  /// Adds `products`, which name the product at `other` in their member `name`, to its member `inverse`.
  private func note(_ products: [Int], _ name: String, in inverse: String, of other: Int, _ records: inout [JSONObject])
  {
    var list = records[other][inverse]?.array ?? []
    var texts = Set(list.compactMap(\.plainText))
    let before = list.count
    for at in products {
      let names = [records[at]["url"]?.string, records[at]["name"]?.string].compactMap(\.self)
      guard let own = names.first, texts.isDisjoint(with: names) else { continue }
      texts.insert(own)
      list.append(.string(own))
    }
    guard list.count > before else { return }
    let strategy = products.first.flatMap { records[$0]["extraction"]?[name] }
    Self.set(inverse, .array(list), like: strategy, in: &records[other])
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
