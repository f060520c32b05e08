internal import JSON

extension ReportPage {
  var trends: HTML {
    let windows = report["trends"]["windows"].elements
    let tables: [HTML] = [("Halilit", "halilit"), ("Brand sites", "brand")].map { title, source in
      Table(
        caption: title,
        columns: [
          .text("Over") { "\($0["name"].text)" }, .figure("Then", "\(source).then", isWide: true),
          .figure("Now", "\(source).now"), .figure("First read", "\(source).first_read", isWide: true),
          .figure("New", "\(source).added"), .figure("Gone", "\(source).gone"),
          .figure("Prices up", "\(source).price_up"), .figure("Prices down", "\(source).price_down"),
        ]
      ).html(windows)
    }
    let runs = Table(
      caption: "Runs",
      columns: [
        .text("Over") { "\($0["name"].text)" }, .figure("Runs", "runs.count"), .figure("Failed", "runs.failed"),
        .figure("Success", "runs.success_percentage", .percent),
      ]
    ).html(windows)
    return """
      <section id="trends"><h2>Trends</h2><div class="charts">\(charts)</div>\(tables)\(runs)</section>
      """
  }

  private var charts: [HTML] {
    let days = report["trends"]["days"].elements
    func values(_ source: String, _ member: String, sign: Double = 1) -> [Double?] {
      days.map { $0[source][member].json.double.map { $0 * sign } }
    }
    func chart(_ title: String, _ series: [Chart.Series]) -> Chart {
      Chart(title: title, days: days.map { $0["day"].text }, series: series)
    }
    return [
      chart("Halilit items", [.init(name: "items", style: "first", values: values("halilit", "count"))]).lines(),
      chart("Brand products", [.init(name: "products", style: "second", values: values("brand", "count"))]).lines(),
      chart(
        "Coverage, %",
        [.init(name: "coverage", style: "third", values: days.map { $0["coverage_percentage"].json.double })]
      ).lines(),
      chart(
        "Halilit items a day",
        [
          .init(name: "new", style: "first", values: values("halilit", "added")),
          .init(name: "gone", style: "fourth", values: values("halilit", "gone", sign: -1)),
        ]
      ).bars(),
      chart(
        "Halilit prices a day",
        [
          .init(name: "up", style: "fourth", values: values("halilit", "price_up")),
          .init(name: "down", style: "first", values: values("halilit", "price_down", sign: -1)),
        ]
      ).bars(),
    ]
  }

  var changes: HTML {
    let product: [Table.Column] = [
      .text("Brand") { $0["brand_id"].name }, .text("Source", isWide: true) { "\($0["source"].text)" },
      .text("Product") { $0["name"].name },
    ]
    let time = Table.Column.text("Seen", isWide: true) { $0["timestamp"].moment }
    let price = Table.Column.figure("Price", "price")
    let prices: [Table.Column] = [
      .figure("Before", "old_price"), .figure("Now", "new_price"), .figure("Change", "percent", .percentChange),
    ]
    let tables: [HTML] = [
      ("New products", "new_products", product + [price, time]),
      ("Gone products", "gone_products", product + [price, time]),
      ("Changed prices", "price_changes", product + prices + [time]),
    ].map { title, member, columns in
      let list = report[member]
      return """
        <p>\(title) since \(list["since"].moment): \(list["total"].figure()).</p>
        \(Table(caption: title, columns: columns, isSortable: true).html(list["products"].elements))
        """
    }
    return #"<section id="changes"><h2>New, gone and changed</h2>\#(tables)</section>"#
  }

  var brands: HTML {
    let name = Table.Column.text("Brand") { $0["name"].name }
    let ranked = [("Best coverage", "top_brands"), ("Least coverage", "bottom_brands")].map { title, member in
      Table(
        caption: title,
        columns: [
          name, .figure("Coverage", "coverage_percentage", .percent), .figure("In both", "common_count"),
          .figure("Of", "brand_website_count"),
        ]
      ).html(report[member].elements, whenEmpty: "No brand can be compared yet.")
    }
    let all = Table(
      caption: "All brands",
      columns: [
        name, .figure("Halilit", "halilit_count"), .figure("Brand", "brand_website_count"),
        .figure("In both", "common_count", isWide: true), .figure("Missing", "gap_count"),
        .figure("Halilit only", "halilit_only_count", isWide: true),
        .figure("Coverage", "coverage_percentage", .percent),
        .figure("Primary share", "primary_share", .share, isWide: true),
        .figure("Match rate", "halilit_match_rate", .share, isWide: true),
        .figure("Priced", "priced_share", .share, isWide: true), .figure("To review", "review_count", isWide: true),
        .figure("New, 7 d", "changes_7d.added", isWide: true), .figure("Gone, 7 d", "changes_7d.gone", isWide: true),
        .figure("Prices, 7 d", "changes_7d.price_changed", isWide: true),
      ], isSortable: true)
    return """
      <section id="brands"><h2>Brands</h2><div class="pair">\(ranked)</div>\(all.html(report["brands"].elements))</section>
      """
  }
}
