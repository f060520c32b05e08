/// Reads robots.txt line by line into the rules for one crawler.
///
/// As lenient as the engines that sites test against: the colon may be missing, `user agent` and common misspellings of
/// `disallow` count, line ends of any kind, a byte order mark and comments are skipped.
struct RobotsParser {
  private enum Key { case userAgent, allow, disallow, crawlDelay, requestRate, visitTime, sitemap, other }

  /// The groups of one crawler merged: rules of the same agent in several places are one group (RFC 9309 §2.2.1).
  private struct Group {
    var isNamed = false
    var rules: [RobotsRules.Rule] = []
    var crawlDelaySeconds: Double?
    var requestRate: RobotsRules.RequestRate?
    var visitTime: RobotsRules.DailyWindow?
  }

  private let token: [UInt8]
  private var own = Group()
  private var others = Group()
  private var sitemaps: [String] = []
  private var isOwn = false
  private var isForAll = false
  private var isReadingAgents = false

  private init(token: [UInt8]) { self.token = token }

  static func parse(_ text: some Collection<UInt8>, for userAgent: String) -> RobotsRules {
    var parser = RobotsParser(token: productToken(userAgent.utf8))
    var bytes = Array(text)
    if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { bytes.removeFirst(3) }
    for line in bytes.split(whereSeparator: { $0 == UInt8(ascii: "\n") || $0 == UInt8(ascii: "\r") }) {
      parser.read(line)
    }
    let group = parser.own.isNamed ? parser.own : parser.others
    var rules = RobotsRules(rules: group.rules)
    rules.crawlDelaySeconds = group.crawlDelaySeconds
    rules.requestRate = group.requestRate
    rules.visitTime = group.visitTime
    rules.sitemaps = parser.sitemaps
    return rules
  }

  /// The name a user-agent value begins with, in lower case: besides the RFC's letters, `-` and `_` also digits and
  /// letters beyond ASCII, because agents that have them must not be taken for others.
  private static func productToken(_ value: some Sequence<UInt8>) -> [UInt8] {
    value.prefix { $0.isASCIILetter || $0.isDigit || $0 >= 0x80 || $0 == UInt8(ascii: "-") || $0 == UInt8(ascii: "_") }
      .map(\.lowercasedASCII)
  }

  private mutating func read(_ line: ArraySlice<UInt8>) {
    let content = line.prefix { $0 != UInt8(ascii: "#") }.trimmingSpaces
    guard let (key, value) = Self.split(content) else { return }
    switch key {
    case .userAgent: readAgent(value)
    case .sitemap: sitemaps.append(String(decoding: value, as: UTF8.self))
    case .allow, .disallow: readRule(allows: key == .allow, value)
    case .crawlDelay:
      let seconds = Double(String(decoding: value, as: UTF8.self)).flatMap { $0 >= 0 && $0.isFinite ? $0 : nil }
      addToGroups { $0.crawlDelaySeconds = $0.crawlDelaySeconds ?? seconds }
    case .requestRate:
      let rate = Self.requestRate(value)
      addToGroups { $0.requestRate = $0.requestRate ?? rate }
    case .visitTime:
      let window = Self.window(value)
      addToGroups { $0.visitTime = $0.visitTime ?? window }
    case .other: break
    }
  }

  private mutating func readAgent(_ value: ArraySlice<UInt8>) {
    if !isReadingAgents { (isOwn, isForAll) = (false, false) }
    isReadingAgents = true
    if value.first == UInt8(ascii: "*"), value.dropFirst().first.map(\.isASCIISpace) ?? true {
      isForAll = true
    } else if !token.isEmpty, Self.productToken(value) == token {
      isOwn = true
      own.isNamed = true
    }
  }

  private mutating func readRule(allows: Bool, _ value: ArraySlice<UInt8>) {
    let text = String(decoding: value, as: UTF8.self)
    // Whole URLs and empty values match no path, but they end the list of agents as every rule does.
    guard text.first == "/" || text.first == "*" else { return addToGroups { _ in } }
    addToGroups { $0.rules.append(.init(allows: allows, pattern: .init(text))) }
  }

  private mutating func addToGroups(_ change: (inout Group) -> Void) {
    isReadingAgents = false
    if isOwn { change(&own) }
    if isForAll { change(&others) }
  }
}

extension RobotsParser {
  /// Splits at the colon, or at white space where the colon was forgotten.
  private static func split(_ line: ArraySlice<UInt8>) -> (Key, ArraySlice<UInt8>)? {
    if let colon = line.firstIndex(of: UInt8(ascii: ":")) {
      let key = key(line[..<colon].trimmingSpaces)
      if key != .other { return (key, line[(colon + 1)...].trimmingSpaces) }
    }
    let words = line.split(maxSplits: 2, whereSeparator: \.isASCIISpace)
    for count in [2, 1] where words.count > count {
      let key = key(line[line.startIndex..<words[count - 1].endIndex])
      if key != .other { return (key, line[words[count].startIndex...].trimmingSpaces) }
    }
    return nil
  }

  private static func key(_ name: ArraySlice<UInt8>) -> Key {
    let letters = name.filter { !$0.isASCIISpace && $0 != UInt8(ascii: "-") }.map(\.lowercasedASCII)
    return switch String(decoding: letters, as: UTF8.self) {
    case "useragent": .userAgent
    case "allow": .allow
    case "disallow", "dissallow", "dissalow", "disalow", "diasllow", "disallaw": .disallow
    case "crawldelay": .crawlDelay
    case "requestrate": .requestRate
    case "visittime": .visitTime
    case "sitemap": .sitemap
    default: .other
    }
  }

  /// `1/10s`, `100/15m`, `1/60`, with an optional window `1820-1940`.
  private static func requestRate(_ value: ArraySlice<UInt8>) -> RobotsRules.RequestRate? {
    let words = value.split(maxSplits: 1, whereSeparator: \.isASCIISpace)
    let parts = words.first?.split(separator: UInt8(ascii: "/")) ?? []
    guard parts.count == 2, let requests = Int(String(decoding: parts[0], as: UTF8.self)), requests > 0 else {
      return nil
    }
    let digits = parts[1].prefix(while: \.isDigit)
    let unit =
      switch parts[1].dropFirst(digits.count).first?.lowercasedASCII {
      case UInt8(ascii: "m"): 60
      case UInt8(ascii: "h"): 3600
      case UInt8(ascii: "d"): 86400
      default: 1
      }
    guard let count = Int(String(decoding: digits, as: UTF8.self)), count <= 366 * 86400 else { return nil }
    return .init(requests: requests, seconds: count * unit, window: words.count > 1 ? window(words[1]) : nil)
  }

  /// `0200 0630` or `1820-1940`: two times of day in UTC.
  private static func window(_ value: ArraySlice<UInt8>) -> RobotsRules.DailyWindow? {
    let times = value.split { !$0.isDigit }.map { digits -> Int? in
      guard digits.count == 4, let number = Int(String(decoding: digits, as: UTF8.self)) else { return nil }
      let (hour, minute) = number.quotientAndRemainder(dividingBy: 100)
      return hour < 24 && minute < 60 ? hour * 60 + minute : nil
    }
    guard times.count == 2, let start = times[0], let end = times[1] else { return nil }
    return .init(startMinute: start, endMinute: end)
  }
}
