extension StoreWorker {
  enum Work: Sendable {
    /// A body under the name of its digest.
    case body(path: String, bytes: [UInt8])
    /// The line of a fetch, for the request of this key.
    case line(key: String, bytes: [UInt8])
    /// An answer to be read and stored, for the request of this index and key.
    case page(PageReading, index: Int, key: String)

    var size: Int {
      switch self {
      case .body(_, let bytes), .line(_, let bytes): bytes.count
      case .page(let reading, _, _): reading.body.count
      }
    }
  }

  /// Files that were written and not yet forced to the disk; beyond a few they are not worth naming.
  struct Written: Sendable {
    private static let limit = 64
    private(set) var paths: Set<String> = []
    /// Too many to force one by one.
    private(set) var isMany = false

    mutating func insert(_ path: String) {
      guard !isMany else { return }
      paths.insert(path)
      isMany = paths.count > Self.limit
      if isMany { paths = [] }
    }

    mutating func formUnion(_ other: Written) {
      isMany = isMany || other.isMany
      for path in other.paths { insert(path) }
    }
  }
}
