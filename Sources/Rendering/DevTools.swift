internal import JSON
internal import Posix

/// A conversation in the Chrome DevTools Protocol over two pipes: JSON messages, each ended by a zero byte.
final class DevTools {
  /// Something the browser says by itself, or its answer to a command that nobody waits for (method "").
  struct Event {
    let method: String
    let parameters: JSON
    let session: String?
  }

  private let commands: Descriptor
  private let answers: Descriptor
  private var buffer: [UInt8] = []
  private var searched = 0
  private var events: [Event] = []
  private var lastID = 0

  /// A message larger than this is no page but an attack on memory.
  private static let maximumMessage = 64 << 20

  init(commands: Descriptor, answers: Descriptor) {
    self.commands = commands
    self.answers = answers
  }

  /// Sends a command and waits for its result; events that come meanwhile are kept in order.
  @discardableResult
  func call(
    _ method: String, _ parameters: JSONObject = [:], session: String? = nil, until deadline: Double
  ) throws(RenderError) -> JSON {
    try post(method, parameters, session: session)
    let id = lastID
    while let answer = try receive(until: deadline) {
      guard answer["id"]?.int == id else {
        keep(answer)
        continue
      }
      if let error = answer["error"] { throw .protocol("\(method): \(error["message"]?.string ?? error.text)") }
      return answer["result"] ?? .null
    }
    throw .timeout
  }

  /// Sends a command; its answer comes among the events.
  func post(_ method: String, _ parameters: JSONObject = [:], session: String? = nil) throws(RenderError) {
    lastID += 1
    var message: JSONObject = ["id": JSON(lastID), "method": .string(method), "params": .object(parameters)]
    if let session { message["sessionId"] = .string(session) }
    do {
      try commands.write(JSON.object(message).encoded + [0])
    } catch {
      throw .browserEnded(error.description)
    }
  }

  /// The next event, waiting for it until `deadline`; nil when none comes.
  func nextEvent(until deadline: Double) throws(RenderError) -> Event? {
    while events.isEmpty {
      guard let message = try receive(until: deadline) else { return nil }
      keep(message)
    }
    return events.removeFirst()
  }

  private func keep(_ message: JSON) {
    events.append(
      Event(
        method: message["method"]?.string ?? "", parameters: message["params"] ?? message["result"] ?? .null,
        session: message["sessionId"]?.string))
  }

  private func receive(until deadline: Double) throws(RenderError) -> JSON? {
    while true {
      if let end = buffer[searched...].firstIndex(of: 0) {
        let text = Array(buffer[..<end])
        buffer.removeFirst(end + 1)
        searched = 0
        do {
          return try JSON(parsing: text)
        } catch {
          throw .protocol("not JSON: \(error)")
        }
      }
      searched = buffer.count
      guard buffer.count < Self.maximumMessage else { throw .protocol("a message of more than 64 MiB") }
      let remaining = deadline - Clock.monotonicSeconds
      guard remaining > 0, answers.isReadable(within: remaining) else { return nil }
      do {
        guard try answers.read(upTo: 1 << 16, appendingTo: &buffer) > 0 else {
          throw IOError(.read, answers.path, code: 0)
        }
      } catch {
        throw .browserEnded("its end of the pipe closed")
      }
    }
  }
}
