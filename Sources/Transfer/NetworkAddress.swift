internal import Glibc

/// An IPv4 or IPv6 address, to tell the public internet from private networks.
package struct NetworkAddress {
  private let bytes: [UInt8]

  /// Reads a numeric address, with or without brackets; nil for names.
  package init?(_ text: some StringProtocol) {
    var text = String(text)
    if text.hasPrefix("["), text.hasSuffix("]") { text = String(text.dropFirst().dropLast()) }
    var four = in_addr()
    var six = in6_addr()
    if inet_pton(AF_INET, text, &four) == 1 {
      bytes = withUnsafeBytes(of: four) { Array($0) }
    } else if inet_pton(AF_INET6, text, &six) == 1 {
      bytes = withUnsafeBytes(of: six) { Array($0) }
    } else {
      return nil
    }
  }

  /// Reads a socket address of either internet family.
  init?(_ address: UnsafePointer<sockaddr>) {
    switch Int32(address.pointee.sa_family) {
    case AF_INET:
      bytes = address.withMemoryRebound(to: sockaddr_in.self, capacity: 1) { pointer in
        withUnsafeBytes(of: pointer.pointee.sin_addr) { Array($0) }
      }
    case AF_INET6:
      bytes = address.withMemoryRebound(to: sockaddr_in6.self, capacity: 1) { pointer in
        withUnsafeBytes(of: pointer.pointee.sin6_addr) { Array($0) }
      }
    default: return nil
    }
  }

  /// Whether the address is reachable from the whole internet (IANA special-purpose registries, RFC 6890).
  package var isPublic: Bool {
    if bytes.count == 4 { return Self.isPublic(four: bytes[...]) }
    let mapped: [UInt8] = [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xFF, 0xFF]
    let translated: [UInt8] = [0, 0x64, 0xFF, 0x9B, 0, 0, 0, 0, 0, 0, 0, 0]
    if bytes.starts(with: mapped) || bytes.starts(with: translated) { return Self.isPublic(four: bytes.suffix(4)) }
    // Only 2000::/3 is handed out, less documentation (2001:db8::/32) and 6to4, which wraps IPv4 (2002::/16).
    guard bytes[0] & 0xE0 == 0x20 else { return false }
    if bytes.starts(with: [0x20, 0x02]) { return Self.isPublic(four: bytes[2..<6]) }
    return !bytes.starts(with: [0x20, 0x01, 0x0D, 0xB8])
  }

  private static func isPublic(four: ArraySlice<UInt8>) -> Bool {
    let octets = Array(four)
    return switch (octets[0], octets[1], octets[2]) {
    case (0, _, _), (10, _, _), (127, _, _), (224..., _, _): false
    case (100, 64...127, _), (169, 254, _), (172, 16...31, _), (192, 168, _), (198, 18...19, _): false
    case (192, 0, 0), (192, 0, 2), (198, 51, 100), (203, 0, 113): false
    default: true
    }
  }
}
