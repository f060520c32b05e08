internal import Catalogue
package import JSON
package import Tree

/// How the products of each brand belong together, and where in its line Halilit's gaps are.
package struct EcosystemAnalysis {
  /// Upper bounds of the price bands, in whatever currency the brand states.
  private static let bounds = [100, 250, 500, 1000, 2500, 5000]

  private let products: [EcosystemProduct]
  private let lookback: Lookback

  /// Reads the unified catalogues. O(all products).
  package init(of tree: Tree, _ lookback: Lookback) throws {
    self.lookback = lookback
    products = try tree.ids(in: "catalogs_unified", suffix: "_unified.json").flatMap { id in
      try (tree.readDocument(tree.unified(id), .unified)?.records ?? []).map { EcosystemProduct($0) }
    }
  }

  package var json: JSONObject {
    let families = ProductFamily.all(products)
    let relations = AccessoryRelation.all(products)
    return [
      "type": "ecosystem", "at": .string(lookback.now), "day": .string(lookback.day),
      "totals": [
        "brand_count": JSON(Set(products.map(\.brandID)).count), "product_count": JSON(products.count),
        "family_count": JSON(families.count), "accessory_count": JSON(relations.count),
        "related_accessory_count": JSON(relations.count { !$0.instruments.isEmpty }),
        "missed_accessory_count": JSON(relations.count(where: \.isMissed)),
      ],
      "families": .array(families.map(\.json)),
      "accessories": .array(relations.map(\.json)),
      "categories": .array(mix { ["category": JSON($0.category)] }),
      "price_bands": .array(
        mix { product in
          guard product.isOfBrand else { return nil }
          guard let price = product.price else { return ["currency": nil, "from": nil, "to": nil] }
          let from = Self.bounds.last { Double($0) <= price.amount } ?? 0
          let to = Self.bounds.first { Double($0) > price.amount }
          return ["currency": .string(price.currency), "from": JSON(from), "to": to.map { JSON($0) } ?? .null]
        }),
    ]
  }

  /// The products of each brand counted by a key, in the order of the keys' first products; nil leaves a product out.
  private func mix(_ key: (EcosystemProduct) -> JSONObject?) -> [JSON] {
    var order: [String] = []
    var cells: [String: Cell] = [:]
    for product in products {
      guard let key = key(product) else { continue }
      let text = "\(product.brandID)\n\(JSON.object(key).text)"
      if cells[text] == nil { order.append(text) }
      cells[text, default: Cell(brandID: product.brandID, key: key)].add(product)
    }
    return order.compactMap { cells[$0]?.json }
  }

  private struct Cell {
    let brandID: String
    let key: JSONObject
    private var products = 0
    private var coverage = Coverage()

    init(brandID: String, key: JSONObject) {
      self.brandID = brandID
      self.key = key
    }

    mutating func add(_ product: EcosystemProduct) {
      products += 1
      if product.isOfBrand { coverage.brandCount += 1 }
      if product.isOfBrand, product.isSold { coverage.commonCount += 1 }
    }

    var json: JSON {
      var object: JSONObject = ["brand_id": .string(brandID)]
      object.members += key.members
      object.members += [
        .init("product_count", JSON(products)), .init("brand_website_count", JSON(coverage.brandCount)),
        .init("common_count", JSON(coverage.commonCount)), .init("gap_count", JSON(coverage.gapCount)),
        .init("coverage_percentage", coverage.coveragePercentage),
      ]
      return .object(object)
    }
  }
}

extension Tree {
  package func ecosystem(_ day: String) -> String { "\(root)/reports/ecosystem_\(day.filter { $0 != "-" }).json" }
}
