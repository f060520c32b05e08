internal import Records

/// What design §3 and docs/schemas require of a member, by the first byte and length of its raw JSON.
enum MemberKind {
  case text, name, optionalText, count, optionalAmount, list, object

  /// - Parameter raw: valid JSON, nil when the member is absent.
  func accepts(_ raw: ArraySlice<UInt8>?) -> Bool {
    guard let raw, let first = raw.first else { return self == .optionalAmount }
    let isNull = first == UInt8(ascii: "n")
    let isText = first == UInt8(ascii: "\"")
    let isPositive = (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(first)
    return switch self {
    case .text: isText
    case .name: isText && raw.count > 2
    case .optionalText: isText || isNull
    case .count: isPositive && raw.allSatisfy { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
    case .optionalAmount: isPositive || isNull
    case .list: first == UInt8(ascii: "[")
    case .object: first == UInt8(ascii: "{")
    }
  }

  var words: String {
    switch self {
    case .text: "a text"
    case .name: "a text that is not empty"
    case .optionalText: "a text or null"
    case .count: "a whole number of 0 or more"
    case .optionalAmount: "a number of 0 or more, or null"
    case .list: "a list"
    case .object: "an object"
    }
  }
}

/// The members that a kind of record or document header must have.
struct DocumentContract: Sendable {
  let members: [(name: StaticString, kind: MemberKind)]

  /// The first breach in words; nil when all is as it should be. O(members²), both small.
  func breach(_ record: Record) -> String? {
    for (name, kind) in members where !kind.accepts(record.raw(name)) {
      return record.has(name) ? "its \"\(name)\" must be \(kind.words)" : "it has no \"\(name)\""
    }
    return nil
  }

  static let catalogue = DocumentContract(members: [
    ("tool", .name), ("version", .name), ("source", .name), ("brand_id", .name), ("total_products", .count),
    ("fetched_at", .optionalText), ("products", .list),
  ])

  static let unified = DocumentContract(members: [
    ("tool", .name), ("version", .name), ("brand_id", .name), ("total_products", .count),
    ("fetched_at", .optionalText), ("metadata", .object), ("inventory", .object), ("gap_analysis", .object),
    ("products", .list),
  ])

  static let officialBrands = DocumentContract(members: [
    ("tool", .name), ("version", .name), ("source", .name), ("total_brands", .count), ("brands", .list),
  ])

  /// A product as it stands in a catalogue: without the page it was read from it is invented.
  static let product = DocumentContract(members: [
    ("type", .name), ("source", .name), ("brand_id", .name), ("id", .name), ("name", .name), ("url", .optionalText),
    ("page_sha256", .text), ("fetched_at", .text), ("price_ils", .optionalAmount),
    ("eilat_price_ils", .optionalAmount), ("original_price_ils", .optionalAmount),
  ])

  static let unifiedProduct = DocumentContract(members: [
    ("class", .name), ("label", .name), ("brand_id", .name), ("id", .name), ("name", .name), ("offers", .list),
    ("price_ils_min", .optionalAmount), ("price_ils_max", .optionalAmount),
  ])

  static let gap = DocumentContract(members: [
    ("type", .name), ("brand_id", .name), ("halilit_count", .count), ("brand_website_count", .count),
    ("common_count", .count), ("gap_count", .count), ("matched_halilit_count", .count),
    ("halilit_only_count", .count), ("unified_count", .count), ("priced_count", .count), ("gap_products", .list),
  ])

  static let summary = DocumentContract(members: [
    ("type", .name), ("brand_count", .count), ("brands", .list), ("halilit_count", .count),
    ("brand_website_count", .count), ("common_count", .count), ("gap_count", .count),
    ("matched_halilit_count", .count), ("halilit_only_count", .count), ("unified_count", .count),
    ("priced_count", .count),
  ])
}
