package import Filtering
internal import JSON
internal import Posix
internal import Reporting
internal import Tree
internal import TreeFilters

/// Counts the whole data tree once a day, for people and for programs.
package struct Report: Program {
  package static let manual = Manual(
    name: "report",
    summary: "Writes the daily report of a data tree as JSON and as one HTML page.",
    details: [
      "Global figures with the four coverages, trends over 24 hours, 7 and 30 days, new and gone products and changed "
        + "prices, anomalies, the review queue, the best and the least covered brands, what to do next, every brand, "
        + "sources and their freshness. Each figure is counted from the documents as they are now and from history/ "
        + "and runs/; coverage of earlier days comes from the reports of those days.",
      "The files are DATA/reports/report_YYYYMMDD.json and .html; a second report of a day replaces the first. The page "
        + "needs no network and shows no figure that is not in the JSON: each has the jq path of its source in data-path.",
      "DATA/settings.json sets what counts as odd: report.dropped_items, report.unmatched_items, report.price_percent "
        + "and report.coverage_bands, and the limits of check-health for freshness.",
    ],
    usageExample: "report --data data && jq .totals data/reports/report_20261121.json",
    statuses: [.rejected, .cannotCreate, .inputOutput, .configuration])

  package static var options: [Option<Self>] {
    [
      .value("--data", "DIR", \.data, "The data tree (default data)."),
      .value("--at", "TIME", \.time, "Report as of this moment, RFC 3339 UTC (default now)."),
    ]
  }

  private var data = "data"
  private var time: String?

  package init() {}

  package mutating func run(_ session: Session) throws -> Status {
    let lookback = try Lookback(at: time)
    let tree = Tree(root: data)
    let report = try withTreeStatuses { try DailyReport(of: tree, lookback).json }
    try File.replaceAll([
      (tree.report(lookback.day, "json"), ReportDocument.encoded(report, version: version)),
      (tree.report(lookback.day, "html"), Array(ReportPage(report).text.utf8)),
    ])
    session.log.say(.note, "wrote \(tree.report(lookback.day, "html")) and the JSON beside it")
    return .done
  }
}
