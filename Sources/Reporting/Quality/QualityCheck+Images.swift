internal import Catalogue
internal import JSON
internal import Records
internal import Text

extension QualityCheck {
  static let missingImage = QualityCheck(
    name: "missing-image", meaning: "products without an image", limitPercent: 20
  ) { subject in
    let findings = subject.unified.filter { image(of: $0) == nil }.map { Finding($0, "no image") }
    return (findings, subject.unified.count)
  }

  /// An image whose address says that it is none, or that too many products of a brand share.
  static let placeholderImage = QualityCheck(
    name: "placeholder-image", meaning: "images that are placeholders", limitPercent: 2
  ) { subject in
    var users: [String: Int] = [:]
    let images = subject.unified.compactMap { record in image(of: record).map { (record: record, image: $0) } }
    func key(_ record: Record, _ image: String) -> String { "\(record.string("brand_id") ?? "")\n\(image)" }
    for (record, image) in images { users[key(record, image), default: 0] += 1 }
    let findings = images.compactMap { record, image -> Finding? in
      if let word = placeholderWord(in: image) { return Finding(record, "'\(word)' in \(image)") }
      let count = users[key(record, image)] ?? 0
      return count > subject.thresholds.sharedImages
        ? Finding(record, "\(counted(count, "product")) with \(image)") : nil
    }
    return (findings, images.count)
  }

  static let unknownImageHost = ofItems(
    "image-host", "images of Halilit from hosts that are not known", limitPercent: 0
  ) { item, subject in
    guard let image = item.record.string("image_url") else { return nil }
    guard let host = try? WebURL(image).host else { return "no address: \(image)" }
    return subject.thresholds.imageHosts.contains(host) ? nil : host
  }

  /// Looks at what `fetch` brought of a sample.
  static let deadImage = QualityCheck(
    name: "dead-image", meaning: "sampled images that do not answer", limitPercent: 5
  ) { subject in
    guard let answers = subject.answers else { return nil }
    let findings = answers.compactMap { answer in
      answer.failure.map { Finding(brandID: answer.brandID, id: answer.url, name: "", reason: $0) }
    }
    return (findings, answers.count)
  }

  static func image(of unified: Record) -> String? {
    let own = unified.string("image_url") ?? unified.value("brand")?["images"]?["main"]?.string
    return own.flatMap { $0.isEmpty ? nil : $0 }
  }

  private static func placeholderWord(in image: String) -> String? {
    let words = [
      "placeholder", "no-image", "no_image", "noimage", "no-photo", "nophoto", "coming-soon", "coming_soon",
      "default-image", "default_image", "missing.png", "missing.jpg", "spacer.gif", "blank.gif", "pixel.gif",
    ]
    let path = image.lowercased()
    return words.first { path.contains($0) }
  }
}
