/// One JSON object written member by member, without a tree in between: for what is written often.
///
/// Absent values are left out. Names are not looked at: the caller gives each once.
package struct ObjectWriter {
  private var bytes: [UInt8] = []
  private var isFirst = true

  package init() {
    bytes.reserveCapacity(512)
    bytes.append(UInt8(ascii: "{"))
  }

  /// The whole object, one line without its newline.
  package consuming func encoded() -> [UInt8] {
    bytes.append(UInt8(ascii: "}"))
    return bytes
  }

  package mutating func write(_ name: String, _ text: String?) {
    guard let text else { return }
    begin(name)
    bytes.append(jsonString: text)
  }

  package mutating func write(_ name: String, _ number: Int) {
    begin(name)
    bytes.append(contentsOf: String(number).utf8)
  }

  package mutating func write(_ name: String, _ value: JSON?) {
    guard let value else { return }
    begin(name)
    bytes.append(json: value)
  }

  /// Writes an object whose members `write` gives.
  package mutating func write(_ name: String, _ write: (inout ObjectWriter) -> Void) {
    begin(name)
    writeObject(write)
  }

  /// Writes an array of `count` objects, each with the members that `write` gives for its index.
  package mutating func write(_ name: String, count: Int, _ write: (Int, inout ObjectWriter) -> Void) {
    begin(name)
    bytes.append(UInt8(ascii: "["))
    for index in 0..<count {
      if index > 0 { bytes.append(UInt8(ascii: ",")) }
      writeObject { write(index, &$0) }
    }
    bytes.append(UInt8(ascii: "]"))
  }

  private mutating func writeObject(_ write: (inout ObjectWriter) -> Void) {
    bytes.append(UInt8(ascii: "{"))
    isFirst = true
    write(&self)
    isFirst = false
    bytes.append(UInt8(ascii: "}"))
  }

  private mutating func begin(_ name: String) {
    if !isFirst { bytes.append(UInt8(ascii: ",")) }
    isFirst = false
    bytes.append(jsonString: name)
    bytes.append(UInt8(ascii: ":"))
  }
}
