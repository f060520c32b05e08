/// Applies command-line words to a program by its declared options (POSIX 12.2 with long options only).
struct Arguments<Root> {
  let options: [Option<Root>]

  /// Reads all words; `--` ends the options, `--name=value` and `--name value` are the same.
  func apply(_ words: [String], to root: inout Root) throws {
    var operands = options.filter { $0.kind == .operand }[...]
    var rest = words[...]
    while let word = rest.popFirst() {
      if word == "--" {
        for operand in rest { try take(operand, from: &operands, into: &root) }
        return
      }
      guard word.hasPrefix("--") else {
        if word.hasPrefix("-"), word != "-" {
          throw UsageError("unknown option '\(word)': options are long (see --help)")
        }
        try take(word, from: &operands, into: &root)
        continue
      }
      let parts = word.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      let name = String(parts[0])
      guard let option = options.first(where: { $0.name == name && $0.kind != .operand }) else {
        throw UsageError("unknown option '\(name)'\(suggestion(for: name))")
      }
      switch option.kind {
      case .flag:
        guard parts.count == 1 else { throw UsageError("\(name) takes no value") }
        try option.apply(&root, "")
      default:
        guard let value = parts.count == 2 ? String(parts[1]) : rest.popFirst() else {
          throw UsageError("\(name) needs \(option.placeholder)")
        }
        try option.apply(&root, value)
      }
    }
  }

  private func take(_ word: String, from operands: inout ArraySlice<Option<Root>>, into root: inout Root) throws {
    guard let operand = operands.first else { throw UsageError("unexpected '\(word)'") }
    try operand.apply(&root, word)
    if !operand.isRepeatable { operands.removeFirst() }
  }

  private func suggestion(for name: String) -> String {
    let stem = name.prefix(4)
    let near = options.filter { $0.kind != .operand && $0.name.hasPrefix(stem) && stem.count > 2 }.map(\.name)
    return near.isEmpty ? " (see --help)" : ": did you mean \(near.joined(separator: " or "))?"
  }
}
