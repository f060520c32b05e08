import Testing

@testable import Transfer

struct GunzipTests {
  /// `<urlset/>` and a line feed, packed by gzip -n.
  static let packed: [UInt8] = [
    0x1F, 0x8B, 0x08, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x03, 0xB3, 0x29, 0x2D, 0xCA, 0x29, 0x4E, 0x2D, 0xD1, 0xB7,
    0xE3, 0x02, 0x00, 0x01, 0x7F, 0x2A, 0x23, 0x0A, 0x00, 0x00, 0x00,
  ]

  @Test
  func `a packed file is unpacked`() throws {
    #expect(Gunzip.isPacked(Self.packed))
    #expect(try Gunzip.unpack(Self.packed, limit: 100) == Array("<urlset/>\n".utf8))
  }

  @Test(arguments: 0..<30)
  func `a file that is cut off or damaged is refused`(length: Int) {
    #expect(throws: TransferError.self) { try Gunzip.unpack(Array(Self.packed.prefix(length)), limit: 100) }
    var damaged = Self.packed
    // The ten bytes of the header carry a time and the like, which say nothing of the content.
    damaged[10 + length % (damaged.count - 10)] ^= 0xFF
    #expect(throws: TransferError.self) { try Gunzip.unpack(damaged, limit: 100) }
  }

  @Test
  func `what unpacks to more than the limit is refused`() throws {
    #expect(throws: TransferError(.tooLarge, "the file unpacks to more than 9 bytes")) {
      try Gunzip.unpack(Self.packed, limit: 9)
    }
    #expect(!Gunzip.isPacked(Array("<html>".utf8)))
    #expect(!Gunzip.isPacked([]))
  }

  @Test
  func `a packed sitemap is a page and a damaged one a failure`() throws {
    let bodies = ["good": Self.packed, "bad": Array(Self.packed.prefix(15))]
    let transport = PlayedTransport { call, _ in
      var answer = PlayedTransport.Answer.status(call.url.hasSuffix("robots.txt") ? 404 : 200)
      if case .success(var reply) = answer.outcome, let body = bodies[String(call.url.split(separator: "/").last ?? "")]
      {
        reply.headers = HeaderFields([Header("Content-Type", "application/x-gzip")])
        reply.body = body
        answer.outcome = .success(reply)
      }
      return answer
    }
    let fetcher = Fetcher(settings: FetchSettings(), transport: transport, chance: NoChance())
    let outcomes = try fetcher.outcomes(["http://a.example/good", "http://a.example/bad"])
    #expect(outcomes[0].page?.text == "<urlset/>\n")
    #expect(outcomes[1].failureCode == "bad-encoding")
  }
}
