package import JSON

/// OpenGraph of a page (https://ogp.me), with `product:` and any prefix that the page declares.
package struct OpenGraph {
  package struct Property: Equatable {
    package let name: String
    package let content: String
  }

  /// Prefix to address, of the prefixes that are declared or used.
  package private(set) var namespaces: [String: String]
  /// In document order, repeated ones repeated.
  package private(set) var properties: [Property]

  private static let known = [
    "og": "http://ogp.me/ns#", "article": "http://ogp.me/ns/article#", "book": "http://ogp.me/ns/book#",
    "music": "http://ogp.me/ns/music#", "product": "http://ogp.me/ns/product#",
    "profile": "http://ogp.me/ns/profile#", "video": "http://ogp.me/ns/video#",
  ]

  /// The page's properties; nil where it has none.
  package init?(in document: Document) {
    namespaces = [:]
    properties = []
    for name in ["html", "head"] {
      guard let declared = document.node.firstDescendant(named: name)?.attribute("prefix") else { continue }
      namespaces.merge(Self.wordPrefixes(declared)) { $1 }
    }
    for meta in document.node.descendants(named: "meta") {
      // Many pages say name where they mean property.
      guard let name = (meta.attribute("property") ?? meta.attribute("name"))?.trimmingSpace,
        let content = meta.attribute("content")?.trimmingSpace, !content.isEmpty,
        let colon = name.firstIndex(of: ":")
      else { continue }
      let prefix = String(name[..<colon])
      if let address = Self.known[prefix], namespaces[prefix] == nil { namespaces[prefix] = address }
      if namespaces[prefix] != nil { properties.append(Property(name: name, content: content)) }
    }
    if properties.isEmpty { return nil }
  }

  /// The first content of `name`.
  package subscript(name: String) -> String? { properties.first { $0.name == name }?.content }

  package func all(_ name: String) -> [String] { properties.filter { $0.name == name }.map(\.content) }

  /// Property names to contents; what is repeated is an array.
  package var json: JSON {
    var object = JSONObject()
    for property in properties where object[property.name] == nil {
      let contents = all(property.name).map(JSON.string)
      object.members.append(.init(property.name, contents.count == 1 ? contents[0] : .array(contents)))
    }
    return .object(object)
  }

  /// Reads declarations as pages and readers of OpenGraph do: a prefix is what letters, digits and `_` stand before the
  /// colon, and its address may follow at once.
  private static func wordPrefixes(_ declared: String) -> [String: String] {
    var prefixes: [String: String] = [:]
    var rest = declared[...]
    while let colon = rest.firstIndex(of: ":") {
      let prefix = rest[..<colon].reversed().prefix { $0.isLetter || $0.isNumber || $0 == "_" }
      let after = rest[rest.index(after: colon)...].drop(while: \.isWhitespace)
      let address = after.prefix { !$0.isWhitespace }
      guard !prefix.isEmpty, !address.isEmpty else {
        rest = rest[rest.index(after: colon)...]
        continue
      }
      prefixes[String(prefix.reversed())] = String(address)
      rest = after[address.endIndex...]
    }
    return prefixes
  }

  /// Reads `og: http://ogp.me/ns# fb: …` (RDFa Core §5): pairs of a prefix with its colon and an address.
  static func prefixes(_ declared: String) -> [String: String] {
    var prefixes: [String: String] = [:]
    var words = declared.words[...]
    while let word = words.popFirst() {
      guard word.hasSuffix(":"), let address = words.popFirst() else { continue }
      prefixes[String(word.dropLast())] = address
    }
    return prefixes
  }
}
