internal import Text

/// Availability as pages spell it: schema.org terms, OpenGraph words, class names, what shops write.
enum Availability {
  /// Nil for a text that says neither.
  static func isInStock(_ text: String) -> Bool? {
    let text = Whitespace.collapsed(text)
    if let known = isInStock(phrase: String(text.split(separator: "/").last ?? "")) { return known }
    return text.split(separator: " ").lazy.compactMap { isInStock(phrase: String($0)) }.first
  }

  private static func isInStock(phrase: String) -> Bool? {
    let letters = phrase.unicodeScalars.filter { $0.properties.isAlphabetic }
    let word = String(String.UnicodeScalarView(letters)).lowercased()
    if inStock.contains(word) { return true }
    return outOfStock.contains(word) ? false : nil
  }

  private static let inStock: Set = [
    "instock", "instoreonly", "onlineonly", "limitedavailability", "available", "availablefororder", "true",
    "במלאי", "קייםבמלאי",
    // What the button of a product that can be had says.
    "addtocart", "addtobasket", "addtobag", "הוסףלסל", "הוספהלסל", "הוסףלעגלה", "הוספהלעגלה",
  ]

  private static let outOfStock: Set = [
    "outofstock", "oos", "soldout", "discontinued", "backorder", "onbackorder", "preorder", "presale", "pending",
    "unavailable", "false",
    "אזל", "אזלהמלאי", "אזלמהמלאי", "לאבמלאי",
  ]
}
