internal import Glibc

/// What libcurl's callbacks gather of one exchange, within its limits.
final class Exchange {
  let token: Int
  let startedAt: Double
  private let limits: TransferLimits
  let refusesPrivateAddresses: Bool

  private var headers = HeaderFields()
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
    guard let start = bytes.baseAddress, memchr(start, 0, bytes.count) == nil else {
      refusal = TransferError(.badReply, "a NUL byte in the headers")
      return false
    }
    if bytes.count >= 5, memcmp(start, "HTTP/", 5) == 0 {
      headers = HeaderFields()
    } else {
      headers.append(line: bytes)
    }
    return true
  }

  /// Whether a connection to this address is allowed.
  func mayConnect(to address: UnsafePointer<sockaddr>?) -> Bool {
    guard refusesPrivateAddresses else { return true }
    if let address, let network = NetworkAddress(address), network.isPublic { return true }
    refusal = TransferError(.privateAddress, "a public page redirects to a private address")
    return false
  }

  /// Gives the final response's fields away.
  func takeHeaders() -> HeaderFields {
    defer { headers = HeaderFields() }
    return headers
  }

  /// Gives the body away.
  func takeWholeBody() -> [UInt8] {
    defer { body = [] }
    return body
  }

  /// Whether a reply came over a connection that should not have been used: one kept from an earlier exchange.
  func isBroken(byPublicAddress isPublic: Bool) -> Bool { refusesPrivateAddresses && !isPublic }
}
