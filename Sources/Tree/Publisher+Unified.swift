internal import Catalogue
internal import JSON
internal import Posix
package import Records

extension Publisher {
  /// Publishes one brand's unified catalogue and its gap report, after checking that they agree.
  package func publishUnified(_ unified: [Record], gap: Record, brandID: String) throws -> Report {
    let inventory = try Inventory(unified, brandID: brandID)
    try inventory.assertAgreement(with: gap)
    try inventory.assertAgreement(with: tree, brandID)
    let state = try tree.readState(.brand, brandID)
    let isWholeLine = !inventory.brand.isEmpty && (state?.isComplete ?? false)
    let document = unifiedDocument(unified, inventory, gap, isWholeLine: isWholeLine, brandID: brandID)
    try tree.removeLeftovers(of: [tree.unified(brandID)])
    let files = [(tree.gapReport(brandID), report(of: gap, list: "gap_products"))]
    let isChanged = try tree.publish(files + (document.map { [(tree.unified(brandID), $0)] } ?? []))
    return Report(isChanged ? .replaced : .unchanged, count: unified.count)
  }

  /// The bytes of the unified document; nil when the published one says the same.
  private func unifiedDocument(
    _ unified: [Record], _ inventory: Inventory, _ gap: Record, isWholeLine: Bool, brandID: String
  ) -> [UInt8]? {
    let metadata: JSON = ["primary_source": "halilit", "includes_full_brand_line": .bool(isWholeLine)]
    let analysis = Self.analysis(of: gap)
    let document = Document(
      .unified, header: header(["metadata": metadata, "gap_analysis": analysis]), records: unified)
    let published = try? tree.readDocument(tree.unified(brandID), .unified)
    guard published?.contentHash != document.contentHash else { return nil }

    var layout = DocumentLayout()
    let times = (inventory.halilit + inventory.brand).compactMap { $0.string("fetched_at") }
    for member in header([
      "brand_id": .string(brandID), "total_products": JSON(unified.count), "fetched_at": JSON(times.max()),
      "metadata": metadata,
    ]).members { layout.append(member.name, member.value) }
    layout.append("inventory", raw: inventory.encoded)
    layout.append("gap_analysis", analysis)
    layout.append("products", lines: unified.map(\.bytes))
    return layout.finished()
  }

  /// The gap record under the names of the unified document (seeds/000).
  private static func analysis(of gap: Record) -> JSON {
    var analysis = JSONObject()
    let names = [
      "halilit_count": "total_halilit", "brand_website_count": "total_brand", "common_count": "common_products",
    ]
    for member in gap.object.members where member.name != "type" && member.name != "brand_id" {
      analysis[names[member.name] ?? member.name] = member.value
    }
    return .object(analysis)
  }
}

/// The products of both sources that a unified catalogue is made of, each once.
struct Inventory {
  private(set) var halilit: [Record] = []
  private(set) var brand: [Record] = []
  private(set) var commonCount = 0

  init(_ unified: [Record], brandID: String) throws {
    var (halilitIDs, brandIDs) = (Set<String>(), Set<String>())
    for record in unified {
      let offers = record.elements("offers")
      try Self.assertClass(record, offers: offers.count, brandID)
      for offer in offers {
        guard halilitIDs.insert(offer.string("id") ?? "").inserted else { throw Self.twice(offer, brandID) }
      }
      halilit += offers
      guard let own = record.member("brand") else { continue }
      guard brandIDs.insert(own.string("id") ?? "").inserted else { throw Self.twice(own, brandID) }
      brand.append(own)
      if !offers.isEmpty { commonCount += 1 }
    }
  }

  /// A class is what the two sides show, never what somebody says: PRIMARY has both.
  private static func assertClass(_ record: Record, offers: Int, _ brandID: String) throws {
    let hasBrand = record.member("brand") != nil
    let shown: ProductClass? =
      switch (hasBrand, offers > 0) {
      case (true, true): .primary
      case (true, false): .secondary
      case (false, true): .halilitOnly
      case (false, false): nil
      }
    guard let shown, record.string("class") == shown.rawValue else {
      throw TreeError.malformed(
        "\(brandID): '\(record.string("id") ?? "")' is called \(record.string("class") ?? "nothing") and shows "
          + "\(hasBrand ? "a" : "no") brand product and \(offers) Halilit items; nothing was stored")
    }
  }

  private static func twice(_ product: Record, _ brandID: String) -> TreeError {
    .malformed("\(brandID): the product '\(product.string("id") ?? "")' is unified twice; nothing was stored")
  }

  /// Every sum that the two documents share must hold.
  func assertAgreement(with gap: Record) throws {
    let missing = gap.elements("gap_products").count
    let sums: [(StaticString, Int)] = [
      ("halilit_count", halilit.count), ("brand_website_count", brand.count), ("common_count", commonCount),
      ("gap_count", missing), ("gap_count", brand.count - commonCount),
    ]
    for (name, expected) in sums where gap.int(name) != expected {
      throw TreeError.malformed(
        "\(gap.string("brand_id") ?? ""): \(name) is \(gap.spelling(name) ?? "missing"), counted are \(expected): "
          + "gap and unify did not read the same records; nothing was stored")
    }
  }

  /// The products must be those of the published catalogues, each of them and no other; one that never was there proves
  /// nothing, one that was lost does.
  func assertAgreement(with tree: Tree, _ brandID: String) throws {
    for (source, records) in [(Source.halilit, halilit), (.brand, brand)] {
      guard let document = try tree.readDocument(tree.catalogue(source, brandID), .catalogue(source)) else {
        let count = try tree.readState(source, brandID)?.published ?? 0
        guard count > 0 else { continue }
        throw TreeError.malformed(
          "\(brandID): \(tree.catalogue(source, brandID)) with its \(count) products is lost: 'stocktake run replay' makes "
            + "it again; nothing was stored")
      }
      let published = Set(document.records.compactMap { $0.string("id") })
      let difference = published.symmetricDifference(records.compactMap { $0.string("id") })
      guard let first = difference.min() else { continue }
      throw TreeError.malformed(
        "\(brandID): \(records.count) \(source.rawValue) products were unified, \(published.count) are published; they "
          + "differ in '\(first)': run gap and unify on what is published; nothing was stored")
    }
  }

  /// The `inventory` member: counts equal to list lengths, one product a line.
  var encoded: [UInt8] {
    var bytes: [UInt8] = []
    for (name, products) in [("halilit", halilit), ("brand_website", brand)] {
      bytes.append(contentsOf: #"\#(bytes.isEmpty ? "{" : ",")"\#(name)":{"count":\#(products.count),"products":"#.utf8)
      bytes.append(lines: products.map(\.bytes))
      bytes.append(UInt8(ascii: "}"))
    }
    bytes.append(UInt8(ascii: "}"))
    return bytes
  }
}

extension Record {
  /// A member that is an object, as a record of its own.
  func member(_ name: StaticString) -> Record? {
    guard let raw = raw(name), raw.first == UInt8(ascii: "{") else { return nil }
    let bytes = Array(raw)
    return try? Record.scanned(bytes, in: bytes.indices)
  }
}
