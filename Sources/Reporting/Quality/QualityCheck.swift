internal import Catalogue
internal import JSON
internal import Records
internal import Text
internal import Tree

/// One question about the quality of the data, asked of every product it concerns.
struct QualityCheck: Sendable {
  struct Finding {
    let brandID: String
    let id: String
    let name: String
    let reason: String

    var json: JSON {
      ["brand_id": .string(brandID), "id": .string(id), "name": .string(name), "reason": .string(reason)]
    }
  }

  let name: String
  let meaning: String
  /// The share of findings that is still all right, unless settings.json says otherwise.
  let limitPercent: Double
  /// The findings and of how many products; nil when the check could not look.
  let find: @Sendable (QualitySubject) -> (findings: [Finding], looked: Int)?

  static let all = [
    missingPrice, missingImage, placeholderImage, unknownImageHost, deadImage, duplicate, vatIdentity, suspectPrice,
    suspiciousName, likelyPair,
  ]

  /// A check that looks at each Halilit item by itself.
  static func ofItems(
    _ name: String, _ meaning: String, limitPercent: Double,
    _ reason: @escaping @Sendable (Product, QualitySubject) -> String?
  ) -> QualityCheck {
    QualityCheck(name: name, meaning: meaning, limitPercent: limitPercent) { subject in
      let findings = subject.items.compactMap { item in
        reason(item, subject).map { Finding(brandID: item.brandID, id: item.id, name: item.name, reason: $0) }
      }
      return (findings, subject.items.count)
    }
  }

  private static let missingPrice = ofItems("missing-price", "Halilit items without a price", limitPercent: 5) {
    item, _ in item.priceILS == nil ? "no price" : nil
  }

  private static let vatIdentity = ofItems(
    "vat-identity", "Eilat prices that are not the price without VAT", limitPercent: 0
  ) { item, subject in ItemCheck.vatIdentity.finding(item, nil, subject.settings) }

  private static let suspectPrice = ofItems("suspect-price", "prices that are not believed", limitPercent: 1) {
    item, _ in
    item.record.value("suspect").map { $0["reason"]?.string ?? "doubted when it was read" }
  }

  /// A sign of a name that was misread: markup, a placeholder, letters of the wrong encoding, or hardly any letters.
  private static let suspiciousName = QualityCheck(
    name: "suspicious-name", meaning: "names that look misread", limitPercent: 0.5
  ) { subject in
    let findings = subject.unified.compactMap { record -> Finding? in
      let name = record.string("name") ?? ""
      return SuspiciousName.reason(name).map { Finding(record, $0) }
    }
    return (findings, subject.unified.count)
  }

  /// Two unified products of a brand that share what only one product can have.
  private static let duplicate = QualityCheck(
    name: "duplicate", meaning: "products that are in the catalogue twice after the merge", limitPercent: 0.5
  ) { subject in
    var owner: [String: String] = [:]
    let findings = subject.unified.compactMap { record -> Finding? in
      let brandID = record.string("brand_id") ?? ""
      let marks = DuplicateMark.all(of: record)
      defer {
        for mark in marks where owner["\(brandID)\n\(mark)"] == nil {
          owner["\(brandID)\n\(mark)"] = record.string("id")
        }
      }
      let twin = marks.lazy.compactMap { mark in owner["\(brandID)\n\(mark)"].map { (mark, $0) } }.first
      return twin.map { Finding(record, "the same \($0.0) as \($0.1)") }
    }
    return (findings, subject.unified.count)
  }

  /// Unmatched products that most likely belong together, the surest first.
  private static let likelyPair = QualityCheck(
    name: "likely-pair", meaning: "unmatched products that most likely match", limitPercent: 10
  ) { subject in
    (LikelyPair.find(subject), subject.unified.count)
  }
}

extension QualityCheck.Finding {
  init(_ unified: Record, _ reason: String) {
    self.init(
      brandID: unified.string("brand_id") ?? "", id: unified.string("id") ?? "", name: unified.string("name") ?? "",
      reason: reason)
  }
}
