internal import Posix

/// Where alerts go; addresses and secrets come from the environment or from files that it names, never from the tree.
package struct Destinations: Sendable {
  package struct MailRoute: Sendable {
    package var server: String
    package var from: String
    package var recipients: [String]
    package var requiresTLS = true
    package var authorities: String?
  }

  package enum Channel: String, Sendable, CaseIterable {
    case mail, slack, webhook
  }

  package var mail: MailRoute?
  package var slackURL: String?
  package var webhookURL: String?
  package var heartbeatURL: String?
  /// Whose tree it is, in the title of every message.
  package var sender: String

  package init(sender: String) { self.sender = sender }

  /// The channels that are set up.
  package var channels: [Channel] {
    Channel.allCases.filter { channel in
      switch channel {
      case .mail: mail != nil
      case .slack: slackURL != nil
      case .webhook: webhookURL != nil
      }
    }
  }

  /// A variable that cannot be used; the sentence says what to do and shows no secret.
  package struct Misconfiguration: Error, CustomStringConvertible {
    package let description: String
  }

  /// Reads ALERT_EMAIL, SMTP_URL, SMTP_FROM, SMTP_TLS, SMTP_CA_FILE, ALERT_SLACK_URL, ALERT_WEBHOOK_URL and
  /// HEARTBEAT_URL.
  ///
  /// - Parameter value: the text of a variable, nil when it is unset.
  package init(value: (String) throws -> String?) throws {
    self.init(sender: try value("ALERT_SENDER") ?? "data")
    slackURL = try Self.webAddress("ALERT_SLACK_URL", value)
    webhookURL = try Self.webAddress("ALERT_WEBHOOK_URL", value)
    heartbeatURL = try Self.webAddress("HEARTBEAT_URL", value)
    let recipients = try (value("ALERT_EMAIL") ?? "").split { $0 == "," || $0 == " " }.map(String.init)
    guard !recipients.isEmpty else { return }
    guard let server = try value("SMTP_URL"), server.hasPrefix("smtp://") || server.hasPrefix("smtps://") else {
      throw Misconfiguration(description: "ALERT_EMAIL needs SMTP_URL, as smtp://user:password@host:587")
    }
    let from = try value("SMTP_FROM") ?? recipients[0]
    guard (recipients + [from]).allSatisfy(Self.isMailAddress) else {
      throw Misconfiguration(description: "ALERT_EMAIL and SMTP_FROM must be plain addresses, as ops@example.org")
    }
    mail = MailRoute(server: server, from: from, recipients: recipients)
    mail?.authorities = try value("SMTP_CA_FILE")
    guard let tls = try value("SMTP_TLS") else { return }
    guard tls == "off", Self.isOnThisMachine(server) else {
      throw Misconfiguration(description: "SMTP_TLS may only be off, and only for a mail server on this machine")
    }
    mail?.requiresTLS = false
  }

  private static func webAddress(_ name: String, _ value: (String) throws -> String?) throws -> String? {
    guard let url = try value(name) else { return nil }
    guard url.hasPrefix("https://") || url.hasPrefix("http://"), !url.contains(where: \.isWhitespace) else {
      throw Misconfiguration(description: "\(name) must be an https address")
    }
    return url
  }

  /// One `@`, nothing that ends an address or a line: it becomes a command to the mail server.
  private static func isMailAddress(_ text: String) -> Bool {
    text.split(separator: "@", omittingEmptySubsequences: false).map(\.isEmpty) == [false, false]
      && text.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7F && $0 != UInt8(ascii: "<") && $0 != UInt8(ascii: ">") }
  }

  /// Whether a server's address is this machine's own; credentials in it would have to stay encrypted.
  private static func isOnThisMachine(_ server: String) -> Bool {
    let authority = server.drop { $0 != "/" }.drop { $0 == "/" }.prefix { $0 != "/" }
    return ["localhost", "127.0.0.1", "[::1]"].contains { authority == $0 || authority.hasPrefix($0 + ":") }
  }
}

extension Destinations {
  /// A variable of the environment, or the first line of the file that NAME_FILE names.
  package static func environment(_ name: String) throws -> String? {
    if let text = Environment.value(name) { return text }
    guard let path = Environment.value(name + "_FILE") else { return nil }
    let text = String(decoding: try File.read(path).prefix { $0 != UInt8(ascii: "\n") }, as: UTF8.self)
    return text.isEmpty ? nil : text
  }
}
