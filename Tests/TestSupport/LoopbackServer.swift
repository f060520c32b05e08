internal import Glibc
internal import Synchronization

/// An HTTP server on a loopback port that answers each request with exactly the bytes a test names.
///
/// One connection at a time per thread, closed after each answer; it ends with its owner.
package final class LoopbackServer: Sendable {
  /// What was asked, and when (seconds, monotonic).
  package struct Asked: Sendable {
    package var method: String
    package var target: String
    package var header: String
    package var body: String
    package var at: Double
  }

  package enum Answer: Sendable {
    /// These bytes, then the connection is closed.
    case bytes([UInt8])
    /// These bytes, then nothing for so long.
    case stall([UInt8], seconds: Double)
    /// The connection is reset.
    case reset
  }

  package let port: UInt16
  private let socket: Int32
  private let log = Mutex<[Asked]>([])
  private let answer: @Sendable (Asked, Int) -> Answer

  /// - Parameter answer: the answer to the n-th request for a target, counted from 0.
  package init(_ answer: @escaping @Sendable (Asked, Int) -> Answer) throws {
    self.answer = answer
    (socket, port) = try Self.listen()
    // The thread keeps the server's parts, not the server, so that the last reference elsewhere ends both.
    Self.detach { [socket, weak server = self] in
      while true {
        let connection = accept(socket, nil, nil)
        guard connection >= 0 else {
          close(socket)
          return
        }
        Self.detach { [weak server] in
          server?.serve(connection)
          close(connection)
        }
      }
    }
  }

  private static func listen() throws -> (socket: Int32, port: UInt16) {
    let socket = Glibc.socket(AF_INET, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
    var length = socklen_t(MemoryLayout<sockaddr_in>.size)
    let isListening = withUnsafeMutablePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        bind(socket, $0, length) == 0 && Glibc.listen(socket, 128) == 0 && getsockname(socket, $0, &length) == 0
      }
    }
    guard isListening else { throw ServerError(code: errno) }
    return (socket, UInt16(bigEndian: address.sin_port))
  }

  /// Ends the accepting thread, which closes the socket: nobody may reuse its number before.
  deinit { shutdown(socket, Int32(SHUT_RDWR)) }

  package struct ServerError: Error { let code: Int32 }

  package var asked: [Asked] { log.withLock { $0 } }
  package var base: String { "http://127.0.0.1:\(port)" }

  private func serve(_ connection: Int32) {
    guard let request = Self.readRequest(connection) else { return }
    let time = log.withLock { log in
      log.append(request)
      return log.count { $0.target == request.target } - 1
    }
    switch answer(request, time) {
    case .bytes(let bytes): Self.send(bytes, to: connection)
    case .stall(let bytes, let seconds):
      Self.send(bytes, to: connection)
      usleep(UInt32(seconds * 1e6))
    case .reset:
      var option = linger(l_onoff: 1, l_linger: 0)
      setsockopt(connection, SOL_SOCKET, SO_LINGER, &option, socklen_t(MemoryLayout<linger>.size))
    }
    shutdown(connection, Int32(SHUT_WR))
  }

  private static func send(_ bytes: [UInt8], to connection: Int32) {
    var rest = bytes[...]
    while !rest.isEmpty {
      let count = rest.withUnsafeBytes { Glibc.send(connection, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL)) }
      guard count > 0 else { return }
      rest = rest.dropFirst(count)
    }
  }

  private static func readRequest(_ connection: Int32) -> Asked? {
    var bytes: [UInt8] = []
    var block = [UInt8](repeating: 0, count: 1 << 14)
    var headerEnd: Int?
    while true {
      if headerEnd == nil {
        headerEnd = bytes.indices.dropLast(3).first { bytes[$0..<$0 + 4].elementsEqual([13, 10, 13, 10]) }
      }
      if let headerEnd {
        let header = String(decoding: bytes[..<headerEnd], as: UTF8.self)
        let length =
          header.lowercased().split(separator: "\r\n").first { $0.hasPrefix("content-length:") }
          .flatMap { Int($0.dropFirst(15).drop { $0 == " " }) } ?? 0
        if bytes.count >= headerEnd + 4 + length {
          let words = header.split(separator: " ", maxSplits: 2)
          guard words.count == 3 else { return nil }
          return Asked(
            method: String(words[0]), target: String(words[1]), header: header,
            body: String(decoding: bytes[(headerEnd + 4)...], as: UTF8.self), at: now())
        }
      }
      let count = recv(connection, &block, block.count, 0)
      guard count > 0 else { return nil }
      bytes += block.prefix(count)
    }
  }

  private static func now() -> Double {
    var time = timespec()
    clock_gettime(CLOCK_MONOTONIC, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
  }

  private final class Work {
    let body: @Sendable () -> Void
    init(_ body: @escaping @Sendable () -> Void) { self.body = body }
  }

  private static func detach(_ body: @escaping @Sendable () -> Void) {
    var thread = pthread_t()
    let work = Unmanaged.passRetained(Work(body))
    let started = pthread_create(
      &thread, nil,
      { raw in
        if let raw { Unmanaged<Work>.fromOpaque(raw).takeRetainedValue().body() }
        return nil
      }, work.toOpaque())
    if started == 0 { pthread_detach(thread) } else { work.release() }
  }
}

extension LoopbackServer.Answer {
  /// A whole reply with a correct length.
  package static func reply(
    _ status: Int = 200, _ body: String = "", type: String = "text/html; charset=utf-8", _ headers: String...
  ) -> Self {
    reply(status, Array(body.utf8), type: type, headers)
  }

  package static func reply(_ status: Int, _ body: [UInt8], type: String, _ headers: [String] = []) -> Self {
    let fields = ["Content-Type: \(type)", "Content-Length: \(body.count)", "Connection: close"] + headers
    return .bytes(Array("HTTP/1.1 \(status) X\r\n\(fields.joined(separator: "\r\n"))\r\n\r\n".utf8) + body)
  }
}
