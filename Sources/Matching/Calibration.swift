#if canImport(Glibc)
  internal import Glibc
#endif

/// How the probabilities of one installation are corrected by what its people decided: p becomes σ(scale · logit p + shift).
package struct Calibration: Sendable, Equatable {
  package var scale = 1.0
  package var shift = 0.0
  /// Pairs below this corrected probability are no links, whatever the cut.
  package var linkFrom = 0.0

  package init(scale: Double = 1, shift: Double = 0, linkFrom: Double = 0) {
    self.scale = scale
    self.shift = shift
    self.linkFrom = linkFrom
  }

  /// Probabilities as shipped.
  package static let none = Calibration()

  package func callAsFunction(_ probability: Double) -> Double {
    if scale == 1, shift == 0 { return probability }
    return Self.logistic(scale * Self.logit(probability) + shift)
  }

  /// A pair on which a person decided, as the matcher saw it without the decision.
  package struct Sample: Sendable, Equatable {
    package var probability: Double
    package var isRight: Bool
    /// Whether it was linked; other pairs say nothing of where links begin.
    package var isLinked: Bool

    package init(probability: Double, isRight: Bool, isLinked: Bool) {
      self.probability = probability
      self.isRight = isRight
      self.isLinked = isLinked
    }
  }

  /// Links are to be right this often.
  package static let wantedPrecision = 0.98
  /// As many decisions as these would be needed to doubt the shipped probabilities.
  private static let belief = 4.0
  /// Fewer logits tell nothing: printed probabilities have four decimals.
  private static let leastProbability = 0.0001
  private static let leastScale = 0.05

  /// Fits scale and shift by penalised maximum likelihood (Platt 1999), then finds where links begin. O(samples).
  package init(fitting samples: [Sample]) {
    for _ in 0..<50 {
      // Newton's step on the two parameters.
      var gradient = (scale: Self.belief * (scale - 1), shift: Self.belief * shift)
      var curvature = (scale: Self.belief, both: 0.0, shift: Self.belief)
      for sample in samples {
        let logit = Self.logit(sample.probability)
        let probability = Self.logistic(scale * logit + shift)
        let error = probability - (sample.isRight ? 1 : 0)
        let weight = probability * (1 - probability)
        gradient.scale += error * logit
        gradient.shift += error
        curvature.scale += weight * logit * logit
        curvature.both += weight * logit
        curvature.shift += weight
      }
      let determinant = curvature.scale * curvature.shift - curvature.both * curvature.both
      let step = (
        scale: (curvature.shift * gradient.scale - curvature.both * gradient.shift) / determinant,
        shift: (curvature.scale * gradient.shift - curvature.both * gradient.scale) / determinant
      )
      scale = max(Self.leastScale, scale - step.scale)
      shift -= step.shift
      if abs(step.scale) + abs(step.shift) < 1e-9 { break }
    }
    linkFrom = beginOfLinks(samples)
  }

  /// The least probability from which on links were right often enough; 0 where all are.
  private func beginOfLinks(_ samples: [Sample]) -> Double {
    let linked = samples.filter(\.isLinked).map { (probability: self($0.probability), isRight: $0.isRight) }
      .sorted { $0.probability > $1.probability }
    var right = 0
    var good = 0
    for (index, link) in linked.enumerated() {
      if link.isRight { right += 1 }
      // Pairs of one probability stand or fall together.
      let isLastOfItsKind = index + 1 == linked.count || linked[index + 1].probability < link.probability
      if isLastOfItsKind, Double(right) >= Self.wantedPrecision * Double(index + 1) { good = index + 1 }
    }
    if good == linked.count { return 0 }
    // Without any link that is good enough, only certainty links.
    return good == 0 ? 1 : linked[good - 1].probability
  }

  private static func logistic(_ logit: Double) -> Double { 1 / (1 + exp(-logit)) }

  private static func logit(_ probability: Double) -> Double {
    let bounded = min(1 - leastProbability, max(leastProbability, probability))
    return log(bounded / (1 - bounded))
  }
}

/// How well probabilities agree with what people decided.
package struct CalibrationFigures: Sendable, Equatable {
  /// The mean of −ln of the probability that was given to the truth; less is better.
  package private(set) var logLoss = 0.0
  /// Pairs said to be at least this probable, and how many of them are right.
  package private(set) var sure = (pairs: 0, right: 0)
  package private(set) var linked = (pairs: 0, right: 0)

  package static let sureFrom = 0.9
  private static let folds = 10

  /// What a calibration does with samples that it was not fitted on: each tenth is judged by a fit on the others.
  package init(crossValidating samples: [Calibration.Sample]) {
    for fold in 0..<Self.folds {
      let others = samples.enumerated().filter { $0.offset % Self.folds != fold }.map(\.element)
      let calibration = Calibration(fitting: others)
      for (index, sample) in samples.enumerated() where index % Self.folds == fold { count(sample, calibration) }
    }
    logLoss /= Double(max(1, samples.count))
  }

  /// What a given calibration does.
  package init(_ calibration: Calibration, _ samples: [Calibration.Sample]) {
    for sample in samples { count(sample, calibration) }
    logLoss /= Double(max(1, samples.count))
  }

  private mutating func count(_ sample: Calibration.Sample, _ calibration: Calibration) {
    let probability = calibration(sample.probability)
    logLoss -= log(max(1e-6, sample.isRight ? probability : 1 - probability))
    let right = sample.isRight ? 1 : 0
    if probability >= Self.sureFrom { sure = (sure.pairs + 1, sure.right + right) }
    if sample.isLinked, probability >= calibration.linkFrom { linked = (linked.pairs + 1, linked.right + right) }
  }

  package static func == (a: Self, b: Self) -> Bool {
    a.logLoss == b.logLoss && a.sure == b.sure && a.linked == b.linked
  }
}
