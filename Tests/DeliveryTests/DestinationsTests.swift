import Testing

@testable import Delivery

@Suite struct DestinationsTests {
  private func destinations(_ variables: [String: String]) throws -> Destinations {
    try Destinations { variables[$0] }
  }

  @Test func `nothing set up is no way to send`() throws {
    #expect(try destinations([:]).channels == [])
  }

  @Test func `each variable opens its way`() throws {
    let all = try destinations([
      "ALERT_EMAIL": "a@x.example, b@x.example", "SMTP_URL": "smtps://u:p@mail.x.example:465",
      "ALERT_SLACK_URL": "https://hooks.x.example/1", "ALERT_WEBHOOK_URL": "http://127.0.0.1:9/",
      "HEARTBEAT_URL": "https://hc.x.example/7",
    ])
    #expect(all.channels == [.mail, .slack, .webhook])
    #expect(all.mail?.recipients == ["a@x.example", "b@x.example"])
    #expect(all.mail?.from == "a@x.example")
    #expect(all.mail?.requiresTLS == true)
  }

  @Test(arguments: [
    ["ALERT_EMAIL": "a@x.example"], ["ALERT_EMAIL": "a@x.example", "SMTP_URL": "mail.x.example"],
    ["ALERT_EMAIL": "<a@x.example>", "SMTP_URL": "smtp://h"], ["ALERT_EMAIL": "a", "SMTP_URL": "smtp://h"],
    ["ALERT_EMAIL": "a@x.example", "SMTP_URL": "smtp://h", "SMTP_FROM": "a\r\nRCPT TO:<b>@x"],
    ["ALERT_EMAIL": "a@x.example", "SMTP_URL": "smtp://mail.x.example", "SMTP_TLS": "off"],
    ["ALERT_EMAIL": "a@x.example", "SMTP_URL": "smtp://localhost.evil.example", "SMTP_TLS": "off"],
    ["ALERT_EMAIL": "a@x.example", "SMTP_URL": "smtp://localhost", "SMTP_TLS": "maybe"],
    ["ALERT_SLACK_URL": "hooks.x.example"], ["HEARTBEAT_URL": "file:///etc/passwd"],
  ])
  func `what cannot be used is refused and no secret is shown`(variables: [String: String]) {
    #expect { try destinations(variables) } throws: { error in
      let text = "\(error)"
      return error is Destinations.Misconfiguration
        && !variables.values.contains { text.contains($0) && $0.contains("/") }
    }
  }

  @Test(arguments: ["smtp://localhost", "smtp://127.0.0.1:2525", "smtp://[::1]:25/x"])
  func `only a server on this machine may do without encryption`(server: String) throws {
    let mail = try destinations(["ALERT_EMAIL": "a@x.example", "SMTP_URL": server, "SMTP_TLS": "off"]).mail
    #expect(mail?.requiresTLS == false)
  }
}
