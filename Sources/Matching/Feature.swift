/// What a pair of records is judged by. A feature speaks for (+) or against (−) the pair, never both ways.
package enum Feature: Int, CaseIterable, Sendable {
  /// Share of the left title, by rarity of its words, that the right record explains; and the other way round.
  case leftCoverage, rightCoverage
  /// One over the number of records that hold the rarest designation both agree on.
  case codeRarity
  /// Both have designations and none agrees.
  case codeConflict
  /// Numbers of either title that the other record does not explain.
  case unexplainedNumbers
  case brandConflict
  /// |ln price ratio|, at most 3; only between equal currencies.
  case priceGap
  case colourConflict, platformConflict
  /// How unlike the two records' own model fields are.
  case modelDistance
  /// The likeness q less that of the best other candidate of the left record, and of the right one.
  case leftMargin, rightMargin
  /// Within one brand: both give the same designation, identifier or name.
  case identity
  /// Within one brand: in how many of colour, size and keys both are said to differ.
  case variant

  /// `allCases`, made once.
  static let all = allCases

  /// Those whose weights are fitted; the weights of the others are reasoned.
  package static let fitted = all.filter { $0 != .identity && $0 != .variant }

  /// The feature in words, where `left` and `right` name the two catalogues.
  package func phrase(left: String, right: String) -> String {
    switch self {
    case .leftCoverage: "\(left) name's words known at \(right)"
    case .rightCoverage: "\(right) name's words known at \(left)"
    case .codeRarity: "same rare code"
    case .codeConflict: "codes differ"
    case .unexplainedNumbers: "numbers of one name only"
    case .brandConflict: "brands differ"
    case .priceGap: "prices differ"
    case .colourConflict: "colors differ"
    case .platformConflict: "systems differ"
    case .modelDistance: "model fields differ"
    case .leftMargin: "ahead of other \(right) products"
    case .rightMargin: "ahead of other \(left) products"
    case .identity: "same designation, identifier or name"
    case .variant: "variants differ"
    }
  }

  /// +1 where the feature can only speak for a pair, −1 where only against it.
  package var sign: Double {
    switch self {
    case .leftCoverage, .rightCoverage, .codeRarity, .leftMargin, .rightMargin, .identity: 1
    default: -1
    }
  }
}

/// The features of one pair.
package struct FeatureVector: Sendable {
  private var values = InlineArray<14, Double>(repeating: 0)

  package init() {}

  package subscript(feature: Feature) -> Double {
    get { values[feature.rawValue] }
    set { values[feature.rawValue] = newValue }
  }
}
