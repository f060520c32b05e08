internal import Catalogue
internal import JSON
internal import Records
internal import Tree

/// A pair as a person sees it: both sides in two columns, then the evidence and what else the item could be.
struct ReviewCard {
  private let pair: ReviewPair
  private let title: String

  init(_ pair: ReviewPair, title: String) {
    self.pair = pair
    self.title = title
  }

  /// The text for a terminal of `width` columns; what pages wrote cannot steer it.
  func text(width: Int) -> String {
    let probability = pair.probability.map { ", probability \($0)" } ?? ""
    var lines = ["", Self.plain("\(title)\(probability): \(pair.reason)"), ""]
    let column = (width - Self.labelWidth - 3) / 2
    for (label, brand, halilit) in rows where !(brand.isEmpty && halilit.isEmpty) {
      lines += Self.sideBySide(label, brand, halilit, column)
    }
    lines += Self.list("evidence", pair.link.evidenceLines) + Self.list("or else", pair.competitors)
    return lines.joined(separator: "\n") + "\n\n"
  }

  private static let labelWidth = 12

  private var rows: [(label: String, brand: String, halilit: String)] {
    let (brand, halilit) = (pair.brand?.record, pair.halilit?.record)
    func name(_ side: StaticString) -> String { pair.link.record.value(side)?["name"]?.string ?? "" }
    func text(_ record: Record?, _ member: StaticString) -> String { record?.string(member) ?? "" }
    let brandPrice = [brand?.spelling("price_amount"), brand?.string("price_currency")].compactMap(\.self)
    let price = halilit?.spelling("price_ils").map { "\($0) ILS" }
    return [
      ("", "THE MAKER'S", "HALILIT'S"), ("name", name("brand"), name("halilit")),
      ("id", pair.brandProductID, pair.halilitID), ("code", text(brand, "sku"), text(halilit, "item_code")),
      ("model", text(brand, "model"), text(halilit, "model")),
      ("category", text(brand, "category"), text(halilit, "category")),
      ("price", brandPrice.joined(separator: " "), price ?? ""),
      ("address", text(brand, "url"), text(halilit, "url")),
      ("description", Self.shortened(text(brand, "description")), Self.shortened(text(halilit, "description"))),
      ("", brand == nil ? "(no longer in its catalogue)" : "", halilit == nil ? "(no longer in its catalogue)" : ""),
    ]
  }

  /// The beginning of a text that may be long.
  private static func shortened(_ text: String) -> String { text.count > 300 ? text.prefix(299) + "…" : text }

  private static func list(_ label: String, _ texts: [String]) -> [String] {
    texts.enumerated().map { index, text in padded(index == 0 ? label : "", to: labelWidth) + plain(text) }
  }

  private static func sideBySide(_ label: String, _ left: String, _ right: String, _ column: Int) -> [String] {
    let (left, right) = (wrapped(plain(left), column), wrapped(plain(right), column))
    return (0..<max(left.count, right.count)).map { row in
      let start = padded(row == 0 ? label : "", to: labelWidth)
      let pair = padded(row < left.count ? left[row] : "", to: column) + " | " + (row < right.count ? right[row] : "")
      var line = Substring(start + pair)
      while line.last == " " { line.removeLast() }
      return String(line)
    }
  }

  private static func padded(_ text: String, to width: Int) -> String {
    text + String(repeating: " ", count: max(0, width - text.count))
  }

  /// The text in pieces of at most `width` characters, cut between words where there are some.
  private static func wrapped(_ text: String, _ width: Int) -> [String] {
    var (lines, line) = ([String](), "")
    for word in text.split(separator: " ") {
      var word = word
      if !line.isEmpty, line.count + 1 + word.count > width {
        lines.append(line)
        line = ""
      }
      while word.count > width {
        lines.append(String(word.prefix(width)))
        word = word.dropFirst(width)
      }
      line += (line.isEmpty ? "" : " ") + word
    }
    return lines + (line.isEmpty && !lines.isEmpty ? [] : [line])
  }

  /// The text without control characters and without marks that turn the direction of what follows.
  private static func plain(_ text: String) -> String {
    String(
      String.UnicodeScalarView(
        text.unicodeScalars.map { scalar in
          switch scalar.properties.generalCategory {
          case .control, .format, .lineSeparator, .paragraphSeparator: " "
          default: scalar
          }
        }))
  }
}
