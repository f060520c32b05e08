import JSON
import TestSupport
import Testing

@Suite struct JSONEncodingTests {
  @Test(arguments: [
    ("", #""""#), ("a/b", #""a/b""#), (#"5" \ 7"#, #""5\" \\ 7""#), ("פסנתר 🎹", #""פסנתר 🎹""#),
    ("\n\r\t\u{8}\u{C}", #""\n\r\t\b\f""#), ("\u{0}\u{1F}", #""\u0000\u001f""#),
    ("\u{7F}\u{2028}", "\"\u{7F}\u{2028}\""),
  ])
  func `a text is escaped only where JSON asks for it`(text: String, encoded: String) {
    #expect(JSON.string(text).text == encoded)
  }

  @Test(arguments: ["\"", "\\", "\n", "\u{0}", "\u{1F}", "\"\\", " ", "\u{7F}", "א"])
  func `an escape is found wherever it stands`(special: String) {
    for before in 0..<20 {
      for after in 0..<20 {
        let text = String(repeating: "a", count: before) + special + String(repeating: "ת", count: after) + special
        let utf8 = Array(("xx" + text).utf8)
        var (ofBytes, ofText): ([UInt8], [UInt8]) = ([], [])
        ofBytes.append(jsonString: utf8[2...])
        ofText.append(jsonString: text)
        let expected = Array("\"\(text.unicodeScalars.map(Self.slowlyEscaped).joined())\"".utf8)
        #expect(ofBytes == expected)
        #expect(ofText == expected)
      }
    }
  }

  /// A character as RFC 8259 §7 has it written, the short forms first.
  private static func slowlyEscaped(_ character: Unicode.Scalar) -> String {
    switch character {
    case "\"": #"\""#
    case "\\": #"\\"#
    case "\n": #"\n"#
    case "\u{0}"..."\u{1F}": #"\u00"# + (character.value < 16 ? "0" : "") + String(character.value, radix: 16)
    default: String(character)
    }
  }

  @Test func `a tree is written compact, in its own order`() {
    let value: JSON = ["b": [1, .number("2.5"), nil, true, [:]], "a": ["x": []]]
    #expect(value.text == #"{"b":[1,2.5,null,true,{}],"a":{"x":[]}}"#)
  }

  @Test(arguments: seeds(300))
  func `decoding what was encoded gives the same tree`(seed: UInt64) throws {
    var random = RandomJSON(seed: seed)
    let tree = random.tree()
    #expect(try JSON(parsing: tree.encoded) == tree)
  }

  @Test(arguments: seeds(300))
  func `every spelling of a tree decodes to it`(seed: UInt64) throws {
    var random = RandomJSON(seed: seed)
    let tree = random.tree()
    let spelled = random.spelling(tree)
    #expect(try JSON(parsing: spelled) == tree, "\(String(decoding: spelled, as: UTF8.self))")
  }
}
