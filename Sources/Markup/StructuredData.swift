package import JSON

/// What a page says about itself to machines, in every syntax, with the place it stands in.
package struct StructuredData {
  /// The raw values are the strategies' names in `scrape_config.json` and in a product's `extraction`.
  package enum Syntax: String, Sendable, CaseIterable {
    case jsonLD = "json-ld"
    case microdata
    case rdfa
    case openGraph = "opengraph"
    case embedded
  }

  package let syntax: Syntax
  /// In the shape of JSON-LD; OpenGraph as names to contents, embedded states as they are.
  package let value: JSON
  /// The script or the element that holds it.
  package let node: Node

  package static func jsonLD(in document: Document) -> [StructuredData] {
    JSONLD.blocks(in: document).flatMap { block in
      block.values.map { StructuredData(syntax: .jsonLD, value: $0, node: block.script) }
    }
  }

  package static func microdata(
    in document: Document, resolving resolve: @escaping (String) -> String = { $0 }
  ) -> [StructuredData] {
    Microdata.items(in: document, resolving: resolve).map {
      StructuredData(syntax: .microdata, value: $0.linkedData, node: $0.node)
    }
  }

  package static func rdfa(
    in document: Document, resolving resolve: @escaping (String) -> String = { $0 }
  ) -> [StructuredData] {
    RDFaLite.items(in: document, resolving: resolve).map {
      StructuredData(syntax: .rdfa, value: $0.linkedData, node: $0.node)
    }
  }

  /// One value for the page, or none.
  package static func openGraph(in document: Document) -> [StructuredData] {
    guard let graph = OpenGraph(in: document), let root = document.root else { return [] }
    return [StructuredData(syntax: .openGraph, value: graph.json, node: root)]
  }

  package static func embedded(in document: Document) -> [StructuredData] {
    EmbeddedState.all(in: document).map { StructuredData(syntax: .embedded, value: $0.value, node: $0.script) }
  }
}
