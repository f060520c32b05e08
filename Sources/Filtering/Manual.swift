/// What `--help` and the generated pages say of a program besides its options.
package struct Manual: Sendable {
  /// A call that is run as a test and printed with its real output.
  package struct Example: Sendable {
    package let arguments: [String]
    package let input: String
    package let output: String

    package init(_ arguments: [String] = [], input: String, output: String) {
      self.arguments = arguments
      self.input = input
      self.output = output
    }
  }

  package let name: String
  package let summary: String
  /// Paragraphs on what the summary leaves open.
  package let details: [String]
  /// A whole shell line for programs whose work shows in files or on the network; golden cases run its like.
  package let usageExample: String?
  package let examples: [Example]
  /// The statuses this program can end with besides 0 and 64.
  package let statuses: [Status]
  /// The words that a program of many verbs takes, each with one line.
  package let verbs: [(name: String, line: String)]

  package init(
    name: String, summary: String, details: [String] = [], usageExample: String? = nil, examples: [Example] = [],
    statuses: [Status] = [], verbs: [(name: String, line: String)] = []
  ) {
    self.name = name
    self.summary = summary
    self.details = details
    self.usageExample = usageExample
    self.examples = examples
    self.statuses = statuses
    self.verbs = verbs
  }
}

extension Manual {
  /// One line of the option table: how it is written, and what it does.
  package struct Row: Sendable {
    package let left: String
    package let help: String
  }

  static func rows<Root>(_ options: [Option<Root>]) -> [Row] {
    options.map { Row(left: $0.kind == .value ? "\($0.name) \($0.placeholder)" : $0.name, help: $0.help) }
  }

  /// The text of `--help`.
  package func help(own: [Row], common: [Row], operands: [Row]) -> String {
    var text = "Usage: \(name) [options]"
    for operand in operands { text += " \(operand.left)" }
    text += "\n\n\(summary)\n"
    for paragraph in details { text += "\n" + Self.wrapped(paragraph, indent: 0) + "\n" }
    for (title, rows) in [
      ("Verbs", verbs.map { Row(left: $0.name, help: $0.line) }), ("Operands", operands), ("Options", own),
      ("Common options", common),
    ] where !rows.isEmpty {
      text += "\n\(title):\n" + Self.table(rows)
    }
    text += "\nExit status:\n"
    text += Self.table(documentedStatuses.map { Row(left: String($0.code), help: $0.meaning) })
    text += "\nExample:\n"
    for line in exampleLines { text += "  \(line)\n" }
    return text
  }

  /// The statuses of this program, in the order of their numbers.
  var documentedStatuses: [Status] { ([.done, .usage] + statuses).sorted { $0.code < $1.code } }

  /// The examples as a terminal shows them: calls after a dollar sign, then what they print.
  var exampleLines: [String] {
    var lines = usageExample.map { ["$ \($0)"] } ?? []
    for example in examples {
      let call = ([name] + example.arguments.map(Self.quoted)).joined(separator: " ")
      lines.append("$ printf '%s\\n' \(Self.quoted(example.input)) | \(call)")
      lines += example.output.split(separator: "\n").map(String.init)
    }
    return lines
  }

  /// A word as a shell reads it back; plain words stay as they are.
  private static func quoted(_ word: String) -> String {
    let plain = word.utf8.allSatisfy { byte in
      switch byte {
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
        UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"), UInt8(ascii: "."),
        UInt8(ascii: "/"), UInt8(ascii: "="), UInt8(ascii: ","), UInt8(ascii: ":"):
        true
      default: false
      }
    }
    if plain, !word.isEmpty { return word }
    return "'" + word.split(separator: "'", omittingEmptySubsequences: false).joined(separator: #"'\''"#) + "'"
  }

  private static func table(_ rows: [Row]) -> String {
    let width = min(26, (rows.map(\.left.count).max() ?? 0) + 2)
    return rows.map { row in
      let left = "  " + row.left
      let gap =
        left.count < width + 2
        ? String(repeating: " ", count: width + 2 - left.count) : "\n" + String(repeating: " ", count: width + 2)
      return left + gap + wrapped(row.help, indent: width + 2).drop { $0 == " " } + "\n"
    }.joined()
  }

  /// Breaks a text into lines of at most 100 columns.
  static func wrapped(_ text: String, indent: Int) -> String {
    let margin = String(repeating: " ", count: indent)
    var lines = [margin]
    for word in text.split(separator: " ") {
      let isEmpty = lines[lines.count - 1].count == indent
      if !isEmpty, lines[lines.count - 1].count + word.count + 1 > 100 {
        lines.append(margin + word)
      } else {
        lines[lines.count - 1] += isEmpty ? String(word) : " " + word
      }
    }
    return lines.joined(separator: "\n")
  }
}
