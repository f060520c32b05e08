internal import JSON

extension Check {
  static let integrity = Check(
    name: "integrity", question: "Is every document whole, and do its sums hold?"
  ) { facts, _ in
    facts.documents.judged { documents in
      guard documents.examined > 0 else { return .blind("there is no document") }
      // One finding a document: its first problem is what breaks the others.
      var seen: Set<String> = []
      let problems = documents.problems.filter { seen.insert($0.path).inserted }
      let findings = problems.map { problem in
        Finding(
          problem.path, .critical, problem.message,
          remedy: problem.isDerived ? .restore(path: problem.path, brandID: problem.brandID) : nil)
      }
      return Judgement(
        "\(documents.examined) documents examined, \(findings.count) are damaged or contradict each other",
        figures: ["examined": JSON(documents.examined), "damaged": JSON(findings.count)], findings: findings)
    }
  }

  static let coverage = Check(
    name: "coverage", question: "Is coverage as high as it was?"
  ) { facts, limits in
    facts.coverage.judged { coverage in
      guard let all = coverage.rows.first(where: { $0.subject == "all" }) else {
        return .blind("the summary has no totals")
      }
      let target = limits.coverageTargetPercent
      let isReached = (all.percentage ?? 0) >= target
      return Judgement(
        "\(all.common) of \(all.brandProducts) brand products are at Halilit: \(shown(all.percentage)) %, "
          + "\(isReached ? "the target of \(shown(target)) % is reached" : "the target is \(shown(target)) %")",
        figures: [
          "coverage_percentage": JSON(figure: all.percentage), "common_count": JSON(all.common),
          "brand_website_count": JSON(all.brandProducts), "best_percentage": JSON(figure: all.best),
          "target_percentage": JSON(figure: target),
        ], findings: coverage.rows.compactMap { loss($0, limits) })
    }
  }

  private static func loss(_ row: CoverageFacts.Row, _ limits: HealthLimits) -> Finding? {
    guard let best = row.best else { return nil }
    guard let now = row.percentage else {
      return Finding(row.subject, .warning, "has no brand products any more; its coverage was \(shown(best)) %")
    }
    guard best - now > limits.coverageDropPoints else { return nil }
    return Finding(
      row.subject, .warning,
      "\(row.common) of \(row.brandProducts) is \(shown(now)) %, \(shown(best - now)) points below the best of "
        + "\(span(limits.coverageWindowDays.daysInSeconds)); the limit is \(shown(limits.coverageDropPoints))")
  }
}
