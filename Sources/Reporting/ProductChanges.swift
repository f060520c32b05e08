internal import Catalogue
internal import JSON
internal import Records

/// The products that came, went or changed their price within a week, newest first.
struct ProductChanges {
  static let hours = 7 * 24
  /// A report names so many of each kind and counts all.
  static let limit = 50

  private let changes: [(brand: BrandFigures, source: Source, change: PriceableChange, isFirstReading: Bool)]
  private let since: String

  init(_ brands: [BrandFigures], _ lookback: Lookback) {
    let since = lookback.moment(hoursAgo: Self.hours)
    self.since = since
    let recent = brands.flatMap { brand in
      brand.batches.filter { $0.time >= since }.flatMap { batch in
        batch.changes.map { (brand, batch.source, $0, batch.isFirstReading) }
      }
    }
    // Stable, and the brands come in the order of their ids.
    changes = recent.enumerated().sorted { a, b in
      (b.element.2.time, a.offset) < (a.element.2.time, b.offset)
    }.map(\.element)
  }

  var new: JSON { list { $0.record.string("change_type") == "added" && !$1 } }
  var gone: JSON { list { change, _ in change.record.string("change_type") == "deleted" } }
  var prices: JSON { list { change, _ in change.price != nil } }

  private func list(_ isWanted: (PriceableChange, _ isFirstReading: Bool) -> Bool) -> JSON {
    let wanted = changes.filter { isWanted($0.change, $0.isFirstReading) }
    return [
      "since": .string(since), "total": JSON(wanted.count),
      "products": .array(wanted.prefix(Self.limit).map { row($0.brand, $0.source, $0.change) }),
    ]
  }

  private func row(_ brand: BrandFigures, _ source: Source, _ change: PriceableChange) -> JSON {
    let price = change.record.value("price")
    var row: JSONObject = [
      "brand_id": .string(brand.id), "source": .string(source.rawValue), "id": JSON(change.record.string("product_id")),
      "name": JSON(change.record.string("name")), "timestamp": .string(change.time),
    ]
    guard change.price != nil else {
      row["price"] = [price?["new"], price?["old"]].compactMap(\.self).first { !$0.isNull } ?? .null
      return .object(row)
    }
    row["old_price"] = price?["old"]
    row["new_price"] = price?["new"]
    row["percent"] = change.percent.map { .decimal($0) } ?? .null
    return .object(row)
  }
}

extension JSON {
  /// A number with at most one decimal, spelled without a needless ".0".
  static func decimal(_ value: Double) -> JSON {
    .number(value == value.rounded() && abs(value) < 1e15 ? String(Int(value)) : "\(value)")
  }
}
