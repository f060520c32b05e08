internal import CCrypto

/// A SHA-256 digest (FIPS 180-4), computed by libcrypto.
package enum SHA256 {
  /// The digest of `bytes` as 64 lower-case hexadecimal digits. O(length).
  package static func hex(_ bytes: [UInt8]) -> String {
    var digest = [UInt8](repeating: 0, count: 32)
    EVP_Digest(bytes, bytes.count, &digest, nil, algorithm, nil)
    return String(unsafeUninitializedCapacity: 2 * digest.count) { text in
      for index in digest.indices {
        text[2 * index] = digit(digest[index] >> 4)
        text[2 * index + 1] = digit(digest[index] & 15)
      }
      return 2 * digest.count
    }
  }

  /// Looked up once: OpenSSL 3 searches its providers each time the algorithm is named.
  nonisolated(unsafe) private static let algorithm = EVP_MD_fetch(nil, "SHA256", nil) ?? EVP_sha256()

  private static func digit(_ value: UInt8) -> UInt8 {
    value < 10 ? UInt8(ascii: "0") + value : UInt8(ascii: "a") + value - 10
  }
}
