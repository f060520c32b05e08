internal import Posix

/// Where the lines of each request are in one file of the store; grows with the file.
///
/// A line begins with its key and, where it names a body, goes on with the digest: both are found without parsing.
struct PageStoreIndex {
  struct Lines {
    var newest: Range<Int>
    var page: Range<Int>?
  }

  /// The first 128 bits of a key: enough to find a line, whose whole key is compared when it is read.
  private struct Key: Hashable {
    let high: UInt64
    let low: UInt64

    init?(_ hex: some Collection<UInt8>) {
      guard hex.count >= 32 else { return nil }
      var halves: [UInt64] = [0, 0]
      for (index, digit) in hex.prefix(32).enumerated() {
        guard digit.isHexDigit else { return nil }
        let value = digit.isDigit ? digit - UInt8(ascii: "0") : (digit | 0x20) - UInt8(ascii: "a") + 10
        halves[index / 16] = halves[index / 16] << 4 | UInt64(value)
      }
      (high, low) = (halves[0], halves[1])
    }
  }

  static let keyStart = Array(#"{"key":""#.utf8)
  static let bodyStart = Array(#"","sha256":""#.utf8)
  static let keyLength = 64

  private let path: String
  private var found: [Key: Lines] = [:]
  private var inode: UInt64 = 0
  private var scanned = 0

  init(path: String) { self.path = path }

  func lines(of key: String) -> Lines? { Key(key.utf8).flatMap { found[$0] } }

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
    guard state.size > scanned else { return }
    let bytes = try File.read(path, scanned..<state.size)
    var start = 0
    while let end = bytes[start...].firstIndex(of: UInt8(ascii: "\n")) {
      note(bytes[start..<end], at: scanned + start)
      start = end + 1
    }
    scanned += start
  }

  /// Notes a whole line; anything else, such as one that a crash cut off, is passed over.
  private mutating func note(_ line: ArraySlice<UInt8>, at offset: Int) {
    let rest = line.dropFirst(Self.keyStart.count)
    guard line.starts(with: Self.keyStart), line.last == UInt8(ascii: "}"), let key = Key(rest.prefix(Self.keyLength))
    else { return }
    let range = offset..<offset + line.count
    let namesBody = rest.dropFirst(Self.keyLength).starts(with: Self.bodyStart)
    found[key] = Lines(newest: range, page: namesBody ? range : found[key]?.page)
  }
}
