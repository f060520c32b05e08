package import Catalogue
package import Markup
package import Sites

/// The elements of one page in document order, by number.
package struct PageOutline {
  package let page: Page
  package let document: Document
  package let address: PageAddress
  let elements: [Node]
  /// The number of the element above; -1 for the outermost.
  let parents: [Int]
  /// The number behind the last element inside.
  let ends: [Int]
  private let numbers: [Node: Int]

  package init(_ page: Page, _ document: Document) {
    self.page = page
    self.document = document
    address = PageAddress(page, document)
    elements = document.node.descendants.filter { $0.kind == .element }
    var numbers: [Node: Int] = [:]
    for (number, element) in elements.enumerated() { numbers[element] = number }
    parents = elements.map { $0.parent.flatMap { numbers[$0] } ?? -1 }
    var ends = Array(1..<elements.count + 1)
    for number in elements.indices.reversed() where parents[number] >= 0 {
      ends[parents[number]] = max(ends[parents[number]], ends[number])
    }
    self.ends = ends
    self.numbers = numbers
  }

  func number(of element: Node) -> Int? { numbers[element] }

  /// The element itself, the one above it, and so on to the outermost.
  func path(up from: Int) -> UnfoldSequence<Int, (Int?, Bool)> {
    sequence(first: from) { [parents] in parents[$0] >= 0 ? parents[$0] : nil }
  }

  /// Whether any of `found` stands inside another.
  func areNested(_ found: [Int]) -> Bool {
    let all = Set(found)
    return found.contains { path(up: $0).dropFirst().contains(where: all.contains) }
  }

  /// The elements that `css` finds, by number.
  func matches(_ selector: Selector) -> [Int] {
    ((try? document.node.select(selector)) ?? []).compactMap { numbers[$0] }
  }
}
