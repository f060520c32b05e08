internal import Catalogue
internal import JSON
internal import Records
internal import Tree

/// All that is known of one product as text, in the order in which it came to be known.
struct DossierReport {
  private var lines: [String]

  var text: String { lines.joined(separator: "\n") + "\n" }

  init(_ dossier: Dossier) {
    let product = dossier.product
    lines = ["\(product.id)  \(product.name)  (\(product.brandID), \(product.source.rawValue))"]
    add("document", dossier.path)
    addPage(dossier)
    addExtraction(product.record)
    addNormalForms(product.record)
    for link in dossier.links { add(link) }
    for decision in dossier.decisions {
      let words = ["verdict", "by", "at", "note"] as [StaticString]
      add("decided", words.compactMap { decision.string($0) }.joined(separator: ", "))
    }
    add("class", [dossier.unified?.string("class"), dossier.unified?.string("label")].joined(", "))
    add("not at Halilit", dossier.gapReason)
    for course in dossier.prices { add("prices of \(course.halilitID)", Self.text(of: course)) }
    for change in dossier.changes { add("changed", Self.text(of: change)) }
  }

  private mutating func add(_ name: String, _ text: String?) {
    guard let text, !text.isEmpty else { return }
    lines.append("  \(name): \(text)")
  }

  private mutating func addPage(_ dossier: Dossier) {
    let record = dossier.product.record
    add("page", record.string("page_url") ?? dossier.product.url)
    add("fetched", record.string("fetched_at") ?? dossier.page?.string("fetched_at"))
    add("status", dossier.page?.spelling("status"))
    add("page sha256", record.string("page_sha256"))
    add("body", dossier.body ?? (record.string("page_sha256") == nil ? nil : "no longer kept"))
    add("verified", dossier.verifiedAt)
    add("carried over from", record.string("carried_from"))
  }

  /// What was read from the page, and by which strategy where the source says.
  private mutating func addExtraction(_ record: Record) {
    let strategies = record.value("extraction")?.object?.members.map {
      "\($0.name) \($0.value.string ?? $0.value.text)"
    }
    add("extracted by", strategies?.joined(separator: ", "))
    let fields = ["item_code", "sku", "gtin", "category", "in_stock"] as [StaticString]
    for field in fields { add(field.description, record.value(field).flatMap(Self.plain)) }
    add("price", record.spelling("price_ils").map { "\($0) ILS" })
    add("not believed", record.value("suspect")?["reason"]?.string)
  }

  private mutating func addNormalForms(_ record: Record) {
    let forms = ["name_norm", "name_latin", "name_he", "model", "model_key", "kind"] as [StaticString]
    for form in forms { add(form.description, record.value(form).flatMap(Self.plain)) }
    let variant = record.value("variant")?.object?.members.map { "\($0.name) \($0.value.string ?? $0.value.text)" }
    add("variant", variant?.joined(separator: ", "))
  }

  private mutating func add(_ link: Link) {
    let record = link.record
    let sides = ["brand", "halilit"].compactMap { side -> String? in
      let value = side == "brand" ? record.value("brand") : record.value("halilit")
      guard let id = (value?["id"] ?? value?["halilit_id"])?.string else { return nil }
      return "\(side) \(id) \(value?["name"]?.string ?? "")"
    }
    var line =
      "  \(link.isReview ? "to be decided" : record.string("class") ?? "link"): \(sides.joined(separator: " = "))"
    if let probability = record.spelling("probability") { line += ", probability \(probability)" }
    if let judge = record.string("decided_by") { line += ", by \(judge)" }
    lines.append(line)
    lines += link.evidenceLines.map { "    " + $0 }
  }

  private static func text(of course: PriceCourse) -> String {
    course.prices.map { price in "\(price.price.text)\(price.from.map { " from \($0)" } ?? "")" }.joined(
      separator: ", ")
  }

  private static func text(of change: Record) -> String {
    let fields = change.value("fields_changed")?.array?.compactMap(\.string) ?? []
    let price = change.value("price").map { " price \($0["old"]?.text ?? "null") to \($0["new"]?.text ?? "null")" }
    return [change.string("timestamp"), change.string("change_type"), fields.joined(separator: ", ")].joined(" ")
      + (price ?? "")
  }

  private static func plain(_ value: JSON) -> String? { value.isNull ? nil : value.string ?? value.text }
}

extension [String?] {
  /// Those that say something, with `separator` between them.
  fileprivate func joined(_ separator: String) -> String {
    compactMap(\.self).filter { !$0.isEmpty }.joined(separator: separator)
  }
}
