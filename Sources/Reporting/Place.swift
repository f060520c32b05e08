internal import JSON

/// A value of a JSON document together with where it stands, as a path for jq.
///
/// The page of a report is made of places alone, so that each of its figures names the one in the JSON that it shows.
struct Place {
  let json: JSON
  let path: String

  init(_ json: JSON, path: String = "") {
    self.json = json
    self.path = path
  }

  subscript(name: String) -> Place { Place(json[name] ?? .null, path: "\(path).\(name)") }

  var elements: [Place] {
    (json.array ?? []).enumerated().map { Place($0.element, path: "\(path)[\($0.offset)]") }
  }

  var text: String { json.string ?? "" }
}

extension Place {
  enum Unit {
    case count, percent
    /// A part of one, shown in per cent.
    case share
    case shekels
    /// A difference, shown with its sign.
    case change, percentChange
  }

  /// The figure as an element that carries its exact value and its path.
  func figure(_ unit: Unit = .count) -> HTML {
    let spelling = json.isNull ? "" : json.text
    return #"<data value="\#(spelling)" data-path="\#(path)">\#(shown(unit))</data>"#
  }

  private func shown(_ unit: Unit) -> String {
    guard case .number(let spelling) = json else { return "–" }
    let grouped = Self.grouped(spelling)
    let sign = spelling.hasPrefix("-") || spelling == "0" ? "" : "+"
    return switch unit {
    case .count: grouped
    case .percent: "\(grouped) %"
    case .share: "\(Self.grouped(Self.hundredfold(spelling))) %"
    case .shekels: "\(grouped) ₪"
    case .change: sign + grouped
    case .percentChange: "\(sign)\(grouped) %"
    }
  }

  /// A decimal number times 100 by moving its point, so that no digit changes.
  private static func hundredfold(_ spelling: String) -> String {
    let parts = spelling.split(separator: ".", omittingEmptySubsequences: false)
    guard parts.count == 2, parts[1].allSatisfy(\.isNumber) else { return spelling == "0" ? "0" : spelling + "00" }
    let fraction = parts[1] + String(repeating: "0", count: max(0, 2 - parts[1].count))
    let whole = (parts[0] + fraction.prefix(2)).drop { $0 == "0" }
    let rest = fraction.dropFirst(2)
    return (whole.isEmpty ? "0" : String(whole)) + (rest.isEmpty ? "" : ".\(rest)")
  }

  /// Thousands set apart by commas.
  private static func grouped(_ spelling: String) -> String {
    let digits = spelling.prefix { $0 != "." }
    guard digits.count > 3, digits.allSatisfy({ $0.isNumber || $0 == "-" }) else { return spelling }
    var text = ""
    for (index, digit) in digits.reversed().enumerated() {
      if index > 0, index % 3 == 0, digit != "-" { text.append(",") }
      text.append(digit)
    }
    return String(text.reversed()) + spelling.dropFirst(digits.count)
  }

  /// A name of any script, set apart from the text around it.
  var name: HTML { #"<bdi dir="auto">\#(text)</bdi>"# }

  /// A moment to the minute, in UTC.
  var moment: HTML {
    guard text.utf8.count >= 16 else { return "–" }
    return #"<time datetime="\#(text)">\#(String(text.prefix(10))) \#(String(text.dropFirst(11).prefix(5)))</time>"#
  }
}
