internal import JSON

extension Check {
  /// A time this far ahead is no skew between machines: the clock went back since.
  private static let futureSeconds = 3600

  static let freshness = Check(
    name: "freshness", question: "Was every source of every brand seen lately?"
  ) { facts, limits in
    facts.sources.judged { all in
      let sources = all.filter(\.isBrand)
      guard !sources.isEmpty else {
        return .blind("no brand is known, neither by Halilit's list nor by a configuration")
      }
      let findings = sources.compactMap { staleness($0, facts.now, limits) } + unpublished(sources)
      let ages = sources.compactMap { $0.verifiedAt.map { age(since: $0, at: facts.now) } }
      return Judgement(
        findings.isEmpty
          ? "all \(sources.count) sources were seen in time, the oldest \(span(ages.max() ?? 0)) ago"
          : "\(findings.count) findings on \(sources.count) sources",
        figures: [
          "sources": JSON(sources.count), "never_seen": JSON(sources.count { $0.verifiedAt == nil }),
          "late": JSON(findings.count),
          "oldest_h": JSON(figure: ages.max().map { Double($0) / 3600 }),
          "newest_h": JSON(figure: ages.min().map { Double($0) / 3600 }),
        ], findings: findings)
    }
  }

  private static func staleness(_ source: SourceFacts, _ now: Int, _ limits: HealthLimits) -> Finding? {
    let remedy = Remedy.crawl(source: source.source, brandID: source.brandID)
    guard let verifiedAt = source.verifiedAt else {
      return Finding(source.subject, .warning, "was never read to the end", remedy: remedy)
    }
    if verifiedAt > now + futureSeconds {
      return Finding(
        source.subject, .warning, "was seen \(span(verifiedAt - now)) in the future: the clock went back",
        remedy: remedy)
    }
    let age = age(since: verifiedAt, at: now)
    let freshHours = source.source == "halilit" ? limits.halilitFreshHours : limits.brandFreshHours
    if age > limits.expiredHours.hoursInSeconds {
      let limit = span(limits.expiredHours.hoursInSeconds)
      return Finding(
        source.subject, .critical, "was last seen \(span(age)) ago; after \(limit) stored pages no longer stand in",
        remedy: remedy)
    }
    guard age > freshHours.hoursInSeconds else { return nil }
    return Finding(
      source.subject, .warning, "was last seen \(span(age)) ago, the limit is \(span(freshHours.hoursInSeconds))",
      remedy: remedy)
  }

  /// Brands whose sources were read while people have no catalogue of them.
  private static func unpublished(_ sources: [SourceFacts]) -> [Finding] {
    let missing = Set(sources.filter { $0.products != nil && !$0.isUnified }.map(\.brandID))
    return missing.map { brandID in
      let path = "catalogs_unified/\(brandID)_unified.json"
      return Finding(
        path, .critical, "was read, but no unified catalogue is published",
        remedy: .restore(path: path, brandID: brandID))
    }
  }

  static let products = Check(
    name: "products", question: "Did a source lose many of its products?"
  ) { facts, limits in
    facts.sources.judged { sources in
      let counted = sources.filter { $0.products != nil }
      guard !counted.isEmpty else { return .blind("no catalogue is published") }
      let findings = counted.compactMap { fall($0, facts.now, limits) }
      let now = counted.reduce(0) { $0 + ($1.products ?? 0) }
      func total(daysAgo days: Int) -> Int {
        counted.reduce(0) { $0 + ($1.products(at: facts.now - days * 86400) ?? 0) }
      }
      return Judgement(
        "\(now) products, \(total(daysAgo: 1)) a day and \(total(daysAgo: 7)) seven days ago",
        figures: [
          "products": JSON(now), "products_24h_ago": JSON(total(daysAgo: 1)),
          "products_7d_ago": JSON(total(daysAgo: 7)), "growth_7d_percent": growth(from: total(daysAgo: 7), to: now),
        ], findings: findings)
    }
  }

  /// In per cent; null without a base.
  private static func growth(from before: Int, to now: Int) -> JSON {
    before > 0 ? JSON(figure: Double(now - before) * 100 / Double(before)) : .null
  }

  /// A fall against seven days ago, or in the last batch when that is older.
  private static func fall(_ source: SourceFacts, _ now: Int, _ limits: HealthLimits) -> Finding? {
    guard let count = source.products, let before = source.products(at: now - 7 * 86400) else { return nil }
    let fewer = before - count
    guard Double(fewer) > limits.productsDropItems,
      Double(fewer) * 100 > limits.productsDropPercent * Double(before)
    else { return nil }
    let percent = shown(Double(fewer) * 100 / Double(before))
    return Finding(
      source.subject, count == 0 ? .critical : .warning,
      "has \(count) products, \(before) seven days ago: \(percent) % fewer, the limit is "
        + "\(shown(limits.productsDropPercent)) %")
  }

  static let changes = Check(
    name: "changes", question: "Does anything still change, as real shops do?"
  ) { facts, limits in
    facts.sources.judged { sources in
      guard let last = sources.compactMap({ $0.batches.first?.time }).max() else {
        return .blind("no history is written")
      }
      let age = age(since: last, at: facts.now)
      let limit = limits.unchangedDays.daysInSeconds
      let message = "the last change of any catalogue is \(span(age)) old, the limit is \(span(limit))"
      return Judgement(
        message, figures: ["last_change_h": JSON(figure: Double(age) / 3600)],
        findings: age > limit ? [Finding("catalogues", .warning, message)] : [])
    }
  }

  static let guards = Check(
    name: "guards", question: "Did a guard keep a crawl from being published?"
  ) { facts, _ in
    facts.sources.judged { sources in
      let findings = sources.filter { !$0.refusals.isEmpty }.map { source in
        Finding(
          source.subject, .warning,
          "the last crawl was refused (\(source.refusals.joined(separator: "; "))); accept it or mend the source")
      }
      return Judgement(
        "\(findings.count) of \(sources.count) sources were refused", figures: ["refused": JSON(findings.count)],
        findings: findings)
    }
  }
}
