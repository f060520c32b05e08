/// A number as people write it in a price, with whatever separators they use, and where it stands.
struct WrittenNumber {
  var range: Range<Int>
  var amount: Amount

  /// Every number of `text` that reads as one; those that contradict themselves (`12.5.2026`) are left out.
  ///
  /// Without `decimalSeparator` the separators' order and the sizes of the groups decide. With it the others must
  /// stand before groups of three.
  static func all(in text: [Unicode.Scalar], decimalSeparator: Unicode.Scalar? = nil) -> [WrittenNumber] {
    var result: [WrittenNumber] = []
    var position = 0
    while position < text.count {
      guard isDigit(text[position]) else {
        position += 1
        continue
      }
      var scanner = Scanner(text: text, position: position, decimalSeparator: decimalSeparator)
      let spelling = scanner.scan()
      if let amount = spelling.amount(decimalSeparator: decimalSeparator) {
        result.append(WrittenNumber(range: spelling.start..<scanner.position, amount: amount))
      }
      position = scanner.position
    }
    return result
  }

  static func isDigit(_ scalar: Unicode.Scalar) -> Bool { ASCII.isDigit(scalar.value) }

  static func isPoint(_ scalar: Unicode.Scalar) -> Bool { scalar == "." || scalar == "," }
}

/// Groups of digits and the separators between them; a leading separator makes the first group empty.
private struct Spelling {
  var start: Int
  var groups: [[UInt8]] = []
  var separators: [Unicode.Scalar] = []

  func amount(decimalSeparator: Unicode.Scalar?) -> Amount? {
    guard let point = pointIndex(decimalSeparator) else { return nil }
    let digits = groups.joined()
    let scale = groups[point...].reduce(0) { $0 + $1.count }
    return Amount(digits: Array(digits), scale: scale)
  }

  /// The index of the first group after the decimal point, `groups.count` when there is none, nil for nonsense.
  private func pointIndex(_ declared: Unicode.Scalar?) -> Int? {
    let points = separators.indices.filter { WrittenNumber.isPoint(separators[$0]) || separators[$0] == declared }
    if let declared {
      guard separators.count(where: { $0 == declared }) <= 1 else { return nil }
      let point = separators.firstIndex(of: declared).map { $0 + 1 } ?? groups.count
      guard isGrouped(groups[..<point]), groups[point...].dropFirst().allSatisfy({ $0.count == 3 }) else { return nil }
      return point
    }
    guard let last = points.last else { return isGrouped(groups[...]) ? groups.count : nil }
    guard last == separators.count - 1, let fraction = groups.last else { return nil }
    let whole = groups[...last]
    guard isGrouped(whole) else { return nil }
    let earlier = Set(separators[..<last])
    if earlier.isEmpty {
      let isThousands = fraction.count == 3 && (1...3).contains(groups[0].count) && groups[0] != [UInt8(ascii: "0")]
      return isThousands ? groups.count : last + 1
    }
    guard earlier.count == 1 else { return nil }
    if earlier.contains(separators[last]) {
      if fraction.count == 3 { return groups.count }
      return fraction.count <= 2 ? last + 1 : nil
    }
    return last + 1
  }

  /// Whether the digits of `whole` stand in thousands, or as in India (12,34,567).
  private func isGrouped(_ whole: ArraySlice<[UInt8]>) -> Bool {
    guard let first = whole.first, whole.count > 1 else { return true }
    let rest = whole.dropFirst()
    return first.count <= 3 && rest.last?.count == 3 && rest.dropLast().allSatisfy { $0.count == 3 || $0.count == 2 }
  }
}

private struct Scanner {
  let text: [Unicode.Scalar]
  var position: Int
  let decimalSeparator: Unicode.Scalar?

  mutating func scan() -> Spelling {
    var spelling = Spelling(start: position)
    if let point = leadingPoint() {
      spelling.groups.append([])
      spelling.separators.append(point)
      spelling.start -= 1
    }
    spelling.groups.append(digits())
    while let separator = separator(after: spelling) {
      spelling.separators.append(separator)
      spelling.groups.append(digits())
    }
    if spelling.groups.count > 2, spelling.groups[0].isEmpty {
      // `$.750.30`: a point that is followed by another was only a dot.
      let another = spelling.separators.dropFirst().contains { $0 == decimalSeparator ?? spelling.separators[0] }
      if another {
        spelling.groups.removeFirst()
        spelling.separators.removeFirst()
      }
    }
    return spelling
  }

  /// The point of `.75`; that of `Rs.500` closes a word.
  private func leadingPoint() -> Unicode.Scalar? {
    guard position > 0, WrittenNumber.isPoint(text[position - 1]) else { return nil }
    let point = text[position - 1]
    if let decimalSeparator, decimalSeparator != point { return nil }
    guard let before = text[..<position].last(where: { !WrittenNumber.isPoint($0) }) else { return point }
    return before.properties.isAlphabetic || WrittenNumber.isDigit(before) ? nil : point
  }

  private mutating func digits() -> [UInt8] {
    let end = text[position...].firstIndex { !WrittenNumber.isDigit($0) } ?? text.count
    defer { position = end }
    return text[position..<end].map { UInt8(truncatingIfNeeded: $0.value) }
  }

  /// Moves over a separator if digits that belong to the number follow it.
  private mutating func separator(after spelling: Spelling) -> Unicode.Scalar? {
    guard position < text.count else { return nil }
    let scalar = text[position]
    let hasPoint = spelling.separators.contains(where: WrittenNumber.isPoint)
    switch scalar {
    case ".", ",":
      if digitCount(at: position + 1) > 0 {
        position += 1
        return scalar
      }
      guard !spelling.separators.contains(scalar), !isSpace(position + 2), isSpace(position + 1),
        digitCount(at: position + 2) == 2
      else { return nil }
      position += 2
      return scalar
    case " ", "'", "’":
      let isGroup = spelling.groups.count == 1 ? spelling.groups[0].count <= 3 : spelling.groups.last?.count == 3
      guard isGroup, !hasPoint, digitCount(at: position + 1) == 3 else { return nil }
      position += 1
      return scalar
    default:
      return currencyPoint(scalar, hasPoint: hasPoint)
    }
  }

  /// The sign of `35€ 99`, where it stands for the point.
  private mutating func currencyPoint(_ scalar: Unicode.Scalar, hasPoint: Bool) -> Unicode.Scalar? {
    let isDeclared = scalar == decimalSeparator
    guard !hasPoint, isDeclared || "€£$".unicodeScalars.contains(scalar) else { return nil }
    let start = isSpace(position + 1) ? position + 2 : position + 1
    let count = digitCount(at: start)
    guard count == 2 || (isDeclared && start == position + 1 && count > 0), !startsAnotherPrice(start + count) else {
      return nil
    }
    position = start
    return isDeclared ? scalar : "."
  }

  /// Whether the digits that end at `end` are followed by a separator with digits or a currency of their own.
  private func startsAnotherPrice(_ end: Int) -> Bool {
    guard end < text.count else { return false }
    if WrittenNumber.isPoint(text[end]), digitCount(at: end + 1) > 0 { return true }
    return Currency.starting(at: isSpace(end) ? end + 1 : end, in: text, allowingWeak: true) != nil
  }

  private func digitCount(at start: Int) -> Int {
    start < text.count ? text[start...].prefix(while: WrittenNumber.isDigit).count : 0
  }

  private func isSpace(_ index: Int) -> Bool { index < text.count && text[index] == " " }
}
