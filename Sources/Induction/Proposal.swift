package import Catalogue
package import JSON
internal import Sites

/// A config that was learned, and how it does beside the old one.
package struct Proposal {
  /// The config as it would be written.
  package let config: JSON
  /// Why the config should not be used; nil when it can be.
  package let refusal: String?
  /// Whether the config leads to pages that are not there: a new crawl by it will find more than these pages show.
  package let leadsOn: Bool
  package let before: Comparison
  package let after: Comparison
  private let learned: Induction.Candidate
  private let induction: Induction
  private let labels: [KnownRecord]
  private let declared: Int?

  /// The share of known or declared products, in per cent, that a config must find.
  private static let requiredPercent = 95

  init(_ induction: Induction, _ learned: Induction.Candidate, labels: [KnownRecord], before: Extraction) {
    self.induction = induction
    self.learned = learned
    self.labels = labels
    config = learned.json
    declared = learned.extraction.declared ?? before.declared
    self.before = Comparison(before, with: labels)
    after = learned.comparison
    let pages = Set(induction.outlines.flatMap { [$0.page.request.url, $0.page.finalURL] })
    leadsOn = learned.extraction.followed.contains { !pages.contains($0) }
    refusal = Self.incompleteness(config) ?? Self.refusal(learned, induction, declared: declared, leadsOn: leadsOn)
  }

  /// What the schema of configs requires and the pages did not tell.
  private static func incompleteness(_ config: JSON) -> String? {
    let missing =
      ["name", "website"].filter { (config[$0]?.string ?? "").isEmpty }
      + ["hosts", "start"].filter { (config[$0]?.array ?? []).isEmpty }
    return missing.isEmpty ? nil : "the config would lack \(missing.joined(separator: ", "))"
  }

  private static func refusal(
    _ learned: Induction.Candidate, _ induction: Induction, declared: Int?, leadsOn: Bool
  ) -> String? {
    let known = induction.known.count
    let (wanted, got, what) =
      known > 0
      ? (known, learned.comparison.right, "known products with their names and addresses")
      : (declared ?? 0, learned.comparison.extracted, "declared products")
    guard wanted > 0 else { return "no product is known and the pages declare no number: only a person can judge" }
    guard got * 100 < wanted * requiredPercent else { return nil }
    // A crawl that stopped early for want of the right selectors cannot show all; of what it shows all must be read.
    if leadsOn, known > 0, got > 0, got * 100 >= induction.shownCount * requiredPercent { return nil }
    return "it finds \(got) of \(wanted) \(what); \(requiredPercent) % are required"
  }

  /// The `config-proposal` record; the distributor's brands share one.
  package func record(of source: Source, brandID: String) -> JSONObject {
    [
      "type": "config-proposal", "source": .string(source.rawValue), "brand_id": .string(brandID),
      "learned_from": .string(induction.known.isEmpty ? "pages" : "known"), "accepted": .bool(refusal == nil),
      "reason": JSON(refusal), "leads_on": .bool(leadsOn), "pages": JSON(induction.outlines.count),
      "known": JSON(induction.known.count),
      "declared": declared.map { JSON($0) } ?? .null,
      "before": Self.counts(before, isKnown: !induction.known.isEmpty),
      "after": Self.counts(after, isKnown: !induction.known.isEmpty), "fields": .array(fields), "config": config,
    ]
  }

  private static func counts(_ comparison: Comparison, isKnown: Bool) -> JSON {
    guard isKnown else { return ["extracted": JSON(comparison.extracted)] }
    return [
      "extracted": JSON(comparison.extracted), "found": JSON(comparison.found), "right": JSON(comparison.right),
    ]
  }

  /// Field by field: how many products say what is known, by the old and by the new rule.
  private var fields: [JSON] { comparisons.map { .object($0) } }

  private var comparisons: [JSONObject] {
    let known = KnownIndex(labels)
    let frame = ConfigFrame(induction.outlines, old: induction.old)
    let member = induction.outlines.first?.page.request.role == .brandIndex ? "index" : "css"
    return known.fields.map { field in
      let choice = learned.fields.first { $0.field == field }
      let name = frame.name(of: field)
      let old = induction.old?[member]?["fields"]
      var entry: JSONObject = [
        "field": .string(name),
        "known": induction.known.isEmpty ? .null : JSON(labels.count { $0.readings[field] != nil }),
        "hits_before": JSON(before.hits[field] ?? 0), "hits_after": JSON(after.hits[field] ?? 0),
        "before": old?[name] ?? old?[field.rawValue] ?? .null, "after": choice?.json ?? .null,
      ]
      if let choice, !choice.alternatives.isEmpty {
        entry["alternatives"] = .array(choice.alternatives.map(JSON.string))
      }
      return entry
    }
  }

  /// What the record says, for people: one line a field.
  package var report: String {
    let what = induction.known.isEmpty ? "products that repeat" : "known products"
    var lines = [
      "\(what): \(labels.count), read right: \(after.right), before: \(before.right); "
        + "pages: \(induction.outlines.count), records on them: \(after.extracted)"
    ]
    for entry in comparisons {
      let hits = "\(entry["hits_before"]?.text ?? "") -> \(entry["hits_after"]?.text ?? "")"
      let rule = entry["after"].flatMap { $0.isNull ? nil : $0.text } ?? "what the page tells machines"
      let earlier = entry["before"].flatMap { $0.isNull ? nil : " (was \($0.text))" } ?? ""
      lines.append("  \(entry["field"]?.string ?? ""): hits \(hits), by \(rule)\(earlier)")
    }
    return lines.joined(separator: "\n") + "\n"
  }
}
