import Testing
import Transfer

struct CharsetTests {
  /// Hebrew in windows-1255: "מחיר גיטרה חשמלית".
  private static let hebrew1255: [UInt8] = [
    0xEE, 0xE7, 0xE9, 0xF8, 0x20, 0xE2, 0xE9, 0xE8, 0xF8, 0xE4, 0x20, 0xE7, 0xF9, 0xEE, 0xEC, 0xE9, 0xFA,
  ]
  private static let hebrew = "מחיר גיטרה חשמלית"

  private static func page(_ head: String, _ text: [UInt8]) -> [UInt8] {
    Array("<html><head>\(head)</head><body><p>".utf8) + text + Array("</p></body></html>".utf8)
  }

  struct Case: Sendable, CustomTestStringConvertible {
    var what: String
    var head = ""
    var contentType: String?
    var text: [UInt8]
    var charset: String
    var expected: String
    var testDescription: String { what }
  }

  static let cases: [Case] = [
    .init(
      what: "header", contentType: "text/html; charset=windows-1255", text: hebrew1255, charset: "windows-1255",
      expected: hebrew),
    .init(
      what: "header in quotes", contentType: "text/html;charset=\"Windows-1255\"", text: hebrew1255,
      charset: "windows-1255", expected: hebrew),
    .init(
      what: "meta charset", head: "<meta charset='windows-1255'>", contentType: "text/html", text: hebrew1255,
      charset: "windows-1255", expected: hebrew),
    .init(
      what: "meta http-equiv", head: #"<META http-equiv="Content-Type" content="text/html; charset=windows-1255">"#,
      text: hebrew1255,
      charset: "windows-1255", expected: hebrew),
    .init(what: "nothing declared", text: hebrew1255, charset: "windows-1255", expected: hebrew),
    .init(
      what: "UTF-8 declared, Hebrew sent", contentType: "text/html; charset=utf-8", text: hebrew1255,
      charset: "windows-1255", expected: hebrew),
    .init(
      what: "an unknown encoding declared", contentType: "text/html; charset=klingon", text: hebrew1255,
      charset: "windows-1255", expected: hebrew),
    .init(
      what: "ISO-8859-8", contentType: "text/html; charset=ISO-8859-8", text: hebrew1255, charset: "iso-8859-8",
      expected: hebrew),
    .init(
      what: "ISO-8859-8-I", contentType: "text/html; charset=iso-8859-8-i", text: hebrew1255, charset: "iso-8859-8",
      expected: hebrew),
    .init(
      what: "ISO-8859-8 with characters of windows-1255", contentType: "text/html; charset=iso-8859-8",
      text: hebrew1255 + [0x20, 0x93, 0x94],
      charset: "windows-1255", expected: hebrew + " “”"),
    .init(
      what: "UTF-8 declared as windows-1255", contentType: "text/html; charset=windows-1255", text: Array(hebrew.utf8),
      charset: "utf-8", expected: hebrew),
    .init(what: "UTF-8 undeclared", text: Array(hebrew.utf8), charset: "utf-8", expected: hebrew),
    .init(
      what: "Latin-1 means windows-1252", contentType: "text/html; charset=iso-8859-1", text: [0x80, 0x20, 0xE9],
      charset: "windows-1252", expected: "€ é"),
    .init(
      what: "header before meta", head: "<meta charset=windows-1251>", contentType: "text/html; charset=windows-1255",
      text: hebrew1255, charset: "windows-1255", expected: hebrew),
    .init(
      what: "UTF-8 with an accident", contentType: "text/html; charset=utf-8",
      text: Array(hebrew.utf8) + [0xD7] + Array(" end".utf8), charset: "utf-8",
      expected: hebrew + "\u{FFFD} end"),
    .init(what: "ASCII", text: Array("plain".utf8), charset: "utf-8", expected: "plain"),
    .init(
      what: "Shift_JIS", contentType: "text/html; charset=shift_jis", text: [0x83, 0x4D, 0x83, 0x5E, 0x81, 0x5B],
      charset: "windows-31j", expected: "ギター"),
    .init(what: "Cyrillic undeclared", text: russian1251, charset: "windows-1251", expected: russian),
    .init(what: "French undeclared", text: french1252, charset: "windows-1252", expected: french),
  ]

  private static let russian = "Электрогитара с мягким звучанием и удобным грифом для начинающих"
  private static let russian1251: [UInt8] = russian.unicodeScalars.map { scalar in
    scalar.value < 0x80 ? UInt8(scalar.value) : UInt8(scalar.value - 0x410 + 0xC0)
  }
  private static let french = "Guitare électrique à caisse pleine, très légère, équipée de micros à faible bruit"
  private static let french1252: [UInt8] = french.unicodeScalars.map { UInt8($0.value) }

  @Test(arguments: cases)
  func `a page is decoded by what it declares, unless its bytes say otherwise`(example: Case) throws {
    let decoded = try #require(Charset.decode(Self.page(example.head, example.text), contentType: example.contentType))
    #expect(decoded.charset == example.charset)
    #expect(
      String(validating: decoded.utf8, as: UTF8.self)
        == String(decoding: Self.page(example.head, Array(example.expected.utf8)), as: UTF8.self))
  }

  @Test(
    arguments: [
      ([0xEF, 0xBB, 0xBF] + Array("שלום".utf8), "utf-8"), ([0xFF, 0xFE, 0xE9, 0x05, 0x41, 0x00], "utf-16le"),
      ([0xFE, 0xFF, 0x05, 0xE9, 0x00, 0x41], "utf-16be"),
    ] as [([UInt8], String)])
  func `a byte order mark outranks everything and is no part of the text`(bytes: [UInt8], charset: String) throws {
    let decoded = try #require(Charset.decode(bytes, contentType: "text/html; charset=windows-1252"))
    #expect(decoded.charset == charset)
    #expect(["שלום", "שA"].contains(String(decoding: decoded.utf8, as: UTF8.self)))
  }

  @Test
  func `an XML declaration counts`() throws {
    let bytes = Array(#"<?xml version="1.0" encoding="windows-1255"?><x>"#.utf8) + Self.hebrew1255 + Array("</x>".utf8)
    #expect(Charset.decode(bytes, contentType: "text/xml")?.charset == "windows-1255")
  }

  @Test(arguments: ["image/png", "application/pdf", "application/octet-stream"])
  func `what is no text is not decoded`(contentType: String) {
    #expect(Charset.decode([0x89, 0x50, 0x4E, 0x47, 0xFF], contentType: contentType) == nil)
    #expect(Charset.decode([0x50, 0x00, 0x4E], contentType: "text/html") == nil)
  }
}
