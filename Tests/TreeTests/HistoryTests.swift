import Catalogue
import Posix
import Records
import TestSupport
import Testing

@testable import Tree

@Suite struct HistoryTests {
  private let folder: TemporaryFolder
  private let history: History

  init() throws {
    folder = try TemporaryFolder()
    history = History(path: folder.path("history/acme.jsonl"))
  }

  private func append(_ from: String?, _ to: String, _ changes: Int, source: Source = .halilit) throws {
    try history.append(
      .init(
        source: source, brandID: "acme", from: from, to: to, time: "2026-01-01T00:00:00Z", run: nil,
        changes: (0..<changes).map { Change(kind: .added, productID: String($0), name: "n") }))
  }

  private func recover(_ published: [Source: History.Published]) throws -> Bool {
    try history.recover { published[$0] ?? .absent }
  }

  @Test func `a batch whose document was published stays`() throws {
    try append(nil, "h1", 2)
    let before = try File.read(history.path)
    #expect(try !recover([.halilit: .content(hash: "h1")]))
    #expect(try File.read(history.path) == before)
  }

  @Test func `a batch whose document never came is cut off, the ones before it stay`() throws {
    try append(nil, "h1", 2)
    let before = try File.read(history.path)
    try append("h1", "h2", 1)
    #expect(try recover([.halilit: .content(hash: "h1")]))
    #expect(try File.read(history.path) == before)
    #expect(try !recover([.halilit: .content(hash: "h1")]))
  }

  @Test func `a first batch without a document leaves an empty history`() throws {
    try append(nil, "h1", 2)
    #expect(try recover([:]))
    #expect(try File.read(history.path).isEmpty)
    #expect(try !recover([:]))
  }

  @Test func `a batch is judged by the document of its own source`() throws {
    try append(nil, "h1", 1)
    try append(nil, "b1", 1, source: .brand)
    #expect(try !recover([.halilit: .content(hash: "h9"), .brand: .content(hash: "b1")]))
  }

  @Test func `a document that cannot be read proves nothing against its batch`() throws {
    try append(nil, "h1", 1)
    #expect(try !recover([.halilit: .damaged]))
  }

  @Test func `wherever a write was torn, only whole and published batches remain`() throws {
    try append(nil, "h1", 2)
    let published = try File.read(history.path)
    try append("h1", "h2", 3)
    let all = try File.read(history.path)
    for length in stride(from: published.count, to: all.count, by: 11) {
      _ = try folder.write(all[..<length], to: "history/acme.jsonl")
      let hasCut = try recover([.halilit: .content(hash: "h1")])
      #expect(hasCut == (length > published.count))
      #expect(try File.read(history.path) == published, "torn at \(length)")
    }
    for length in stride(from: 0, to: published.count, by: 11) {
      _ = try folder.write(all[..<length], to: "history/acme.jsonl")
      _ = try recover([.halilit: .content(hash: "h1")])
      #expect(try File.read(history.path).isEmpty, "torn at \(length)")
    }
  }

  @Test func `a reader passes over what a killed run left, and leaves the file to the next writer`() throws {
    try append(nil, "h1", 2)
    try append("h1", "h2", 1)
    _ = try folder.write(try File.read(history.path) + Array(#"{"type":"change","#.utf8), to: "history/acme.jsonl")
    let before = try File.read(history.path)
    #expect(try history.read { _ in .content(hash: "h1") }.map(\.type) == ["batch", "change", "change"])
    #expect(try File.read(history.path) == before)
  }

  @Test func `without a file there is nothing to cut`() throws {
    #expect(try !recover([:]))
    #expect(!File.exists(history.path))
  }
}
