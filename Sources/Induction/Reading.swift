internal import Catalogue
package import JSON
package import Sites
package import Text

/// A value of a product in the form in which two spellings of it are equal.
package enum Reading: Hashable, Sendable {
  case text(String)
  /// A page's path and query without host and tracking: mirrors and copies serve the same paths.
  case page(String)
  /// A picture's path, without the query that versions it.
  case picture(String)
  case amount(Amount)
  /// Several texts in any order.
  case texts(Set<String>)

  /// What `json`, as a selector or a record gave it, says for `field`; nil where it says nothing usable.
  package init?(_ json: JSON?, for field: ProductField, at address: PageAddress?) {
    guard let json else { return nil }
    if field == .image {
      let pictures = (json.array ?? [json]).compactMap(Self.text).compactMap { Self.url($0, at: address) }
      guard let shown = ElementAddress.shown(among: pictures.map(ElementAddress.original)) else { return nil }
      self = .picture(shown.path)
      return
    }
    if field == .labels {
      let labels = (json.array ?? [json]).compactMap(Self.text).map(Self.spelled).filter { !$0.isEmpty }
      guard !labels.isEmpty else { return nil }
      self = .texts(Set(labels))
      return
    }
    guard let text = Self.text(json) else { return nil }
    if field == .contactOnly {
      self = .yes
      return
    }
    self.init(text, for: field, at: address)
  }

  package init?(_ text: String, for field: ProductField, at address: PageAddress?) {
    switch field {
    case .image:
      guard let picture = Self.picture(text, at: address) else { return nil }
      self = picture
    case .url:
      guard let page = Self.page(text, at: address) else { return nil }
      self = page
    case .price, .originalPrice, .eilatPrice:
      guard let amount = Self.amount(text) else { return nil }
      self = .amount(amount)
    default:
      let text = Self.spelled(text)
      guard !text.isEmpty else { return nil }
      self = .text(text)
    }
  }

  static func page(_ text: String, at address: PageAddress?) -> Reading? {
    guard let url = url(text, at: address)?.identity, url.path.utf8.count > 1 || url.query != nil else { return nil }
    var segments = url.decodedSegments
    if segments.last == "" { segments.removeLast() }
    return .page(segments.joined(separator: "/") + (url.query.map { "?" + $0 } ?? ""))
  }

  static func picture(_ text: String, at address: PageAddress?) -> Reading? {
    url(text, at: address).map { .picture(ElementAddress.original($0).path) }
  }

  /// Prices of nothing are placeholders.
  static func amount(_ text: String) -> Amount? {
    let text = Whitespace.collapsed(text)
    let amount = Amount(spelling: text) ?? Price(text)?.amount
    return amount.flatMap { $0.units > 0 ? $0 : nil }
  }

  static func spelled(_ text: String) -> String { NormalForm.composed(Whitespace.collapsed(text)) }

  private static func url(_ text: String, at address: PageAddress?) -> WebURL? {
    if let address { return address.product(text).flatMap { try? WebURL($0) } }
    return try? WebURL(Whitespace.collapsed(text))
  }

  private static func text(_ json: JSON) -> String? {
    switch json {
    case .string(let text): text
    case .number(let spelling): spelling
    default: nil
    }
  }

  /// What a mark says that stands on a page or does not, whatever its words.
  static let yes = Reading.text("yes")

  /// What of it stands in one place of a page.
  var parts: [Reading] {
    guard case .texts(let texts) = self else { return [self] }
    return texts.sorted().map(Reading.text)
  }
}
