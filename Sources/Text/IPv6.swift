/// IPv6 addresses as text (RFC 4291 §2.2, RFC 5952).
enum IPv6 {
  /// The eight pieces of an address without its brackets; nil when it is none.
  static func pieces(_ written: ArraySlice<UInt8>) -> [UInt16]? {
    let text = String(decoding: written, as: UTF8.self)
    guard let gap = text.firstRange(of: "::") else {
      let pieces = groups(text[...], mayEndInIPv4: true)
      return pieces?.count == 8 ? pieces : nil
    }
    let (before, after) = (text[..<gap.lowerBound], text[gap.upperBound...])
    guard let head = before.isEmpty ? [] : groups(before, mayEndInIPv4: false),
      let tail = after.isEmpty ? [] : groups(after, mayEndInIPv4: true),
      head.count + tail.count <= 7
    else { return nil }
    return head + Array(repeating: 0, count: 8 - head.count - tail.count) + tail
  }

  /// Lower-case hexadecimal; the first longest run of two or more zeros is `::`.
  static func text(_ pieces: [UInt16]) -> String {
    var run = 0..<0
    for start in pieces.indices where pieces[start] == 0 {
      let end = pieces[start...].firstIndex { $0 != 0 } ?? pieces.endIndex
      if end - start > max(run.count, 1) { run = start..<end }
    }
    func joined(_ part: ArraySlice<UInt16>) -> String {
      part.map { String($0, radix: 16) }.joined(separator: ":")
    }
    if run.isEmpty { return joined(pieces[...]) }
    return joined(pieces[..<run.lowerBound]) + "::" + joined(pieces[run.upperBound...])
  }

  private static func groups(_ text: Substring, mayEndInIPv4: Bool) -> [UInt16]? {
    var result: [UInt16] = []
    let parts = text.split(separator: ":", omittingEmptySubsequences: false)
    for (index, part) in parts.enumerated() {
      if part.contains(".") {
        guard mayEndInIPv4, index == parts.count - 1, let address = ipv4(part) else { return nil }
        result += [UInt16(address >> 16), UInt16(address & 0xFFFF)]
      } else {
        guard (1...4).contains(part.utf8.count), part.utf8.allSatisfy({ PercentEncoding.hexValue($0) != nil }),
          let piece = UInt16(part, radix: 16)
        else { return nil }
        result.append(piece)
      }
    }
    return result
  }

  /// Strict dotted decimal: four numbers below 256 without leading zeros.
  private static func ipv4(_ text: Substring) -> UInt32? {
    let parts = text.split(separator: ".", omittingEmptySubsequences: false)
    guard parts.count == 4 else { return nil }
    var address: UInt32 = 0
    for part in parts {
      guard let value = UInt8(part), part == String(value) else { return nil }
      address = address << 8 | UInt32(value)
    }
    return address
  }
}
