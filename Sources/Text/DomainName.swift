/// Domain names in their ASCII form (UTS #46, non-transitional; RFC 3492).
///
/// Mapping is NFKC with case folding, which differs from the standard's own table for some symbols only;
/// the bidirectional rule (RFC 5893) is not checked.
enum DomainName {
  /// The lower-case ASCII form of `domain`; nil when a label is not valid or nothing is left.
  static func ascii(_ domain: String) -> String? {
    if domain.utf8.allSatisfy({ $0 < 0x80 }) {
      let lower = domain.lowercased()
      if !lower.hasPrefix("xn--"), !lower.contains(".xn--") { return lower.isEmpty ? nil : lower }
    }
    var labels: [String] = []
    // By scalars: a mark behind a dot would be one character with it.
    for label in mapped(domain).unicodeScalars.split(separator: ".", omittingEmptySubsequences: false) {
      guard let label = asciiLabel(Array(label)) else { return nil }
      labels.append(label)
    }
    let result = labels.joined(separator: ".")
    return result.isEmpty ? nil : result
  }

  /// The mapped form; the characters that older rules rewrote (ß, ς, joiners) are kept.
  private static func mapped(_ domain: String) -> String {
    var result = ""
    for part in domain.unicodeScalars.split(omittingEmptySubsequences: false, whereSeparator: { kept.contains($0) }) {
      result += NormalForm.domainMapped(String(part))
      if part.endIndex < domain.unicodeScalars.endIndex {
        result.unicodeScalars.append(domain.unicodeScalars[part.endIndex])
      }
    }
    return String(String.UnicodeScalarView(result.unicodeScalars.map { $0 == "\u{3002}" ? "." : $0 }))
  }

  private static let kept: Set<Unicode.Scalar> = ["ß", "ς", "\u{200C}", "\u{200D}"]

  private static func asciiLabel(_ scalars: [Unicode.Scalar]) -> String? {
    let label = String(String.UnicodeScalarView(scalars))
    if scalars.starts(with: "xn--".unicodeScalars) {
      let code = label.utf8.dropFirst(4)
      guard let decoded = Punycode.decoded(code), !decoded.allSatisfy(\.isASCII), isValid(decoded),
        Punycode.encoded(decoded)?.utf8.elementsEqual(code) == true,
        mapped(String(String.UnicodeScalarView(decoded))).unicodeScalars.elementsEqual(decoded)
      else { return nil }
      return label
    }
    if scalars.allSatisfy(\.isASCII) { return label }
    guard isValid(scalars), let encoded = Punycode.encoded(scalars) else { return nil }
    return "xn--" + encoded
  }

  /// UTS #46 §4.1: no opening mark, nothing unassigned or private, joiners only after a virama.
  private static func isValid(_ scalars: [Unicode.Scalar]) -> Bool {
    var previous: Unicode.Scalar?
    for scalar in scalars {
      switch scalar.properties.generalCategory {
      case .unassigned, .privateUse, .surrogate, .control, .lineSeparator, .paragraphSeparator, .spaceSeparator:
        return false
      case .nonspacingMark, .spacingMark, .enclosingMark:
        if previous == nil { return false }
      case .format:
        guard kept.contains(scalar), previous?.properties.canonicalCombiningClass == .virama else { return false }
      default:
        if scalar == "\u{FFFD}" { return false }
      }
      previous = scalar
    }
    return true
  }
}
