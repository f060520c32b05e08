import Matching
import TestSupport

/// An invented brand's line, its siblings that do not exist, and its variants: seeded, so that a failure can be run again.
struct InventedCatalogue {
  static let brand = "Tamarind"
  private var random: SplitMix64
  private(set) var models: [Model] = []

  struct Model: Equatable {
    /// `DX-40M`, or a word and a number: `Cirrus 4`.
    var designation: String
    var noun: (latin: String, hebrew: String)

    static func == (a: Self, b: Self) -> Bool { a.designation == b.designation }
  }

  private static let nouns = [
    ("Digital Piano", "פסנתר חשמלי"), ("Synthesizer", "סינתיסייזר"), ("Mixer", "מיקסר"),
    ("Drum Machine", "מכונת תופים"),
    ("Audio Interface", "כרטיס קול"), ("Guitar Amplifier", "מגבר לגיטרה"), ("Studio Monitor", "מוניטור אולפני"),
  ]
  private static let words = ["Cirrus", "Halcyon", "Ostinato", "Verano", "Quartz", "Meridian", "Solstice", "Lumen"]

  init(seed: UInt64, count: Int = 40) {
    random = SplitMix64(seed: seed)
    while models.count < count {
      let model = Model(designation: designation(), noun: pick(Self.nouns))
      if !isTaken(model.designation) { models.append(model) }
    }
  }

  private mutating func pick<Value>(_ values: [Value]) -> Value {
    values[Int.random(in: 0..<values.count, using: &random)]
  }

  private mutating func designation() -> String {
    if Int.random(in: 0..<4, using: &random) == 0 {
      return pick(Self.words) + " \(Int.random(in: 2...9, using: &random))"
    }
    let letters = String((0..<Int.random(in: 2...3, using: &random)).map { _ in pick(Array("BDFGJKMNPRSTVXZ")) })
    let number = Int.random(in: 2...999, using: &random)
    return letters + pick(["-", "-", ""]) + "\(number)" + pick(["", "", "M", "X", "S"])
  }

  /// Whether a product is called so, or so much alike that nobody could say it is not.
  func isTaken(_ designation: String) -> Bool {
    models.contains { Self.key($0.designation) == Self.key(designation) }
  }

  private static func key(_ designation: String) -> String {
    designation.lowercased().filter { $0.isLetter || $0.isNumber }
  }

  func brandRecord(_ name: String, _ index: Int) -> MatchRecord {
    MatchRecord(id: "tamarind-\(index)", title: name, catalogueBrand: "tamarind")
  }

  func shopRecord(_ name: String, _ index: Int, code: String = "") -> MatchRecord {
    MatchRecord(
      id: "\(900_000 + index)", title: name, itemCode: code, brandTitle: Self.brand, catalogueBrand: "tamarind")
  }

  /// What the shop sells: every model, named half in Hebrew, as shops do.
  func shop() -> [MatchRecord] {
    models.enumerated().map { index, model in
      shopRecord(
        "\(model.noun.hebrew) \(Self.brand) \(model.designation)", index,
        code: "77-" + Self.key(model.designation).uppercased())
    }
  }

  /// What the brand shows: every model with its own noun.
  func line() -> [MatchRecord] {
    models.enumerated().map { index, model in brandRecord("\(model.designation) \(model.noun.latin)", index) }
  }

  /// For every model, products that would be named like it and are not sold: another digit, revision or suffix, and
  /// accessories for it.
  mutating func siblings() -> [String] {
    var siblings: [String] = []
    for model in models {
      var named = [anotherDigit(model.designation)]
      named.append(model.designation + pick([" MKII", " MK2", " II", " MK3"]))
      named.append(model.designation + pick(["X", "S", " EX", " Pro", "-M", "V"]))
      if let last = model.designation.last, last.isLetter { named.append(String(model.designation.dropLast())) }
      siblings += named.filter { !isTaken($0) }.map { "\($0) \(model.noun.latin)" }
      siblings.append(pick(["Case for ", "Soft Case for ", "Stand for "]) + model.designation)
      siblings.append(model.designation + pick([" Carrying Bag", " Stand", " Dust Cover"]))
    }
    return siblings
  }

  private mutating func anotherDigit(_ designation: String) -> String {
    var characters = Array(designation)
    let digits = characters.indices.filter { characters[$0].isNumber }
    let at = pick(digits)
    let digit = characters[at].wholeNumberValue ?? 0
    characters[at] = Character("\((digit + pick([1, 9])) % 10)")
    return String(characters)
  }

  /// Items that differ from a model in colour, size or number of keys only, with the index of the model.
  mutating func variants() -> [(record: MatchRecord, model: Int)] {
    var variants: [(record: MatchRecord, model: Int)] = []
    for (index, model) in models.enumerated() {
      let base = "\(model.noun.hebrew) \(Self.brand) \(model.designation)"
      let colour = base + pick([" Black", " White", " שחור", " לבן", "-BK", "-WH", " (Red)"])
      let size = base + pick([" 61", " 73-Key", " 88 קלידים", " 10\"", " 12 inch"])
      for (offset, name) in [colour, size].enumerated() {
        variants.append((shopRecord(name, 10_000 + 2 * index + offset), index))
      }
    }
    return variants
  }
}
