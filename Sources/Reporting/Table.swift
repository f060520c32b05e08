/// A table of a page: its columns, each with how a row fills it.
struct Table {
  struct Column {
    let title: String
    let isNumber: Bool
    /// Left out on narrow screens.
    let isWide: Bool
    let cell: (Place) -> HTML

    static func text(_ title: String, isWide: Bool = false, _ cell: @escaping (Place) -> HTML) -> Column {
      Column(title: title, isNumber: false, isWide: isWide, cell: cell)
    }

    static func figure(
      _ title: String, _ name: String, _ unit: Place.Unit = .count, isWide: Bool = false
    ) -> Column {
      Column(title: title, isNumber: true, isWide: isWide) { row in
        name.split(separator: ".").reduce(row) { $0[String($1)] }.figure(unit)
      }
    }

    fileprivate var classes: HTML {
      let names = [isNumber ? "number" : nil, isWide ? "wide" : nil].compactMap(\.self)
      return names.isEmpty ? "" : #" class="\#(names.joined(separator: " "))""#
    }
  }

  let caption: String
  let columns: [Column]
  var isSortable = false

  /// The table, or a line that says there is nothing to show.
  func html(_ rows: [Place], whenEmpty: String = "None.") -> HTML {
    guard !rows.isEmpty else { return "<h3>\(caption)</h3><p>\(whenEmpty)</p>" }
    let head: [HTML] = columns.map { column in
      isSortable
        ? #"<th scope="col"\#(column.classes)><button type="button">\#(column.title)</button></th>"#
        : #"<th scope="col"\#(column.classes)>\#(column.title)</th>"#
    }
    let body: [HTML] = rows.map { row in
      let cells: [HTML] = columns.map { "<td\($0.classes)>\($0.cell(row))</td>" }
      return "<tr>\(cells)</tr>\n"
    }
    let kind: HTML = isSortable ? #" class="sortable""# : ""
    return """
      <div class="scroll"><table\(kind)><caption>\(caption)</caption>
      <thead><tr>\(head)</tr></thead><tbody>
      \(body)</tbody></table></div>
      """
  }
}
