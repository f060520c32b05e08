package import JSON
package import Posix
package import Records

/// Records on their way to standard output, one a line, in the order in which they are emitted.
package struct Output {
  package private(set) var bytes: [UInt8] = []
  /// Whether the records held so far are no longer needed.
  var endsGroup = false
  private var drain: Descriptor?
  private var failure: IOError?

  /// With a drain, more bytes than this never wait.
  private static let mostWaiting = 1 << 20

  package init() {}

  /// Emits a record as it was read.
  package mutating func emit(_ record: Record) {
    bytes.append(contentsOf: record.bytes)
    endLine()
  }

  /// Emits a record with members added or replaced.
  package mutating func emit(_ record: Record, applying changes: Record.Changes) {
    record.append(to: &bytes, applying: changes)
    endLine()
  }

  /// Emits a new record.
  package mutating func emit(_ object: JSONObject) {
    bytes.append(json: .object(object))
    endLine()
  }

  /// Emits what `write` appends, which must be one JSON object without a newline.
  package mutating func emit(_ write: (inout [UInt8]) -> Void) {
    write(&bytes)
    endLine()
  }

  /// Hands whole lines to `descriptor` as they become many; what fails is thrown by the next flush.
  mutating func drain(to descriptor: Descriptor) { drain = descriptor }

  private mutating func endLine() {
    bytes.append(UInt8(ascii: "\n"))
    guard bytes.count > Self.mostWaiting, let drain else { return }
    do {
      if failure == nil { try drain.write(bytes) }
    } catch {
      failure = error
    }
    bytes.removeAll(keepingCapacity: true)
  }

  /// Hands everything so far to `descriptor`.
  package mutating func flush(to descriptor: Descriptor) throws(IOError) {
    if let failure { throw failure }
    guard !bytes.isEmpty else { return }
    try descriptor.write(bytes)
    bytes.removeAll(keepingCapacity: bytes.capacity < 1 << 23)
  }

  /// Says that the records read before the present one are done with.
  package mutating func endGroup() { endsGroup = true }

  mutating func append(_ other: [UInt8]) { bytes.append(contentsOf: other) }
}
