import Posix
import TestSupport
import Testing

@Suite struct AppendedFileTests {
  private let folder: TemporaryFolder
  private let file: AppendedFile

  init() throws {
    folder = try TemporaryFolder()
    file = AppendedFile(folder.path("sub/lines.jsonl"))
  }

  private func add(_ line: String, isForced: Bool = false) throws {
    try file.append(Array("\(line)\n".utf8), isForced: isForced)
  }

  @Test(arguments: [false, true]) func `lines are added to what is there, whoever wrote it`(isForced: Bool) throws {
    try add("1", isForced: isForced)
    try File.append(Array("2\n".utf8), to: folder.path("sub/lines.jsonl"))
    try add("3", isForced: isForced)
    #expect(try folder.read("sub/lines.jsonl") == "1\n2\n3\n")
  }

  @Test func `a line that another process left torn is ended, at the first addition and at a later one`() throws {
    _ = try folder.write("torn".utf8, to: "sub/lines.jsonl")
    try add("1")
    let other = try Descriptor(opening: folder.path("sub/lines.jsonl"), for: .append)
    try other.write("torn again".utf8)
    try add("2")
    #expect(try folder.read("sub/lines.jsonl") == "torn\n1\ntorn again\n2\n")
  }

  @Test func `a file that was replaced or removed between two additions is opened anew`() throws {
    try add("1")
    try File.rewrite(folder.path("sub/lines.jsonl")) { _ in Array("kept\n".utf8) }
    try add("2")
    #expect(try folder.read("sub/lines.jsonl") == "kept\n2\n")
    try File.remove(folder.path("sub/lines.jsonl"))
    try add("3")
    #expect(try folder.read("sub/lines.jsonl") == "3\n")
  }

  @Test func `the lock is given up after each addition, so that another process can add`() throws {
    try add("1")
    let second = AppendedFile(folder.path("sub/lines.jsonl"))
    for line in 2...4 {
      try second.append(Array("\(line)\n".utf8), isForced: false)
      try add("\(line)")
    }
    #expect(try folder.read("sub/lines.jsonl") == "1\n2\n2\n3\n3\n4\n4\n")
  }

  @Test func `a file that cannot be made is an error with its name`() throws {
    _ = try folder.write("".utf8, to: "sub")
    let error = try #require(throws: IOError.self) { try add("1") }
    #expect(error.operation == .create && error.path == folder.path("sub/lines.jsonl"))
  }
}
