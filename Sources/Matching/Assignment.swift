/// One-to-one by score: the best pair first, then the best of what is left.
enum Assignment {
  /// The chosen pairs in the order they were chosen; ties go to the smaller left, then right record. O(n log n).
  static func greedy(_ scores: [Double], _ candidates: Candidates) -> [Int] {
    let order = scores.indices.sorted { a, b in
      if scores[a] != scores[b] { return scores[a] > scores[b] }
      return a < b
    }
    var isLeftTaken = [Bool](repeating: false, count: candidates.leftDensity.count)
    var isRightTaken = [Bool](repeating: false, count: candidates.rightDensity.count)
    var chosen: [Int] = []
    for pair in order where scores[pair] > -.infinity {
      let (left, right) = (Int(candidates.left[pair]), Int(candidates.right[pair]))
      if isLeftTaken[left] || isRightTaken[right] { continue }
      isLeftTaken[left] = true
      isRightTaken[right] = true
      chosen.append(pair)
    }
    return chosen
  }
}
