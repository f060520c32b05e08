import Foundation
import Posix
import TestSupport
import Testing

@Suite struct FileTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  @Test func `replacing makes the folders, swaps the content and leaves no temporary file`() throws {
    let path = folder.path("a/b/document.json")
    try File.replace(path, with: Array("old".utf8))
    try File.replace(path, with: Array("new".utf8))
    #expect(try File.read(path) == Array("new".utf8))
    #expect(try File.list(folder.path("a/b")) == ["document.json"])
  }

  @Test func `a replacement that fails leaves the old content and no temporary file`() throws {
    try FileManager.default.createDirectory(atPath: folder.path("document/inside"), withIntermediateDirectories: true)
    #expect { try File.replace(folder.path("document"), with: [1]) } throws: { ($0 as? IOError)?.operation == .rename }
    #expect(try File.list(folder.path("")) == ["document"])
    #expect(File.isFolder(folder.path("document/inside")))
  }

  @Test func `files that belong together are replaced all or none`() throws {
    let (one, two) = (folder.path("a/one"), folder.path("b/two"))
    try File.replaceAll([(one, Array("1".utf8)), (two, Array("2".utf8))])
    #expect(try folder.read("a/one") + folder.read("b/two") == "12")
    try File.createFolders("\(two).\(Environment.processID).part")
    #expect(throws: IOError.self) { try File.replaceAll([(one, Array("3".utf8)), (two, Array("4".utf8))]) }
    #expect(try folder.read("a/one") + folder.read("b/two") == "12")
    #expect(try File.list(folder.path("a")) == ["one"])
  }

  @Test func `a reader that has the old file open keeps the old content`() throws {
    let path = try folder.write("old".utf8, to: "file")
    let reader = try Descriptor(opening: path, for: .read)
    try File.replace(path, with: Array("new".utf8))
    var bytes: [UInt8] = []
    while try reader.read(upTo: 2, appendingTo: &bytes) > 0 {}
    #expect(bytes == Array("old".utf8))
  }

  @Test func `appending keeps what was there`() throws {
    let path = folder.path("sub/history.jsonl")
    try File.append(Array("1\n".utf8), to: path)
    try File.append(Array("2\n".utf8), to: path)
    #expect(try folder.read("sub/history.jsonl") == "1\n2\n")
  }

  @Test func `a folder is listed in byte order, and none is an empty one`() throws {
    for name in ["b", "a", "B", "é", ".hidden"] { _ = try folder.write([], to: name) }
    #expect(try File.list(folder.path("")) == [".hidden", "B", "a", "b", "é"])
    #expect(try File.list(folder.path("none")).isEmpty)
    #expect { try File.list(folder.path("a")) } throws: { ($0 as? IOError)?.operation == .list }
  }

  @Test func `a missing file is an error with its name, and nil where it may be missing`() throws {
    let path = folder.path("none")
    let error = try #require(throws: IOError.self) { try File.read(path) }
    #expect(error.isMissingFile)
    #expect(error.description == "cannot open \(path): No such file or directory")
    #expect(try File.readIfPresent(path) == nil)
    #expect(try File.readIfPresent(folder.path("none/deeper")) == nil)
    #expect(!File.exists(path))
    #expect(File.modificationTime(path) == nil)
    try File.remove(path)
  }

  @Test(arguments: [("a/b/c", "a/b"), ("c", ""), ("/c", "/"), ("a/", "a"), ("/a/b", "/a")])
  func `the folder of a path is what stands before its last slash`(path: String, parent: String) {
    #expect(File.folder(of: path) == parent)
  }

  @Test func `a file takes the place of a folder only by an error`() throws {
    _ = try folder.write([], to: "file")
    #expect { try File.createFolders(folder.path("file/sub")) } throws: { ($0 as? IOError)?.operation == .create }
  }
}
