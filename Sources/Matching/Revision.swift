/// A generation of a product: MK2, MKII, II and V2 name the second.
struct Revision {
  var number: Int
  /// How many atoms at the end of a chunk say it.
  var atoms = 0

  init(number: Int) { self.number = number }

  init?(word: ArraySlice<UInt8>) {
    guard let number = Self.words[Array(word)] else { return nil }
    self.number = number
  }

  /// `404MKII`, `88MK2`, `3528V2`.
  init?(endOf chunk: Range<Int>, _ atoms: TitleAtoms) {
    let last = atoms.text(chunk.upperBound - 1)
    if chunk.count >= 2, last.starts(with: "mk".utf8), last.count > 2, let number = Self.words[Array(last)] {
      self.number = number
      self.atoms = 1
    } else if chunk.count >= 3, atoms.atoms[chunk.upperBound - 1].isNumber, last.count == 1, let digit = last.first {
      let mark = atoms.text(chunk.upperBound - 2)
      let isMark =
        mark.elementsEqual("mk".utf8)
        || mark.elementsEqual("v".utf8) && atoms.atoms[chunk.upperBound - 3].isNumber
      guard isMark, digit != 0x30 else { return nil }
      number = Int(digit) - 0x30
      self.atoms = 2
    } else {
      return nil
    }
  }

  private static let words: [[UInt8]: Int] = {
    var words: [[UInt8]: Int] = ["ii": 2, "iii": 3, "iv": 4].reduce(into: [:]) { $0[Array($1.key.utf8)] = $1.value }
    for (digit, roman) in zip(1..., ["i", "ii", "iii", "iv", "v"]) {
      for form in ["mk\(digit)", "mk\(roman)", "v\(digit)"] { words[Array(form.utf8)] = digit }
    }
    return words
  }()
}
