internal import Catalogue
package import Filtering
internal import JSON
internal import Matching
package import Records

/// Proposes how the probabilities of links should be corrected by what people decided.
package struct Calibrate: Filter {
  package static let manual = Manual(
    name: "calibrate",
    summary: "Reads links that were made without people's decisions, and the decisions; proposes a calibration.",
    details: [
      "The calibration maps probability p to 1/(1+exp(-(scale * ln(p/(1-p)) + shift))) and says from which probability on "
        + "pairs are links, so that \(Int(Calibration.wantedPrecision * 100)) % of those decided are right. match "
        + "--calibration FILE applies it; nothing else does.",
      "before says how the shipped probabilities agree with the decisions, after how the proposed ones do with decisions "
        + "that they were not fitted on (ten folds): log_loss, pairs of probability 0.9 and more, links. is_better is "
        + "whether the log loss is less.",
      "Ends with 1 and proposes nothing when fewer than \(fewest) decisions are about pairs that were compared.",
    ],
    usageExample: "{ load halilit; load brand; } | match | cat - <(load decisions) | calibrate > calibration.json",
    statuses: [.finding, .rejected, .noInput, .memory, .inputOutput])

  package static var options: [Option<Self>] { [] }
  package static let reads = ["link", "review", "decision"]
  package static let holdsRecords = true

  /// Fewer decisions would say more about chance than about the probabilities.
  static let fewest = 50

  private var links: [Link] = []
  private var verdicts: [Pair: Bool] = [:]
  /// The decided pairs in the order of the input, so that its order alone makes the folds.
  private var decided: [Pair] = []

  private struct Pair: Hashable {
    var brandID, brand, halilit: String
  }

  package init() {}

  package mutating func process(_ record: Record, _ output: inout Output) throws {
    guard record.type == "decision" else {
      links.append(try Link(record))
      return
    }
    let decision = try Decision(record)
    guard let brand = decision.brandProductID, let halilit = decision.halilitID else { return }
    let pair = Pair(brandID: decision.brandID, brand: brand, halilit: halilit)
    if verdicts.updateValue(decision.verdict == .confirmed, forKey: pair) == nil { decided.append(pair) }
  }

  package mutating func finish(_ output: inout Output) throws {
    if links.isEmpty, verdicts.isEmpty { return }
    let samples = samples()
    guard samples.count >= Self.fewest else {
      throw RunFailure(
        .finding, "\(samples.count) decisions are about pairs that were compared; \(Self.fewest) are needed")
    }
    let calibration = Calibration(fitting: samples)
    let before = CalibrationFigures(.none, samples)
    let after = CalibrationFigures(crossValidating: samples)
    output.emit([
      "type": "calibration", "decisions": JSON(samples.count), "scale": JSON(decimal: calibration.scale),
      "shift": JSON(decimal: calibration.shift), "link_from": JSON(decimal: calibration.linkFrom),
      "is_better": .bool(after.logLoss < before.logLoss), "before": Self.object(before), "after": Self.object(after),
    ])
  }

  /// The decided pairs that were compared, by brand and ids.
  private func samples() -> [Calibration.Sample] {
    var compared: [Pair: Calibration.Sample] = [:]
    for link in links {
      guard let brand = link.brandProductID, let halilit = link.halilitID,
        let probability = link.record.double("probability"), link.record.string("decided_by") != "person"
      else { continue }
      let pair = Pair(brandID: link.brandID, brand: brand, halilit: halilit)
      guard let isRight = verdicts[pair] else { continue }
      compared[pair] = .init(probability: probability, isRight: isRight, isLinked: !link.isReview)
    }
    return decided.compactMap { compared[$0] }
  }

  private static func object(_ figures: CalibrationFigures) -> JSON {
    func share(_ count: (pairs: Int, right: Int)) -> JSON { ["pairs": JSON(count.pairs), "right": JSON(count.right)] }
    return [
      "log_loss": JSON(decimal: figures.logLoss), "sure": share(figures.sure), "linked": share(figures.linked),
    ]
  }
}
