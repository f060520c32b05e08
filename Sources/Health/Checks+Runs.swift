internal import JSON

extension Check {
  static let runs = Check(
    name: "runs", question: "Did the last run of every flow go well?"
  ) { facts, _ in
    facts.runs.judged { seen in
      guard !seen.runs.isEmpty else { return .blind("no run is on record") }
      let flows = Set(seen.runs.map(\.flow)).sorted()
      let recent = seen.runs.filter { age(since: $0.startedAt, at: facts.now) < 86400 }
      let findings = flows.compactMap { flow in outcome(of: flow, seen) } + contradictions(seen.runs)
      return Judgement(
        findings.isEmpty ? "the last run of each of \(flows.count) flows went well" : "\(findings.count) flows did not",
        figures: [
          "runs": JSON(seen.runs.count), "errors_24h": JSON(recent.reduce(0) { $0 + $1.failedSteps }),
          "last": .object(
            JSONObject(
              flows.compactMap { flow in
                seen.runs.first { $0.flow == flow }.map { .init(flow, $0.isOpen ? .null : JSON($0.status)) }
              })),
        ], findings: findings)
    }
  }

  /// One failure is a warning, two in a row are critical; a run that ended without a word failed.
  private static func outcome(of flow: String, _ seen: RunFacts) -> Finding? {
    let ended = seen.runs.filter { $0.flow == flow && !seen.isUnderWay($0) }
    if let open = ended.first, open.isOpen {
      return Finding(flow, .critical, "run \(open.id) ended without closing its record: it was killed or crashed")
    }
    guard let last = ended.first, hasFailed(last) else { return nil }
    let before = ended.dropFirst().first
    let isRepeated = before.map(hasFailed) ?? false
    return Finding(
      flow, isRepeated ? .critical : .warning,
      "run \(last.id) ended with \(last.worst)\(isRepeated ? " and the one before it failed too" : "")")
  }

  private static func hasFailed(_ run: RunFacts.Run) -> Bool { run.isOpen || run.worst != 0 }

  /// Records whose status is not that of their parts: nobody but the run may write them.
  private static func contradictions(_ runs: [RunFacts.Run]) -> [Finding] {
    runs.filter { !$0.isOpen && $0.status == 0 && $0.worstOfParts != 0 }.map { run in
      Finding(
        "runs/\(run.id)", .critical,
        "its record says 0, but its parts ended with \(run.worstOfParts): it was not written by the run")
    }
  }

  /// Flows that do all of another one's work and so count for it.
  private static let substitutes = ["daily": ["weekly"], "prices": ["weekly", "daily"]]

  static let schedule = Check(
    name: "schedule", question: "Did every flow of the schedule run when it should?"
  ) { facts, limits in
    facts.runs.judged { seen in
      let findings = limits.schedule.keys.sorted().compactMap { lateness(of: $0, seen.runs, facts.now, limits) }
      return Judgement(
        "\(limits.schedule.count - findings.count) of \(limits.schedule.count) flows ran in time",
        figures: ["flows": JSON(limits.schedule.count), "missed": JSON(findings.count)], findings: findings)
    }
  }

  /// A run may come half a period late, at most a day; after three periods it is given up.
  private static func lateness(of flow: String, _ runs: [RunFacts.Run], _ now: Int, _ limits: HealthLimits) -> Finding?
  {
    guard let hours = limits.schedule[flow] else { return nil }
    let names = [flow] + (substitutes[flow] ?? [])
    guard let last = runs.filter({ names.contains($0.flow) }).map(\.startedAt).max() else {
      return Finding(flow, .warning, "never ran; it should every \(shown(hours)) h")
    }
    let age = age(since: last, at: now)
    guard age > (hours + min(hours / 2, 24)).hoursInSeconds else { return nil }
    return Finding(
      flow, age > (hours * 3).hoursInSeconds ? .critical : .warning,
      "last ran \(span(age)) ago; it should every \(shown(hours)) h")
  }

  static let successRate = Check(
    name: "success-rate", question: "Do enough brands come through?"
  ) { facts, limits in
    facts.runs.judged { seen in
      let window = limits.successWindowDays.daysInSeconds
      // A run that worked on no brand failed as a whole; it counts as one brand that failed.
      let counts = seen.runs.filter { !$0.isOpen && age(since: $0.startedAt, at: facts.now) <= window }
        .map { $0.brands > 0 ? ($0.goodBrands, $0.brands) : ($0.worst == 0 ? 1 : 0, 1) }
      let (good, all) = counts.reduce((0, 0)) { ($0.0 + $1.0, $0.1 + $1.1) }
      guard all > 0 else { return .blind("no run ended within \(span(window))") }
      let rate = Double(good) * 100 / Double(all)
      let message =
        "\(good) of \(all) brands came through within \(span(window)): \(shown(rate)) %, the least is "
        + "\(shown(limits.successPercent)) %"
      return Judgement(
        message,
        figures: [
          "good": JSON(good), "all": JSON(all), "success_percent": JSON(figure: rate), "formula": "good / all × 100",
        ], findings: rate < limits.successPercent ? [Finding("runs", .warning, message)] : [])
    }
  }

  static let latency = Check(
    name: "latency", question: "Do the sites answer quickly?"
  ) { facts, limits in
    facts.runs.judged { seen in
      guard let run = seen.runs.first(where: { $0.exchanges > 0 }), let seconds = run.exchangeSeconds else {
        return .blind("no run says how long its pages took")
      }
      let average = seconds / Double(run.exchanges)
      let message =
        "\(run.exchanges) answers of run \(run.id) took \(shown(average)) s on average, the limit is "
        + "\(shown(limits.latencySeconds)) s"
      return Judgement(
        message, figures: ["average_s": JSON(figure: average), "exchanges": JSON(run.exchanges)],
        findings: average > limits.latencySeconds ? [Finding("fetch", .warning, message)] : [])
    }
  }

  static let duration = Check(
    name: "duration", question: "Do the runs end in time?"
  ) { facts, limits in
    facts.runs.judged { seen in
      guard !seen.runs.isEmpty else { return .blind("no run is on record") }
      let limit = limits.durationHours.hoursInSeconds
      var spans: [(id: String, flow: String, seconds: Int)] = []
      for flow in Set(seen.runs.map(\.flow)).sorted() {
        guard let run = seen.runs.first(where: { $0.flow == flow && ($0.finishedAt != nil || seen.isUnderWay($0)) })
        else { continue }
        spans.append((run.id, flow, age(since: run.startedAt, at: run.finishedAt ?? facts.now)))
      }
      let longest = spans.map(\.seconds).max() ?? 0
      return Judgement(
        "the longest of the last runs took \(span(longest)), the limit is \(span(limit))",
        figures: ["longest_h": JSON(figure: Double(longest) / 3600)],
        findings: spans.filter { $0.seconds > limit }.map {
          Finding($0.flow, .warning, "run \($0.id) took \(span($0.seconds)), the limit is \(span(limit))")
        })
    }
  }

  static let lock = Check(
    name: "lock", question: "Is the tree free, or held by a run that lives?"
  ) { facts, limits in
    facts.runs.judged { seen in
      guard let lock = seen.lock else {
        return Judgement("nobody holds the tree", figures: ["held": false])
      }
      let held = lock.since.map { age(since: $0, at: facts.now) }
      let message = "\(lock.holder.isEmpty ? "a process without a name" : lock.holder) holds the tree"
      var findings: [Finding] = []
      if !lock.isHolderAlive {
        findings.append(
          Finding(
            ".lock", .critical,
            "\(message), but its process is gone: programs it left behind keep the lock; see process \(lock.processID)")
        )
      } else if let held, held > limits.durationHours.hoursInSeconds {
        findings.append(Finding(".lock", .warning, "\(message) for \(span(held)); look whether it still works"))
      }
      return Judgement(
        message, figures: ["held": true, "held_h": JSON(figure: held.map { Double($0) / 3600 })], findings: findings)
    }
  }
}

extension RunFacts.Run {
  /// What a record states counts only where it is not better than its parts.
  var worst: Int { status == 0 ? worstOfParts : status }
}

extension RunFacts {
  /// Whether an open run is the one that holds the tree: the lock names it.
  func isUnderWay(_ run: Run) -> Bool { run.isOpen && lock?.holder.hasPrefix(run.id) == true }
}
