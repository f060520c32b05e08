import JSON
import TestSupport
import Testing

@testable import Alerting

@Suite struct AlertMessageTests {
  private func alert(_ key: String, _ state: Alert.State, _ gravity: Gravity, _ message: String = "m") -> Alert {
    Alert(
      key: key, state: state, gravity: gravity, message: message, since: "2026-02-01T11:00:00Z",
      time: "2026-02-01T12:00:00Z")
  }

  @Test func `the gravest comes first and what is over last`() {
    let message = AlertMessage(
      [alert("a/1", .cleared, .critical), alert("b/1", .raised, .warning), alert("c/1", .still, .critical)],
      sender: "shop")
    #expect(message.title == "stocktake shop: 1 critical, 1 warning, 1 over")
    #expect(
      message.lines.map { $0.prefix { $0 != "/" } } == ["[critical, still] c", "[warning, raised] b", "[over] a"])
  }

  @Test func `a long list is cut and counted`() {
    let message = AlertMessage((0..<84).map { alert("freshness/\($0)", .raised, .warning) }, sender: "shop")
    #expect(message.lines.count == 41)
    #expect(message.lines.last == "and 44 more; see alerts/ in the data tree")
  }

  @Test func `a mail has the header that servers want and a body in base64`() {
    let bytes = AlertMessage([alert("api/api", .raised, .critical, "לא עונה")], sender: "shop")
      .mail(from: "robot@shop.example", to: ["a@x.example", "b@x.example"], id: "7", time: "2026-02-01T12:00:00Z")
    let text = String(decoding: bytes, as: UTF8.self)
    let lines = text.split(separator: "\r\n", omittingEmptySubsequences: false)
    #expect(lines.contains("To: a@x.example, b@x.example"))
    #expect(lines.contains("Subject: stocktake shop: 1 critical"))
    #expect(lines.contains("Date: Sun, 01 Feb 2026 12:00:00 +0000"))
    #expect(lines.contains("Message-ID: <7@shop.example>"))
    #expect(text.utf8.allSatisfy { $0 < 0x80 })
    #expect(!text.replacing("\r\n", with: "").utf8.contains { $0 == 13 || $0 == 10 })
  }

  @Test func `a line break in a name makes no header of its own`() {
    let bytes = AlertMessage([alert("api/api", .raised, .critical)], sender: "x\r\nBcc: all@x.example")
      .mail(from: "a@x.example", to: ["b@x.example"], id: "7", time: "2026-02-01T12:00:00Z")
    #expect(!String(decoding: bytes, as: UTF8.self).contains("\r\nBcc"))
  }

  @Test(arguments: [
    ("", ""), ("f", "Zg=="), ("fo", "Zm8="), ("foo", "Zm9v"), ("foob", "Zm9vYg=="), ("foobar", "Zm9vYmFy"),
  ])
  func `base64 is that of RFC 4648`(text: String, encoded: String) {
    #expect(MailText.base64(Array(text.utf8)).filter { !$0.isNewline } == encoded)
  }

  @Test(arguments: seeds(50))
  func `lines of base64 have 76 characters at most and say what went in`(seed: UInt64) {
    var chance = SplitMix64(seed: seed)
    let bytes = (0..<Int.random(in: 0...300, using: &chance)).map { _ in UInt8.random(in: 0...255, using: &chance) }
    let text = MailText.base64(bytes)
    #expect(text.split(separator: "\r\n").allSatisfy { $0.utf8.count <= 76 })
    #expect(Self.decoded(text) == bytes)
  }

  /// The slow and obvious inverse.
  private static func decoded(_ text: String) -> [UInt8] {
    let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/")
    let bits = text.compactMap { alphabet.firstIndex(of: $0) }.flatMap { digit in
      (0..<6).reversed().map { digit >> $0 & 1 }
    }
    return stride(from: 0, to: bits.count / 8 * 8, by: 8).map { start in
      bits[start..<start + 8].reduce(UInt8(0)) { $0 << 1 | UInt8($1) }
    }
  }

  @Test func `a title beyond ASCII becomes encoded words of whole characters`() {
    #expect(MailText.encodedWords("plain") == "plain")
    let words = MailText.encodedWords(String(repeating: "שלום ", count: 12)).split(separator: "\r\n ")
    #expect(words.count == 3)
    for word in words {
      #expect(word.utf8.count <= 75 && word.hasPrefix("=?utf-8?B?") && word.hasSuffix("?="))
      let bytes = Self.decoded(String(word.dropFirst(10).dropLast(2)))
      #expect(String(validating: bytes, as: UTF8.self) != nil)
    }
  }
}
