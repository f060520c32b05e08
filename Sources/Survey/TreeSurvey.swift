internal import Catalogue
package import Health
internal import Posix
internal import Synchronization
package import Tree

/// Gathers the facts that the checks judge, reading every part of a tree once and taking no lock.
///
/// A part that cannot be read is `unseen` with the reason; the others are looked at all the same.
package struct TreeSurvey {
  private let tree: Tree
  private let limits: HealthLimits
  private let misreadings: [String]
  /// Seconds since 1970.
  private let now: Int

  package init(_ tree: Tree, limits: HealthLimits, misreadings: [String], now: Int) {
    self.tree = tree
    self.limits = limits
    self.misreadings = misreadings
    self.now = now
  }

  /// - Parameter api: asks the API of the settings for its status; called only when one is configured.
  package func facts(api: (HealthLimits.API) -> Int) -> Facts {
    guard File.isFolder(tree.root) else { return unseen("there is no data tree at \(tree.root)") }
    let runs = Self.sighting { try RunSurvey(tree, horizon: now - window) }
    let brands = Self.sighting { try surveyBrands(heldSince: runs.value?.lock?.since) }
    let shared = Self.sighting { try SharedDocuments(tree, gaps: brands.value.flatMap(gaps), runs: runs.value) }
    let best = Self.sighting { try CoverageHistory(root: tree.root, horizon: now - limits.coverageWindow).best }
    return Facts(
      now: now,
      sources: brands.flatMap { brands in
        Self.sighting { try brands.flatMap(\.sources) + tree.sharedSources() }
      },
      coverage: best.flatMap { best in Self.sighting { try CoverageFacts(tree, best: best) } },
      documents: brands.flatMap { brands in shared.map { shared in documents(brands, shared) } },
      runs: runs.map { RunFacts(runs: $0.runs, lock: $0.lock) },
      freeBytes: Self.sighting { try File.freeBytes(tree.root) },
      treeBytes: Self.sighting { try File.totalBytes(below: tree.root) },
      api: .seen(limits.api.map(api)))
  }

  /// History is read for the week that growth is measured over, runs for the window of the success rate.
  private var window: Int { max(7 * 86400, Int(limits.successWindowDays * 86400)) }

  private func unseen(_ reason: String) -> Facts {
    Facts(
      now: now, sources: .unseen(reason), coverage: .unseen(reason), documents: .unseen(reason), runs: .unseen(reason),
      freeBytes: .unseen(reason), treeBytes: .unseen(reason),
      api: limits.api == nil ? .seen(nil) : .unseen(reason))
  }

  private static func sighting<Value: Sendable>(_ look: () throws -> Value) -> Sighting<Value> {
    do { return .seen(try look()) } catch { return .unseen("\(error)") }
  }

  /// The counts of all gap reports; nil when one of them is damaged and their sum so would be wrong.
  private func gaps(_ brands: [BrandSurvey]) -> [Coverage]? {
    let isDamaged = brands.contains { $0.problems.contains { $0.path.hasPrefix("gap_reports/") } }
    return isDamaged ? nil : brands.compactMap(\.gap)
  }

  private func documents(_ brands: [BrandSurvey], _ shared: SharedDocuments) -> DocumentFacts {
    let settings = misreadings.map {
      DocumentFacts.Problem(path: "settings.json", message: $0, brandID: nil, isDerived: false)
    }
    return DocumentFacts(
      examined: brands.reduce(shared.examined) { $0 + $1.examined },
      problems: settings + brands.flatMap(\.problems) + shared.problems)
  }

  private func surveyBrands(heldSince: Int?) throws -> [BrandSurvey] {
    let expected = try tree.expectedSources()
    let ids = expected.keys.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
    let surveys = Surveys(
      ids.map {
        BrandSurvey(
          tree: tree, brandID: $0, expected: expected[$0] ?? [], horizon: now - window, heldSince: heldSince)
      })
    Threads.run(min(Threads.available, max(1, ids.count))) { _ in surveys.work() }
    return try surveys.finished()
  }
}

/// Surveys of brands that threads take one by one.
private final class Surveys: Sendable {
  private struct State {
    var surveys: [BrandSurvey]
    var next = 0
    var failure: (any Error)?
  }

  private let state: Mutex<State>

  init(_ surveys: [BrandSurvey]) { state = Mutex(State(surveys: surveys)) }

  func work() {
    while let (index, taken) = take() {
      var survey = taken
      do {
        try survey.run()
        state.withLock { [survey] in $0.surveys[index] = survey }
      } catch {
        state.withLock { $0.failure = $0.failure ?? error }
      }
    }
  }

  private func take() -> (Int, BrandSurvey)? {
    state.withLock { state in
      guard state.next < state.surveys.count, state.failure == nil else { return nil }
      defer { state.next += 1 }
      return (state.next, state.surveys[state.next])
    }
  }

  func finished() throws -> [BrandSurvey] {
    try state.withLock { state in
      if let failure = state.failure { throw failure }
      return state.surveys
    }
  }
}

extension Sighting {
  var value: Value? { if case .seen(let value) = self { value } else { nil } }

  func map<Other>(_ body: (Value) -> Other) -> Sighting<Other> {
    switch self {
    case .seen(let value): .seen(body(value))
    case .unseen(let reason): .unseen(reason)
    }
  }

  func flatMap<Other>(_ body: (Value) -> Sighting<Other>) -> Sighting<Other> {
    switch self {
    case .seen(let value): body(value)
    case .unseen(let reason): .unseen(reason)
    }
  }
}

extension HealthLimits {
  fileprivate var coverageWindow: Int { Int(coverageWindowDays * 86400) }
}
