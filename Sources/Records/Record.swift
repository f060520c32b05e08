internal import Glibc
package import JSON

/// One line of JSON Lines: its bytes and an index of its members, decoded only when asked for.
///
/// Members that nobody sets keep their bytes, order, number spelling and escapes. A name that occurs twice reads as its
/// last value; setting it replaces the last and drops the others.
package struct Record: Sendable {
  /// Where a member is in the storage, in four bytes a place: records are many.
  struct Member: Sendable {
    private let starts: (name: UInt32, value: UInt32)
    private let ends: (name: UInt32, value: UInt32)
    let nameHasEscapes: Bool

    /// The last place of a storage whose members can be told.
    static let lastPlace = Int(UInt32.max)

    init(name: Range<Int>, value: Range<Int>, nameHasEscapes: Bool = false) {
      starts = (UInt32(truncatingIfNeeded: name.lowerBound), UInt32(truncatingIfNeeded: value.lowerBound))
      ends = (UInt32(truncatingIfNeeded: name.upperBound), UInt32(truncatingIfNeeded: value.upperBound))
      self.nameHasEscapes = nameHasEscapes
    }

    var name: Range<Int> { Range(uncheckedBounds: (Int(starts.name), Int(ends.name))) }
    var value: Range<Int> { Range(uncheckedBounds: (Int(starts.value), Int(ends.value))) }
  }

  let storage: [UInt8]
  private let line: Range<Int>
  let members: [Member]

  init(storage: [UInt8], line: Range<Int>, members: [Member]) {
    self.storage = storage
    self.line = line
    self.members = members
  }

  /// The record of an object; its members in the object's order.
  package init(_ object: JSONObject) {
    var bytes: [UInt8] = [UInt8(ascii: "{")]
    var members: [Member] = []
    for member in object.members {
      if !members.isEmpty { bytes.append(UInt8(ascii: ",")) }
      let nameStart = bytes.count + 1
      bytes.append(jsonString: member.name)
      let nameEnd = bytes.count - 1
      bytes.append(UInt8(ascii: ":"))
      let valueStart = bytes.count
      bytes.append(json: member.value)
      members.append(Member(name: nameStart..<nameEnd, value: valueStart..<bytes.count))
    }
    bytes.append(UInt8(ascii: "}"))
    self.init(storage: bytes, line: bytes.indices, members: members)
  }

  /// The line as it was read, without its newline and the white space around the object.
  package var bytes: ArraySlice<UInt8> { storage[line] }

  package var names: [String] { members.map { JSONScanner.decode(storage[$0.name]) } }

  /// Every member in document order: the bytes between its name's quotes and its raw JSON.
  package var rawMembers: [(name: ArraySlice<UInt8>, value: ArraySlice<UInt8>)] {
    members.map { (storage[$0.name], storage[$0.value]) }
  }

  /// The raw JSON of a member, nil when the record has none of that name. O(members).
  package func raw(_ name: StaticString) -> ArraySlice<UInt8>? {
    guard let at = lastIndex(of: name) else { return nil }
    return storage[members[at].value]
  }

  private func lastIndex(of name: StaticString) -> Int? {
    members.lastIndex { isNamed($0, name) }
  }

  private func isNamed(_ member: Member, _ name: StaticString) -> Bool {
    let written = member.name
    guard !member.nameHasEscapes else { return JSONScanner.decode(storage[written]) == name.description }
    guard written.count == name.utf8CodeUnitCount else { return false }
    return storage.withUnsafeBufferPointer { buffer in
      guard let base = buffer.baseAddress else { return false }
      return memcmp(base + written.lowerBound, name.utf8Start, written.count) == 0
    }
  }
}

extension Record {
  package func has(_ name: StaticString) -> Bool { lastIndex(of: name) != nil }

  /// The text of a string member; nil when absent or of another kind.
  package func string(_ name: StaticString) -> String? {
    utf8(name).map { String(decoding: $0, as: UTF8.self) }
  }

  /// The UTF-8 of a string member, copied only when it has escapes.
  package func utf8(_ name: StaticString) -> ArraySlice<UInt8>? {
    guard let raw = raw(name), raw.first == UInt8(ascii: "\"") else { return nil }
    let inside = raw.dropFirst().dropLast()
    guard inside.contains(UInt8(ascii: "\\")) else { return inside }
    return JSONScanner.decodedBytes(inside)[...]
  }

  /// The UTF-8 of the string members of some names, in document order. O(members × names).
  package func utf8(ofAny names: [StaticString]) -> [ArraySlice<UInt8>] {
    var found: [ArraySlice<UInt8>] = []
    for member in members where names.contains(where: { isNamed(member, $0) }) {
      let raw = storage[member.value]
      guard raw.first == UInt8(ascii: "\"") else { continue }
      let inside = raw.dropFirst().dropLast()
      found.append(inside.contains(UInt8(ascii: "\\")) ? JSONScanner.decodedBytes(inside)[...] : inside)
    }
    return found
  }

  package func int(_ name: StaticString) -> Int? { spelling(name).flatMap { Int($0) } }

  package func double(_ name: StaticString) -> Double? { spelling(name).flatMap { Double($0) } }

  /// A number as it is spelled; nil when absent or of another kind.
  package func spelling(_ name: StaticString) -> String? {
    guard let raw = raw(name), let first = raw.first,
      first == UInt8(ascii: "-") || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(first)
    else { return nil }
    return String(decoding: raw, as: UTF8.self)
  }

  package func bool(_ name: StaticString) -> Bool? {
    switch raw(name)?.first {
    case UInt8(ascii: "t"): true
    case UInt8(ascii: "f"): false
    default: nil
    }
  }

  package func isNull(_ name: StaticString) -> Bool { raw(name)?.first == UInt8(ascii: "n") }

  /// A member as a tree; nil when absent.
  package func value(_ name: StaticString) -> JSON? {
    guard let raw = raw(name) else { return nil }
    var scanner = JSONScanner(storage, in: raw.startIndex..<raw.endIndex)
    return try? scanner.readValue()
  }

  /// The elements of an array member that are objects, as records of their own. O(length).
  package func elements(_ name: StaticString) -> [Record] {
    guard let raw = raw(name), raw.first == UInt8(ascii: "[") else { return [] }
    var scanner = JSONScanner(storage, in: raw.startIndex..<raw.endIndex)
    var found: [Record] = []
    guard scanner.take(UInt8(ascii: "[")), (try? scanner.closes(UInt8(ascii: "]"))) == false else { return [] }
    repeat {
      guard let range = try? scanner.skipValue() else { break }
      if let record = try? Record.scanned(storage, in: range) { found.append(record) }
    } while (try? scanner.continues(before: UInt8(ascii: "]"))) == true
    return found
  }

  package var type: String? { string("type") }

  /// The whole record as an object tree.
  package var object: JSONObject {
    var scanner = JSONScanner(storage, in: line)
    return (try? scanner.readValue())?.object ?? JSONObject()
  }
}

extension Record {
  /// Members to add or replace, each with its raw JSON, in the order in which new ones are appended.
  package struct Changes: Sendable {
    /// Each name with the range of its raw JSON in `bytes`, nil to remove the member.
    var entries: [(name: StaticString, raw: Range<Int>?)] = []
    var bytes: [UInt8] = []

    package init() {}

    /// Forgets all changes and keeps the memory.
    package mutating func removeAll() {
      entries.removeAll(keepingCapacity: true)
      bytes.removeAll(keepingCapacity: true)
    }

    package mutating func remove(_ name: StaticString) { put(name, nil) }

    package mutating func set(_ name: StaticString, _ value: JSON) {
      set(name) { $0.append(json: value) }
    }

    package mutating func set(_ name: StaticString, _ text: String) {
      set(name) { $0.append(jsonString: text) }
    }

    /// Sets a member to what `write` appends, which must be one JSON value.
    package mutating func set(_ name: StaticString, _ write: (inout [UInt8]) -> Void) {
      let start = bytes.count
      write(&bytes)
      put(name, start..<bytes.count)
    }

    /// A name that was given before keeps its place and takes the new value: a record never gains a member twice.
    private mutating func put(_ name: StaticString, _ raw: Range<Int>?) {
      if let at = entries.firstIndex(where: { $0.name.hasSameText(as: name) }) {
        entries[at].raw = raw
      } else {
        entries.append((name, raw))
      }
    }
  }

  /// Appends the line with `changes` applied; members that are not named there are copied byte for byte.
  /// O(length + members × changes).
  package func append(to output: inout [UInt8], applying changes: Changes) {
    let start = output.count
    output.append(UInt8(ascii: "{"))
    let (fates, isNew) = fates(of: changes)
    for (index, member) in members.enumerated() {
      switch fates[index] {
      case .dropped: continue
      case .kept:
        if output.count > start + 1 { output.append(UInt8(ascii: ",")) }
        append(member, to: &output)
      case .replaced(let raw):
        if output.count > start + 1 { output.append(UInt8(ascii: ",")) }
        output.append(contentsOf: storage[member.name.lowerBound - 1..<member.name.upperBound + 1])
        output.append(UInt8(ascii: ":"))
        output.append(contentsOf: changes.bytes[raw])
      }
    }
    for (index, entry) in changes.entries.enumerated() where isNew[index] {
      guard let raw = entry.raw else { continue }
      if output.count > start + 1 { output.append(UInt8(ascii: ",")) }
      output.append(jsonString: entry.name)
      output.append(UInt8(ascii: ":"))
      output.append(contentsOf: changes.bytes[raw])
    }
    output.append(UInt8(ascii: "}"))
  }

  /// What becomes of a member when changes are applied.
  private enum Fate {
    case kept, dropped
    case replaced(Range<Int>)
  }

  /// The fate of each member, and which changes no member has the name of.
  private func fates(of changes: Changes) -> ([Fate], isNew: [Bool]) {
    var fates = [Fate](repeating: .kept, count: members.count)
    var isNew = [Bool](repeating: true, count: changes.entries.count)
    for (change, entry) in changes.entries.enumerated() {
      // From the end: the last of several members of a name is the one that counts, the others go.
      for index in members.indices.reversed() where isNamed(members[index], entry.name) {
        if isNew[change], let raw = entry.raw { fates[index] = .replaced(raw) } else { fates[index] = .dropped }
        isNew[change] = false
      }
    }
    return (fates, isNew)
  }

  /// Appends name and value, in one copy where only a colon stands between them.
  private func append(_ member: Member, to output: inout [UInt8]) {
    if member.value.lowerBound == member.name.upperBound + 2 {
      output.append(contentsOf: storage[member.name.lowerBound - 1..<member.value.upperBound])
    } else {
      output.append(contentsOf: storage[member.name.lowerBound - 1..<member.name.upperBound + 1])
      output.append(UInt8(ascii: ":"))
      output.append(contentsOf: storage[member.value])
    }
  }

  /// The record with `changes` applied.
  package func applying(_ changes: Changes) -> Record {
    var bytes: [UInt8] = []
    append(to: &bytes, applying: changes)
    return (try? Record.scanned(bytes, in: bytes.indices)) ?? self
  }
}

extension StaticString {
  fileprivate func hasSameText(as other: StaticString) -> Bool {
    utf8CodeUnitCount == other.utf8CodeUnitCount
      && (utf8Start == other.utf8Start || description == other.description)
  }
}
