import Foundation
import JSON
import TestSupport

/// A real page and what is asked of it.
struct RealPage: Sendable, CustomStringConvertible {
  let name: String
  let path: String
  let url: String
  let source: String
  let brandID: String
  var role = "listing"
  /// Whether the brand's shipped config reads the page.
  var hasConfig = false
  /// Without the state that the page keeps for its scripts, only its markup is left.
  var keepsScripts = true

  var description: String { name }

  func html() throws -> String {
    let html = String(decoding: try Conformance.bytes(path), as: UTF8.self)
    return keepsScripts ? html : try PageMutator.withoutScripts(html)
  }

  func config() throws -> JSON? {
    guard hasConfig else { return nil }
    let path = packageRoot.appending(path: "data/brands/\(brandID)/scrape_config.json")
    return try JSON(parsing: Array(try Data(contentsOf: path)))
  }
}
