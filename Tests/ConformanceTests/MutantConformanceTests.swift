import Foundation
import JSON
import ParseFilters
import TestSupport
import Testing
import TreeFilters

/// Real pages after mechanical changes: the old parser must notice, and what was learned must read them again.
struct MutantConformanceTests {
  static let bases: [RealPage] = [
    .init(
      name: "ADAM", path: "pages/halilit-brand-adam-audio.html",
      url: "https://www.halilit.com/g/5193-Brand/207910-ADAM-Audio", source: "halilit", brandID: "adam-audio"),
    .init(
      name: "brand index", path: "pages/halilit-brands.html", url: "https://www.halilit.com/pages/4367",
      source: "halilit", brandID: "_index", role: "brand-index"),
    .init(
      name: "Nord", path: "pages/nord-products.html", url: "https://www.nordkeyboards.com/products/", source: "brand",
      brandID: "nord", hasConfig: true),
    .init(
      name: "Nord without scripts", path: "pages/nord-products.html", url: "https://www.nordkeyboards.com/products/",
      source: "brand", brandID: "nord", hasConfig: true, keepsScripts: false),
    .init(
      name: "Netanel", path: "conformance/pages/pages/quatecalc/netanel-listing.html",
      url: "https://www.netaneltools.co.il/349438-x", source: "halilit", brandID: "tools"),
    .init(
      name: "Vaknin", path: "conformance/pages/pages/quatecalc/vaknin-listing.html",
      url: "https://www.vakninpro.co.il/shop/", source: "brand", brandID: "tools"),
    .init(
      name: "Sinai", path: "conformance/pages/pages/quatecalc/sinai-listing.html",
      url: "https://www.sinaistore.com/product-category/x/", source: "brand", brandID: "tools"),
  ]

  /// One mutant of each page, unless all 60 of each kind are asked for.
  private static let isShort = !LongTests.areWanted

  @Test(.conformance("conformance/pages/listings.jsonl"), .conformance("pages/nord-products.html"))
  func `mutants of real pages are noticed and recovered`() throws { try run(PageMutator.Change.small, from: 0) }

  @Test(.conformance("conformance/pages/listings.jsonl"), .conformance("pages/nord-products.html"))
  func `mutants as of a new theme are noticed and recovered`() throws {
    try run(PageMutator.Change.theme, from: 100_000)
  }

  @Test(.conformance("conformance/pages/listings.jsonl"), .conformance("pages/nord-products.html"))
  func `mutants of all kinds at once are noticed and recovered`() throws {
    try run(PageMutator.Change.allCases, from: 300_000)
  }

  @Test(.conformance("conformance/pages/listings.jsonl"), .conformance("pages/nord-products.html"))
  func `mutants of each kind that comes with another shop system are noticed and recovered`() throws {
    var trial = MutantTrial.ofPrograms
    let kinds = PageMutator.Change.foreign
    for (at, base) in Self.bases.enumerated() {
      let subject = try trial.subject(of: base)
      for (number, change) in kinds.enumerated() where !Self.isShort || number == at * 3 {
        try trial.run(subject, seed: 200_000 + UInt64(at * 100 + number), only: change)
      }
    }
    judge(trial, count: Self.isShort ? Self.bases.count : Self.bases.count * kinds.count)
  }

  private func run(_ kinds: [PageMutator.Change], from first: UInt64) throws {
    var trial = MutantTrial.ofPrograms
    for (at, base) in Self.bases.enumerated() {
      let subject = try trial.subject(of: base)
      let count: UInt64 = Self.isShort ? 1 : at < 4 ? 9 : 8
      for seed in 1...count { try trial.run(subject, seed: first + UInt64(at) * 1_000 + seed, kinds: kinds) }
    }
    judge(trial, count: Self.isShort ? Self.bases.count : 60)
  }

  private func judge(_ trial: MutantTrial, count: Int) {
    print(trial.report)
    #expect(trial.count == count)
    #expect(trial.silentLosses.isEmpty)
    #expect(trial.recovered * 10 >= trial.count * 9)
  }
}

extension MutantTrial {
  fileprivate static let ofPrograms = MutantTrial(
    .init(
      parseHalilit: ParseHalilit.self, parseBrand: ParseBrand.self, induceConfig: InduceConfig.self, store: Store.self))

  fileprivate func subject(of base: RealPage) throws -> Subject {
    try subject(
      base.name, html: try base.html(), url: base.url, source: base.source, brandID: base.brandID, role: base.role,
      config: try base.config())
  }
}
