package import Catalogue
internal import JSON
internal import Records
internal import Text
internal import Tree

/// What a quality check looks at: the products of the whole tree.
struct QualitySubject {
  let settings: Settings
  let thresholds: QualityThresholds
  /// Halilit's items as they are published.
  let items: [Product]
  /// Unified products, those of a brand next to each other.
  let unified: [Record]
  /// Pairs that wait for a person.
  let reviews: [Record]
  /// What asking for some images gave; nil when none was asked for.
  let answers: [ImageAnswer]?
}

/// What became of a request for an image.
struct ImageAnswer {
  let brandID: String
  let url: String
  /// Nil for an image.
  let failure: String?

  /// Reads a page record. `fetch` refuses what is no text, which is what an image should be.
  init?(_ page: Record) {
    guard page.type == "page", let url = page.string("url") else { return nil }
    self.url = url
    brandID = page.string("brand_id") ?? ""
    let error = page.value("error")
    switch error?["code"]?.string {
    case "not-text", "too-large": failure = nil
    case let code?: failure = "\(code): \(error?["message"]?.string ?? "")"
    case nil: failure = "the answer is \(page.string("content_type") ?? "a text"), not an image"
    }
  }
}

/// When a quality check has found too much, and what is known; every one has a name in settings.json.
package struct QualityThresholds: Sendable {
  /// Hosts that Halilit's images come from.
  let imageHosts: [String]
  /// Products of a brand that may share an image before it counts as a placeholder.
  let sharedImages: Int
  private let limits: JSONObject

  package init(_ settings: Settings) throws(SettingsError) {
    let section = settings.json["quality"]?.object ?? JSONObject()
    imageHosts = section["image_hosts"]?.array?.compactMap(\.string) ?? ["d3m9l0v76dty0.cloudfront.net"]
    sharedImages = section["shared_images"]?.int ?? 5
    limits = section["limits"]?.object ?? JSONObject()
    for limit in limits.members {
      guard let percent = limit.value.double, (0...100).contains(percent) else {
        throw SettingsError(member: "quality.limits.\(limit.name)", expected: "a number from 0 to 100")
      }
    }
  }

  /// The share of findings in per cent that a check still passes with.
  func limit(_ check: QualityCheck) -> Double { limits[check.name]?.double ?? check.limitPercent }
}
