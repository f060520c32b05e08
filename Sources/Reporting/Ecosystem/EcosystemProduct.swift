internal import Catalogue
internal import JSON
internal import Records

/// A unified product as the analysis of its surroundings sees it.
struct EcosystemProduct {
  let brandID: String
  let id: String
  let name: String
  let category: String?
  let isAccessory: Bool
  /// Made by the brand, as its own site shows.
  let isOfBrand: Bool
  /// Sold by Halilit.
  let isSold: Bool
  /// The brand's own price and its currency.
  let price: (amount: Double, currency: String)?
  /// The words of the name; those after the brand's own name where it is in it.
  let words: [NameWord]

  init(_ unified: Record) {
    brandID = unified.string("brand_id") ?? ""
    id = unified.string("id") ?? ""
    name = unified.string("name") ?? ""
    category = unified.string("category").flatMap { $0.isEmpty ? nil : $0 }
    isAccessory = ["accessory", "part"].contains(unified.string("kind") ?? "")
    let productClass = unified.string("class").flatMap(ProductClass.init)
    isOfBrand = productClass != .halilitOnly
    isSold = productClass != .secondary
    let brand = unified.value("brand")
    if let amount = brand?["price_amount"]?.double, amount > 0, let currency = brand?["price_currency"]?.string {
      price = (amount, currency)
    } else {
      price = nil
    }
    let words = NameWord.split(name)
    let brandEnd = words.end(of: NameWord.split(brandID).map(\.key)) ?? 0
    self.words = brandEnd < words.count ? Array(words[brandEnd...]) : words
  }

  var reference: JSON { ["id": .string(id), "name": .string(name), "sold": .bool(isSold)] }
}
