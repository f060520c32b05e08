/// What the survey saw of one part of the tree, or why it could not look.
package enum Sighting<Value: Sendable>: Sendable {
  case seen(Value)
  case unseen(String)
}

extension Sighting: Equatable where Value: Equatable {}

/// Everything that the checks judge, gathered at one moment; times are seconds since 1970.
package struct Facts: Sendable {
  package var now: Int
  package var sources: Sighting<[SourceFacts]>
  package var coverage: Sighting<CoverageFacts>
  package var documents: Sighting<DocumentFacts>
  package var runs: Sighting<RunFacts>
  package var freeBytes: Sighting<Int>
  package var treeBytes: Sighting<Int>
  /// The status that the API answered with, 0 when it did not; nil when none is configured.
  package var api: Sighting<Int?>

  package init(
    now: Int, sources: Sighting<[SourceFacts]>, coverage: Sighting<CoverageFacts>,
    documents: Sighting<DocumentFacts>, runs: Sighting<RunFacts>, freeBytes: Sighting<Int>,
    treeBytes: Sighting<Int>, api: Sighting<Int?>
  ) {
    self.now = now
    self.sources = sources
    self.coverage = coverage
    self.documents = documents
    self.runs = runs
    self.freeBytes = freeBytes
    self.treeBytes = treeBytes
    self.api = api
  }
}

/// One source of one brand.
package struct SourceFacts: Sendable, Equatable {
  /// `halilit` or `brand`.
  package var source: String
  package var brandID: String
  /// False for the list of brands and for checks over all brands, which only guards speak of.
  package var isBrand = true
  /// When the published content was last seen to be true; nil when it never was.
  package var verifiedAt: Int?
  /// Products in the published document; nil without one.
  package var products: Int?
  /// Whether the brand's unified catalogue is there for people to use.
  package var isUnified = true
  /// What the guards say that kept the last crawl from being published.
  package var refusals: [String] = []
  /// The batches of its history that the survey read, newest first; always the last one, if there is any.
  package var batches: [Batch] = []

  /// The change from one published document to the next.
  package struct Batch: Sendable, Equatable {
    package var time: Int
    package var added: Int
    package var deleted: Int

    package init(time: Int, added: Int, deleted: Int) {
      self.time = time
      self.added = added
      self.deleted = deleted
    }
  }

  package init(source: String, brandID: String) {
    self.source = source
    self.brandID = brandID
  }

  package var subject: String { "\(source)/\(brandID)" }

  /// Products that were published at `time`, counted back from now through the history.
  package func products(at time: Int) -> Int? {
    products.map { now in batches.filter { $0.time > time }.reduce(now) { $0 - $1.added + $1.deleted } }
  }
}

/// Coverage now and what it was, per brand and for `all`.
package struct CoverageFacts: Sendable, Equatable {
  package struct Row: Sendable, Equatable {
    /// A brand's id, or `all`.
    package var subject: String
    /// In per cent; nil without brand products.
    package var percentage: Double?
    package var brandProducts: Int
    package var common: Int
    /// The highest figure that was noted within the window, nil when none was.
    package var best: Double?

    package init(subject: String, percentage: Double?, brandProducts: Int, common: Int, best: Double? = nil) {
      self.subject = subject
      self.percentage = percentage
      self.brandProducts = brandProducts
      self.common = common
      self.best = best
    }
  }

  package var rows: [Row]

  package init(rows: [Row]) { self.rows = rows }
}

/// How many documents were examined, and what is wrong with them.
package struct DocumentFacts: Sendable, Equatable {
  package var examined: Int
  package var problems: [Problem]

  package struct Problem: Sendable, Equatable {
    /// Relative to the tree.
    package var path: String
    package var message: String
    /// Whose document it is; nil when it is of no single brand.
    package var brandID: String?
    /// Whether a flow can make it anew; what people keep and what tells of the past cannot be made.
    package var isDerived: Bool

    package init(path: String, message: String, brandID: String?, isDerived: Bool) {
      self.path = path
      self.message = message
      self.brandID = brandID
      self.isDerived = isDerived
    }
  }

  package init(examined: Int, problems: [Problem]) {
    self.examined = examined
    self.problems = problems
  }
}

/// The runs that the survey read, newest first, and who holds the tree.
package struct RunFacts: Sendable, Equatable {
  package var runs: [Run]
  package var lock: Lock?

  package struct Run: Sendable, Equatable {
    package var id: String
    package var flow: String
    /// Whether its record says that it still runs.
    package var isOpen = false
    /// The status that the record states.
    package var status = 0
    /// The worst status of its parts, by the same order of severity.
    package var worstOfParts = 0
    package var startedAt: Int
    package var finishedAt: Int?
    /// Brands it worked on, and those of them where every step went well.
    package var brands = 0
    package var goodBrands = 0
    package var failedSteps = 0
    package var exchanges = 0
    /// Seconds of all exchanges together; nil when the record does not say.
    package var exchangeSeconds: Double?

    package init(id: String, flow: String, startedAt: Int) {
      self.id = id
      self.flow = flow
      self.startedAt = startedAt
    }
  }

  /// The tree's lock as the kernel and its file see it.
  package struct Lock: Sendable, Equatable {
    /// The file's first line.
    package var holder: String
    package var processID: Int
    /// Whether the process that the file names is there.
    package var isHolderAlive: Bool
    package var since: Int?

    package init(holder: String, processID: Int, isHolderAlive: Bool, since: Int?) {
      self.holder = holder
      self.processID = processID
      self.isHolderAlive = isHolderAlive
      self.since = since
    }
  }

  package init(runs: [Run], lock: Lock?) {
    self.runs = runs
    self.lock = lock
  }
}
