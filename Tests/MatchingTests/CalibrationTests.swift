import Matching
import TestSupport
import Testing

struct CalibrationTests {
  /// Pairs whose probabilities are too sure: what is said to be p is right as often as `truth` says.
  private func samples(_ seed: UInt64, _ count: Int, truth: (Double) -> Double) -> [Calibration.Sample] {
    var random = SplitMix64(seed: seed)
    return (0..<count).map { _ in
      let probability = Double.random(in: 0.02...0.98, using: &random)
      return .init(
        probability: probability, isRight: Double.random(in: 0..<1, using: &random) < truth(probability), isLinked: true
      )
    }
  }

  @Test func `what was shipped stays where it is right`() {
    let fitted = Calibration(fitting: samples(1, 4000) { $0 })
    #expect(abs(fitted.scale - 1) < 0.1 && abs(fitted.shift) < 0.1)
  }

  @Test(arguments: seeds(10)) func `a map that was hidden in the decisions is found again`(seed: UInt64) {
    let hidden = Calibration(scale: 0.5, shift: -0.7)
    let decided = samples(seed, 4000) { hidden($0) }
    let fitted = Calibration(fitting: decided)
    #expect(abs(fitted.scale - 0.5) < 0.1 && abs(fitted.shift + 0.7) < 0.15)
    #expect(CalibrationFigures(crossValidating: decided).logLoss < CalibrationFigures(.none, decided).logLoss)
  }

  @Test func `the order of probabilities stays`() {
    let fitted = Calibration(fitting: samples(3, 60) { 1 - $0 })
    let mapped = stride(from: 0.01, through: 0.99, by: 0.01).map { fitted($0) }
    #expect(mapped == mapped.sorted())
    #expect(mapped.allSatisfy { (0...1).contains($0) })
  }

  @Test func `links begin where ninety-eight in a hundred are right`() {
    let good = (0..<98).map { Calibration.Sample(probability: 0.9 + Double($0) * 0.001, isRight: true, isLinked: true) }
    #expect(Calibration(fitting: good).linkFrom == 0)
    let bad = (0..<20).map { Calibration.Sample(probability: 0.5, isRight: $0 < 10, isLinked: true) }
    let fitted = Calibration(fitting: good + bad)
    #expect(fitted.linkFrom > fitted(0.5) && fitted.linkFrom <= fitted(0.9))
    #expect(CalibrationFigures(fitted, good + bad).linked == (98, 98))
    #expect(Calibration(fitting: bad).linkFrom == 1)
  }

  @Test func `a calibration moves pairs from links to review`() {
    let left = [MatchRecord(id: "b", title: "DX-40", catalogueBrand: "tamarind")]
    let right = [MatchRecord(id: "h", title: "Tamarind DX-40", brandTitle: "Tamarind", catalogueBrand: "tamarind")]
    var matcher = Matcher()
    #expect(matcher.match(left: left, right: right).links.count == 1)
    matcher.constants.calibration = Calibration(linkFrom: 0.999)
    let result = matcher.match(left: left, right: right)
    #expect(result.links.isEmpty && result.reviews.count == 1)
  }
}
