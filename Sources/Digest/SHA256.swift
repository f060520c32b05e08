internal import CCrypto

/// A SHA-256 digest (FIPS 180-4), computed by libcrypto.
package enum SHA256 {
  /// The digest of `bytes` as 64 lower-case hexadecimal digits. O(length).
  package static func hex(_ bytes: some Collection<UInt8>) -> String {
    let contiguous = Array(bytes)
    var digest = [UInt8](repeating: 0, count: 32)
    EVP_Digest(contiguous, contiguous.count, &digest, nil, EVP_sha256(), nil)
    return String(decoding: digest.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }, as: UTF8.self)
  }

  private static let digits = Array("0123456789abcdef".utf8)
}
