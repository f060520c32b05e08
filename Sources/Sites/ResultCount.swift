internal import Markup

/// The number of products that a shop system states above its lists.
enum ResultCount {
  /// The largest number of "Showing 1–12 of 48 results"; nil where nothing states one.
  static func declared(in page: Node) -> Int? {
    for name in ["woocommerce-result-count", "toolbar-amount"] {
      guard let text = page.firstDescendant(class: name)?.collapsed else { continue }
      let digits = text.filter { $0 != "," && $0 != "." }
      let numbers = digits.split { !("0"..."9").contains($0) }.compactMap { Int($0) }
      if let largest = numbers.max() { return largest }
    }
    return nil
  }
}
