package import JSON

/// `settings.json` of a data tree; a member that is absent has the default written here.
///
/// Unknown members are kept in `json`. Every threshold of a guard has a name here.
package struct Settings: Sendable, Equatable {
  package struct Halilit: Sendable, Equatable {
    package var baseURL = "https://www.halilit.com"
    package var brandIndexURL = "https://www.halilit.com/pages/4367"
    package var intervalSeconds = 1.0
    /// Hosts that a Halilit product's address may have.
    package var hosts = ["www.halilit.com"]
    /// How many item pages one run reads of those that are due.
    package var itemBudget = 200

    package init() {}
  }

  package struct Fetch: Sendable, Equatable {
    package var brandIntervalSeconds = 0.7
    package var timeoutSeconds = 30.0
    /// Limit on a page's decoded bytes.
    package var maximumBytes = 16 << 20
    /// Longest wait that a server may ask for before its host is deferred.
    package var maximumWaitSeconds = 600.0
    /// Seconds before each further attempt after a transient failure; none means that nothing is asked again.
    package var retryDelaysSeconds = [1.0, 2, 4]
    /// Address of a page about this robot, sent with every request.
    package var contact: String?

    package init() {}
  }

  /// A rate of value-added tax from a day on.
  package struct VATRate: Sendable, Equatable {
    /// The first day, `2025-01-01`.
    package var from: String
    /// Hundredths of a per cent: 18 % is 1800.
    package var basisPoints: Int

    package init(from: String, basisPoints: Int) {
      self.from = from
      self.basisPoints = basisPoints
    }
  }

  /// Thresholds above which a document is not published (design §5).
  package struct Guards: Sendable, Equatable {
    package var shrinkPercent = 20.0
    package var shrinkItems = 3
    package var suspectPercent = 2.0
    package var suspectItems = 3
    package var priceJump = 5.0
    /// Fewer identical names than this on both sides are a coincidence.
    package var sameNamesItems = 3
    /// A catalogue that grows by more than this, and by more items, was read from another brand's page.
    package var growthPercent = 200.0
    package var growthItems = 20
    /// Longer names are sentences.
    package var nameLength = 80
    /// How many shekels the shop's own number may differ from the price it shows.
    package var priceConflictILS = 0.0
    /// No item costs more shekels, unless its category has a limit of its own.
    package var priceLimitILS = 200_000.0
    package var priceLimits: [String: Double] = [:]
    /// How many faults of a kind are let pass, by the guard's name.
    package var toleratedFaults: [String: Int] = [:]

    package init() {}

    /// How many faults the guard of this name lets pass; none unless the settings say so.
    package func tolerated(_ guardName: String) -> Int { toleratedFaults[guardName] ?? 0 }
  }

  package var halilit = Halilit()
  package var fetch = Fetch()
  /// Brand ids that come first.
  package var priority: [String] = []
  /// In the order of their days.
  package var vat = [
    VATRate(from: "2015-10-01", basisPoints: 1700), VATRate(from: "2025-01-01", basisPoints: 1800),
  ]
  package var guards = Guards()
  /// Other spellings of a brand that Halilit's pages use, by brand id.
  package var brandTitles: [String: [String]] = [:]
  /// All members as they were read.
  package var json = JSONObject()

  package init() {}
}

/// A member of the settings that cannot be understood (status 78).
package struct SettingsError: Error, Equatable, CustomStringConvertible {
  package let member: String
  package let expected: String

  package init(member: String, expected: String) {
    self.member = member
    self.expected = expected
  }

  package var description: String { "settings.json: \"\(member)\" must be \(expected)" }
}

extension Settings {
  package init(_ json: JSON) throws(SettingsError) {
    guard let object = json.object else { throw SettingsError(member: "the whole file", expected: "an object") }
    self.json = object
    let root = SettingsReader(object: object, path: "")
    if let schema = try root.integer("schema"), schema != 1 {
      throw SettingsError(member: "schema", expected: "1, the only version this program knows")
    }
    try read(halilit: root.section("halilit"))
    try read(fetch: root.section("fetch"))
    try read(guards: root.section("guards"))
    priority = try root.texts("priority") ?? priority
    if let rates = try root.list("vat") {
      var read: [VATRate] = []
      for rate in rates { read.append(try Self.vatRate(rate)) }
      vat = read.sorted { $0.from < $1.from }
    }
    if let titles = try root.section("brand_titles") {
      for member in titles.object.members { brandTitles[member.name] = try titles.texts(member.name) }
    }
  }

  private mutating func read(halilit section: SettingsReader?) throws(SettingsError) {
    guard let section else { return }
    halilit.baseURL = try section.text("base_url") ?? halilit.baseURL
    halilit.brandIndexURL = try section.text("brand_index_url") ?? halilit.brandIndexURL
    halilit.intervalSeconds = try section.number("interval_s") ?? halilit.intervalSeconds
    halilit.hosts = try section.texts("hosts") ?? halilit.hosts
    halilit.itemBudget = try section.integer("item_budget") ?? halilit.itemBudget
  }

  private mutating func read(fetch section: SettingsReader?) throws(SettingsError) {
    guard let section else { return }
    fetch.brandIntervalSeconds = try section.number("brand_interval_s") ?? fetch.brandIntervalSeconds
    fetch.timeoutSeconds = try section.number("timeout_s") ?? fetch.timeoutSeconds
    fetch.maximumBytes = try section.integer("max_bytes") ?? fetch.maximumBytes
    fetch.maximumWaitSeconds = try section.number("max_wait_s") ?? fetch.maximumWaitSeconds
    fetch.retryDelaysSeconds = try section.numbers("retry_delays_s") ?? fetch.retryDelaysSeconds
    fetch.contact = try section.text("contact")
  }

  private mutating func read(guards section: SettingsReader?) throws(SettingsError) {
    guard let section else { return }
    guards.shrinkPercent = try section.number("shrink_percent") ?? guards.shrinkPercent
    guards.shrinkItems = try section.integer("shrink_items") ?? guards.shrinkItems
    guards.suspectPercent = try section.number("suspect_percent") ?? guards.suspectPercent
    guards.suspectItems = try section.integer("suspect_items") ?? guards.suspectItems
    guards.priceJump = try section.number("price_jump") ?? guards.priceJump
    guards.sameNamesItems = try section.integer("same_names_items") ?? guards.sameNamesItems
    guards.growthPercent = try section.number("growth_percent") ?? guards.growthPercent
    guards.growthItems = try section.integer("growth_items") ?? guards.growthItems
    guards.nameLength = try section.integer("name_length") ?? guards.nameLength
    guards.priceConflictILS = try section.number("price_conflict_ils") ?? guards.priceConflictILS
    guards.priceLimitILS = try section.number("price_limit_ils") ?? guards.priceLimitILS
    if let limits = try section.section("price_limits") {
      for member in limits.object.members { guards.priceLimits[member.name] = try limits.number(member.name) }
    }
    if let tolerated = try section.section("tolerated") {
      for member in tolerated.object.members {
        guards.toleratedFaults[member.name] = try tolerated.integer(member.name)
      }
    }
  }

  private static func vatRate(_ json: JSON) throws(SettingsError) -> VATRate {
    guard let from = json["from"]?.string, from.utf8.count == 10, let percent = json["percent"]?.double,
      (0...100).contains(percent), (percent * 100).rounded() / 100 == percent
    else {
      throw SettingsError(member: "vat", expected: #"a list of {"from":"2025-01-01","percent":18}"#)
    }
    return VATRate(from: from, basisPoints: Int((percent * 100).rounded()))
  }
}

/// One object of the settings and where it stands.
private struct SettingsReader {
  let object: JSONObject
  let path: String

  private func member<Value>(
    _ name: String, _ expected: String, _ read: (JSON) -> Value?
  ) throws(SettingsError) -> Value? {
    guard let json = object[name], !json.isNull else { return nil }
    guard let value = read(json) else { throw SettingsError(member: path + name, expected: expected) }
    return value
  }

  func section(_ name: String) throws(SettingsError) -> SettingsReader? {
    try member(name, "an object") { $0.object }.map { SettingsReader(object: $0, path: path + name + ".") }
  }

  func list(_ name: String) throws(SettingsError) -> [JSON]? { try member(name, "a list") { $0.array } }

  func text(_ name: String) throws(SettingsError) -> String? { try member(name, "a text") { $0.string } }

  func texts(_ name: String) throws(SettingsError) -> [String]? {
    try member(name, "a list of texts") { json in
      let texts = json.array?.compactMap(\.string)
      return texts?.count == json.array?.count ? texts : nil
    }
  }

  func integer(_ name: String) throws(SettingsError) -> Int? {
    try member(name, "a whole number of 0 or more") { $0.int.flatMap { $0 >= 0 ? $0 : nil } }
  }

  func number(_ name: String) throws(SettingsError) -> Double? {
    try member(name, "a number of 0 or more") { $0.double.flatMap { $0 >= 0 ? $0 : nil } }
  }

  func numbers(_ name: String) throws(SettingsError) -> [Double]? {
    try member(name, "a list of numbers of 0 or more") { json in
      let numbers = json.array?.compactMap(\.double).filter { $0 >= 0 }
      return numbers?.count == json.array?.count ? numbers : nil
    }
  }
}
