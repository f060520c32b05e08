internal import Catalogue
internal import JSON
internal import Markup
internal import Sites
internal import Text

/// Guesses what the elements of a group say, each of one product; what most of them say alike is said of none.
struct FieldGuess {
  private let outline: PageOutline
  private let group: [Int]
  private var isMember: Set<Int>

  init(_ outline: PageOutline, _ group: [Int]) {
    self.outline = outline
    self.group = group
    isMember = Set(group)
  }

  /// One record per own address, in page order.
  func records() -> [KnownRecord] {
    let elements = group.map(own)
    let links = elements.map { $0.compactMap(link) }
    let frequentLinks = Frequency(links.map { Set($0.map(\.address)) })
    let pictures = elements.map { $0.compactMap(picture) }
    let frequentPictures = Frequency(pictures.map { Set($0) })
    let texts = elements.map { $0.compactMap(text) }
    let frequentTexts = Frequency(texts.map { Set($0.map(\.text)) })
    var seen: Set<Reading> = []
    return group.indices.compactMap { at -> KnownRecord? in
      guard let address = Self.best(links[at], frequentLinks) ?? around(group[at]), seen.insert(address).inserted,
        case .page(let path) = address
      else { return nil }
      var readings: [ProductField: Reading] = [.url: address]
      readings[.image] = pictures[at].first { !frequentPictures.isShared($0) }
      if outline.page.request.role == .brandIndex {
        guard readings[.image] != nil else { return nil }
        return KnownRecord(id: path, readings: readings)
      }
      let own = texts[at].filter { !frequentTexts.isShared($0.text) }
      guard let name = own.filter(\.canBeName).max(by: { $0.likeness < $1.likeness }) else { return nil }
      readings[.name] = .text(name.text)
      let longest = own.filter(\.isDirect).max { $0.text.count < $1.text.count }?.text ?? ""
      if longest.count > Self.shortestDescription, longest != name.text { readings[.description] = .text(longest) }
      prices(elements[at]).forEach { readings[$0.key] = .amount($0.value) }
      attributes(of: group[at], address).forEach { readings[$0.key] = $0.value }
      return KnownRecord(id: path, readings: readings)
    }
  }

  /// The elements of a record without those of records inside it.
  private func own(_ record: Int) -> [Int] {
    var own: [Int] = []
    var number = record
    while number < outline.ends[record] {
      if number != record, isMember.contains(number) {
        number = outline.ends[number]
      } else {
        own.append(number)
        number += 1
      }
    }
    return own
  }

  /// In how many records each value stands.
  private struct Frequency<Value: Hashable> {
    private var counts: [Value: Int] = [:]
    private let most: Int

    init(_ records: [Set<Value>]) {
      for record in records { for value in record { counts[value, default: 0] += 1 } }
      most = max(2, records.count / 3)
    }

    /// Values that more than a third of the records have are the page's.
    func isShared(_ value: Value) -> Bool { counts[value, default: 0] > most }

    func isUnique(_ value: Value) -> Bool { counts[value, default: 0] <= 1 }
  }

  // MARK: Addresses

  private struct Link {
    let address: Reading
    /// How much speaks for the product's own page: a picture or a name in the link.
    let likeness: Int
  }

  private func link(_ number: Int) -> Link? {
    let element = outline.elements[number]
    guard element.isNamed("a"), let target = element.attribute("href"), !target.hasPrefix("#"),
      !target.lowercased().contains("add-to-cart"), !target.lowercased().hasSuffix("/cart"),
      let address = Reading.page(target, at: outline.address)
    else { return nil }
    var likeness = element.firstDescendant(named: "img") == nil ? 1 : 2
    if let name = text(number, isLinked: true), name.canBeName { likeness += name.likeness / 3 }
    return Link(address: address, likeness: likeness)
  }

  private func around(_ number: Int) -> Reading? { outline.path(up: number).lazy.compactMap(link).first?.address }

  /// The address that most speaks for; what only one record links rather than what several do.
  private static func best(_ links: [Link], _ frequency: Frequency<Reading>) -> Reading? {
    var scores: [Reading: Int] = [:]
    for link in links where !frequency.isShared(link.address) {
      scores[link.address, default: frequency.isUnique(link.address) ? 3 : 0] += link.likeness
    }
    let most = scores.values.max()
    return links.first { scores[$0.address] == most }?.address
  }

  private func picture(_ number: Int) -> Reading? {
    let element = outline.elements[number]
    guard element.isNamed("img"), let source = ElementAddress.picture(of: element) else { return nil }
    return Reading(JSON.string(source), for: .image, at: outline.address)
  }

  // MARK: Texts

  private struct Words {
    let text: String
    let likeness: Int
    let canBeName: Bool
    /// Whether the text stands in the element itself rather than in those inside it.
    let isDirect: Bool
  }

  private static let nameLengths = 2...160
  private static let shortestDescription = 60

  /// A text of a record, and how much speaks for its being the name.
  private func text(_ number: Int) -> Words? { text(number, isLinked: false) }

  private func text(_ number: Int, isLinked: Bool) -> Words? {
    let element = outline.elements[number]
    if element.isNamed("img") {
      guard let label = element.attribute("alt").map(Reading.spelled), Self.isWorded(label) else { return nil }
      return Words(text: label, likeness: 1, canBeName: Self.nameLengths.contains(label.count), isDirect: false)
    }
    guard outline.ends[number] - number <= 8, !element.isNamed("script"), !element.isNamed("style"), !element.isHidden
    else { return nil }
    let text = Reading.spelled(element.text)
    guard Self.isWorded(text) else { return nil }
    var likeness = text.count <= 90 ? 3 : 0
    if ["h1", "h2", "h3", "h4", "h5", "h6"].contains(where: { element.isNamed($0) }) { likeness += 6 }
    let words = (element.attribute("class") ?? "") + (element.attribute("itemprop") ?? "")
    if ["title", "name", "heading"].contains(where: { words.lowercased().contains($0) }) { likeness += 4 }
    let above = outline.path(up: number).prefix(4)
    if isLinked || above.contains(where: { outline.elements[$0].isNamed("a") }) { likeness += 2 }
    let pictures = element.parent?.descendants(named: "img") ?? []
    if pictures.contains(where: { $0.attribute("alt").map(Reading.spelled) == text }) { likeness += 5 }
    let isDirect = outline.ends[number] == number + 1
    return Words(
      text: text, likeness: likeness, canBeName: Self.nameLengths.contains(text.count), isDirect: isDirect)
  }

  private static func isWorded(_ text: String) -> Bool {
    (2...2_000).contains(text.count) && text.contains(where: \.isLetter) && !PriceSelectors.showsPrice(text)
  }

  // MARK: Prices

  /// Up to three prices: what is asked, what was asked before, and what comes without VAT.
  private func prices(_ elements: [Int]) -> [ProductField: Amount] {
    var current: [Amount] = []
    var earlier: Amount?
    for (number, text) in elements.flatMap({ number in PriceSelectors.texts(number, outline).map { (number, $0) } }) {
      let path = outline.path(up: number).prefix { $0 != elements.first }
      guard let amount = Reading.amount(text) else { continue }
      if path.contains(where: isStruck) {
        earlier = earlier ?? amount
      } else if !path.contains(where: { outline.elements[$0].isHidden }), !current.contains(amount) {
        current.append(amount)
      }
    }
    var prices: [ProductField: Amount] = [:]
    let untaxed = current.first { low in
      current.contains { high in [17, 18].contains { Price.eilat(of: high, vatPercent: $0) == low } }
    }
    prices[.eilatPrice] = untaxed
    current.removeAll { $0 == untaxed }
    prices[.price] = current.min()
    if let dearest = current.max(), dearest != current.min() { earlier = earlier ?? dearest }
    prices[.originalPrice] = earlier
    return prices
  }

  private func isStruck(_ number: Int) -> Bool {
    let element = outline.elements[number]
    if ["del", "s", "strike"].contains(where: { element.isNamed($0) }) { return true }
    let words = ((element.attribute("class") ?? "") + " " + (element.attribute("style") ?? "")).lowercased()
    return ["line-through", "old-price", "price-old", "was-price", "origin", "regular-price", "compare"].contains {
      words.contains($0)
    }
  }

  // MARK: Attributes

  /// What the record's own attributes say by their names, and the number in its address.
  private func attributes(of number: Int, _ address: Reading) -> [ProductField: Reading] {
    var found: [ProductField: Reading] = [:]
    for attribute in outline.elements[number].attributes where attribute.name.hasPrefix("data-") {
      let name = attribute.name.dropFirst(5)
      let field = Self.names.first { name.contains($0.word) }?.field
      guard let field, found[field] == nil else { continue }
      found[field] = Reading(attribute.text, for: field, at: nil)
    }
    if outline.page.request.source == .halilit, case .page(let path) = address {
      let number = (path.split(separator: "/").last ?? "").prefix { $0.isNumber }
      if !number.isEmpty { found[.itemID] = .text(String(number)) }
    }
    return found
  }

  private static let names: [(word: String, field: ProductField)] = [
    ("sku", .sku), ("item-code", .sku), ("code", .sku), ("brand", .brand), ("vendor", .brand), ("category", .category),
    ("product-id", .itemID),
  ]
}
