import Foundation
import JSON
import Posix
import TestSupport
import Testing

@testable import Tree

struct ProposedConfigTests {
  private let folder: TemporaryFolder
  private var tree: Tree { Tree(root: folder.path("")) }
  private let old: JSON = ["schema": 1, "brand_id": "acme", "css": ["item": "li", "fields": ["name": "h3"]]]
  private let new: JSON = ["schema": 1, "brand_id": "acme", "css": ["item": "p", "fields": ["name": "b"]]]

  init() throws { folder = try TemporaryFolder() }

  private func propose(_ config: JSON) throws {
    _ = try folder.write(config.encoded, to: "brands/acme/scrape_config.json.proposed")
    _ = try folder.write("hits".utf8, to: "brands/acme/scrape_config.json.proposed.txt")
  }

  private func take() throws { try tree.takeProposedConfig(of: "acme", note: "seen", at: "2026-01-05T06:00:00Z") }

  @Test func `what was proposed becomes the config, and the one before is kept`() throws {
    _ = try folder.write(old.encoded, to: "brands/acme/scrape_config.json")
    try propose(new)
    try take()
    let config = try JSON(parsing: Array(try folder.read("brands/acme/scrape_config.json").utf8))
    #expect(config["css"] == new["css"])
    #expect(config["verified"] == ["by": "stocktake accept", "at": "2026-01-05", "note": "seen"])
    #expect(try JSON(parsing: Array(try folder.read("brands/acme/scrape_config.json.previous").utf8)) == old)
    #expect(!FileManager.default.fileExists(atPath: folder.path("brands/acme/scrape_config.json.proposed")))
    #expect(!FileManager.default.fileExists(atPath: folder.path("brands/acme/scrape_config.json.proposed.txt")))
  }

  @Test func `where nothing was proposed nothing changes`() throws {
    _ = try folder.write(old.encoded, to: "brands/acme/scrape_config.json")
    #expect(throws: TreeError.self) { try take() }
    #expect(try JSON(parsing: Array(try folder.read("brands/acme/scrape_config.json").utf8)) == old)
  }

  @Test(arguments: [#"{"schema":1,"brand_id":"other"}"#, "[]", "{", ""])
  func `what is no config of the brand's is not taken`(proposal: String) throws {
    _ = try folder.write(old.encoded, to: "brands/acme/scrape_config.json")
    _ = try folder.write(proposal.utf8, to: "brands/acme/scrape_config.json.proposed")
    #expect(throws: TreeError.self) { try take() }
    #expect(try JSON(parsing: Array(try folder.read("brands/acme/scrape_config.json").utf8)) == old)
    #expect(try folder.read("brands/acme/scrape_config.json.proposed") == proposal)
  }
}
