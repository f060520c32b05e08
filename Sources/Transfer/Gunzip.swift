internal import CZlib

/// Unpacks files that are gzip themselves (RFC 1952), such as sitemaps; content codings are libcurl's.
enum Gunzip {
  static func isPacked(_ bytes: [UInt8]) -> Bool { bytes.starts(with: [0x1F, 0x8B, 0x08]) }

  /// The unpacked bytes; throws for damaged files and those that unpack to more than `limit` bytes. O(output).
  static func unpack(_ bytes: [UInt8], limit: Int) throws(TransferError) -> [UInt8] {
    var stream = z_stream()
    guard stocktake_inflate_init_gzip(&stream) == Z_OK else { throw TransferError(.other, "zlib could not be set up") }
    defer { inflateEnd(&stream) }
    var input = bytes
    var output: [UInt8] = []
    var block = [UInt8](repeating: 0, count: 1 << 16)
    var status = Z_OK
    let isWhole = input.withUnsafeMutableBufferPointer { input in
      stream.next_in = input.baseAddress
      stream.avail_in = UInt32(clamping: input.count)
      while status == Z_OK, output.count <= limit {
        block.withUnsafeMutableBufferPointer { block in
          stream.next_out = block.baseAddress
          stream.avail_out = UInt32(block.count)
          status = inflate(&stream, Z_NO_FLUSH)
          output.append(contentsOf: block.prefix(block.count - Int(stream.avail_out)))
        }
      }
      return status == Z_STREAM_END
    }
    guard output.count <= limit else { throw TransferError(.tooLarge, "the file unpacks to more than \(limit) bytes") }
    guard isWhole else { throw TransferError(.badEncoding, "the file is damaged gzip") }
    return output
  }
}
