package import JSON

/// The JSON-LD scripts of a page, each on its own: a broken one does not cost the others.
package enum JSONLD {
  package struct Block {
    package let script: Node
    /// The objects of the script; arrays are opened, what is no object is left out.
    package let values: [JSON]
    /// Why the script could not be read, which then has no values.
    package let error: JSONError?
  }

  package static func blocks(in document: Document) -> [Block] {
    document.node.descendants(named: "script").filter(\.isJSONLD).map { script in
      do throws(JSONError) {
        return Block(script: script, values: objects(in: try read(script.text)), error: nil)
      } catch {
        return Block(script: script, values: [], error: error)
      }
    }
  }

  /// Reads leniently, and once more where the whole text was written as for HTML (`{&quot;name&quot;…`).
  private static func read(_ text: String) throws(JSONError) -> [JSON] {
    do {
      return try LenientJSON.parseAll(Array(text.utf8))
    } catch {
      guard text.contains("&quot;") || text.contains("&#34;"), let decoded = try? Document(html: text).node.text,
        let values = try? LenientJSON.parseAll(Array(decoded.utf8))
      else { throw error }
      return values
    }
  }

  private static func objects(in values: [JSON]) -> [JSON] {
    var found: [JSON] = []
    for value in values {
      switch value {
      case .object: found.append(value)
      case .array(let values): found += objects(in: values)
      default: continue
      }
    }
    return found
  }
}

extension Node {
  /// `application/ld+json`, perhaps with parameters.
  fileprivate var isJSONLD: Bool {
    guard let type = attribute("type")?.split(separator: ";").first else { return false }
    return String(type).trimmingSpace.asciiLowercased == "application/ld+json"
  }
}
