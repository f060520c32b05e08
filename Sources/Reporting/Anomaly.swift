internal import JSON

/// Something that is probably wrong: what, how badly, and by which figure.
struct Anomaly {
  enum Severity: String { case warning, critical }

  let rule: String
  let severity: Severity
  let evidence: Evidence

  /// What a rule found.
  struct Evidence {
    /// Nil for what concerns the whole tree.
    let brandID: String?
    let product: String?
    let finding: String
    /// The figure that was compared with the rule's limit.
    let value: JSON

    init(_ brandID: String?, product: String? = nil, _ finding: String, _ value: JSON) {
      self.brandID = brandID
      self.product = product
      self.finding = finding
      self.value = value
    }

    init(_ brandID: String?, _ finding: String, _ value: Int) { self.init(brandID, finding, JSON(value)) }
  }

  var json: JSON {
    [
      "rule": .string(rule), "severity": .string(severity.rawValue), "brand_id": JSON(evidence.brandID),
      "product": JSON(evidence.product), "finding": .string(evidence.finding), "value": evidence.value,
    ]
  }
}
