internal import Catalogue
internal import JSON
internal import Sites
internal import Text

/// A config around what was learned: the old one's members, or what the pages say of their site.
struct ConfigFrame {
  private let base: JSONObject
  private let source: Source
  private let role: Role

  init(_ outlines: [PageOutline], old: JSON?) {
    let request = outlines.first?.page.request
    source = request?.source ?? .brand
    role = request?.role ?? .listing
    var base = old?.object ?? JSONObject()
    let site = outlines.first?.address.claimed
    if base["schema"] == nil { base["schema"] = 1 }
    if base["brand_id"] == nil {
      base["brand_id"] = .string(source == .halilit ? BrandConfig.distributorID : request?.brandID ?? "")
    }
    if base["name"] == nil { base["name"] = base["brand_id"] }
    if base["website"] == nil { base["website"] = JSON(site.map { "\($0.scheme.rawValue)://\($0.authority)" }) }
    if base["hosts"] == nil {
      base["hosts"] = .array(Set(outlines.compactMap { $0.address.claimed?.host }).sorted().map(JSON.string))
    }
    if base["start"] == nil {
      let first = outlines.filter { $0.page.request.depth == outlines.first?.page.request.depth }
      base["start"] = .array(
        first.prefix(1).map { ["url": .string($0.page.request.url), "role": .string($0.page.request.role.rawValue)] })
    }
    // What was verified was the old config.
    base["verified"] = nil
    self.base = base
  }

  func config(order: [String], _ members: JSONObject = JSONObject()) -> JSON {
    var config = base
    config["css"] = nil
    config["order"] = .array(order.map(JSON.string))
    for member in members.members { config[member.name] = member.value }
    return .object(config)
  }

  /// A config that reads records by selectors; products' addresses hold `folder`.
  func config(_ choice: RecordChoice, fields: [FieldChoice], next: String?, folder: String? = nil) -> JSON {
    var rules = JSONObject()
    for field in fields { rules[name(of: field.field)] = field.json }
    var selectors: JSONObject = ["item": .string(choice.selector.source), "fields": .object(rules)]
    if choice.shape == .nested { selectors["nested"] = true }
    if choice.shape == .runs { selectors["runs"] = true }
    if let folder { selectors["where"] = ["url": .string(folder)] }
    if let next { selectors["next"] = .string(next) }
    var config = base
    config[role == .brandIndex ? "index" : "css"] = .object(selectors)
    config["embedded"] = nil
    if source == .brand { config["order"] = ["css", "json-ld", "microdata", "rdfa", "opengraph"] }
    return .object(config)
  }

  /// The distributor's fields are called as its products' members are.
  func name(of field: ProductField) -> String { source == .halilit ? field.distributorName : field.rawValue }
}
