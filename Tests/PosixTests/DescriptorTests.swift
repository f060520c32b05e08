import Posix
import TestSupport
import Testing

@Suite struct DescriptorTests {
  @Test func `a file is created only where none is, and rewritten only when asked`() throws {
    let folder = try TemporaryFolder()
    let path = try folder.write("old and long".utf8, to: "file")
    let error = try #require(throws: IOError.self) { _ = try Descriptor(opening: path, for: .create) }
    #expect(error.operation == .create)
    try Descriptor(opening: path, for: .rewrite).write(Array("new".utf8))
    #expect(try folder.read("file") == "new")
    try Descriptor(opening: path, for: .append).write("er".utf8)
    #expect(try folder.read("file") == "newer")
  }

  @Test func `a full device is an error of writing`() throws {
    let full = try Descriptor(opening: "/dev/full", for: .rewrite)
    let error = try #require(throws: IOError.self) { try full.write([1]) }
    #expect(error.operation == .write)
    #expect(error.description == "cannot write /dev/full: No space left on device")
  }

  @Test func `a folder cannot be read as a file`() throws {
    let folder = try TemporaryFolder()
    let error = try #require(throws: IOError.self) { try File.read(folder.path("")) }
    #expect(error.operation == .read)
  }
}
