import TestSupport
import Testing
import Text

@Suite struct ProductNameTests {
  @Test(
    arguments: [
      ("Acme ZP-40X Digital Piano", "ZP-40X"), ("פסנתר חשמלי Acme ZP-40X", "ZP-40X"), ("ZP-40X Acme", "ZP-40X"),
      ("Acme Level 5 61", "Level 5 61"), ("Acme Level 5 61-key", "Level 5"), ("Acme Piano 7", "Piano 7"),
      ("Acme Tone Box 2nd Gen", "Tone Box 2nd Gen"), ("Acme Delta 3 2nd Gen", "Delta 3 2nd Gen"),
      ("Acme QX9 MkII Synthesizer", "QX9 MkII"),
      ("Acme Studio Live III", "Studio Live III"), ("Acme ED 77C", "ED 77C"), ("Acme Ria Q4", "Ria Q4"),
      ("Acme NO.12-XYZ Snare 14\"x5\"", "NO.12-XYZ"), ("Acme RB-700BK", "RB-700"), ("Acme RB-700-WH", "RB-700"),
      ("Acme RB-30XBK", "RB-30X"), ("Acme CB-XYZ Keyboard Bag", "CB-XYZ"), ("Acme AIR 24|8 Interface", "AIR 24|8"),
      ("Acme V9 S2", "V9 S2"), ("Acme Nebula", "Nebula"), ("סינתיסייזר Acme Nebula", "Nebula"), ("Acme", nil),
      ("Acme Case for ZP-40X", nil), ("GX-3Guitar Processor", "GX-3"), ("Acme Acme ZP1", "ZP1"),
    ] as [(String, String?)])
  func `a model is a designation, or own words with a number, or an own name`(name: String, model: String?) {
    #expect(ProductName(name, brand: "Acme").model == model)
  }

  @Test(arguments: [
    "Acme Festival 2019", "Acme Cymbal 16\"", "Acme Snare 14\"x6.5\"", "Acme Snare 14x5\" Drum",
    "Acme Interface 24-bit",
    "Acme Speaker 100W", "Acme 88-key Keyboard", "Acme 4-pack Strings", "Acme 50th Anniversary Drum", "Acme 2ND Stand",
    "Acme Dust Cover 61", "Acme USB 2.0 Cable", "Acme Cable 3m", "Acme Tom 12 inch", "Acme Orange Skin 18",
    "תופים Acme 5 חלקים", "כיתת אמן 2019",
  ])
  func `years, sizes, measures, ordinals and bare numbers are no model`(name: String) {
    let parts = ProductName(name, brand: "Acme")
    #expect(parts.model == nil)
    #expect(parts.modelKey == nil)
  }

  @Test(
    arguments: [
      ("ZP-40X", "zp40x"), ("ZP40X", "zp40x"), ("A-88MKII", "a88mk2"), ("A-88 MK2", "a88mk2"), ("A-88 II", "a88mk2"),
      ("A-88 mk 2", "a88mk2"), ("A-88 2", "a88mk2"), ("Rig 5 Gen 3", "rig5gen3"), ("Rig 5 3rd Gen", "rig5gen3"),
      ("QX 9 V1.5", "qx9v15"), ("ZP-40X-BK", "zp40x"), ("Level 4 88", "level4"), ("Ön-9", "on9"), ("Nebula", nil),
      ("2019", nil), ("", nil),
    ] as [(String, String?)])
  func `spellings of one model share a key`(model: String, key: String?) {
    #expect(ModelKey.of(model) == key)
  }

  @Test(
    arguments: [
      ("Acme ZP1 Arctic White", "white", "Acme ZP1"), ("Acme ZP1 שחור", "black", "Acme ZP1"),
      ("Acme ZP1-BK", "black", "Acme ZP1"),
      ("Acme ZP1 BK", "black", "Acme ZP1 BK"), ("Acme ZP1 Candy Apple Red Bass", "red", "Acme ZP1 Bass"),
      ("Acme ZP1 V2", nil, "Acme ZP1"), ("Acme ZP1 Space Grey MK2", "gray", "Acme ZP1"), ("Acme ZP1", nil, "Acme ZP1"),
    ] as [(String, String?, String)])
  func `a color is named canonically and taken off the base`(name: String, color: String?, base: String) {
    let parts = ProductName(name, brand: "Acme")
    #expect(parts.color == color)
    #expect(parts.base == base)
  }

  @Test func `sizes, keys, sides and revisions are variants`() {
    #expect(ProductName("Acme Snare 14\"x6.5\"").size == "14x6.5")
    #expect(ProductName("Acme Snare 14\" x 6.5\"").size == "14x6.5")
    #expect(ProductName("Acme Cymbal 8''").size == "8")
    #expect(ProductName("Acme Tom 12.5 inch").size == "12.5")
    #expect(ProductName("תוף Acme \"22").size == "22")
    #expect(ProductName("Acme Level 5 73-Key").keys == 73)
    #expect(ProductName("מקלדת 61 קלידים Acme Go").keys == 61)
    #expect(ProductName("Acme Level 5 88").keys == 88)
    #expect(ProductName("Acme A8 צד שמאל").side == .left)
    #expect(ProductName("Acme A8 Right").side == .right)
    #expect(ProductName("Acme ZP1 V1.5").revision == "v1.5")
    #expect(ProductName("Acme ZP1 Mark III").revision == "mk3")
  }

  @Test(
    arguments: [
      ("Acme ZP1 Digital Piano", .instrument), ("פסנתר Acme ZP1", .instrument), ("Acme Sustain Pedal", .instrument),
      ("Acme Keyboard Stand", .accessory), ("תיק לקלידים Acme", .accessory), ("Acme Case for Pedals", .accessory),
      ("כבל מאריך לאוזניות Acme", .accessory), ("Acme Drumhead 14\"", .part), ("Acme ZP1 Piano with Stand", .bundle),
      ("פסנתר Acme ZP1 עם מעמד", .bundle), ("Acme ZP1 Bundle", .bundle), ("Acme ZP1 + Bag", .bundle),
      ("Acme Mixer with Bluetooth", .instrument), ("Acme ZP1", .unknown), ("", .unknown),
    ] as [(String, ProductName.Kind)])
  func `the head noun decides the kind`(name: String, kind: ProductName.Kind) {
    #expect(ProductName(name).kind == kind)
  }

  @Test func `a name is split into its scripts and its normal form`() {
    let parts = ProductName(" מקלדת\u{A0}61 קלידים  Allen & Heath (GO:KEYS 3)\n")
    #expect(parts.name == "מקלדת 61 קלידים Allen & Heath (GO:KEYS 3)")
    #expect(parts.normalized == "מקלדת 61 קלידים allen heath go keys 3")
    #expect(parts.hebrew == "מקלדת 61 קלידים")
    #expect(parts.latin == "Allen & Heath GO:KEYS 3")
    #expect(ProductName("D'Acme Größe 6.5").normalized == "dacme grosse 6.5")
    #expect(ProductName("כיתת אמן 2019").latin == nil)
    #expect(ProductName("תיק לAcme").latin == "Acme")
    #expect(ProductName("GX-3Gui\u{200F}tar") == ProductName("GX-3Guitar"))
    #expect(ProductName("Acme® Katana™ e\u{301}").normalized == "acme katana e")
  }

  @Test(arguments: [
    ("ADAM Audio T9Q", "Adam Audio", "T9Q"), ("Allen & Heath Qu 77", "Allen & Heath", "Qu 77"),
    ("Akme Pro T9", "Akme Pro Audio", "Pro T9"),
    ("Akme Professional T99", "Akme", "T99"), ("FANTA-06", "Akme", "FANTA-06"), ("T99 mkII Akme", "Akme", "T99 mkII"),
  ])
  func `a brand is recognised however it is joined`(name: String, brand: String, model: String) {
    #expect(ProductName(name, brand: brand).model == model)
  }
}

@Suite struct ProductNameProperties {
  @Test(arguments: seeds(600))
  func `analysing what was analysed changes nothing`(seed: UInt64) {
    var random = SplitMix64(seed: seed)
    let bytes = RandomText.bytes(using: &random)
    var analyzer = ProductNameAnalyzer()
    _ = analyzer.analyze("Other 7 תיק", brand: "Other")
    let brand = Array("FP".utf8)
    let parts = analyzer.analyze(bytes.span, brand: brand.span)
    #expect(parts == ProductName(String(decoding: bytes, as: UTF8.self), brand: "FP"))
    #expect(ProductName(parts.name, brand: "FP") == parts)
    #expect(ProductName(parts.normalized).normalized == parts.normalized)
    #expect(parts.name == NormalForm.composed(Whitespace.collapsed(String(decoding: bytes, as: UTF8.self))))
  }

  @Test(arguments: seeds(600))
  func `a model key has a letter and a digit and belongs to a model`(seed: UInt64) throws {
    var random = SplitMix64(seed: seed)
    let parts = ProductName(RandomText.string(using: &random))
    guard let key = parts.modelKey else { return }
    #expect(key.contains { $0.isLetter } && key.contains { $0.isNumber })
    #expect(parts.model != nil)
  }

  @Test(arguments: seeds(300))
  func `the normal form keeps the folded letters and digits in their order`(seed: UInt64) {
    var random = SplitMix64(seed: seed)
    let text = RandomText.string(using: &random)
    let expected = NormalForm.folded(text).unicodeScalars.filter(\.isWordlike)
    let actual = ProductName(text).normalized.unicodeScalars.filter(\.isWordlike)
    #expect(String(String.UnicodeScalarView(actual)) == String(String.UnicodeScalarView(expected)))
  }
}

extension Unicode.Scalar {
  fileprivate var isWordlike: Bool { properties.isAlphabetic || properties.numericType != nil }
}
