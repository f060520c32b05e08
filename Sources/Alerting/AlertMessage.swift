package import JSON
internal import Text

/// Alerts of one round in the words of each way they are sent.
package struct AlertMessage: Sendable {
  private let alerts: [Alert]
  /// Whose tree it is, for people who watch several.
  private let sender: String

  /// More than these fill no screen; the rest is counted.
  private static let shownLimit = 40

  /// The gravest first, what is over last.
  package init(_ alerts: [Alert], sender: String) {
    self.alerts = alerts.sorted { Self.rank($0) > Self.rank($1) }
    self.sender = sender
  }

  private static func rank(_ alert: Alert) -> Int {
    (alert.state == .cleared ? 0 : 2) + (alert.gravity == .critical ? 1 : 0)
  }

  /// One line: `2 critical, 1 over`.
  package var title: String {
    func count(_ text: String, _ isCounted: (Alert) -> Bool) -> String? {
      let count = alerts.count(where: isCounted)
      return count == 0 ? nil : "\(count) \(text)"
    }
    let parts = [
      count("critical") { $0.state != .cleared && $0.gravity == .critical },
      count("warning") { $0.state != .cleared && $0.gravity == .warning },
      count("over") { $0.state == .cleared },
    ].compactMap(\.self)
    return "stocktake \(sender): \(parts.joined(separator: ", "))"
  }

  /// One line an alert.
  package var lines: [String] {
    let shown = alerts.prefix(Self.shownLimit).map { alert in
      let word = alert.state == .cleared ? "over" : "\(alert.gravity.rawValue), \(alert.state.rawValue)"
      return "[\(word)] \(alert.key): \(alert.message) (since \(alert.since))"
    }
    let rest = alerts.count - shown.count
    return rest > 0 ? shown + ["and \(rest) more; see alerts/ in the data tree"] : shown
  }

  /// The body for a Slack-compatible webhook.
  package var slack: JSON {
    ["text": .string("*\(Self.escaped(title))*\n" + lines.map(Self.escaped).joined(separator: "\n"))]
  }

  /// Slack reads these three as its own marks.
  private static func escaped(_ text: String) -> String {
    text.replacing("&", with: "&amp;").replacing("<", with: "&lt;").replacing(">", with: "&gt;")
  }

  /// The body for a generic webhook: every alert as its record.
  package var generic: JSON {
    ["sender": .string(sender), "title": .string(title), "alerts": .array(alerts.map { .object($0.object) })]
  }

  /// The message as RFC 5322 has it, with CRLF line ends.
  ///
  /// - Parameter id: what makes the message unique, for receivers that drop doubles.
  package func mail(from: String, to recipients: [String], id: String, time: String) -> [UInt8] {
    let domain = from.split(separator: "@").last.map(String.init) ?? "localhost"
    let header = [
      "From: \(from)", "To: \(recipients.joined(separator: ", "))", "Subject: \(MailText.encodedWords(title))",
      "Date: \(Timestamp.mailDate(Timestamp.seconds(time) ?? 0))", "Message-ID: <\(id)@\(domain)>",
      "Auto-Submitted: auto-generated", "MIME-Version: 1.0", "Content-Type: text/plain; charset=utf-8",
      "Content-Transfer-Encoding: base64",
    ]
    let body = MailText.base64(Array(lines.joined(separator: "\n").utf8) + [UInt8(ascii: "\n")])
    return Array((header.map(MailText.oneLine).joined(separator: "\r\n") + "\r\n\r\n" + body).utf8)
  }
}
