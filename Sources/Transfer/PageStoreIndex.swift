internal import Posix

/// The keys that were added last: at least the last `limit`, at most twice as many.
struct RecentKeys {
  private static let limit = 2048
  private var newer: Set<PageStoreIndex.Key> = []
  private var older: Set<PageStoreIndex.Key> = []

  func contains(_ key: PageStoreIndex.Key) -> Bool { newer.contains(key) || older.contains(key) }

  mutating func insert(_ key: PageStoreIndex.Key) {
    if newer.count == Self.limit { (older, newer) = (newer, []) }
    newer.insert(key)
  }
}

/// Where the lines of each request are in one file of the store; grows with the file.
///
/// A line begins with its key and, where it names a body, goes on with the digest: both are found without parsing.
struct PageStoreIndex {
  struct Lines {
    var newest: Range<Int>
    var page: Range<Int>?
  }

  /// The first 128 bits of a key: enough to find a line, whose whole key is compared when it is read.
  struct Key: Hashable {
    let high: UInt64
    let low: UInt64

    init?(_ hex: Span<UInt8>) {
      guard hex.count >= 32, let high = Self.number(hex, 0..<16), let low = Self.number(hex, 16..<32) else {
        return nil
      }
      (self.high, self.low) = (high, low)
    }

    /// The number that some digits write.
    private static func number(_ hex: Span<UInt8>, _ range: Range<Int>) -> UInt64? {
      var number: UInt64 = 0
      for index in range {
        let digit = hex[index]
        guard digit.isHexDigit else { return nil }
        let value = digit.isDigit ? digit - UInt8(ascii: "0") : (digit | 0x20) - UInt8(ascii: "a") + 10
        number = number << 4 | UInt64(value)
      }
      return number
    }

    /// Which of the store's 16 files has the lines of this key.
    var file: Int { Int(high >> 60) }
  }

  static let keyStart = Array(#"{"key":""#.utf8)
  static let bodyStart = Array(#"","sha256":""#.utf8)
  static let keyLength = 64

  private let path: String
  private var found: [Key: Lines] = [:]
  private var inode: UInt64 = 0
  private var scanned = 0

  init(path: String) { self.path = path }

  func lines(of key: Key) -> Lines? { found[key] }

  /// Reads what the file has gained; a file that was replaced is read anew.
  mutating func update() throws(IOError) {
    guard let state = File.state(path) else {
      self = PageStoreIndex(path: path)
      return
    }
    if state.inode != inode || state.size < scanned {
      self = PageStoreIndex(path: path)
      inode = state.inode
    }
    while scanned < state.size {
      var end = min(state.size, scanned + Self.readBytes)
      var bytes = try File.read(path, scanned..<end)
      // A line longer than what is read at once.
      while end < state.size, bytes.firstIndex(of: UInt8(ascii: "\n"), from: 0) == nil {
        end = min(state.size, end + bytes.count)
        bytes = try File.read(path, scanned..<end)
      }
      guard noteLines(of: bytes) else { return }
    }
  }

  /// A file of years is read in parts of so many bytes.
  private static let readBytes = 1 << 20

  /// Notes the whole lines that begin where the last ended; false where there is none.
  private mutating func noteLines(of bytes: [UInt8]) -> Bool {
    var start = 0
    while let end = bytes.firstIndex(of: UInt8(ascii: "\n"), from: start) {
      note(bytes[start..<end], at: scanned + start)
      start = end + 1
    }
    scanned += start
    return start > 0
  }

  /// Notes a whole line; anything else, such as one that a crash cut off, is passed over.
  private mutating func note(_ line: ArraySlice<UInt8>, at offset: Int) {
    let rest = line.dropFirst(Self.keyStart.count)
    let digits = rest.prefix(Self.keyLength)
    guard line.starts(with: Self.keyStart), line.last == UInt8(ascii: "}"), let key = Key(digits.span) else { return }
    let range = offset..<offset + line.count
    let namesBody = rest.dropFirst(Self.keyLength).starts(with: Self.bodyStart)
    found[key] = Lines(newest: range, page: namesBody ? range : found[key]?.page)
  }
}
