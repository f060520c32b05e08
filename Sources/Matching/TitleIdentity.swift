internal import Text

/// One designation in a title: `fp30x`, `stage4`, `sp404` (revision 2).
struct Designation: Equatable {
  /// Its letters and digits, without revision and colour code; a vocabulary number.
  var flat: Int32
  /// Its first letters, the family; -1 where it has none.
  var head: Int32
  /// MK2, II and V2 are 2; 1 where none is named; two of them are two digits.
  var revision: Int

  mutating func add(revision number: Int) { revision = revision == 1 ? number : revision * 10 + number }
}

/// What a title says of which product of its brand it means.
///
/// In one brand's line the designation is the identity: a digit, a suffix or a revision makes another product, while
/// colour, size and number of keys make a variant of the same.
struct TitleIdentity {
  var designations: [Designation] = []
  /// The title's letters and digits in one run, and where chunks begin and end in it.
  var flat: [UInt8] = []
  var borders: [Int32] = []
  /// 0 where it is not said.
  var keys = 0
  /// In tenths of an inch, ascending.
  var sizes: [Int] = []
  /// Bits of `Lexicon.colours`.
  var colours: UInt64 = 0
  /// Bits of the sorts of accessories it is, not those it comes with.
  var accessories: UInt32 = 0
  var isBundle = false
  /// Whether it says what it is made for.
  var isFor = false
  /// Whether it has any digit.
  var hasNumber: Bool { flat.contains(where: ASCII.isDigit) }
  var isEdition = false
  /// Distinct words that are none of the above and not the brand, ascending.
  var names: [Int32] = []
  /// Those words in their order, in one run.
  var nameFlat: [UInt8] = []
  /// Distinct words that say what kind of thing it is, ascending.
  var nouns: [Int32] = []

  /// Designations that are compared: no product is made for more, and pairs cost their product.
  static let mostDesignations = 16

  init(_ title: String, brandWords: Set<Int32>, _ vocabulary: inout Vocabulary) {
    let folded = Words.folded(
      title.contains("''")
        ? title.split(separator: "''", omittingEmptySubsequences: false).joined(separator: "\" ") : title)
    var reader = TitleReader(TitleAtoms(folded), brandWords)
    reader.read(&self, &vocabulary)
    designations = Array(designations.prefix(Self.mostDesignations))
    names = Set(names).sorted()
    nouns = Set(nouns).sorted()
    sizes = Set(sizes).sorted()
    borders = Set(borders).sorted()
  }

  /// Whether `word` stands in the title from one border to another.
  func holds(_ word: Int32, _ vocabulary: Vocabulary) -> Bool {
    let word = vocabulary.bytes[vocabulary.byteRange(word)]
    return borders.contains { start in
      let end = Int(start) + word.count
      return end <= flat.count && flat[Int(start)..<end].elementsEqual(word)
        && borders.contains(Int32(truncatingIfNeeded: end))
    }
  }
}
