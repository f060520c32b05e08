extension Record {
  /// Members that say when and how a record was fetched, not what it is (design §5).
  private static let provenance: [StaticString] = ["fetched_at", "page_sha256", "from_cache", "page_url"]

  /// A number that differs when any member but the provenance differs, in name, order or spelling; 64 bits, not
  /// cryptographic. O(bytes).
  package var fingerprint: UInt64 {
    var hash: UInt64 = 0x9E37_79B9_7F4A_7C15
    storage.withUnsafeBytes { buffer in
      for member in members {
        let name = UnsafeRawBufferPointer(rebasing: buffer[member.name])
        if Self.provenance.contains(where: { name.isSpelled($0) }) { continue }
        Self.mix(name, into: &hash)
        Self.mix(UnsafeRawBufferPointer(rebasing: buffer[member.value]), into: &hash)
      }
    }
    return hash
  }

  /// Eight bytes at a time, each multiplied and folded (as in MurmurHash, Appleby 2008).
  private static func mix(_ bytes: UnsafeRawBufferPointer, into hash: inout UInt64) {
    var at = 0
    while at + 8 <= bytes.count {
      fold(bytes.loadUnaligned(fromByteOffset: at, as: UInt64.self), into: &hash)
      at += 8
    }
    var rest = UInt64(bytes.count) << 56
    while at < bytes.count {
      rest = rest << 8 ^ UInt64(bytes[at])
      at += 1
    }
    fold(rest, into: &hash)
  }

  private static func fold(_ word: UInt64, into hash: inout UInt64) {
    hash = (hash ^ word) &* 0xC6A4_A793_5BD1_E995
    hash ^= hash >> 47
  }
}

extension UnsafeRawBufferPointer {
  fileprivate func isSpelled(_ name: StaticString) -> Bool {
    count == name.utf8CodeUnitCount && elementsEqual(UnsafeRawBufferPointer(start: name.utf8Start, count: count))
  }
}
