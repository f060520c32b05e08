package import JSON

/// The daily report as one HTML page that needs nothing else: no network, no other file.
///
/// Made of the report's JSON alone; every figure carries its exact value and the jq path where it stands.
package struct ReportPage {
  let report: Place

  package init(_ report: JSONObject) { self.report = Place(.object(report)) }

  package var text: String {
    let page: HTML = """
      <!DOCTYPE html>
      <html lang="en">
      <head>
      <meta charset="utf-8">
      <meta name="viewport" content="width=device-width, initial-scale=1">
      <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; \
      script-src 'unsafe-inline'; img-src data:">
      <title>Stocktake \(report["day"].text)</title>
      <link rel="icon" href="data:,">
      <style>\(Self.style)</style>
      </head>
      <body>
      <header><h1>Stocktake <time>\(report["day"].text)</time></h1><p>Counted \(report["at"].moment) UTC</p></header>
      <main>
      \(totals)
      \(recommendations)
      \(anomalies)
      \(trends)
      \(changes)
      \(brands)
      \(review)
      \(sources)
      </main>
      <script>\(Self.script)</script>
      </body>
      </html>

      """
    return page.text
  }

  private var totals: HTML {
    let totals = report["totals"]
    let coverages: [(String, String, Place.Unit, String)] = [
      ("Coverage", "coverage_percentage", .percent, "of the brands' products are sold"),
      ("Primary share", "primary_share", .share, "of all products are in both sources"),
      ("Halilit match rate", "halilit_match_rate", .share, "of Halilit's items have a brand product"),
      ("Priced share", "priced_share", .share, "of all products have a price"),
    ]
    let counts: [(String, String)] = [
      ("brands", "brand_count"), ("compared with a brand's own list", "compared_brand_count"),
      ("Halilit items", "halilit_count"), ("brand products", "brand_website_count"), ("in both", "common_count"),
      ("missing at Halilit", "gap_count"), ("Halilit only", "halilit_only_count"), ("products in all", "unified_count"),
      ("with a price", "priced_count"), ("in stock", "in_stock_count"), ("to review", "review_count"),
      ("doubted prices", "suspect_count"), ("carried over", "carried_count"), ("fresh sources", "fresh_sources"),
      ("stale sources", "stale_sources"), ("never read", "never_sources"),
    ]
    let cards: [HTML] = coverages.map { name, member, unit, meaning in
      #"<div class="card"><dt>\#(name)</dt><dd>\#(totals[member].figure(unit))<small>\#(meaning)</small></dd></div>"#
    }
    let rows: [HTML] = counts.map { "<div><dt>\($0.0)</dt><dd>\(totals[$0.1].figure())</dd></div>" }
    return """
      <section id="totals"><h2>Everything</h2><dl class="cards">\(cards)</dl><dl class="counts">\(rows)</dl></section>
      """
  }

  private var recommendations: HTML {
    let rows: [HTML] = report["recommendations"].elements.map { row in
      #"<li>\#(row["text"].name) <small>(\#(row["count"].figure()))</small></li>"#
    }
    let list: HTML = rows.isEmpty ? "<p>Nothing needs to be done.</p>" : "<ol>\(rows)</ol>"
    return #"<section id="recommendations"><h2>What to do</h2>\#(list)</section>"#
  }

  private var anomalies: HTML {
    let table = Table(
      caption: "Anomalies",
      columns: [
        .text("Severity") { #"<span class="\#($0["severity"].text)">\#($0["severity"].text)</span>"# },
        .text("Rule", isWide: true) { "\($0["rule"].text)" },
        .text("Brand") { $0["brand_id"].json.isNull ? "all" : $0["brand_id"].name },
        .text("Finding") { row in
          row["product"].json.isNull ? "\(row["finding"].text)" : "\(row["product"].name): \(row["finding"].text)"
        },
        .figure("Figure", "value", isWide: true),
      ], isSortable: true)
    return #"<section id="anomalies"><h2>Anomalies</h2>\#(table.html(report["anomalies"].elements))</section>"#
  }

  private var review: HTML {
    let table = Table(
      caption: "The surest pairs of the review queue",
      columns: [
        .text("Brand", isWide: true) { $0["brand_id"].name },
        .text("Brand product") { $0["brand"]["name"].name },
        .text("Halilit item") { $0["halilit"]["name"].name },
        .figure("Probability", "probability", .share),
        .text("Reason", isWide: true) { "\($0["reason"].text)" },
      ])
    let review = report["review"]
    return """
      <section id="review"><h2>Review</h2><p>\(review["total"].figure()) pairs wait for a person.</p>
      \(table.html(review["pairs"].elements))</section>
      """
  }

  private var sources: HTML {
    let sources = Table(
      caption: "Sources",
      columns: [
        .text("Brand") { $0["brand_id"].name }, .text("Source") { "\($0["source"].text)" },
        .text("State") { #"<span class="\#($0["state"].text)">\#($0["state"].text)</span>"# },
        .text("Last seen", isWide: true) { $0["verified_at"].moment }, .figure("Age, h", "age_hours"),
        .figure("Limit, h", "limit_hours", isWide: true), .figure("Products", "products"),
      ], isSortable: true)
    let runs = Table(
      caption: "Last runs",
      columns: [
        .text("Run") { "\($0["run_id"].text)" }, .text("State") { "\($0["state"].text)" },
        .figure("Status", "status"), .text("Began") { $0["started_at"].moment },
        .text("Ended", isWide: true) { $0["finished_at"].moment },
      ])
    return """
      <section id="sources"><h2>Sources and freshness</h2>\(runs.html(report["runs"].elements))
      \(sources.html(report["sources"].elements))</section>
      """
  }
}
