package import JSON
internal import Markup
internal import Text

extension BrandConfig {
  /// Reads a config; every member that is there must be usable.
  package init(_ json: JSON) throws(ConfigError) {
    guard json.object != nil else { throw ConfigError("", "a config is one JSON object") }
    guard json["schema"]?.int == 1 else { throw ConfigError("schema", "this version reads schema 1") }
    guard let brandID = json["brand_id"]?.string, !brandID.isEmpty else { throw ConfigError("brand_id", "missing") }
    self.init(brandID: brandID)
    name = json["name"]?.string ?? ""
    if let text = json["website"]?.string {
      guard let url = try? WebURL(text) else { throw ConfigError("website", "'\(text)' is no web address") }
      website = url
    }
    hosts = Set(json["hosts"]?.array?.compactMap(\.string) ?? [])
    if let website, hosts.isEmpty { hosts = [website.authority] }
    if let names = json["order"]?.array { order = try names.map(Self.strategy) }
    if let part = json["api"] { api = try Self.items(part, "api") }
    if let part = json["embedded"] { embedded = try Self.embedded(part, "embedded") }
    if let part = json["css"] { css = try Self.selectors(part, "css") }
    if let part = json["index"] { index = try Self.selectors(part, "index") }
    detail = try Self.detail(json["detail"])
    sitemap = try Self.texts(json["sitemap"]?["where"], "sitemap.where").map { Condition($0) }
  }

  private static func strategy(_ name: JSON) throws(ConfigError) -> Strategy {
    guard let strategy = name.string.flatMap(Strategy.init) else {
      throw ConfigError("order", "\(name.text) is none of \(Strategy.allCases.map(\.rawValue).joined(separator: ", "))")
    }
    return strategy
  }

  private static func detail(_ json: JSON?) throws(ConfigError) -> Detail? {
    guard let json, json != false, !json.isNull else { return nil }
    guard json != true else { return Detail() }
    guard json.object != nil else { throw ConfigError("detail", "neither true, false nor an object") }
    var detail = Detail()
    if let part = json["embedded"] { detail.embedded = try embedded(part, "detail.embedded") }
    if let part = json["css"] { detail.css = try selectors(part, "detail.css") }
    return detail
  }

  // MARK: JSON documents

  private static func embedded(_ json: JSON, _ member: String) throws(ConfigError) -> Embedded {
    Embedded(script: json["script"]?.string ?? "__NEXT_DATA__", items: try items(json, member))
  }

  static func items(_ json: JSON, _ member: String) throws(ConfigError) -> Items {
    var conditions: [(path: JSONPath, condition: Condition)] = []
    for condition in json["where"]?.object?.members ?? [] {
      conditions.append((try path(condition.name, "\(member).where"), Condition(condition.value.string ?? "")))
    }
    var items = Items(
      paths: [], conditions: conditions, fields: try fields(json["fields"], "\(member).fields", readRule),
      pageParameter: json["page_parameter"]?.string)
    for text in try texts(json["items"], "\(member).items") { items.paths.append(try path(text, "\(member).items")) }
    if let next = json["next"]?.string { items.next = try path(next, "\(member).next") }
    return items
  }

  private static func readRule(_ json: JSON, _ member: String) throws(ConfigError) -> FieldRule {
    let sources = try texts(json.object == nil ? json : json["path"], member)
    guard !sources.isEmpty else { throw ConfigError(member, "neither a path nor an object with one") }
    return FieldRule(
      readings: try sources.map { source throws(ConfigError) in
        source.contains("{") ? .template(try template(source, member)) : .path(try path(source, member))
      }, attribute: nil, transform: try transform(json, member),
      fields: try fields(json["fields"], "\(member).fields", readRule))
  }

  private static func path(_ source: String, _ member: String) throws(ConfigError) -> JSONPath {
    guard let path = JSONPath(source) else {
      throw ConfigError(member, "'\(source)' is no path such as data.items[0].title")
    }
    return path
  }

  private static func template(_ source: String, _ member: String) throws(ConfigError) -> [(
    text: String, path: JSONPath?
  )] {
    var parts: [(text: String, path: JSONPath?)] = []
    var rest = source[...]
    while let open = rest.firstIndex(of: "{") {
      guard let close = rest[open...].firstIndex(of: "}") else {
        throw ConfigError(member, "'\(source)' has no closing brace")
      }
      let inside = String(rest[rest.index(after: open)..<close])
      parts.append((String(rest[..<open]), try path(inside, member)))
      rest = rest[rest.index(after: close)...]
    }
    return parts + [(String(rest), nil)]
  }

  // MARK: Selectors

  static func selectors(_ json: JSON, _ member: String) throws(ConfigError) -> Selectors {
    guard let item = json["item"]?.string else { throw ConfigError("\(member).item", "missing") }
    var conditions: [(field: ProductField, condition: Condition)] = []
    for condition in json["where"]?.object?.members ?? [] {
      conditions.append((try field(condition.name, "\(member).where"), Condition(condition.value.string ?? "")))
    }
    return Selectors(
      item: try selector(item, "\(member).item"), shape: try shape(json, member), conditions: conditions,
      fields: try fields(json["fields"], "\(member).fields", selectRule),
      next: try (json["next"]?.string).map { text throws(ConfigError) in try selector(text, "\(member).next") })
  }

  private static func shape(_ json: JSON, _ member: String) throws(ConfigError) -> RecordBounds.Shape {
    switch (json["nested"]?.bool ?? false, json["runs"]?.bool ?? false) {
    case (true, true): throw ConfigError(member, "records that are runs of siblings do not nest: nested or runs")
    case (true, false): .nested
    case (false, true): .runs
    case (false, false): .apart
    }
  }

  static func selectRule(_ json: JSON, _ member: String) throws(ConfigError) -> FieldRule {
    let sources = try texts(json.object == nil ? json : json["select"], member)
    return FieldRule(
      readings: try (sources.isEmpty ? [""] : sources).map { source throws(ConfigError) in
        .selector(source.isEmpty ? nil : try selector(source, member))
      }, attribute: json["attr"]?.string, transform: try transform(json, member),
      fields: try fields(json["fields"], "\(member).fields", selectRule), place: try place(json, member))
  }

  private static func place(_ json: JSON, _ member: String) throws(ConfigError) -> FieldRule.Place? {
    guard let at = json["at"] else { return nil }
    guard let number = at.int, let place = FieldRule.Place(number) else {
      throw ConfigError("\(member).at", "neither 1 for the first, 2, … nor -1 for the last, -2, …")
    }
    return place
  }

  /// CSS, or XPath where the text can only be that.
  private static func selector(_ source: String, _ member: String) throws(ConfigError) -> Selector {
    do {
      let isXPath = ["/", "./", "(", "..", "@"].contains { source.hasPrefix($0) }
      return try isXPath ? Selector(xpath: source) : Selector(css: source)
    } catch {
      throw ConfigError(member, error.description)
    }
  }

  // MARK: Parts of both

  private static func fields(
    _ json: JSON?, _ member: String, _ rule: (JSON, String) throws(ConfigError) -> FieldRule
  ) throws(ConfigError) -> [ProductField: FieldRule] {
    var fields: [ProductField: FieldRule] = [:]
    for entry in json?.object?.members ?? [] {
      fields[try field(entry.name, member)] = try rule(entry.value, "\(member).\(entry.name)")
    }
    return fields
  }

  private static func field(_ name: String, _ member: String) throws(ConfigError) -> ProductField {
    guard let field = ProductField(configName: name) else {
      let known = ProductField.allCases.map(\.rawValue).joined(separator: ", ")
      throw ConfigError(member, "'\(name)' is none of \(known)")
    }
    return field
  }

  private static func transform(_ json: JSON, _ member: String) throws(ConfigError) -> TextTransform? {
    guard let source = json["transform"]?.string else { return nil }
    guard let transform = TextTransform(source) else {
      throw ConfigError(
        "\(member).transform",
        "'\(source)' is none of before:TEXT, after:TEXT, word:TEXT, without:PARAMETER, lowercase")
    }
    return transform
  }

  private static func texts(_ json: JSON?, _ member: String) throws(ConfigError) -> [String] {
    guard let json else { return [] }
    if let text = json.string { return [text] }
    guard let texts = json.array?.compactMap(\.string), texts.count == json.array?.count else {
      throw ConfigError(member, "neither a text nor a list of texts")
    }
    return texts
  }
}
