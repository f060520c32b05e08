internal import Text

/// A run of letters or a run of digits of a folded title.
struct Atom {
  var start: Int
  var end: Int
  var isNumber: Bool
  /// How it hangs on the atom before it.
  var joint: Joint

  enum Joint: Int { case glued, tight, loose }

  var length: Int { end - start }
}

/// A folded title as atoms: what `FP-30X`, `FP30X` and `fp 30 x` have in common, and where they differ.
struct TitleAtoms {
  let bytes: [UInt8]
  private(set) var atoms: [Atom] = []

  init(_ folded: [UInt8]) {
    bytes = folded
    var reader = UTF8Reader()
    let text = folded.span
    var joint = Atom.Joint.loose
    while reader.position < text.count {
      let start = reader.position
      guard let scalar = reader.next(in: text) else { break }
      guard Words.isWordScalar(scalar) else {
        joint = Self.isTight(scalar) && joint != .loose ? .tight : .loose
        continue
      }
      let isNumber = ASCII.isDigit(scalar)
      if joint == .glued, var last = atoms.last, last.isNumber == isNumber {
        last.end = reader.position
        atoms[atoms.count - 1] = last
      } else {
        atoms.append(Atom(start: start, end: reader.position, isNumber: isNumber, joint: joint))
      }
      joint = .glued
    }
  }

  /// A hyphen, slash, colon, point or underscore holds a designation together.
  private static func isTight(_ scalar: UInt32) -> Bool {
    switch scalar {
    case 0x2D, 0x2F, 0x3A, 0x2E, 0x5F, 0x2010, 0x2011, 0x5BE: true
    default: false
    }
  }

  func text(_ atom: Int) -> ArraySlice<UInt8> { bytes[atoms[atom].start..<atoms[atom].end] }

  /// The letters and digits of each chunk.
  var words: [ArraySlice<UInt8>] { chunks.map { chunk in chunk.flatMap { text($0) }[...] } }

  /// Runs of atoms without a loose joint between them.
  var chunks: [Range<Int>] {
    var chunks: [Range<Int>] = []
    var start = 0
    for at in atoms.indices where at > start && atoms[at].joint == .loose {
      chunks.append(start..<at)
      start = at
    }
    if start < atoms.count { chunks.append(start..<atoms.count) }
    return chunks
  }

  /// Whether only a point stands between `atom` and the one before it.
  func isPoint(before atom: Int) -> Bool {
    atom > 0 && atom < atoms.count && atoms[atom].start == atoms[atom - 1].end + 1
      && bytes[atoms[atom].start - 1] == 0x2E
  }

  /// Whether an inch mark follows: `10"`.
  func isInchMark(after atom: Int) -> Bool {
    let end = atoms[atom].end
    return end < bytes.count
      && (bytes[end] == 0x22 || bytes[end...].starts(with: "”".utf8) || bytes[end...].starts(with: "″".utf8))
  }
}
