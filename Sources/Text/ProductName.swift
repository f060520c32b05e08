/// What a raw product name says, taken apart; every field is read from the name alone.
package struct ProductName: Sendable, Hashable {
  package enum Kind: String, Sendable, Hashable, CaseIterable {
    case instrument, accessory, part, bundle, unknown
  }

  package enum Side: String, Sendable, Hashable, CaseIterable { case left, right }

  /// The text fields, in the order they are stored.
  package enum Field: Int, Sendable, CaseIterable {
    /// White space collapsed, NFC.
    case name
    /// Folded words with single spaces, their order kept: what names are compared by.
    case normalized
    /// The Hebrew words and what belongs to them.
    case hebrew
    /// The Latin words, designations and numbers.
    case latin
    /// The designation as written, `FP-30X`; empty when none is recognised.
    case model
    /// Its folded letters and digits with revisions in one spelling, `sub10mk2`; empty unless it has both.
    case modelKey
    /// The name without its color and revision.
    case base
    /// A canonical color name.
    case color
    /// Inches, `14x6.5`.
    case size
    /// `mk2`, `v2`, `gen3`.
    case revision
  }

  /// All fields' UTF-8, one after another.
  var storage: [UInt8] = []
  /// Where each field ends in `storage`; fields not yet written are empty.
  var ends = SIMD16<Int32>(repeating: 0)
  /// How many keys a keyboard has.
  package internal(set) var keys: Int?
  package internal(set) var side: Side?
  package internal(set) var kind = Kind.unknown

  /// Takes `name` apart; `brand` is what the page or the catalogue says, not a guess.
  ///
  /// Many names are analysed faster by one `ProductNameAnalyzer`.
  package init(_ name: String, brand: String? = nil) {
    var analyzer = ProductNameAnalyzer()
    self = analyzer.analyze(name, brand: brand)
  }

  init() {}

  /// The UTF-8 of a field; empty when the name does not say it.
  package func utf8(_ field: Field) -> ArraySlice<UInt8> {
    let start = field.rawValue == 0 ? 0 : Int(ends[field.rawValue - 1])
    return storage[start..<Int(ends[field.rawValue])]
  }

  /// A field as text; nil when the name does not say it.
  package subscript(field: Field) -> String? {
    let bytes = utf8(field)
    return bytes.isEmpty ? nil : String(decoding: bytes, as: UTF8.self)
  }

  package var name: String { self[.name] ?? "" }
  package var normalized: String { self[.normalized] ?? "" }
  package var hebrew: String? { self[.hebrew] }
  package var latin: String? { self[.latin] }
  package var model: String? { self[.model] }
  package var modelKey: String? { self[.modelKey] }
  package var base: String { self[.base] ?? "" }
  package var color: String? { self[.color] }
  package var size: String? { self[.size] }
  package var revision: String? { self[.revision] }
}
