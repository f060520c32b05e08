import Catalogue
import JSON
import Records
import Testing

@testable import Reporting

struct QualityTests {
  @Test(arguments: [
    ("SQ-8 Synthesizer", nil), ("סינתיסייזר SQ-8", nil), ("×\u{A1}×\u{99}×\u{9F}", "read in the wrong encoding"),
    ("Amp 4×12 cabinet", nil), ("Synth \u{FFFD}", "read in the wrong encoding"), ("12-34", "hardly any letters"),
    ("", "hardly any letters"), ("Bass &amp; Drum", "markup in the name"), ("Bass & Drum", nil),
    ("XXXX guitar", "the word 'xxxx'"), ("Testament bass", nil), ("See https://a.example/x", "an address in the name"),
    ("Two\nlines", "a line break or tab in the name"),
    (String(repeating: "ab ", count: 70), "longer than 200 characters"),
  ])
  func `a name is suspicious for a reason that can be named`(name: String, reason: String?) {
    #expect(SuspiciousName.reason(name) == reason)
  }

  private func subject(_ unified: [JSONObject] = [], items: [JSONObject] = [], reviews: [JSONObject] = []) throws
    -> QualitySubject
  {
    let settings = Settings()
    return QualitySubject(
      settings: settings, thresholds: try QualityThresholds(settings),
      items: try items.map { item in
        var record: JSONObject = ["source": "halilit", "brand_id": "acme", "id": "1"]
        record.members += item.members
        return try Product(Record(record))
      },
      unified: unified.enumerated().map { index, members in
        var record: JSONObject = ["brand_id": "acme", "id": .string("u\(index)")]
        record.members += members.members
        return Record(record)
      }, reviews: reviews.map { Record($0) }, answers: nil)
  }

  private func findings(_ name: String, _ subject: QualitySubject) throws -> [String] {
    let check = try #require(QualityCheck.all.first { $0.name == name })
    return try #require(check.find(subject)).findings.map { "\($0.id): \($0.reason)" }
  }

  @Test func `products that share a code, a number or a name are there twice`() throws {
    let twins = try subject([
      ["name": "SQ-8", "offers": [["item_code": "A1"]]], ["name": "SQ-16", "offers": [["item_code": "A1"]]],
      ["name": "sq-8 "], ["name": "SQ-32", "brand": ["gtin": "42"]], ["name": "SQ-64", "offers": [["gtin": "42"]]],
      ["name": "SQ-128", "offers": [["item_code": ""]]], ["name": "SQ-256", "offers": [["item_code": ""]]],
    ])
    #expect(
      try findings("duplicate", twins) == [
        "u1: the same item code A1 as u0", "u2: the same name 'sq-8' as u0", "u4: the same GTIN 42 as u3",
      ])
  }

  @Test(arguments: [(4200, 3559, true), (4200, 3560, false), (4200, nil, true)])
  func `an Eilat price is the price without tax`(price: Int, eilat: Int?, isRight: Bool) throws {
    let item: JSONObject = ["price_ils": JSON(price), "eilat_price_ils": eilat.map { JSON($0) } ?? .null]
    #expect(try findings("vat-identity", try subject(items: [item])).isEmpty == isRight)
  }

  @Test(arguments: [
    ("https://d3m9l0v76dty0.cloudfront.net/a.jpg", []), ("https://cdn.example/a.jpg", ["1: cdn.example"]),
    ("a.jpg", ["1: no address: a.jpg"]),
  ])
  func `images come from known hosts`(image: String, found: [String]) throws {
    #expect(try findings("image-host", try subject(items: [["image_url": .string(image)]])) == found)
  }

  @Test func `an image that is shared by too many or named as one is a placeholder`() throws {
    let shared: JSONObject = ["image_url": "https://a.example/x.jpg"]
    #expect(try findings("placeholder-image", try subject(Array(repeating: shared, count: 5))).isEmpty)
    #expect(try findings("placeholder-image", try subject(Array(repeating: shared, count: 6))).count == 6)
    #expect(
      try findings("placeholder-image", try subject([["image_url": "https://a.example/No-Image.png"]])).count == 1)
  }

  @Test func `the likeliest pairs are those under review, then those of the same model`() throws {
    let pairs = try subject(
      [
        ["class": "SECONDARY", "model": "SQ-8", "model_key": "sq8"],
        ["class": "HALILIT_ONLY", "model": "SQ-8", "model_key": "sq8"],
        ["class": "HALILIT_ONLY", "model_key": "sq9"], ["class": "PRIMARY", "model_key": "sq8"],
      ],
      reviews: [0.4, 0.8].map { probability in
        [
          "brand_id": "acme", "brand": ["id": "b"], "halilit": ["halilit_id": .string("h\(probability)"), "name": "x"],
          "probability": .number("\(probability)"),
        ]
      })
    #expect(
      try findings("likely-pair", pairs) == [
        "h0.8: b, probability 0.8", "h0.4: b, probability 0.4", "u1: u0, the same model SQ-8",
      ])
  }

  @Test(arguments: [
    (#"{"type":"page","url":"u","status":0,"error":{"code":"not-text","message":"image/jpeg"}}"#, nil),
    (#"{"type":"page","url":"u","status":404,"error":{"code":"http-404","message":"gone"}}"#, "http-404: gone"),
    (
      #"{"type":"page","url":"u","status":200,"content_type":"text/html","body":""}"#,
      "the answer is text/html, not an image"
    ),
  ])
  func `an image answers when fetch calls it no text`(page: String, failure: String?) throws {
    let bytes = Array(page.utf8)
    let answer = try #require(ImageAnswer(try RecordParser().parse(bytes, in: bytes.indices)))
    #expect(answer.failure == failure)
  }
}
