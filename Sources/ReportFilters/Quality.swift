package import Filtering
internal import JSON
internal import Posix
internal import Records
internal import Reporting
internal import Tree
internal import TreeFilters

/// Looks at the quality of everything that is published.
package struct Quality: Program {
  package static let manual = Manual(
    name: "quality",
    summary:
      "Looks for prices, images and names that are missing, doubled, misread or dead; writes one record a check.",
    details: [
      "Missing prices and images, placeholders, images from unknown hosts or that do not answer, duplicates after the "
        + "merge, Eilat prices that are not the price without VAT, doubted prices, names that look misread, and unmatched "
        + "products that most likely match: each with its count, of how many, and ten examples.",
      "--sample N writes requests for N images instead, another sample each day; what fetch makes of them comes back with "
        + "--images. Without it that check says not-looked.",
      "Ends with 1 when a check found more than its limit, a share in per cent: quality.limits in DATA/settings.json, "
        + "where quality.image_hosts names the known hosts and quality.shared_images how many products may share one.",
    ],
    usageExample:
      "quality --data data --sample 20 | fetch --data data > images.jsonl; quality --data data --images images.jsonl",
    statuses: [.finding, .rejected, .noInput, .inputOutput, .configuration])

  package static var options: [Option<Self>] {
    [
      .value("--data", "DIR", \.data, "The data tree (default data)."),
      .value("--sample", "N", \.sample, "Write requests for N images."),
      .value("--images", "FILE", \.images, "Pages that fetch made of such requests."),
      .value("--at", "TIME", \.time, "The moment that the sample is drawn for, RFC 3339 UTC (default now)."),
    ]
  }

  private var data = "data"
  private var sample: Int?
  private var images: String?
  private var time: String?

  package init() {}

  package mutating func run(_ session: Session) throws -> Status {
    guard sample == nil || images == nil else { throw UsageError("--sample and --images exclude each other") }
    let lookback = try Lookback(at: time)
    if let sample, sample < 1 { throw UsageError("--sample must be at least 1") }
    let tree = Tree(root: data)
    let review = try withTreeStatuses { try QualityReview(of: tree, pages: try pages(tree)) }
    var output = Output()
    if let sample {
      for request in review.imageRequests(count: sample, day: lookback.day) { output.emit(request) }
      try output.flush(to: session.output)
      return .done
    }
    let (checks, isAboveLimit) = review.records
    for check in checks { output.emit(check) }
    try output.flush(to: session.output)
    for check in checks where check["state"] == "above" {
      session.log.say(
        .warning,
        "\(check["check"]?.string ?? ""): \(check["count"]?.text ?? "") of \(check["of"]?.text ?? ""): "
          + "\(check["meaning"]?.string ?? "")")
    }
    return isAboveLimit ? .finding : .done
  }

  private func pages(_ tree: Tree) throws -> [Record]? {
    guard let images else { return nil }
    guard File.exists(images) else { throw RunFailure(.noInput, "there is no file \(images)") }
    return try tree.readLines(images)
  }
}
