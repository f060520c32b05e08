internal import JSON

/// An accessory and the instruments of its brand that its name names.
struct AccessoryRelation {
  let accessory: EcosystemProduct
  let instruments: [EcosystemProduct]

  /// One relation for each accessory, also for those that name no instrument. O(accessories × instruments of the brand).
  static func all(_ products: [EcosystemProduct]) -> [AccessoryRelation] {
    let instruments = products.filter { !$0.isAccessory }.compactMap { product in
      designation(of: product).map { (product: product, designation: $0) }
    }
    let byBrand = Dictionary(grouping: instruments) { $0.product.brandID }
    return products.filter(\.isAccessory).map { accessory in
      let named = (byBrand[accessory.brandID] ?? []).filter { accessory.words.end(of: $0.designation) != nil }
      return AccessoryRelation(accessory: accessory, instruments: named.map(\.product))
    }
  }

  /// What an accessory would call an instrument: the words around its first number, such as `electro 6` or `fp 30 x`.
  private static func designation(of instrument: EcosystemProduct) -> [String]? {
    guard let stem = ProductFamily.stem(of: instrument.words) else { return nil }
    return stem.suffix(2).map(\.key)
  }

  /// Instruments are sold, but the accessory for them is not.
  var isMissed: Bool { !accessory.isSold && instruments.contains(where: \.isSold) }

  var json: JSON {
    var object: JSONObject = ["brand_id": .string(accessory.brandID)]
    object["accessory"] = accessory.reference
    object["instruments"] = .array(instruments.map(\.reference))
    object["missed"] = .bool(isMissed)
    return .object(object)
  }
}
