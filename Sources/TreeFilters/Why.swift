internal import Catalogue
package import Filtering
internal import JSON
internal import Posix
internal import Records
internal import Tree

/// Says all that is known of one product, and from where: the verb `stocktake why`.
package struct Why: Program {
  package static let manual = Manual(
    name: "stocktake why",
    summary: "Says all that is known of one product, and from where.",
    details: [
      "Where it was read, which class it has and on what evidence, why the distributor does not sell it, what people "
        + "decided, and what changed when. The id may be a product id, a Halilit number or an item code.",
      "Ends with 1 when nothing has that id.",
    ],
    usageExample: "stocktake why --id acme-x7 --data data",
    statuses: [.finding, .rejected, .inputOutput])

  package static var options: [Option<Self>] {
    [
      .value("--id", "ID", \.id, "The product's id, or its item code at Halilit."),
      .value("--brand", "ID", \.brandID, "Look at this brand only."),
      .value("--data", "DIR", \.root, "The data tree (default data)."),
    ]
  }

  var id: String?
  var brandID: String?
  var root = "data"

  package init() {}

  package mutating func run(_ session: Session) throws -> Status {
    guard let id else { throw UsageError("name the product with --id") }
    let dossiers = try withTreeStatuses { try Tree(root: root).dossiers(id, brandID: brandID) }
    guard !dossiers.isEmpty else {
      session.log.say(.error, "nothing in \(root) has the id or item code '\(id)'")
      return .finding
    }
    for dossier in dossiers { try session.output.write(Array(Self.text(of: dossier).utf8)) }
    return .done
  }

  private static func text(of dossier: Dossier) -> String {
    let product = dossier.product
    var lines = ["\(product.id)  \(product.name)  (\(product.brandID), \(product.source.rawValue))"]
    func add(_ name: String, _ text: String?) {
      guard let text, !text.isEmpty else { return }
      lines.append("  \(name): \(text)")
    }
    add("document", dossier.path)
    add("page", product.record.string("page_url") ?? product.url)
    add("fetched", product.record.string("fetched_at"))
    add("page sha256", product.record.string("page_sha256"))
    add("price", product.priceILS.map { "\($0) ILS" })
    add("not believed", product.record.value("suspect")?["reason"]?.string)
    add("carried over from", product.record.string("carried_from"))
    for link in dossier.links { lines += describe(link.record, isReview: link.isReview) }
    add("not at Halilit", dossier.gapReason)
    for decision in dossier.decisions {
      let words = ["verdict", "by", "at", "note"] as [StaticString]
      add("decided", words.compactMap { decision.string($0) }.joined(separator: ", "))
    }
    for change in dossier.changes { add("changed", describe(change)) }
    return lines.joined(separator: "\n") + "\n"
  }

  private static func describe(_ link: Record, isReview: Bool) -> [String] {
    let sides = ["brand", "halilit"].compactMap { side -> String? in
      let value = side == "brand" ? link.value("brand") : link.value("halilit")
      guard let id = (value?["id"] ?? value?["halilit_id"])?.string else { return nil }
      return "\(side) \(id) \(value?["name"]?.string ?? "")"
    }
    var line = "  \(isReview ? "to be decided" : link.string("class") ?? "link"): \(sides.joined(separator: " = "))"
    if let probability = link.spelling("probability") { line += ", probability \(probability)" }
    if let judge = link.string("decided_by") { line += ", by \(judge)" }
    let evidence = (link.value("evidence")?.array ?? []).map { row in
      let values = [row["brand"], row["halilit"]].compactMap { $0.map { $0.string ?? $0.text } }
      return
        "    \(row["feature"]?.string ?? "evidence"): \(values.joined(separator: " / ")) (\(row["weight"]?.text ?? "0"))"
    }
    return [line] + evidence
  }

  private static func describe(_ change: Record) -> String {
    let fields = change.value("fields_changed")?.array?.compactMap(\.string) ?? []
    let price = change.value("price").map { " price \($0["old"]?.text ?? "null") to \($0["new"]?.text ?? "null")" }
    return [change.string("timestamp"), change.string("change_type"), fields.joined(separator: ", ")]
      .compactMap(\.self).filter { !$0.isEmpty }.joined(separator: " ") + (price ?? "")
  }
}
