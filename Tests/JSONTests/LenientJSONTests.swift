import Testing

@testable import JSON

struct LenientJSONTests {
  @Test(arguments: [
    ("// c\n{\"a\":1,/* d */}", #"{"a":1}"#), ("<!-- c -->\n[1,2,]<!-- d -->", "[1,2]"),
    ("<![CDATA[{\"a\":1}]]>", #"{"a":1}"#),
    ("{a: 'x', $b: `y`, 3: \"it's\"}", #"{"a":"x","$b":"y","3":"it's"}"#),
    ("\u{FEFF}{\"a\":\"1\n\t2\"};", "{\"a\":\"1\\n\\t2\"}"),
    ("[!0,!1,void 0,undefined,NaN,-Infinity]", "[true,false,null,null,null,null]"),
    ("[.5,1.,+1,007,0x1F,-0x2,1E+3,1e400]", "[0.5,1,1,7,31,-2,1e+3,1e400]"),
    (#"["\x41\u{1F600}\/\'\q","\uD83D\uDE00","\uD83D!"]"#, #"["A😀/'q","😀","�!"]"#),
    ("[1,,2]", "[1,2]"), (#"{"a":1 "b":2}"#, #"{"a":1,"b":2}"#), ("[new Date(5), new Map()]", "[5,null]"),
    ("(function(a,b){return {x:a,y:[b,b],a}}(\"}\",{c:1}))", #"{"x":"}","y":[{"c":1},{"c":1}],"a":"}"}"#),
    ("(function(a,b){return [a,b]})(1)", "[1,null]"),
    (#"{"name":"Cymbal 12" thin","size":"14"","ok":"a"}"#, #"{"name":"Cymbal 12\" thin","size":"14\"","ok":"a"}"#),
    ("[\"a\\\nb\"]", #"["ab"]"#),
  ])
  func `what pages offer as JSON is read`(text: String, expected: String) throws {
    #expect(try LenientJSON.parse(text).text == expected)
  }

  @Test(arguments: [
    "", "{", "[1", "{\"a\"", "'a", "/* a", "{a}", "[b]", "f(1)", "`${a}`", "1 2", "12px", "0x", "-",
    "function(){return 1}",
    "(function(){var a=1;return a})()", "{\"a\":}", "[1}",
  ])
  func `what must be computed or does not end is an error`(text: String) {
    #expect(throws: JSONError.self) { try LenientJSON.parse(text) }
  }

  @Test func `several values in one text are all read`() throws {
    #expect(try LenientJSON.parseAll(Array("{a:1}\n{a:2},{a:3};".utf8)).count == 3)
    #expect(try LenientJSON.parseAll(Array(" \n".utf8)).isEmpty)
  }

  @Test(arguments: ["[", "{a:", "!", "(", "void ", "new X(", "(function(a){return ["])
  func `nesting has an end`(opening: String) {
    let text = String(repeating: opening, count: 200_000)
    #expect(throws: JSONError.self) { try LenientJSON.parse(text) }
  }

  @Test func `a value used again and again is counted`() {
    var text = "[1,1,1,1,1,1,1,1]"
    for _ in 0..<7 { text = "(function(a){return [a,a,a,a,a,a,a,a,a,a]})(\(text))" }
    #expect(throws: JSONError.self) { try LenientJSON.parse(text) }
  }
}
