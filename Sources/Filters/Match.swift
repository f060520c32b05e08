package import Catalogue
package import Filtering
internal import JSON
internal import Matching
internal import Posix
internal import Records

/// Links the products of both sources within a brand, with evidence and probability.
package struct Match: BrandFilter {
  package static let manual = Manual(
    name: "match",
    summary:
      "Reads the products of both sources and people's decisions; writes links, and pairs a person should decide.",
    details: [
      "Every product of either side is in at least one link and in exactly one class: PRIMARY (a pair), SECONDARY (brand "
        + "only) or HALILIT_ONLY. A pair that is likely but not certain is a review record; its sides keep their single class.",
      "Within one brand the model designation decides: a digit, a suffix or a revision makes another product. Colors, sizes "
        + "and numbers of keys are variants: further Halilit items join the brand product whose designation they give.",
      "A confirmed or refused decision wins over the algorithm. prior says what share of pairs was expected to be right: "
        + "fitted to the catalogues, or shipped where they are too small to tell.",
    ],
    examples: [
      .init(
        input: """
          {"type":"product","source":"brand","brand_id":"acme","id":"acme-x7","name":"X7 Synthesizer","model":"X7"}
          """,
        output: """
          {"type":"link","class":"SECONDARY","brand_id":"acme","brand":{"id":"acme-x7","name":"X7 Synthesizer"},"halilit":null,"score":null,"probability":null,"evidence":[],"decided_by":"match","fingerprints":["2dc932d7ec85acfa","0000000000000000"]}
          """)
    ],
    statuses: [.rejected, .noInput, .memory, .inputOutput, .configuration])

  package static var options: [Option<Self>] {
    [
      groupingOption,
      .flag("--one-to-one", \.isOneToOne, "A brand product has one Halilit item at most: variants do not join it."),
      .value(
        "--previous", "FILE", \.previousFile,
        "Links that match wrote before with the same options: only products that changed are matched again, with what "
          + "resembles them. A brand of which much changed, or in which a link is unclear, is matched as a whole."),
      .value(
        "--calibration", "FILE", \.calibrationFile,
        "Correct the probabilities as calibrate proposed and a person wants."),
      .flag(
        "--features", \.writesFeatures,
        "Write every compared pair with its features instead, for `make train-match`."),
      .flag(
        "--dedupe-report", \.reportsDuplicates, "Name products that a source lists twice, one line each on stderr."),
    ]
  }

  package var groups = BrandGroups()
  private var isOneToOne = false
  private var reportsDuplicates = false
  private var writesFeatures = false
  private var calibrationFile: String?
  private var previousFile: String?
  /// Read while the products are.
  private var previous: Ahead<Result<PreviousLinks, any Error>>?
  private var matcher = Matcher(parallel: .threads)
  private var log: Log?

  package init() {}

  package mutating func start(_ session: Session) throws {
    log = session.log
    if let previousFile {
      guard File.exists(previousFile) else { throw RunFailure(.noInput, "there is no \(previousFile)") }
      previous = Ahead { Result { try PreviousLinks(file: previousFile) } }
    }
    if let calibrationFile { matcher.constants.calibration = try Calibration(file: calibrationFile) }
  }

  package mutating func process(_ group: BrandGroup, _ output: inout Output) throws {
    if writesFeatures { return writeFeatures(group, &output) }
    let writer = LinkWriter(group, matcher.parallel)
    if let previous = try previous?.value.get(),
      let plan = IncrementalMatch(writer, previous)?.plan(matcher, isOneToOne: isOneToOne)
    {
      writer.write(plan, &output)
    } else {
      let result = matcher.match(
        left: group.brand.map(MatchRecord.init), right: group.halilit.map(MatchRecord.init),
        decisions: group.decisions.map(MatchDecision.init), isOneToOne: isOneToOne)
      writer.write(LinkPlan(result), &output)
    }
    if reportsDuplicates { reportDuplicates(group) }
  }

  private func writeFeatures(_ group: BrandGroup, _ output: inout Output) {
    let pairs = matcher.features(
      left: group.brand.map(MatchRecord.init), right: group.halilit.map(MatchRecord.init))
    for pair in pairs {
      output.emit([
        "type": "pair", "brand_id": .string(group.brandID), "brand": .string(group.brand[pair.left].id),
        "halilit": .string(group.halilit[pair.right].id),
        "features": .array(Feature.fitted.map { .number("\(pair.features[$0])") }),
        "density": [.number("\(pair.leftDensity)"), .number("\(pair.rightDensity)")],
      ])
    }
  }

  private func reportDuplicates(_ group: BrandGroup) {
    for products in [group.brand, group.halilit] {
      for duplicate in matcher.duplicates(products.map(MatchRecord.init)) {
        let (first, second) = (products[duplicate.first], products[duplicate.second])
        log?.say(
          .note,
          "\(group.brandID): \(first.source.rawValue) lists '\(first.id)' and '\(second.id)', likely one product: "
            + "\(duplicate.reason)")
      }
    }
  }
}
