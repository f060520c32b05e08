internal import Catalogue

/// Guards over the account of the crawl: what the pages declared and where reading them stopped.
extension Guard {
  static let crawlGuards: [Guard] = [
    blockPage,
    stopped("cap", "a limit on pages that ended the crawl early"),
    stopped("repeated-page", "a listing that gives the same page again"),
    noProducts, declared, shrink,
  ]

  /// Codes by which fetching and parsing name a page that keeps robots out.
  static let blockPageCodes: Set = ["block-page", "challenge", "password"]

  /// Texts of pages that stand where a catalogue should be.
  static let blockPageTexts = [
    "cloudflare ray id", "ray id:", "just a moment...", "attention required!", "checking your browser",
    "verify you are human", "enter store using password", "access denied", "403 forbidden", "captcha",
  ].map { Array($0.utf8) }

  static let blockPage = Guard(name: "block-page", meaning: "a page that keeps robots out, read as a catalogue") {
    evidence in
    if let failure = evidence.part.listings.lazy.compactMap(\.failure).first(where: { blockPageCodes.contains($0.code) }
    ) {
      return "a listing page is a block page (\(failure.message))"
    }
    let texts = evidence.part.listings.compactMap(\.title) + evidence.part.products.map(\.name)
    let found = texts.first { text in
      let bytes = Array(text.lowercased().utf8)
      return blockPageTexts.contains { bytes.contains(run: $0) }
    }
    return found.map { "the text '\($0.prefix(80))' belongs to a block page" }
  }

  /// A guard on a failure that the parser or the crawl names by its code.
  static func stopped(_ code: String, _ meaning: String) -> Guard {
    Guard(name: code, meaning: meaning) { evidence in
      evidence.part.listings.first { $0.failure?.code == code }.map { listing in
        "\(listing.pageURL): \(listing.failure?.message ?? code)"
      }
    }
  }

  static let noProducts = Guard(name: "no-products", meaning: "an empty catalogue where there was one") { evidence in
    guard evidence.part.products.isEmpty else { return nil }
    if let count = evidence.publishedCount, count > 0 { return "0 products, \(count) are published" }
    let failed = evidence.part.listings.compactMap(\.failure)
    return failed.first.map { "0 products, and \(failed.count) listing pages failed (\($0.code): \($0.message))" }
  }

  static let declared = Guard(name: "declared", meaning: "a listing that states another count than was read") {
    evidence in
    guard evidence.part.hasAllListings, let declared = evidence.part.declared else { return nil }
    let distinct = evidence.part.products.count
    let excluded = evidence.part.excludedCount + evidence.droppedCount
    // Where products come from their own pages, each page that failed accounts for one.
    let failed = evidence.part.source == .brand ? evidence.part.failedItems.count : 0
    guard !(distinct + excluded...distinct + excluded + failed).contains(declared) else { return nil }
    return "the listing declares \(declared), read were \(distinct) products and \(excluded) excluded tiles"
  }

  static let shrink = Guard(name: "shrink", meaning: "a catalogue that lost many products at once") { evidence in
    guard evidence.part.hasAllListings, let published = evidence.publishedCount else { return nil }
    let fewer = published - evidence.part.products.count - evidence.carriedCount
    let settings = evidence.settings
    guard fewer > settings.shrinkItems, Double(fewer) * 100 > settings.shrinkPercent * Double(published) else {
      return nil
    }
    return "\(evidence.part.products.count) products, \(published) are published"
  }
}

extension [UInt8] {
  /// Whether `run` stands somewhere in these bytes. O(count × run) at worst, O(count) on text.
  fileprivate func contains(run: [UInt8]) -> Bool {
    guard let first = run.first, count >= run.count else { return run.isEmpty }
    return (0...count - run.count).contains { self[$0] == first && self[$0..<$0 + run.count].elementsEqual(run) }
  }
}
