/// What a site's robots.txt allows one crawler (RFC 9309), with the delays and sitemaps that sites add to it.
///
/// Pure: parsed once from bytes, matched against paths. Rules match by longest pattern, `allow` winning a tie;
/// `*` and a final `$` are special; an escape equals its character unless that is reserved (§2.2.2).
package struct RobotsRules: Sendable, Equatable {
  package static let allowAll = RobotsRules(rules: [])
  package static let allowNothing = RobotsRules(rules: [Rule(allows: false, pattern: Pattern("/"))])
  /// RFC 9309 §2.5: at least the first 500 KiB count.
  package static let maximumBytes = 500 << 10

  struct Rule: Sendable, Equatable {
    var allows: Bool
    var pattern: Pattern
  }

  /// `count` requests may be made per `seconds`, in a daily window when one is named.
  package struct RequestRate: Sendable, Equatable {
    package var requests: Int
    package var seconds: Int
    package var window: DailyWindow?
  }

  /// A part of each day in UTC, in minutes after midnight.
  package struct DailyWindow: Sendable, Equatable {
    package var startMinute: Int
    package var endMinute: Int

    package func contains(minute: Int) -> Bool {
      startMinute <= endMinute
        ? (startMinute...endMinute).contains(minute) : minute >= startMinute || minute <= endMinute
    }
  }

  var rules: [Rule]
  /// Seconds between two requests that the site asks for.
  package internal(set) var crawlDelaySeconds: Double?
  package internal(set) var requestRate: RequestRate?
  package internal(set) var visitTime: DailyWindow?
  /// The site's sitemaps, for every crawler.
  package internal(set) var sitemaps: [String] = []

  /// Reads the groups of `robots.txt` that hold for the crawler named `userAgent` (a product token or a whole header).
  package init(parsing text: some Collection<UInt8>, for userAgent: String) {
    self = RobotsParser.parse(text.prefix(Self.maximumBytes), for: userAgent)
  }

  init(rules: [Rule]) { self.rules = rules }

  /// Whether a path with its query may be fetched. O(rules × length).
  package func allows(path: String) -> Bool {
    if rules.isEmpty || path == "/robots.txt" { return true }
    let path = Pattern.normalForm(path.isEmpty ? "/" : path)
    var best: (length: Int, allows: Bool) = (-1, true)
    for rule in rules where rule.pattern.length >= best.length && rule.pattern.matches(path) {
      best = (rule.pattern.length, rule.pattern.length == best.length ? best.allows || rule.allows : rule.allows)
    }
    return best.allows
  }

  /// The longest pause between two requests that delay and rate ask for, nil when the site asks for none.
  package var intervalSeconds: Double? {
    let rate = requestRate.map { Double($0.seconds) / Double($0.requests) }
    return [crawlDelaySeconds, rate].compactMap { $0 }.max()
  }
}

extension RobotsRules {
  /// A path pattern: literal parts between `*`, the last one anchored when a `$` ends it.
  struct Pattern: Sendable, Equatable {
    /// Bytes of the pattern as written, which decide between rules.
    let length: Int
    private let parts: [[UInt8]]
    private let isAnchored: Bool

    init(_ text: String) {
      var bytes = Self.normalForm(text)
      length = bytes.count
      isAnchored = bytes.last == UInt8(ascii: "$")
      if isAnchored { bytes.removeLast() }
      parts = bytes.split(separator: UInt8(ascii: "*"), omittingEmptySubsequences: false).map { Array($0) }
    }

    /// Whether `path`, in normal form, begins with the pattern. O(parts × length), no backtracking.
    func matches(_ path: [UInt8]) -> Bool {
      guard let first = parts.first, path.starts(with: first) else { return false }
      var position = first.count
      guard parts.count > 1 else { return !isAnchored || position == path.count }
      for part in parts.dropFirst().dropLast() {
        guard let found = path.firstOccurrence(of: part, from: position) else { return false }
        position = found + part.count
      }
      let last = parts[parts.count - 1]
      guard isAnchored else { return path.firstOccurrence(of: last, from: position) != nil }
      return path.count - position >= last.count && path.suffix(last.count).elementsEqual(last)
    }

    /// Bytes beyond ASCII percent-encoded, escaped unreserved characters bare, digits of other escapes in upper case.
    static func normalForm(_ text: String) -> [UInt8] {
      let bytes = Array(text.utf8)
      var normal: [UInt8] = []
      normal.reserveCapacity(bytes.count)
      var index = 0
      while index < bytes.count {
        let byte = bytes[index]
        let digits = bytes[(index + 1)...].prefix(2)
        if byte == UInt8(ascii: "%"), digits.count == 2, digits.allSatisfy(\.isHexDigit),
          let value = UInt8(String(decoding: digits, as: UTF8.self), radix: 16)
        {
          normal.append(escaped: value, unless: value.isUnreserved)
          index += 3
        } else {
          normal.append(escaped: byte, unless: byte < 0x80)
          index += 1
        }
      }
      return normal
    }
  }
}

extension [UInt8] {
  /// Appends `byte` bare or as a percent escape.
  fileprivate mutating func append(escaped byte: UInt8, unless isBare: Bool) {
    guard !isBare else { return append(byte) }
    let digits = Array("0123456789ABCDEF".utf8)
    append(contentsOf: [UInt8(ascii: "%"), digits[Int(byte >> 4)], digits[Int(byte & 15)]])
  }
}
