internal import JSON
internal import Posix
package import Records

/// A finished file of records that is to be published; one bad line makes the whole of it unusable.
package enum PartFile {
  /// Hands over each record in order; the first line that is none, or that `body` refuses, ends it.
  package static func forEachRecord(_ path: String, _ body: (Record) throws -> Void) throws {
    // Opening a pipe would wait for its writer, so what it is comes first.
    guard File.isRegular(path) || !File.exists(path) else {
      throw TreeError.malformed(
        "\(path) is no finished file: the end of a pipe does not say that its writer succeeded; write a file, store it then"
      )
    }
    var chunks = LineChunks(try Descriptor(opening: path, for: .read))
    let parser = RecordParser()
    var line = 0
    while let chunk = try chunks.next() {
      if chunk.isOverlongLine { throw TreeError.malformed("\(path): line \(line + 1): longer than 64 MiB") }
      var start = 0
      while start < chunk.end {
        let end = chunk.bytes[start..<chunk.end].firstIndex(of: UInt8(ascii: "\n")) ?? chunk.end
        line += 1
        defer { start = end + 1 }
        guard chunk.bytes[start..<end].contains(where: { $0 > 0x20 }) else { continue }
        do {
          try body(try parser.parse(chunk.bytes, in: start..<end))
        } catch let error as JSONError {
          throw TreeError.malformed("\(path): line \(line): not a JSON record: \(error); nothing was stored")
        } catch let error as RecordError {
          throw TreeError.malformed("\(path): line \(line): \(error); nothing was stored")
        }
      }
    }
  }

  /// The records of files by brand, in the order in which brands first occur.
  ///
  /// With `brandID` every record must be that brand's. Records of a type outside `types` are refused, except those in
  /// `ignoring`, which are skipped.
  package static func groups(
    _ paths: [String], brandID: String?, types: Set<String>, ignoring: Set<String> = []
  ) throws -> [(brandID: String, records: [Record])] {
    var groups: [(brandID: String, records: [Record])] = []
    var index: [String: Int] = [:]
    if let brandID {
      groups = [(brandID, [])]
      index = [brandID: 0]
    }
    func add(_ record: Record) throws {
      guard let type = record.type else { throw RecordError(#"the record has no "type""#) }
      if ignoring.contains(type) { return }
      guard types.contains(type) else { throw RecordError("a record of type '\(type)' has no place here") }
      let owner = try record.requiredString("brand_id")
      guard isBrandID(owner) else { throw RecordError("'\(owner)' cannot be a brand id: it names a file") }
      guard let at = index[owner] else {
        if let brandID { throw RecordError("a record of '\(owner)', not of '\(brandID)'") }
        index[owner] = groups.count
        groups.append((owner, [record]))
        return
      }
      groups[at].records.append(record)
    }
    for path in paths { try forEachRecord(path, add) }
    return groups
  }
}
