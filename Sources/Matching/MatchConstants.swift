/// The one configuration of the matcher: a sign-constrained linear score, and the logit that accepts its best pairs.
///
/// Features are centred and scaled by the figures of the sets they were fitted on.
package struct MatchConstants: Sendable, Equatable {
  package struct Linear: Sendable, Equatable {
    package var means: [Double]
    package var deviations: [Double]
    package var weights: [Double]
    package var bias: Double

    package init(means: [Double], deviations: [Double], weights: [Double], bias: Double) {
      self.means = means
      self.deviations = deviations
      self.weights = weights
      self.bias = bias
    }

    /// A constant feature tells nothing; dividing by less would make noise of it.
    static let leastDeviation = 1e-6

    /// The weight of one unit of feature `at`.
    func slope(_ at: Int) -> Double { weights[at] / max(deviations[at], Self.leastDeviation) }

    /// What the sum starts from when every feature is 0.
    var intercept: Double { weights.indices.reduce(bias) { $0 - slope($1) * means[$1] } }
  }

  /// Over `Feature.fitted`.
  package var score: Linear
  /// Over the features of `Acceptance`: score, left and right margin, left and right density.
  package var acceptance: Linear
  /// What a designation or name that both give adds to the score within one brand. Reasoned: no open set has such data.
  package var identity = 3.0
  /// What each property adds in which both are said to vary (colour, size, keys).
  package var variant = -1.0
  /// The share of assigned pairs that are right, where a catalogue is too small to tell; within one brand, where
  /// different products are told apart before, it is higher.
  package var prior = 0.5
  package var brandPrior = 0.85
  /// How people's decisions correct the probabilities.
  package var calibration = Calibration.none

  package init(score: Linear, acceptance: Linear) {
    self.score = score
    self.acceptance = acceptance
  }
}
