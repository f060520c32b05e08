package import JSON

/// Data that a page carries for its own scripts: JSON scripts, assigned literals, pushed objects, JSON attributes.
package struct EmbeddedState {
  /// The script's id, the variable (`__NUXT__` of `window.__NUXT__ = …`), the attribute, or `script[3]`.
  package let name: String
  package let value: JSON
  package let script: Node

  /// Everything that can be read, in document order. O(page).
  package static func all(in document: Document) -> [EmbeddedState] {
    var found = scripts(in: document).flatMap { Self.states(of: $0) }
    found += flight(in: document)
    return found + attributes(in: document)
  }

  /// The JSON in attributes that shop systems and frameworks use, by the attribute's name.
  package static func attributes(in document: Document) -> [EmbeddedState] {
    var found: [EmbeddedState] = []
    for node in document.node.descendants where node.kind == .element {
      for attribute in node.attributes where Self.attributeNames.contains(attribute.name) {
        let text = attribute.text
        guard let first = text.utf8.first(where: { !$0.isASCIISpace }),
          first == UInt8(ascii: "{") || first == UInt8(ascii: "["),
          let value = try? LenientJSON.parse(text)
        else { continue }
        found.append(EmbeddedState(name: attribute.name, value: value, script: node))
      }
    }
    return found
  }

  /// The values of the data scripts of one type.
  package static func scripts(in document: Document, ofType type: String) -> [EmbeddedState] {
    scripts(in: document).filter { $0.isData && $0.node.attribute("type")?.asciiLowercased.hasPrefix(type) == true }
      .flatMap(states)
  }

  /// The first state called `name`; reads no other script. O(page).
  package static func find(in document: Document, named name: String) -> EmbeddedState? {
    switch name {
    case "__next_f": return flight(in: document).first
    case _ where attributeNames.contains(name):
      if let state = attributes(in: document).first(where: { $0.name == name }) { return state }
    default: break
    }
    for script in scripts(in: document) where script.isData ? script.name == name : script.text.contains(name) {
      if let state = states(of: script).first(where: { $0.name == name }) { return state }
    }
    return nil
  }

  /// WooCommerce, Magento, Inertia and what themes call a product's data.
  private static let attributeNames: Set = [
    "data-product_variations", "data-mage-init", "data-page", "data-product", "data-product-json", "data-product-data",
    "data-gtm4wp_product_data", "data-props", "data-react-props", "data-state",
  ]

  private struct Script {
    let node: Node
    let index: Int
    let isData: Bool

    var text: String { node.text }

    /// What a JSON script is called.
    var name: String {
      node.attribute("id") ?? node.attributes.first { $0.name.hasPrefix("data-") }?.name ?? "script[\(index)]"
    }
  }

  private static func scripts(in document: Document) -> [Script] {
    var scripts: [Script] = []
    for (index, node) in document.node.descendants(named: "script").enumerated() where !node.hasAttribute("src") {
      let type = node.attribute("type")?.split(separator: ";").first.map { String($0).trimmingSpace.asciiLowercased }
      switch type ?? "" {
      case "application/json", "text/json", "text/x-magento-init", "application/vnd.api+json":
        scripts.append(Script(node: node, index: index, isData: true))
      case "", "text/javascript", "application/javascript", "module":
        scripts.append(Script(node: node, index: index, isData: false))
      default: continue
      }
    }
    return scripts
  }

  private static func states(of script: Script) -> [EmbeddedState] {
    guard script.isData else {
      return ScriptScanner.assignments(in: script.text).map {
        EmbeddedState(name: $0.name, value: $0.value, script: script.node)
      }
    }
    guard let value = try? LenientJSON.parse(script.text) else { return [] }
    let isFlat = script.name == "__NUXT_DATA__"
    return [EmbeddedState(name: script.name, value: isFlat ? FlatState.expanded(value) : value, script: script.node)]
  }

  /// The rows that Next.js streams: `self.__next_f.push([1, "5:[…]\n"])`, joined and cut again into values.
  private static func flight(in document: Document) -> [EmbeddedState] {
    var stream: [UInt8] = []
    var first: Node?
    for script in scripts(in: document) where !script.isData && script.text.contains("__next_f.push(") {
      first = first ?? script.node
      for push in ScriptScanner.calls("__next_f.push", in: script.text) {
        if let text = push[1]?.string { stream.append(contentsOf: text.utf8) }
      }
    }
    guard let first else { return [] }
    return [EmbeddedState(name: "__next_f", value: .array(FlightRows.values(in: stream)), script: first)]
  }
}

/// The rows of a React Server Components stream: `id:` and JSON, or `id:T` with a length and a text.
private enum FlightRows {
  /// The bytes of `T`, the digits of any length that fits into memory, and the comma behind them.
  private static let longestLength = 18

  static func values(in stream: [UInt8]) -> [JSON] {
    var values: [JSON] = []
    var rest = stream[...]
    while let colon = rest.firstIndex(of: UInt8(ascii: ":")) {
      rest = rest[(colon + 1)...]
      if rest.first == UInt8(ascii: "T"), let comma = rest.prefix(longestLength).firstIndex(of: UInt8(ascii: ",")),
        let length = Int(String(decoding: rest[rest.startIndex + 1..<comma], as: UTF8.self), radix: 16), length >= 0
      {
        rest = rest[(comma + 1)...].dropFirst(length)
        continue
      }
      let end = rest.firstIndex(of: UInt8(ascii: "\n")) ?? rest.endIndex
      let row = Array(rest[..<end].drop { $0 != UInt8(ascii: "[") && $0 != UInt8(ascii: "{") })
      if let value = try? JSON(parsing: row) { values.append(value) }
      rest = rest[end...].dropFirst()
    }
    return values
  }
}
