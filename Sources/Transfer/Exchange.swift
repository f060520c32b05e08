internal import Glibc

/// What libcurl's callbacks gather of one exchange, within its limits.
final class Exchange {
  let token: Int
  let startedAt: Double
  private let limits: TransferLimits
  private let refusesPrivateAddresses: Bool

  private(set) var headers: [Header] = []
  private(set) var body: [UInt8] = []
  /// Why a callback broke the exchange off; libcurl itself only knows that one did.
  private(set) var refusal: TransferError?
  private var headerBytes = 0
  private var hasBodyBegun = false

  init(token: Int, startedAt: Double, limits: TransferLimits, refusesPrivateAddresses: Bool) {
    self.token = token
    self.startedAt = startedAt
    self.limits = limits
    self.refusesPrivateAddresses = refusesPrivateAddresses
  }

  /// Takes decoded bytes; false ends the exchange.
  ///
  /// Counted here because libcurl's own size limit looks at the bytes on the wire, not at what they unpack to.
  func takeBody(_ bytes: UnsafeRawBufferPointer) -> Bool {
    hasBodyBegun = true
    guard body.count + bytes.count <= limits.bodyBytes else {
      refusal = TransferError(.tooLarge, "the page exceeds \(limits.bodyBytes) decoded bytes")
      body = []
      return false
    }
    body.append(contentsOf: bytes)
    return true
  }

  /// Takes one header line; a status line starts over, so that only the final response's fields stay.
  func takeHeaderLine(_ bytes: UnsafeRawBufferPointer) -> Bool {
    headerBytes += bytes.count
    guard headerBytes <= limits.headerBytes else {
      refusal = TransferError(.headersTooLarge, "the headers exceed \(limits.headerBytes) bytes")
      return false
    }
    // Trailers follow the body and are none of ours.
    guard !hasBodyBegun else { return true }
    guard !bytes.contains(0) else {
      refusal = TransferError(.badReply, "a NUL byte in the headers")
      return false
    }
    if bytes.starts(with: "HTTP/".utf8) {
      headers = []
    } else if let colon = bytes.firstIndex(of: UInt8(ascii: ":")) {
      headers.append(Header(Self.text(bytes[..<colon]), Self.text(bytes[(colon + 1)...])))
    }
    return true
  }

  /// Bytes as text without the white space around them.
  private static func text(_ bytes: Slice<UnsafeRawBufferPointer>) -> String {
    var bytes = bytes
    while let first = bytes.first, first.isASCIISpace { bytes.removeFirst() }
    while let last = bytes.last, last.isASCIISpace { bytes.removeLast() }
    return String(decoding: UnsafeRawBufferPointer(rebasing: bytes), as: UTF8.self)
  }

  /// Whether a connection to this address is allowed.
  func mayConnect(to address: UnsafePointer<sockaddr>?) -> Bool {
    guard refusesPrivateAddresses else { return true }
    if let address, let network = NetworkAddress(address), network.isPublic { return true }
    refusal = TransferError(.privateAddress, "a public page redirects to a private address")
    return false
  }

  /// Gives the body away.
  func takeWholeBody() -> [UInt8] {
    defer { body = [] }
    return body
  }

  /// Whether a reply came over a connection that should not have been used: one kept from an earlier exchange.
  func isBroken(byPublicAddress isPublic: Bool) -> Bool { refusesPrivateAddresses && !isPublic }
}
