package import Catalogue
package import JSON
internal import Posix
package import Records

extension Tree {
  /// The settings, all defaults when there is no file.
  package func readSettings() throws -> Settings {
    guard let json = try readConfiguration(settings) else { return Settings() }
    do {
      return try Settings(json)
    } catch {
      throw TreeError.configuration("\(settings): \(error.member) must be \(error.expected)")
    }
  }

  /// A JSON file that people keep, nil when absent.
  package func readConfiguration(_ path: String) throws -> JSON? {
    guard let bytes = try File.readIfPresent(path) else { return nil }
    do {
      return try JSON(parsing: bytes)
    } catch {
      throw TreeError.configuration("\(path) is not JSON: \(error); correct it")
    }
  }

  /// A published document, nil when there is none.
  package func readDocument(_ path: String, _ shape: Document.Shape) throws -> Document? {
    guard let bytes = try File.readIfPresent(path) else { return nil }
    do {
      return try Document(parsing: bytes, shape)
    } catch {
      throw TreeError.malformed("\(path) is damaged (\(error)); store it again or restore a backup")
    }
  }

  /// The records of a JSON Lines file, empty when there is none.
  package func readLines(_ path: String) throws -> [Record] {
    guard let bytes = try File.readIfPresent(path) else { return [] }
    return try Self.lines(of: bytes, path)
  }

  /// The records on the lines of a file's bytes; a line that is none names the file.
  static func lines(of bytes: [UInt8], _ path: String) throws -> [Record] {
    let parser = RecordParser()
    var records: [Record] = []
    var line = 0
    for part in bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false) {
      line += 1
      guard part.contains(where: { $0 > 0x20 }) else { continue }
      do {
        records.append(try parser.parse(bytes, in: part.startIndex..<part.endIndex))
      } catch {
        throw TreeError.malformed("\(path): line \(line): \(error)")
      }
    }
    return records
  }

  /// The ids for which a kind of file is there, in byte order.
  package func ids(in folder: String, suffix: String) throws -> [String] {
    try File.list("\(root)/\(folder)").filter { $0.hasSuffix(suffix) }.map { String($0.dropLast(suffix.count)) }
      .filter(isBrandID)
  }
}
