/// One word of a name: a run without white space, cut between scripts; outer punctuation is left out.
struct NameWord {
  /// How a revision is spelled: `MKII` and `II`, `V2`, `Gen 2`.
  enum RevisionStyle: UInt8 { case mark, version, generation }

  /// What the word's spelling and its neighbours make of it.
  enum Shape: UInt8 {
    /// Letters only.
    case word
    /// Bare digits, perhaps with a point or bar: `4`, `8.8`, `192|8`.
    case number
    case year
    /// Inches: `14"x6.5"`, `12` before `inch`.
    case size
    /// A number with its unit, or a number or word that belongs to one: `88-key`, `100W`, `2x`, `24-bit`.
    case measure
    /// `2nd`, `40th`.
    case ordinal
    /// `MKII`, `V2`, `III`, `mk` before `2`, `Gen` beside a number.
    case revision
    /// A letter and a digit: `FP-30X`, `6D`.
    case designation
  }

  /// The bytes of `text` and of `keys` (folded letters and digits).
  var text: Range<Int>
  var key: Range<Int>
  var latin = 0
  var upper = 0
  var digits = 0
  var hebrew = 0
  var startsWithDigit = false
  /// Whether punctuation stands between this word and the one before it.
  var isApart = false
  /// Whether an inch mark stands right before it, as where Hebrew turned `22"` around.
  var followsInchMark = false
  /// Whether an inch mark follows one of its digits.
  var hasInchMark = false
  var shape = Shape.word
  var isBrand = false
  /// The number of a revision, of keys, or of a bare number; 0 when there is none or it is large.
  var number = 0
  var revisionStyle = RevisionStyle.mark
  var entry = NameLexicon.Entry()

  init(text: Int, key: Int) {
    self.text = text..<text
    self.key = key..<key
  }

  var wordClass: WordClass { entry.wordClass }
  var isLatin: Bool { hebrew == 0 }
}
