/// Changes of how texts, addresses and pictures are written, which say the same to a reader.
extension PageMutator {
  /// Marks of direction, which print nothing, around what stands in records.
  mutating func markDirections(_ page: PageElement) {
    let marks = [("\u{200F}", "\u{200E}"), ("\u{202B}", "\u{202C}"), ("\u{2068}", "\u{2069}")]
    let (open, close) = marks.randomElement(using: &random) ?? ("\u{200F}", "\u{200E}")
    for record in widest(page).map(records) ?? [] {
      record.walk { element, _ in
        element.contents = element.contents.map { content in
          guard case .text(let text) = content, text.contains(where: { !$0.isWhitespace }) else { return content }
          return .text(open + text + close)
        }
      }
    }
  }

  /// Breaks lines inside names, and marks their last words.
  mutating func breakNames(_ page: PageElement) {
    let breaks = Bool.random(using: &random)
    for record in widest(page).map(records) ?? [] {
      record.walk { element, _ in
        guard ["h2", "h3", "h4", "h5", "a"].contains(element.name), element.contents.count == 1,
          case .text(let text)? = element.contents.first
        else { return }
        let words = text.split(whereSeparator: \.isWhitespace).map(String.init)
        guard words.count > 1, let last = words.last else { return }
        let first = words.dropLast().joined(separator: " ")
        let join: [PageElement.Content] = breaks ? [.element(PageElement("br"))] : [.text(" ")]
        element.contents =
          [.element(PageElement("span", [], [.text(first)]))] + join + [
            .element(PageElement("span", [], [.text(last)]))
          ]
      }
    }
  }

  /// Spells addresses of records in another way: absolute, or without the scheme, or relative.
  mutating func turnAddresses(_ page: PageElement) {
    let parts = address.split(separator: "/", maxSplits: 2)
    guard parts.count > 1 else { return }
    let host = String(parts[1])
    let isShort = Bool.random(using: &random)
    body(page).walk { element, _ in
      guard element.name == "a", let target = element["href"]?.filter({ !$0.isWhitespace }) else { return }
      if target.hasPrefix("/"), !target.hasPrefix("//") {
        element["href"] = (isShort ? "//" : "https://") + host + target
      } else if let range = target.firstRange(of: "://\(host)/") {
        element["href"] = "/" + target[range.upperBound...]
      }
    }
  }

  /// Adds what a site notes of the way to its products, for each another.
  mutating func addQueries(_ page: PageElement) {
    let name = ["ref", "pos", "from"].randomElement(using: &random) ?? "ref"
    var number = 0
    for record in widest(page).map(records) ?? [] {
      number += 1
      let change = { (link: PageElement) in
        guard link.name == "a", let target = link["href"]?.filter({ !$0.isWhitespace }), !target.contains("?") else {
          return
        }
        link["href"] = target + "?\(name)=list-\(number)#top"
      }
      change(record)
      record.walk { element, _ in change(element) }
    }
  }

  /// Leaves pictures to scripts, in one of the ways that lazy loaders have.
  mutating func hideImages(_ page: PageElement) {
    let style = Int.random(in: 0..<4, using: &random)
    body(page).walk { element, parent in
      guard element.name == "img", parent.name != "noscript", let source = element["src"] ?? element["data-src"] else {
        return
      }
      let names = ["src", "srcset", "data-src", "data-srcset"]
      switch style {
      case 0:
        let whole = element.copy
        element.attributes.removeAll { names.contains($0.name) }
        element.attributes.append(("src", "/blank.gif"))
        parent.replace(
          element, by: [.element(element), .element(PageElement("noscript", [], [.element(whole)]))])
      case 1, 2:
        element.attributes.removeAll { names.contains($0.name) }
        element.attributes.append((style == 1 ? "data-lazy" : "data-image", source))
      default:
        element.attributes.removeAll { names.contains($0.name) }
        element.name = "div"
        element.attributes.append(("style", "background-image: url('\(source)')"))
      }
    }
  }
}
