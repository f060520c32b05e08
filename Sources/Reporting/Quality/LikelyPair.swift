internal import Catalogue
internal import JSON
internal import Records

/// Products of both sources that have no partner yet and most likely are each other's.
enum LikelyPair {
  /// Pairs under review by falling probability, then those that state the same model and have no partner.
  static func find(_ subject: QualitySubject) -> [QualityCheck.Finding] {
    let reviews = subject.reviews.largestFirst { $0.double("probability") ?? 0 }
    var seen: Set<String> = []
    let undecided = reviews.compactMap { review -> QualityCheck.Finding? in
      guard let item = review.value("halilit"), let id = item["halilit_id"]?.string, let brand = review.value("brand"),
        let brandID = review.string("brand_id"), seen.insert("\(brandID)\n\(id)").inserted
      else { return nil }
      let reason = "\(brand["id"]?.string ?? ""), probability \(review.spelling("probability") ?? "unknown")"
      return .init(brandID: brandID, id: id, name: item["name"]?.string ?? "", reason: reason)
    }
    return undecided + sameModels(subject.unified) { seen.contains($0) }
  }

  private static func sameModels(_ unified: [Record], _ isKnown: (String) -> Bool) -> [QualityCheck.Finding] {
    func key(_ record: Record) -> String? {
      record.string("model_key").map { "\(record.string("brand_id") ?? "")\n\($0)" }
    }
    let single = unified.filter { ProductClass(rawValue: $0.string("class") ?? "") == .secondary }
    let brandByModel = Dictionary(single.compactMap { record in key(record).map { ($0, record) } }) { first, _ in first
    }
    return unified.compactMap { record in
      guard ProductClass(rawValue: record.string("class") ?? "") == .halilitOnly, let key = key(record),
        let partner = brandByModel[key], !isKnown("\(record.string("brand_id") ?? "")\n\(record.string("id") ?? "")")
      else { return nil }
      return .init(record, "\(partner.string("id") ?? ""), the same model \(record.string("model") ?? "")")
    }
  }
}
