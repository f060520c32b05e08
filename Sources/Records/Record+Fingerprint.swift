extension Record {
  /// Members that say when and how a record was fetched, not what it is (design §5).
  private static let provenance: [StaticString] = ["fetched_at", "page_sha256", "from_cache", "page_url"]

  /// A number that differs when any member but the provenance differs, in name, order or spelling; 64 bits, not
  /// cryptographic. O(bytes).
  package var fingerprint: UInt64 {
    var hash: UInt64 = 0x9E37_79B9_7F4A_7C15
    for member in rawMembers where !Self.provenance.contains(where: { member.name.isSpelled($0) }) {
      Self.mix(member.name, into: &hash)
      Self.mix(member.value, into: &hash)
    }
    return hash
  }

  /// Eight bytes at a time, each multiplied and folded (as in MurmurHash, Appleby 2008).
  private static func mix(_ bytes: ArraySlice<UInt8>, into hash: inout UInt64) {
    bytes.withUnsafeBytes { buffer in
      var at = 0
      while at + 8 <= buffer.count {
        fold(buffer.loadUnaligned(fromByteOffset: at, as: UInt64.self), into: &hash)
        at += 8
      }
      var rest = UInt64(buffer.count) << 56
      while at < buffer.count {
        rest = rest << 8 ^ UInt64(buffer[at])
        at += 1
      }
      fold(rest, into: &hash)
    }
  }

  private static func fold(_ word: UInt64, into hash: inout UInt64) {
    hash = (hash ^ word) &* 0xC6A4_A793_5BD1_E995
    hash ^= hash >> 47
  }
}

extension ArraySlice<UInt8> {
  fileprivate func isSpelled(_ name: StaticString) -> Bool {
    count == name.utf8CodeUnitCount && elementsEqual(UnsafeBufferPointer(start: name.utf8Start, count: count))
  }
}
