package import Alerting
internal import JSON
package import Posix
internal import Records

/// Messages that were not delivered yet: one file each, gone when the receiver has it.
///
/// A file is written before the first attempt, so that a crash loses nothing; after a crash between delivery and removal
/// the message goes out twice, with the same id.
package struct Outbox {
  package struct Item: Sendable {
    /// Unique; also the name of its file.
    package let id: String
    package let channel: Destinations.Channel
    package let alerts: [Alert]
    package let time: String
  }

  private let folder: String

  package init(root: String) { folder = "\(root)/alerts/outbox" }

  /// Puts one message a channel into the box.
  package func add(_ alerts: [Alert], to channels: [Destinations.Channel], at time: String) throws {
    for channel in channels {
      let stamp = time.filter { $0.isLetter || $0.isNumber }
      let id = "\(stamp)-\(Environment.processID)-\(channel.rawValue)"
      let document: JSON = [
        "schema": 1, "id": .string(id), "channel": .string(channel.rawValue), "at": .string(time),
        "alerts": .array(alerts.map { .object($0.object) }),
      ]
      try File.replace("\(folder)/\(id).json", with: document.encoded + [UInt8(ascii: "\n")])
    }
  }

  /// What waits, the oldest first; a file that cannot be read is left out and named by `unreadable`.
  package func items(unreadable: (String) -> Void) throws -> [Item] {
    try File.list(folder).filter { $0.hasSuffix(".json") }.compactMap { name in
      let path = "\(folder)/\(name)"
      guard let bytes = try File.readIfPresent(path) else { return nil }
      guard let item = Item(bytes) else {
        unreadable(path)
        return nil
      }
      return item
    }
  }

  package func remove(_ item: Item) throws { try File.remove("\(folder)/\(item.id).json") }

  /// The right to send, nil while another process does.
  package func lock() throws -> FileLock? {
    guard case .held(let lock) = try FileLock.attempt("\(folder)/.lock", holder: "process \(Environment.processID)")
    else { return nil }
    return lock
  }
}

extension Outbox.Item {
  fileprivate init?(_ bytes: [UInt8]) {
    guard let json = try? JSON(parsing: bytes), let id = json["id"]?.string, let time = json["at"]?.string,
      let channel = json["channel"]?.string.flatMap(Destinations.Channel.init), let rows = json["alerts"]?.array
    else { return nil }
    let alerts = rows.compactMap { row in row.object.flatMap { try? Alert(Record($0)) } }
    guard alerts.count == rows.count, !id.contains("/") else { return nil }
    self.init(id: id, channel: channel, alerts: alerts, time: time)
  }
}
