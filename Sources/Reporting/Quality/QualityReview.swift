internal import Catalogue
internal import Digest
package import JSON
package import Records
package import Tree

/// The quality of a whole tree: what is missing, doubled, misread or dead, with counts and examples.
package struct QualityReview {
  /// Findings that a record shows of those it counts.
  private static let examples = 10

  private let subject: QualitySubject

  /// - Parameter pages: what asking for a sample of images gave; nil when none was asked for.
  package init(of tree: Tree, pages: [Record]?) throws {
    let settings = try tree.readSettings()
    let halilit = try tree.ids(in: "catalogs_halilit", suffix: "_halilit.json")
    let unified = try tree.ids(in: "catalogs_unified", suffix: "_unified.json")
    subject = QualitySubject(
      settings: settings, thresholds: try QualityThresholds(settings),
      items: try halilit.flatMap { id in
        try (tree.readDocument(tree.catalogue(.halilit, id), .halilit)?.records ?? []).map { try Product($0) }
      },
      unified: try unified.flatMap { try tree.readDocument(tree.unified($0), .unified)?.records ?? [] },
      reviews: try unified.flatMap { try tree.readLines(tree.review($0)) },
      answers: pages.map { $0.compactMap { ImageAnswer($0) } })
  }

  /// One record a check, and whether any found more than it may.
  package var records: (checks: [JSONObject], isAboveLimit: Bool) {
    var isAboveLimit = false
    let checks = QualityCheck.all.map { check -> JSONObject in
      let limit = subject.thresholds.limit(check)
      var record: JSONObject = [
        "type": "quality", "check": .string(check.name), "meaning": .string(check.meaning),
        "limit_percent": .decimal(limit),
      ]
      guard let (findings, looked) = check.find(subject) else {
        record.members += [.init("state", "not-looked"), .init("count", nil), .init("of", nil), .init("examples", [])]
        return record
      }
      let isAbove = Double(findings.count) * 100 > limit * Double(looked)
      isAboveLimit = isAboveLimit || isAbove
      record["state"] = isAbove ? "above" : "passed"
      record["count"] = JSON(findings.count)
      record["of"] = JSON(looked)
      record["examples"] = .array(findings.prefix(Self.examples).map(\.json))
      return record
    }
    return (checks, isAboveLimit)
  }

  /// Requests for a sample of the images, another one each day.
  ///
  /// The sample is drawn by digest, so that the same tree and day give the same requests.
  package func imageRequests(count: Int, day: String) -> [JSONObject] {
    var brandOfImage: [String: String] = [:]
    for record in subject.unified {
      guard let image = QualityCheck.image(of: record), image.hasPrefix("http") else { continue }
      brandOfImage[image] = brandOfImage[image] ?? record.string("brand_id")
    }
    let drawn = brandOfImage.map {
      (lot: SHA256.hex(Array("\(day)\n\($0.key)".utf8)), image: $0.key, brandID: $0.value)
    }
    .sorted { $0.lot < $1.lot }.prefix(count)
    return drawn.map { entry in
      Request.object(url: entry.image, source: .halilit, brandID: entry.brandID, role: .item, depth: 0)
    }
  }
}
