package import Records

extension Coverage {
  /// The counts of a gap record, refused unless its own sums hold.
  package init(gap record: Record) throws(RecordError) {
    func count(_ name: StaticString) throws(RecordError) -> Int {
      guard let value = record.int(name), value >= 0 else {
        throw RecordError("the gap record has no count \"\(name)\"")
      }
      return value
    }
    self.init()
    halilitCount = try count("halilit_count")
    brandCount = try count("brand_website_count")
    commonCount = try count("common_count")
    matchedCount = try count("matched_halilit_count")
    pricedCount = try count("priced_count")
    guard try count("gap_count") == gapCount, try count("halilit_only_count") == halilitOnlyCount else {
      throw RecordError("the counts of the gap record do not add up")
    }
  }
}
