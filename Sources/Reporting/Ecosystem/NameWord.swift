/// A word or a number of a name: `Electro 6D 61` has electro, 6, d and 61.
struct NameWord {
  /// In lower case, for comparing.
  let key: String
  /// Where it stands in the name.
  let range: Range<String.Index>

  var isNumber: Bool { key.first?.isNumber == true }

  static func split(_ name: String) -> [NameWord] {
    var words: [NameWord] = []
    var start: String.Index?
    func isPart(_ index: String.Index) -> Bool { name[index].isLetter || name[index].isNumber }
    func end(at index: String.Index) {
      if let start { words.append(NameWord(key: name[start..<index].lowercased(), range: start..<index)) }
    }
    for index in name.indices {
      if let begun = start, isPart(index), name[begun].isNumber == name[index].isNumber { continue }
      end(at: index)
      start = isPart(index) ? index : nil
    }
    end(at: name.endIndex)
    return words
  }
}

extension [NameWord] {
  /// Where a sequence of keys ends for the first time; nil when it is not there. O(words × keys).
  func end(of keys: [String]) -> Int? {
    guard !keys.isEmpty, keys.count <= count else { return nil }
    return (0...(count - keys.count)).first { start in
      self[start...].prefix(keys.count).map(\.key) == keys
    }.map { $0 + keys.count }
  }
}
