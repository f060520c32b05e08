internal import Catalogue

/// Guards over the account of the crawl: what the pages declared and where reading them stopped.
extension Guard {
  static let crawlGuards: [Guard] = [
    blockPage,
    stopped("cap", "a limit on pages that ended the crawl early"),
    stopped("repeated-page", "a listing that gives the same page again"),
    noProducts, declared, shrink, growth,
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
    let found = texts.filter { text in
      let bytes = Array(text.lowercased().utf8)
      return blockPageTexts.contains { bytes.contains(run: $0) }
    }
    guard let first = found.first, found.count > evidence.settings.tolerated("block-page") else { return nil }
    return "the text '\(first.prefix(80))' belongs to a block page"
  }

  /// A guard on a failure that the parser or the crawl names by its code.
  static func stopped(_ code: String, _ meaning: String) -> Guard {
    Guard(name: code, meaning: meaning) { evidence in
      let stopped = evidence.part.listings.filter { $0.failure?.code == code }
      guard let first = stopped.first, stopped.count > evidence.settings.tolerated(code) else { return nil }
      return "\(first.pageURL): \(first.failure?.message ?? code)"
    }
  }

  static let noProducts = Guard(name: "no-products", meaning: "an empty catalogue where there was one") { evidence in
    guard evidence.part.products.isEmpty else { return nil }
    let tolerated = evidence.settings.tolerated("no-products")
    if let count = evidence.publishedCount, count > tolerated { return "0 products, \(count) are published" }
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
    let tolerated = evidence.settings.tolerated("declared")
    let read = distinct + excluded
    guard !(read - tolerated...read + failed + tolerated).contains(declared) else { return nil }
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

  static let growth = Guard(name: "growth", meaning: "a catalogue that gained many products at once") { evidence in
    guard let published = evidence.publishedCount, published > 0 else { return nil }
    let more = evidence.part.products.count - published
    let settings = evidence.settings
    guard more > settings.growthItems, Double(more) * 100 > settings.growthPercent * Double(published) else {
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
