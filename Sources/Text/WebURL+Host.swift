extension WebURL {
  /// Hosts of web addresses: domains, IPv4 and IPv6 addresses (WHATWG URL Standard §3.5).
  enum Host {
    /// The canonical spelling of a host as it was written.
    static func canonical(_ written: ArraySlice<UInt8>) throws(Failure) -> String {
      if isCanonical(written) { return String(decoding: written, as: UTF8.self) }
      let failure = Failure.host(String(decoding: written, as: UTF8.self))
      if written.first == UInt8(ascii: "[") {
        guard written.last == UInt8(ascii: "]"), let pieces = IPv6.pieces(written.dropFirst().dropLast()) else {
          throw failure
        }
        return "[\(IPv6.text(pieces))]"
      }
      guard let domain = DomainName.ascii(String(decoding: PercentEncoding.decoded(written), as: UTF8.self)),
        !domain.utf8.contains(where: isForbidden)
      else { throw failure }
      guard endsInNumber(domain) else { return domain }
      guard let address = ipv4(domain) else { throw failure }
      return [24, 16, 8, 0].map { String(address >> $0 & 0xFF) }.joined(separator: ".")
    }

    /// Whether a host is as it should be by a look at its bytes, as most are: lower-case labels with no encoded one among
    /// them, the last no number; or four decimal numbers.
    private static func isCanonical(_ host: ArraySlice<UInt8>) -> Bool {
      guard let first = host.first, let last = host.last, last != UInt8(ascii: ".") else { return false }
      let label = host.suffix(from: host.lastIndex(of: UInt8(ascii: ".")).map { $0 + 1 } ?? host.startIndex)
      if label.allSatisfy(ASCII.isDigit) { return ASCII.isDigit(first) && isDottedQuad(host) }
      guard let initial = label.first, !ASCII.isDigit(initial), host.allSatisfy(isPlain) else { return false }
      return !zip(host, host.dropFirst()).contains { $0 == (UInt8(ascii: "-"), UInt8(ascii: "-")) }
    }

    private static func isPlain(_ byte: UInt8) -> Bool {
      ASCII.isLower(byte) || ASCII.isDigit(byte) || byte == UInt8(ascii: "-") || byte == UInt8(ascii: ".")
    }

    private static func isDottedQuad(_ host: ArraySlice<UInt8>) -> Bool {
      let numbers = host.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
      return numbers.count == 4
        && numbers.allSatisfy { digits in
          guard (1...3).contains(digits.count), digits.allSatisfy(ASCII.isDigit) else { return false }
          let value = digits.reduce(0) { $0 * 10 + Int($1 - UInt8(ascii: "0")) }
          return value <= 255 && (digits.count == 1 || digits.first != UInt8(ascii: "0"))
        }
    }

    private static func isForbidden(_ byte: UInt8) -> Bool {
      byte <= 0x20 || byte == 0x7F || forbidden.contains(byte)
    }

    private static let forbidden = Array("#/:<>?@[\\]^|%".utf8)

    // MARK: IPv4

    /// The labels of a domain, the empty one after a closing dot left out.
    private static func labels(_ domain: String) -> [Substring] {
      var labels = domain.split(separator: ".", omittingEmptySubsequences: false)
      if labels.count > 1, labels.last == "" { labels.removeLast() }
      return labels
    }

    private static func endsInNumber(_ domain: String) -> Bool {
      guard let last = labels(domain).last, !last.isEmpty else { return false }
      return last.utf8.allSatisfy(ASCII.isDigit) || ipv4Number(last) != nil
    }

    /// One to four numbers, the last filling the bytes that are left; decimal, octal or hexadecimal.
    private static func ipv4(_ domain: String) -> UInt64? {
      let numbers = labels(domain).map(ipv4Number)
      guard numbers.count <= 4, var address = numbers.last ?? nil else { return nil }
      guard address < 1 << UInt64(8 * (5 - numbers.count)) else { return nil }
      for (index, number) in numbers.dropLast().enumerated() {
        guard let number, number < 256 else { return nil }
        address |= number << UInt64(24 - 8 * index)
      }
      return address
    }

    /// The value of a part, `UInt64.max` when it is a number too large for one, nil when it is none.
    private static func ipv4Number(_ label: Substring) -> UInt64? {
      var digits = label
      var radix = 10
      if digits.hasPrefix("0x") {
        (digits, radix) = (digits.dropFirst(2), 16)
      } else if digits.count > 1, digits.hasPrefix("0") {
        (digits, radix) = (digits.dropFirst(), 8)
      } else if digits.isEmpty {
        return nil
      }
      guard digits.utf8.allSatisfy({ PercentEncoding.hexValue($0).map { $0 < radix } ?? false }) else { return nil }
      return digits.isEmpty ? 0 : UInt64(digits, radix: radix) ?? .max
    }
  }
}
