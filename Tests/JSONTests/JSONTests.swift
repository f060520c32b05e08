import JSON
import TestSupport
import Testing

@Suite struct JSONTests {
  @Test func `a duplicated name reads as its last value, and setting it replaces that one in place`() {
    var object = JSONObject([.init("a", 1), .init("b", 2), .init("a", 3)])
    #expect(object["a"] == 3)
    object["a"] = 4
    #expect(object.members.map(\.value) == [1, 2, 4])
    object["a"] = nil
    #expect(object.members.map(\.name) == ["b"])
    object["c"] = true
    #expect(object.members.map(\.name) == ["b", "c"])
  }

  @Test(
    arguments: [
      ("7", 7, 7), ("-0", 0, 0), ("2.0", nil, 2), ("1e2", nil, 100),
      ("9223372036854775808", nil, 9_223_372_036_854_775_808), ("1e999", nil, .infinity),
    ] as [(String, Int?, Double?)])
  func `a number is an integer only when it is spelled as one that fits`(spelling: String, int: Int?, double: Double?) {
    #expect(JSON.number(spelling).int == int)
    #expect(JSON.number(spelling).double == double)
  }

  @Test func `a value of another kind reads as nil`() {
    let value: JSON = ["text": "1", "list": [1, 2], "no": nil]
    #expect(value["text"]?.int == nil)
    #expect(value["text"]?.string == "1")
    #expect(value["list"]?[1] == 2)
    #expect(value["list"]?[2] == nil)
    #expect(value["list"]?[-1] == nil)
    #expect(value["list"]?["a"] == nil)
    #expect(value["no"]?.isNull == true)
    #expect(value["absent"] == nil)
    #expect(JSON(nil as String?) == .null)
  }
}
