internal import JSON

/// Labels and values of a product, each label once.
struct Specifications {
  private(set) var object = JSONObject()
  private var labels: Set<String> = []

  /// Adds a value; the first of a label counts.
  mutating func add(_ label: String, _ value: String) {
    if labels.insert(label).inserted { object.members.append(.init(label, .string(value))) }
  }
}
