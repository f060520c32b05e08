import JSON
import Testing

@Suite struct ObjectWriterTests {
  @Test func `members are written in their order, and absent ones left out`() throws {
    var writer = ObjectWriter()
    writer.write("text", "5\" \n")
    writer.write("none", String?.none)
    writer.write("number", -7)
    writer.write("tree", JSON?.some(["a": [1, nil]]))
    writer.write("object") { inner in
      inner.write("x", "1")
      inner.write("deep") { $0.write("y", 2) }
      inner.write("z", 3)
    }
    writer.write("empty") { _ in }
    writer.write("list", count: 2) { index, object in if index > 0 { object.write("n", index) } }
    writer.write("last", Bool?.none.map(JSON.bool))
    let expected =
      #"{"text":"5\" \n","number":-7,"tree":{"a":[1,null]},"object":{"x":"1","deep":{"y":2},"z":3},"empty":{},"#
      + #""list":[{},{"n":1}]}"#
    let encoded = writer.encoded()
    #expect(String(decoding: encoded, as: UTF8.self) == expected)
    #expect(try JSON(parsing: encoded).text == expected)
  }

  @Test func `nothing written is an empty object`() {
    #expect(ObjectWriter().encoded() == Array("{}".utf8))
  }
}
