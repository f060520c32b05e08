import TestSupport
import Testing

@testable import Transfer

@Suite struct HeaderFieldsTests {
  @Test(arguments: [
    ("ETag: \"x\"\r\n", "etag", "\"x\""), ("Location:/a:b\r\n", "Location", "/a:b"), ("a:\r\n", "A", ""),
    (" a \t:  b  c \r\n", "a", "b  c"), ("X-Å: ü\r\n", "X-Å", "ü"),
  ])
  func `a line is a name, a colon and a value without the white space around them`(
    line: String, name: String, value: String
  ) {
    #expect(Self.fields([line]).value(name) == value)
  }

  @Test func `the first of several fields of a name counts, whatever case it is written in`() {
    let fields = Self.fields(["Link: one\r\n", "link: two\r\n"])
    #expect(fields.value("LINK") == "one")
    #expect(HeaderFields([Header("Link", "one"), Header("link", "two")]).value("LINK") == "one")
  }

  @Test(arguments: ["no colon\r\n", "\r\n", ""])
  func `a line without a colon is no field`(line: String) {
    #expect(Self.fields([line]).value("") == nil)
    #expect(Self.fields([line, "a: b\r\n"]).value("a") == "b")
  }

  @Test func `a name is not the beginning of another`() {
    #expect(Self.fields(["Content-Type: text/html\r\n"]).value("Content") == nil)
  }

  private static func fields(_ lines: [String]) -> HeaderFields {
    var fields = HeaderFields()
    for line in lines { Array(line.utf8).withUnsafeBytes { fields.append(line: $0) } }
    return fields
  }
}
