package import Filtering
internal import JSON
package import Records
internal import Text

/// Adds normal forms to products and corrects addresses and white space.
package struct Normalize: RecordwiseFilter {
  package static let manual = Manual(
    name: "normalize",
    summary: "Reads products; writes the same products with their normal forms. Other records pass through.",
    details: [
      "Adds name_norm, name_he, name_latin, model (the designation as written), model_key (its folded letters and digits; "
        + "MKII, MK2 and II are one), variant (color, size, keys, side, revision) and kind (instrument, accessory, part, "
        + "bundle, unknown), all read from the name. Collapses white space in names, categories and codes, and takes it out "
        + "of addresses. Normalizing twice changes nothing."
    ],
    examples: [
      .init(
        input:
          #"{"type":"product","source":"halilit","brand_id":"orbita","id":"7","name":" פסנתר חשמלי  Orbita OB-30X Black"}"#,
        output:
          #"{"type":"product","source":"halilit","brand_id":"orbita","id":"7","name":"פסנתר חשמלי Orbita OB-30X Black","name_norm":"פסנתר חשמלי orbita ob 30x black","name_he":"פסנתר חשמלי","name_latin":"Orbita OB-30X Black","model":"OB-30X","model_key":"ob30x","variant":{"color":"black"},"kind":"instrument"}"#
      )
    ],
    statuses: [.rejected, .noInput, .inputOutput])

  package static var options: [Option<Self>] { [] }
  package static let reads = ["product"]
  package static let passesOthers = true

  private static let plainMembers: [StaticString] = ["category", "brand_title", "item_code"]
  private static let addressMembers: [StaticString] = ["url", "image_url", "page_url"]

  private var analyzer = ProductNameAnalyzer()
  private var changes = Record.Changes()

  package init() {}

  package mutating func process(_ record: Record, _ output: inout Output) throws {
    guard let name = record.utf8("name") else { throw RecordError(#"the product has no "name" or it is not a text"#) }
    let brand = record.utf8("brand_title") ?? record.utf8("brand_id") ?? []
    let parts = analyzer.analyze(name.span, brand: brand.span)
    changes.removeAll()
    if !name.elementsEqual(parts.utf8(.name)) { set("name", parts.utf8(.name)) }
    for member in Self.plainMembers { collapse(member, of: record) }
    for member in Self.addressMembers { correctAddress(member, of: record) }
    set("name_norm", parts.utf8(.normalized))
    setOrNull("name_he", parts.utf8(.hebrew))
    setOrNull("name_latin", parts.utf8(.latin))
    setOrNull("model", parts.utf8(.model))
    setOrNull("model_key", parts.utf8(.modelKey))
    changes.set("variant") { Self.append(variantOf: parts, to: &$0) }
    changes.set("kind", parts.kind.rawValue)
    output.emit(record, applying: changes)
  }

  private mutating func set(_ member: StaticString, _ utf8: ArraySlice<UInt8>) {
    changes.set(member) { $0.append(jsonString: utf8) }
  }

  private mutating func setOrNull(_ member: StaticString, _ utf8: ArraySlice<UInt8>) {
    if utf8.isEmpty { changes.set(member) { $0.append(contentsOf: "null".utf8) } } else { set(member, utf8) }
  }

  /// The properties in which variants of one product differ, as far as the name says them.
  private static func append(variantOf parts: ProductName, to bytes: inout [UInt8]) {
    bytes.append(UInt8(ascii: "{"))
    func begin(_ name: String) {
      if bytes.last != UInt8(ascii: "{") { bytes.append(UInt8(ascii: ",")) }
      bytes.append(jsonString: name)
      bytes.append(UInt8(ascii: ":"))
    }
    for (name, field) in variantFields {
      let value = parts.utf8(field)
      guard !value.isEmpty else { continue }
      begin(name)
      bytes.append(jsonString: value)
    }
    if let keys = parts.keys {
      begin("keys")
      bytes.append(contentsOf: String(keys).utf8)
    }
    if let side = parts.side {
      begin("side")
      bytes.append(jsonString: side.rawValue)
    }
    bytes.append(UInt8(ascii: "}"))
  }

  private static let variantFields: [(String, ProductName.Field)] = [
    ("color", .color), ("size", .size), ("revision", .revision),
  ]

  private mutating func collapse(_ member: StaticString, of record: Record) {
    guard let text = record.utf8(member), text.mayNeedCollapsing else { return }
    let collapsed = Whitespace.collapsed(Array(text))
    if !collapsed.elementsEqual(text) { set(member, collapsed[...]) }
  }

  private mutating func correctAddress(_ member: StaticString, of record: Record) {
    guard let address = record.utf8(member), !address.isPlainAddress else { return }
    // No address has white space inside; where there is some, two parts were joined before they were trimmed.
    let joined = String(decoding: address.filter { $0 > 0x20 }, as: UTF8.self)
    guard let href = (try? WebURL(joined))?.href else { return }
    if !href.utf8.elementsEqual(address) { changes.set(member, href) }
  }
}

extension ArraySlice<UInt8> {
  /// Whether white space collapsing could change the text: a look at the bytes that spares most texts the real work.
  fileprivate var mayNeedCollapsing: Bool {
    var previous = UInt8(ascii: " ")
    for byte in self {
      // 0xC2 begins no-break spaces and soft hyphens, 0xD8 direction marks, 0xE1…0xE3 and 0xEF the other blanks.
      if byte < 0x20 || byte == 0x7F || byte == 0xC2 || byte == 0xD8 || (0xE1...0xE3).contains(byte) || byte == 0xEF {
        return true
      }
      if byte == UInt8(ascii: " "), previous == byte { return true }
      previous = byte
    }
    return previous == UInt8(ascii: " ")
  }

  /// Whether the text is already an address as this program writes it: http(s) and printable ASCII only.
  fileprivate var isPlainAddress: Bool {
    (starts(with: "https://".utf8) || starts(with: "http://".utf8)) && allSatisfy { $0 > 0x20 && $0 < 0x7F }
  }
}
