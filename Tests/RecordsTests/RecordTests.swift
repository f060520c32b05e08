import JSON
import Records
import TestSupport
import Testing

@Suite struct RecordTests {
  private let record: Record

  init() throws {
    record = try RecordParser().parse(
      #" {"type":"product", "n":1.50,"i":-7 ,"t":true,"z":null,"s":"a\/\u05d0","o":{"k":[1, 2]},"l":[{"a":1},2,{"b":{}}],"\u0069d":"x","d":1,"d":2}"#
    )
  }

  @Test func `members read as their kind and as nil for every other`() {
    #expect(record.type == "product")
    #expect(record.spelling("n") == "1.50")
    #expect(record.double("n") == 1.5)
    #expect(record.int("n") == nil)
    #expect(record.int("i") == -7)
    #expect(record.bool("t") == true)
    #expect(record.bool("z") == nil)
    #expect(record.isNull("z"))
    #expect(!record.isNull("absent"))
    #expect(record.string("s") == "a/א")
    #expect(record.utf8("s").map(Array.init) == Array("a/א".utf8))
    #expect(record.string("n") == nil)
    #expect(record.spelling("s") == nil)
    #expect(record.value("o") == ["k": [1, 2]])
    #expect(record.value("absent") == nil)
  }

  @Test func `a member's raw bytes are as they were written`() {
    #expect(record.raw("i").map { String(decoding: $0, as: UTF8.self) } == "-7")
    #expect(record.raw("o").map { String(decoding: $0, as: UTF8.self) } == #"{"k":[1, 2]}"#)
    #expect(record.raw("s").map { String(decoding: $0, as: UTF8.self) } == #""a\/\u05d0""#)
  }

  @Test func `an escaped name is the name it stands for`() {
    #expect(record.string("id") == "x")
    #expect(record.has("id"))
    #expect(record.names == ["type", "n", "i", "t", "z", "s", "o", "l", "id", "d", "d"])
  }

  @Test func `a name that occurs twice reads as its last value`() { #expect(record.int("d") == 2) }

  @Test func `the objects of a list are records of their own`() {
    #expect(record.elements("l").map { String(decoding: $0.bytes, as: UTF8.self) } == [#"{"a":1}"#, #"{"b":{}}"#])
    #expect(record.elements("o").isEmpty)
    #expect(record.elements("absent").isEmpty)
  }

  @Test func `a record's bytes are its line without white space around it`() throws {
    #expect(record.bytes.first == UInt8(ascii: "{"))
    let line = Array("\t{ \"a\" : 1 } \r".utf8)
    let scanned = try Record.scanned(line, in: line.indices)
    #expect(String(decoding: scanned.bytes, as: UTF8.self) == #"{ "a" : 1 }"#)
  }

  @Test(arguments: seeds(200))
  func `a record made of an object is that object`(seed: UInt64) throws {
    var random = RandomJSON(seed: seed)
    let object = random.object()
    let record = Record(object)
    #expect(record.object == object)
    #expect(record.names == object.members.map(\.name))
    #expect(String(decoding: record.bytes, as: UTF8.self) == JSON.object(object).text)
  }

  @Test(arguments: [
    #"{"type":"gap"}"#, #"{"type":"gap","id":""}"#, #"{"type":"gap","id":7}"#, #"{"type":"gap","id":null}"#,
  ])
  func `a required text that is missing is an error that names record and member`(line: String) throws {
    let record = try RecordParser().parse(line)
    #expect(throws: RecordError(#"the gap has no "id" or it is not a text"#)) { try record.requiredString("id") }
  }
}
