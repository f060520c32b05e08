/// Moments as text: RFC 3339 in UTC for what is kept, HTTP dates (RFC 9110 §5.6.7) as servers send them.
///
/// Proleptic Gregorian calendar by Howard Hinnant's day-count formulas, so that neither locale nor time zone enters.
package enum Timestamp {
  /// `2026-01-19T04:05:06Z`, seconds rounded down.
  package static func text(_ secondsSince1970: Double) -> String {
    let seconds = Int(secondsSince1970.rounded(.down))
    let days = seconds >= 0 ? seconds / 86400 : (seconds - 86399) / 86400
    let rest = seconds - days * 86400
    let (year, month, day) = date(ofDay: days)
    var text: [UInt8] = []
    text.reserveCapacity(20)
    if (0..<10_000).contains(year) {
      append(year / 100, before: nil, to: &text)
      append(year % 100, before: "-", to: &text)
    } else {
      text.append(contentsOf: "\(year)-".utf8)
    }
    append(month, before: "-", to: &text)
    append(day, before: "T", to: &text)
    append(rest / 3600, before: ":", to: &text)
    append(rest / 60 % 60, before: ":", to: &text)
    append(rest % 60, before: "Z", to: &text)
    return String(decoding: text, as: UTF8.self)
  }

  /// `Mon, 19 Jan 2026 04:05:06 +0000`, the date of a mail header (RFC 5322 §3.3).
  package static func mailDate(_ secondsSince1970: Double) -> String {
    let written = text(secondsSince1970)
    let days = Int((secondsSince1970 / 86400).rounded(.down))
    let month = date(ofDay: days).month
    // The first day of 1970 was a Thursday.
    let weekday = ["Thu", "Fri", "Sat", "Sun", "Mon", "Tue", "Wed"][(days % 7 + 7) % 7]
    return "\(weekday), \(written.dropFirst(8).prefix(2)) \(monthNames[month - 1]) \(written.prefix(4)) "
      + "\(written.dropFirst(11).prefix(8)) +0000"
  }

  /// Seconds since 1970 of a text that `text` wrote; nil for anything else.
  package static func seconds(_ text: String) -> Double? {
    let bytes = Array(text.utf8)
    let separators: [(Int, Character)] = [(4, "-"), (7, "-"), (10, "T"), (13, ":"), (16, ":"), (19, "Z")]
    guard bytes.count == 20, separators.allSatisfy({ bytes[$0.0] == $0.1.asciiValue }) else { return nil }
    func number(_ range: Range<Int>) -> Int? {
      bytes[range].allSatisfy(ASCII.isDigit)
        ? Int(String(decoding: bytes[range], as: UTF8.self)) : nil
    }
    guard let year = number(0..<4), let month = number(5..<7), let day = number(8..<10), let hour = number(11..<13),
      let minute = number(14..<16), let second = number(17..<19)
    else { return nil }
    return moment(year, month, day, hour, minute, second)
  }

  /// Seconds since 1970 of an HTTP date in any of the three forms; nil for anything else.
  package static func seconds(httpDate text: String) -> Double? {
    let words = text.split { $0 == " " || $0 == "," || $0 == "-" }
    guard words.count >= 5 else { return nil }
    // `Sun, 06 Nov 1994 08:49:37 GMT`, `Sunday, 06-Nov-94 08:49:37 GMT` or `Sun Nov  6 08:49:37 1994`.
    let isOldForm = words[2].allSatisfy(\.isNumber)
    let (dayWord, monthWord) = isOldForm ? (words[2], words[1]) : (words[1], words[2])
    let (yearWord, timeWord) = isOldForm ? (words[4], words[3]) : (words[3], words[4])
    let time = timeWord.split(separator: ":").compactMap { Int($0) }
    guard let day = Int(dayWord), var year = Int(yearWord), time.count == 3,
      let month = months.firstIndex(of: monthWord.lowercased())
    else { return nil }
    if yearWord.count == 2 { year += year < 70 ? 2000 : 1900 }
    return moment(year, month + 1, day, time[0], time[1], time[2])
  }

  private static let monthNames = [
    "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
  ]
  private static let months = monthNames.map { $0.lowercased() }

  private static func moment(_ year: Int, _ month: Int, _ day: Int, _ hour: Int, _ minute: Int, _ second: Int)
    -> Double?
  {
    guard (1...9999).contains(year), (1...12).contains(month), (1...31).contains(day), (0..<24).contains(hour),
      (0..<60).contains(minute), (0...60).contains(second)
    else { return nil }
    return Double(self.day(year, month, day) * 86400 + hour * 3600 + minute * 60 + second)
  }

  private static func day(_ year: Int, _ month: Int, _ day: Int) -> Int {
    let year = month <= 2 ? year - 1 : year
    let era = (year >= 0 ? year : year - 399) / 400
    let yearOfEra = year - era * 400
    let dayOfYear = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1
    return era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719_468
  }

  private static func date(ofDay day: Int) -> (year: Int, month: Int, day: Int) {
    let shifted = day + 719_468
    let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
    let dayOfEra = shifted - era * 146_097
    let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let shiftedMonth = (5 * dayOfYear + 2) / 153
    let month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9
    return (yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, dayOfYear - (153 * shiftedMonth + 2) / 5 + 1)
  }

  /// Appends a number below 100 as two digits, and what follows it.
  private static func append(_ number: Int, before end: Unicode.Scalar?, to text: inout [UInt8]) {
    text.append(UInt8(ascii: "0") + UInt8(truncatingIfNeeded: number / 10))
    text.append(UInt8(ascii: "0") + UInt8(truncatingIfNeeded: number % 10))
    if let end { text.append(UInt8(ascii: end)) }
  }
}
