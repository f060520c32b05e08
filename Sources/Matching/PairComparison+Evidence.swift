extension PairComparison {
  /// What each record says about a feature, in their own words.
  func said(_ feature: Feature, _ features: FeatureVector, _ l: Int, _ r: Int) -> (left: String, right: String) {
    switch feature {
    case .leftCoverage: (title(left, l), "\(known(of: left, l, by: right, r)) (\(percent(features[feature])))")
    case .rightCoverage: ("\(known(of: right, r, by: left, l)) (\(percent(features[feature])))", title(right, r))
    case .codeRarity:
      (texts(left.codesAndJoins[l].filter { agrees($0, r) }), texts(right.codesAndJoins[r].filter { agrees(l, $0) }))
    case .codeConflict: (texts(left.codes[l]), texts(right.codes[r]))
    case .unexplainedNumbers: (texts(numbers(left.titles[l])), texts(numbers(right.titles[r])))
    case .brandConflict: (texts(left.brands[l]), texts(right.brands[r]))
    case .priceGap: (price(left.prices[l]), price(right.prices[r]))
    case .colourConflict, .platformConflict: (title(left, l), title(right, r))
    case .modelDistance: (texts([left.models[l]]), texts([right.models[r]]))
    case .leftMargin: (title(left, l), "\(title(right, r)) (\(signed(features[feature])))")
    case .rightMargin: ("\(title(left, l)) (\(signed(features[feature])))", title(right, r))
    case .identity, .variant: ("", "")
    }
  }

  private func agrees(_ code: Int32, _ r: Int) -> Bool {
    right.codesAndJoins.contains(code, in: r) || right.flatTitles.contains(code, of: vocabulary, in: r)
  }

  private func agrees(_ l: Int, _ code: Int32) -> Bool {
    left.codesAndJoins.contains(code, in: l) || left.flatTitles.contains(code, of: vocabulary, in: l)
  }

  private func numbers(_ words: ArraySlice<Int32>) -> [Int32] {
    words.filter { vocabulary.traits[Int($0)].contains(.isNumber) }
  }

  /// The title's words in their order.
  private func title(_ corpus: Corpus, _ record: Int) -> String {
    corpus.text[record].filter { corpus.titles.contains($0, in: record) }.map(vocabulary.text).joined(separator: " ")
  }

  /// The words of `x`'s title that `y` explains, whole or by a word that stands for them.
  private func known(of xs: Corpus, _ x: Int, by ys: Corpus, _ y: Int) -> String {
    let other = other(of: ys, y, than: xs, x)
    return xs.text[x].filter { xs.titles.contains($0, in: x) && explained($0, by: other, ys, y).share > 0 }
      .map(vocabulary.text).joined(separator: " ")
  }

  private func texts(_ words: some Sequence<Int32>) -> String {
    words.filter { $0 >= 0 }.map(vocabulary.text).sorted().joined(separator: " ")
  }

  private func percent(_ share: Double) -> String { "\(Int((share * 100).rounded())) %" }

  private func signed(_ value: Double) -> String {
    let hundredths = Int((value * 100).rounded())
    let digits = abs(hundredths)
    return "\(hundredths < 0 ? "-" : "+")\(digits / 100).\(digits % 100 < 10 ? "0" : "")\(digits % 100)"
  }

  private func price(_ price: Corpus.Price?) -> String {
    price.map { "\(Int($0.amount.rounded()))\($0.currency.map { " " + $0 } ?? "")" } ?? ""
  }
}
