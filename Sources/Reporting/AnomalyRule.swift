internal import Catalogue
internal import JSON
internal import Records
internal import Tree

/// What the rules look at.
struct AnomalySubject {
  let brands: [BrandFigures]
  let freshness: [Freshness]
  let runs: [RunFigures]
  let lookback: Lookback
  let thresholds: ReportThresholds
}

/// One kind of anomaly.
struct AnomalyRule: Sendable {
  let name: String
  let severity: Anomaly.Severity
  let find: @Sendable (AnomalySubject) -> [Anomaly.Evidence]

  /// The worst first.
  static let all = [
    noProducts, refused, countsDisagree, missingSync, noPrimary, dropped, priceChange, suspect, stale, noGapReport,
  ]

  static func anomalies(of subject: AnomalySubject) -> [Anomaly] {
    all.flatMap { rule in
      rule.find(subject).map { Anomaly(rule: rule.name, severity: rule.severity, evidence: $0) }
    }
  }

  private static func brandRule(
    _ name: String, _ severity: Anomaly.Severity,
    _ find: @escaping @Sendable (BrandFigures, AnomalySubject) -> (finding: String, value: Int)?
  ) -> AnomalyRule {
    AnomalyRule(name: name, severity: severity) { subject in
      subject.brands.compactMap { brand in
        find(brand, subject).map { .init(brand.id, $0.finding, $0.value) }
      }
    }
  }

  private static let noProducts = brandRule("no-products", .critical) { brand, _ in
    guard let halilit = brand.figures(.halilit), halilit.productCount == 0 else { return nil }
    return (halilit.hasDocument ? "Halilit's catalogue is empty" : "Halilit's catalogue was never published", 0)
  }

  private static let refused = AnomalyRule(name: "refused", severity: .critical) { subject in
    subject.brands.flatMap { brand in
      brand.sources.flatMap { source in
        (source.state?.refused?.guards ?? []).map { refusal in
          .init(brand.id, "\(source.source.rawValue): \(refusal.guardName): \(refusal.finding)", source.productCount)
        }
      }
    }
  }

  /// Totals must come from one place: a gap report that counts other products than the catalogues have is out of date.
  private static let countsDisagree = brandRule("counts-disagree", .critical) { brand, _ in
    guard let coverage = brand.coverage else { return nil }
    let counts = [(Source.halilit, coverage.halilitCount), (.brand, coverage.brandCount)]
    guard let (source, counted) = counts.first(where: { brand.count($0.0) != $0.1 }) else { return nil }
    return (
      "the gap report counts \(counted) products, the \(source.rawValue) catalogue has \(brand.count(source))", counted
    )
  }

  private static let missingSync = AnomalyRule(name: "missing-sync", severity: .critical) { subject in
    let ended = subject.runs.filter { $0.state != "running" }
    guard let last = ended.first else { return [.init(nil, "no flow has run in \(Lookback.dayCount) days", 0)] }
    guard last.hasFailed else { return [] }
    let failures = ended.prefix(while: \.hasFailed).count
    return [.init(nil, "the last \(failures == 1 ? "run" : "\(failures) runs") failed: \(last.id)", failures)]
  }

  private static let noPrimary = brandRule("no-primary", .warning) { brand, subject in
    guard let coverage = brand.coverage, coverage.brandCount > 0, coverage.commonCount == 0,
      coverage.halilitCount > subject.thresholds.unmatchedItems
    else { return nil }
    return ("none of \(coverage.halilitCount) Halilit items has a partner", coverage.halilitCount)
  }

  private static let dropped = AnomalyRule(name: "dropped", severity: .warning) { subject in
    let since = subject.lookback.moment(hoursAgo: 7 * 24)
    return subject.brands.flatMap { brand in
      brand.sources.compactMap { source in
        let growth = ChangeTally(brand.batches.filter { $0.source == source.source && $0.time >= since }).growth
        guard -growth > subject.thresholds.droppedItems else { return nil }
        return .init(brand.id, "\(source.source.rawValue): \(-growth) products fewer than 7 days ago", -growth)
      }
    }
  }

  private static let priceChange = AnomalyRule(name: "price-change", severity: .warning) { subject in
    let since = subject.lookback.moment(hoursAgo: ProductChanges.hours)
    return subject.brands.flatMap { brand in
      brand.batches.filter { $0.time >= since }.flatMap(\.changes).compactMap { change in
        guard let percent = change.percent, abs(percent) > Double(subject.thresholds.pricePercent) else { return nil }
        return .init(
          brand.id, product: change.record.string("name"), "the price changed by \(JSON.decimal(percent).text) %",
          .decimal(percent))
      }
    }
  }

  private static let suspect = brandRule("suspect-prices", .warning) { brand, _ in
    let count = brand.sources.sum(\.suspectCount)
    return count > 0 ? ("\(counted(count, "price")) not believed, the earlier ones stay", count) : nil
  }

  private static let stale = AnomalyRule(name: "stale", severity: .warning) { subject in
    subject.freshness.filter { $0.state == .stale }.map { row in
      let hours = row.hours ?? 0
      return .init(
        row.brandID, "\(row.figures.source.rawValue): last seen \(hours) h ago, limit \(row.limitHours) h", hours)
    }
  }

  private static let noGapReport = brandRule("no-gap-report", .warning) { brand, _ in
    let count = brand.sources.sum(\.productCount)
    return brand.coverage == nil && count > 0 ? ("\(counted(count, "product")), but no gap report", count) : nil
  }
}
