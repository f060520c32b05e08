internal import JSON

/// Products of a brand that are variants or sizes of one thing: Electro 6D 61, Electro 6D 73 and Electro 6 HP.
struct ProductFamily {
  let brandID: String
  /// The words that all members begin with, as the first member spells them.
  let name: String
  let members: [EcosystemProduct]

  /// The families of at least two products, in the order of their first members. O(products).
  static func all(_ products: [EcosystemProduct]) -> [ProductFamily] {
    var order: [[String]] = []
    var members: [[String]: [EcosystemProduct]] = [:]
    var names: [[String]: String] = [:]
    for product in products where !product.isAccessory {
      guard let stem = stem(of: product.words), let first = stem.first, let last = stem.last else { continue }
      let key = [product.brandID] + stem.map(\.key)
      if members[key] == nil {
        order.append(key)
        names[key] = String(product.name[first.range.lowerBound..<last.range.upperBound])
      }
      members[key, default: []].append(product)
    }
    return order.compactMap { key in
      guard let members = members[key], members.count > 1, let brandID = key.first else { return nil }
      return ProductFamily(brandID: brandID, name: names[key] ?? "", members: members)
    }
  }

  /// The words up to the first number, which tells generations apart; nil without one, or when nothing stands before it.
  static func stem(of words: [NameWord]) -> [NameWord]? {
    guard let number = words.firstIndex(where: \.isNumber), number > 0 else { return nil }
    return Array(words[...number])
  }

  var json: JSON {
    [
      "brand_id": .string(brandID), "family": .string(name), "count": JSON(members.count),
      "sold": JSON(members.count(where: \.isSold)), "products": .array(members.map(\.reference)),
    ]
  }
}
