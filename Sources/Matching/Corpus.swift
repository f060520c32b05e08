/// One catalogue cut into words, joins and codes: flat lists of vocabulary numbers, one list a record.
struct Corpus: Sendable {
  /// Brand, title and model as written: with repetitions, in their order.
  private(set) var text = Lists()
  /// `text`'s joins, with repetitions.
  private(set) var textJoins = Lists()
  /// Distinct words of the title.
  private(set) var titles = Lists()
  private(set) var brands = Lists()
  /// Distinct words of every brand that the record or its catalogue names.
  private(set) var makers = Lists()
  /// Distinct words of the page's own brand.
  private(set) var brandTitles = Lists()
  /// Distinct words of title, brand and model together.
  private(set) var words = Lists()
  /// Distinct joins within the title and within the model.
  private(set) var joins = Lists()
  /// Distinct words of the description that names have too.
  private(set) var descriptions = Lists()
  /// Designations of the title and the identifying fields.
  private(set) var codes = Lists()
  /// `codes` and the joins long enough to be one.
  private(set) var codesAndJoins = Lists()
  /// The one designation of the record's own field; -1 where there is none.
  private(set) var models: [Int32] = []
  /// Title and model, and the description, without blanks and punctuation.
  private(set) var flatTitles = FlatTexts()
  private(set) var flatDescriptions = FlatTexts()
  private(set) var colours: [UInt64] = []
  private(set) var platforms: [UInt64] = []
  private(set) var prices: [Price?] = []

  struct Price: Sendable {
    var amount: Double
    var currency: String?
  }

  var count: Int { models.count }

  /// Words of a title that are read: no product is named in more, and pairs cost their product.
  static let longestTitle = 64
  static let longestDescription = 2048
  /// A join is taken for a code from this length on.
  static let shortestJoinedCode = 5

  /// Reads everything but the descriptions. Words get the same numbers however many threads there are.
  init(_ records: [MatchRecord], _ vocabulary: inout Vocabulary, _ parallel: Parallel = .serial) {
    let codePrefix = ItemCode.sharedPrefix(records.map(\.itemCode))
    let parts = parallel.each(parallel.shares(records.count)) { Part(records[$0], codePrefix) }
    let numbered = parts.map { ($0, vocabulary.add($0.vocabulary)) }
    for part in parallel.each(numbered, { part, numbers in part.corpus.renumbered(numbers) }) { append(part) }
  }

  /// Some of the records, over a vocabulary of their own.
  private struct Part: Sendable {
    var corpus = Corpus()
    var vocabulary = Vocabulary()

    init(_ records: ArraySlice<MatchRecord>, _ codePrefix: Set<String>) {
      for record in records {
        corpus.append(record, itemCode: ItemCode.stripped(record.itemCode, codePrefix), &vocabulary)
      }
    }
  }

  private init() {}

  private mutating func append(_ record: MatchRecord, itemCode: String, _ vocabulary: inout Vocabulary) {
    let title = Words.folded(record.title)
    let flatTitle = Words.flat(title)
    var identifiers: [[UInt8]] = []
    for field in [record.model, itemCode] where !field.isEmpty {
      let folded = Words.folded(field)
      // A model that was read from the title says nothing again.
      if !folded.isEmpty, !flatTitle.span.holds(Words.flat(folded).span) { identifiers.append(folded) }
    }
    let titleWords = Array(Words.words(title, &vocabulary).prefix(Self.longestTitle))
    let brandWords = Words.words(Words.folded(record.brand), &vocabulary)
    let modelWords = identifiers.flatMap { Words.words($0, &vocabulary) }
    let all = brandWords + titleWords + modelWords
    text.append(all)
    textJoins.append(Words.joins(all, &vocabulary))
    titles.append(titleWords)
    brands.append(brandWords)
    let brandTitle = Words.words(Words.folded(record.brandTitle), &vocabulary)
    brandTitles.append(brandTitle)
    let catalogueBrand = Words.words(Words.folded(record.catalogueBrand), &vocabulary)
    makers.append(brandWords + brandTitle + catalogueBrand)
    words.append(all)
    let joins = Words.joins(titleWords, &vocabulary) + Words.joins(modelWords, &vocabulary)
    self.joins.append(joins)
    let fields = identifiers.map { vocabulary.number(of: Words.withRevision(Words.flat($0))) }
    models.append(fields.first ?? -1)
    let codes = Words.codes(title, &vocabulary) + fields
    self.codes.append(codes)
    codesAndJoins.append(codes + joins.filter { vocabulary.length($0) >= Self.shortestJoinedCode })
    flatTitles.append(Words.withRevision(flatTitle + identifiers.flatMap(Words.flat)))
    prices.append(
      record.price.flatMap { $0 > 0 && $0.isFinite ? Price(amount: $0, currency: record.currency) : nil })
  }

  /// The part over the whole vocabulary, where its words have these numbers.
  private func renumbered(_ numbers: [Int32]) -> Self {
    var corpus = self
    for list in [\Self.text, \.textJoins] { corpus[keyPath: list].renumber(numbers) }
    for list in Self.distinct { corpus[keyPath: list].renumber(distinct: numbers) }
    corpus.models = models.map { $0 < 0 ? -1 : numbers[Int($0)] }
    return corpus
  }

  private static var distinct: [WritableKeyPath<Self, Lists>] {
    [\.titles, \.brands, \.makers, \.brandTitles, \.words, \.joins, \.codes, \.codesAndJoins]
  }

  private mutating func append(_ part: Self) {
    for list in Self.distinct + [\.text, \.textJoins] { self[keyPath: list].append(contentsOf: part[keyPath: list]) }
    models += part.models
    flatTitles.append(contentsOf: part.flatTitles)
    prices += part.prices
  }

  /// Reads what the descriptions say in words of the vocabulary: others explain nothing.
  mutating func readDescriptions(_ records: [MatchRecord], _ vocabulary: Vocabulary, _ parallel: Parallel) {
    let parts = parallel.each(parallel.shares(records.count)) { range in
      var words = Lists()
      var texts = FlatTexts()
      for record in records[range] {
        let description = Words.folded(record.description, atMost: Words.longestDescription)
        words.append(distinct: Words.knownWords(description, vocabulary, most: Self.longestDescription))
        texts.append(Words.flat(description))
      }
      return (words, texts)
    }
    for (words, texts) in parts {
      descriptions.append(contentsOf: words)
      flatDescriptions.append(contentsOf: texts)
    }
  }

  /// Marks colours and platforms, once the vocabulary is whole.
  mutating func mark(_ marks: WordMarks) {
    colours = (0..<count).map { record in titles[record].reduce(0) { $0 | marks.colours[Int($1)] } }
    platforms = (0..<count).map { record in titles[record].reduce(0) { $0 | marks.platforms[Int($1)] } }
  }
}

/// Words that say in what colour or for which system a product is: one bit for each colour and platform.
struct WordMarks {
  private(set) var colours: [UInt64]
  private(set) var platforms: [UInt64]

  init(_ vocabulary: Vocabulary) {
    colours = Self.marks(Self.colourWords, vocabulary)
    platforms = Self.marks(Self.platformWords, vocabulary)
  }

  private static func marks(_ groups: [[String]], _ vocabulary: Vocabulary) -> [UInt64] {
    var marks = [UInt64](repeating: 0, count: vocabulary.count)
    for (bit, group) in groups.enumerated() {
      for word in group {
        if let number = vocabulary.known(word) { marks[Int(number)] |= 1 << UInt64(bit) }
      }
    }
    return marks
  }

  /// Each line is one colour; the first word names it.
  static let colourWords: [[String]] = [
    ["black", "blk", "bk"], ["white", "wht", "wh"], ["red", "rd"], ["blue"], ["green"], ["yellow"], ["orange"],
    ["pink", "pnk"], ["purple"], ["silver", "slv"], ["gray", "grey", "gunmetal", "graphite"], ["brown"], ["gold"],
    ["cyan"], ["magenta"], ["beige"], ["clear"], ["titanium"], ["bronze"], ["burgundy"], ["teal"], ["violet"],
    ["ivory"], ["tan"], ["charcoal"],
  ]

  private static let platformWords = [
    ["mac", "macintosh", "macosx", "osx"], ["win", "windows", "pc", "xp", "vista"],
  ]
}

/// A distributor's own prefix before the maker's designation (`87-FP30X`).
enum ItemCode {
  /// Prefixes shared by at least three in ten of at least twenty codes.
  static func sharedPrefix(_ codes: [String]) -> Set<String> {
    let codes = codes.filter { !$0.isEmpty }
    guard codes.count >= 20 else { return [] }
    var counts: [String: Int] = [:]
    for code in codes {
      if let prefix = prefix(code) { counts[prefix, default: 0] += 1 }
    }
    return Set(counts.filter { Double($0.value) >= 0.3 * Double(codes.count) }.keys)
  }

  static func stripped(_ code: String, _ prefixes: Set<String>) -> String {
    guard let prefix = prefix(code), prefixes.contains(prefix) else { return code }
    return String(code.dropFirst(prefix.count))
  }

  /// One to three letters or digits and a hyphen.
  private static func prefix(_ code: String) -> String? {
    let prefix = code.prefix { $0.isLetter || $0.isNumber }
    guard (1...3).contains(prefix.count), code.dropFirst(prefix.count).first == "-" else { return nil }
    return prefix + "-"
  }
}
