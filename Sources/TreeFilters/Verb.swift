internal import Filtering
internal import Posix

/// One word that `stocktake` takes, and what it does.
struct Verb: Sendable {
  enum Deed: Sendable {
    /// Becomes the program of this name beside the front command.
    case program
    /// Becomes a script of pipelines/, such as the driver of flows.
    case script(String)
    /// A program inside the front command.
    case own(@Sendable (_ arguments: [String]) -> Status)
  }

  let name: String
  let line: String
  let deed: Deed

  private init(_ name: String, _ line: String, _ deed: Deed = .program) {
    self.name = name
    self.line = line
    self.deed = deed
  }

  /// All verbs; those whose program or script is not installed are left out of help and refused.
  static let all: [Verb] = [
    Verb("run", "Run a flow: weekly, daily, prices, brands, gaps, replay, report, health, …", .script("run")),
    Verb("accept", "Let a true change through a guard that refused it.", .own { onProcess(Accept.self, $0) }),
    Verb("review", "Walk through the pairs that nobody has decided.", .own { onProcess(Review.self, $0) }),
    Verb(
      "csv", "Write a table for spreadsheets: gaps, prices, unmatched, review.", .own { onProcess(CSVTable.self, $0) }),
    Verb(
      "import-decisions", "Keep what people decided in a table of pairs.", .own { onProcess(ImportDecisions.self, $0) }),
    Verb("price-history", "Say what became of prices over time.", .own { onProcess(PriceHistory.self, $0) }),
    Verb("why", "Say all that is known of one product, and from where.", .own { onProcess(Why.self, $0) }),
    Verb(
      "explain", "Compare a product with its link and the two best competitors.", .own { onProcess(Explain.self, $0) }),
    Verb("fetch", "Fetch pages: requests in, pages out."),
    Verb("pages", "List what the page store has, or remove what nobody needs."),
    Verb("page", "Make a page record of a saved page."),
    Verb("render", "Fetch pages that need a browser: requests in, pages out."),
    Verb("parse-halilit", "Read the distributor's pages: brands, listings, products, requests."),
    Verb("parse-brand", "Read brands' own pages by their configurations."),
    Verb(
      "debug-brand", "Show what each strategy and selector finds on a brand's stored pages.", .script("debug-brand")),
    Verb("induce-config", "Learn from saved pages how a site is read; propose a config."),
    Verb("normalize", "Add normal forms to products: names, models, prices, addresses."),
    Verb("match", "Link both catalogues of a brand, with evidence."),
    Verb("evaluate", "Say how right links are, by pairs that people read."),
    Verb("calibrate", "Propose how people's decisions correct the probabilities of links."),
    Verb("gap", "Report what a brand makes and the distributor does not sell."),
    Verb("unify", "Make one catalogue of both sources."),
    Verb("diff-production", "Compare catalogue and production, five classes of difference."),
    Verb("report", "Write the daily report, as JSON and as a page."),
    Verb("quality", "Look for what is missing, doubled, misread or dead."),
    Verb("ecosystem", "Say how the brands' products belong together."),
    Verb("check-health", "Look at the whole data tree and say how well it stands."),
    Verb("alerts", "Make alerts of what checks found: raised, still, cleared."),
    Verb("notify", "Deliver alerts by mail and webhooks."),
    Verb("heartbeat", "Tell a watcher outside that a flow has ended."),
    Verb("load", "Read the data tree's documents back as records."),
    Verb("store", "Publish finished files of records as documents."),
  ]

  /// What this verb becomes; nil when that is not installed, or for verbs of the front command's own.
  func target(beside folder: String) -> String? {
    switch deed {
    case .program:
      let path = "\(folder)/\(name)"
      return File.exists(path) && !File.isFolder(path) ? path : nil
    case .script(let name): return Installation.script(name, above: folder)
    case .own: return nil
    }
  }

  var isOwn: Bool { if case .own = deed { true } else { false } }

  private static func onProcess<P: Program>(_ program: P.Type, _ arguments: [String]) -> Status {
    program.run(
      arguments: arguments, input: .standardInput, output: .standardOutput, errors: .standardError)
  }
}
