internal import JSON

/// A small chart of one month as inline SVG.
struct Chart {
  struct Series {
    let name: String
    /// How its marks look: `first`, `second`, …
    let style: String
    /// One value a day; nil where there is none.
    let values: [Double?]
  }

  let title: String
  let days: [String]
  let series: [Series]

  private static let width = 360.0
  private static let height = 180.0
  private static let left = 44.0
  private static let top = 12.0
  private static let bottom = 156.0

  /// Lines between the days that have a value; the axis begins near the least one.
  func lines() -> HTML {
    let scale = Scale(series.flatMap(\.values).compactMap(\.self), includesZero: false)
    let paths: [HTML] = series.map { series in
      var hasPoint = false
      var path = ""
      var dots: [HTML] = []
      for (index, value) in series.values.enumerated() {
        guard let value else {
          hasPoint = false
          continue
        }
        let (x, y) = (Self.text(x(index)), Self.text(scale.y(value)))
        path += "\(hasPoint ? "L" : "M")\(x) \(y)"
        hasPoint = true
        dots.append(#"<circle cx="\#(x)" cy="\#(y)" r="2"><title>\#(day(index)): \#(label(value))</title></circle>"#)
      }
      return #"<g class="\#(series.style)"><path class="line" d="\#(path)"/>\#(dots)</g>"#
    }
    return svg(scale, paths)
  }

  /// A bar a day for each series, from zero up or, for negative values, down.
  func bars() -> HTML {
    let scale = Scale(series.flatMap(\.values).compactMap(\.self), includesZero: true)
    let step = (Self.width - Self.left) / Double(max(1, days.count))
    let bars: [HTML] = series.flatMap { series in
      series.values.enumerated().compactMap { index, value -> HTML? in
        guard let value, value != 0 else { return nil }
        let (from, to) = (scale.y(0), scale.y(value))
        return """
          <rect class="\(series.style)" x="\(Self.text(x(index) - step * 0.35))" y="\(Self.text(min(from, to)))" \
          width="\(Self.text(step * 0.7))" height="\(Self.text(abs(from - to)))">\
          <title>\(day(index)): \(series.name) \(label(abs(value)))</title></rect>
          """
      }
    }
    return svg(scale, bars)
  }

  private func svg(_ scale: Scale, _ marks: [HTML]) -> HTML {
    let ticks: [HTML] = scale.ticks.map { value in
      let y = Self.text(scale.y(value))
      return """
        <line class="grid" x1="\(Self.text(Self.left))" x2="\(Self.text(Self.width))" y1="\(y)" y2="\(y)"/>\
        <text x="\(Self.text(Self.left - 6))" y="\(y)" dy="0.35em" text-anchor="end">\(label(value))</text>
        """
    }
    let legend: [HTML] = series.count < 2 ? [] : series.map { #"<span class="\#($0.style)">\#($0.name)</span> "# }
    let ends = [(0, "start"), (days.count - 1, "end")]
    let labels: [HTML] = ends.map { index, anchor in
      """
      <text x="\(Self.text(anchor == "end" ? Self.width : Self.left))" y="\(Self.text(Self.height - 6))" \
      text-anchor="\(anchor)">\(day(index))</text>
      """
    }
    return """
      <figure><figcaption>\(title) \(legend)</figcaption>
      <svg viewBox="0 0 \(Int(Self.width)) \(Int(Self.height))" role="img" aria-label="\(title)">
      \(ticks)\(labels)\(marks)</svg></figure>

      """
  }

  private func day(_ index: Int) -> String { days.indices.contains(index) ? days[index] : "" }

  private func x(_ index: Int) -> Double {
    let step = (Self.width - Self.left) / Double(max(1, days.count))
    return Self.left + (Double(index) + 0.5) * step
  }

  private func label(_ value: Double) -> String { JSON.decimal((value * 10).rounded() / 10).text }

  /// A coordinate with one decimal.
  private static func text(_ value: Double) -> String { JSON.decimal((value * 10).rounded() / 10).text }

  /// Where values stand on the vertical axis, which ends at round numbers.
  private struct Scale {
    let ticks: [Double]

    init(_ values: [Double], includesZero: Bool) {
      let low = min(values.min() ?? 0, includesZero ? 0 : .infinity)
      let high = max(values.max() ?? 1, includesZero ? 0 : -.infinity)
      let step = Self.roundStep(atLeast: max(high - low, 1) / 3)
      let first = (low / step).rounded(.down)
      let last = max((high / step).rounded(.up), first + 1)
      ticks = (Int(first)...Int(last)).map { Double($0) * step }
    }

    /// 1, 2 or 5 times a power of ten.
    private static func roundStep(atLeast size: Double) -> Double {
      var power = 1.0
      while power * 10 <= size { power *= 10 }
      return [1, 2, 5, 10].map { $0 * power }.first { $0 >= size } ?? power
    }

    func y(_ value: Double) -> Double {
      guard let low = ticks.first, let high = ticks.last, high > low else { return bottom }
      return bottom - (value - low) / (high - low) * (bottom - top)
    }
  }
}
