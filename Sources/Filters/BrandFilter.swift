package import Catalogue
package import Filtering
package import Records

/// A filter whose work needs all records of a brand at once.
package protocol BrandFilter: Filter {
  var groups: BrandGroups { get set }

  /// Does the work for one brand; brands come in order of their ids, or of the input with `--grouped`.
  mutating func process(_ group: BrandGroup, _ output: inout Output) throws
}

/// The brands whose records were read and not yet worked on.
package struct BrandGroups {
  var isGrouped = false
  /// The brand of the last record: most records are of the same one as the record before.
  private var current: BrandGroup?
  private var waiting: [String: BrandGroup] = [:]
  private var finished: Set<String> = []

  package init() {}

  /// Adds a record; with grouped input, gives the brand that the record's brand follows.
  mutating func add(_ record: Record) throws(RecordError) -> BrandGroup? {
    let brandID = try record.requiredString("brand_id")
    if current?.brandID == brandID {
      try current?.add(record)
      return nil
    }
    guard !finished.contains(brandID) else {
      throw RecordError(
        "the brand '\(brandID)' comes back after others; --grouped needs each brand in one run of lines")
    }
    let known = waiting.removeValue(forKey: brandID)
    var group = known ?? BrandGroup(brandID: brandID)
    do throws(RecordError) {
      try group.add(record)
    } catch {
      // A brand of rejected records only is no brand.
      waiting[brandID] = known
      throw error
    }
    let previous = current
    current = group
    guard let previous else { return nil }
    if isGrouped { finished.insert(previous.brandID) } else { waiting[previous.brandID] = previous }
    return isGrouped ? previous : nil
  }

  /// All brands still waiting, in byte order of their ids.
  mutating func takeAll() -> [BrandGroup] {
    defer { (current, waiting) = (nil, [:]) }
    return (waiting.values + [current].compactMap(\.self))
      .sorted { $0.brandID.utf8.lexicographicallyPrecedes($1.brandID.utf8) }
  }
}

extension BrandFilter {
  package static var reads: [String] { BrandGroup.types }
  package static var holdsRecords: Bool { true }

  /// The option of every filter that works brand by brand.
  static var groupingOption: Option<Self> {
    .flag("--grouped", \.groups.isGrouped, "The input has each brand in one run of lines; only one is held at a time.")
  }

  package mutating func process(_ record: Record, _ output: inout Output) throws {
    try collect(record, &output)
  }

  package mutating func finish(_ output: inout Output) throws { try finishGroups(&output) }

  /// Keeps a record with its brand, and works on the brand before it when the input is grouped.
  mutating func collect(_ record: Record, _ output: inout Output) throws {
    guard let done = try groups.add(record) else { return }
    do {
      try process(done, &output)
    } catch let error as RecordError {
      throw RunFailure(.rejected, "\(done.brandID): \(error.reason)")
    }
    output.endGroup()
  }

  /// Works on all brands that wait; one whose records contradict each other does not stop the others.
  mutating func finishGroups(_ output: inout Output) throws {
    var reasons: [String] = []
    for group in groups.takeAll() {
      do {
        try process(group, &output)
      } catch let error as RecordError {
        reasons.append("\(group.brandID): \(error.reason)")
      }
    }
    if !reasons.isEmpty { throw RunFailure(.rejected, reasons.joined(separator: "; ")) }
  }
}

extension Log {
  /// Says how many of a brand's links name products that are not there; they count for nothing.
  func sayDangling(_ pairing: Pairing, of group: BrandGroup) {
    guard pairing.danglingLinks > 0 else { return }
    say(
      .warning,
      "\(group.brandID): \(pairing.danglingLinks) links name products that are not in the input; they count for nothing"
    )
  }
}
