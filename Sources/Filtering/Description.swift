internal import JSON

extension Program {
  /// All that `--help` says, for programs: man pages and completions are made of it (pipelines/reference).
  static var description: String {
    let standard: [JSON] = [
      Manual.member("--help", "", "Print this text."), Manual.member("--version", "", "Print the version."),
    ]
    let object: JSONObject = [
      "name": .string(manual.name), "version": .string(version), "summary": .string(manual.summary),
      "details": .array(manual.details.map(JSON.string)),
      "operands": .array(Manual.members(options, .operand) + Manual.members(sharedOptions, .operand)),
      "options": .array(
        Manual.members(options, .flag, .value) + Manual.members(sharedOptions, .flag, .value) + standard),
      "verbs": .array(manual.verbs.map { Manual.member($0.name, "", $0.line) }),
      "statuses": .array(
        manual.documentedStatuses.map { ["code": JSON(Int($0.code)), "meaning": .string($0.meaning)] }),
      "examples": .array(manual.exampleLines.map(JSON.string)),
    ]
    return JSON.object(object).text + "\n"
  }
}

extension Manual {
  fileprivate static func member(_ name: String, _ value: String, _ help: String) -> JSON {
    ["name": .string(name), "value": .string(value), "help": .string(help)]
  }

  fileprivate static func members<Root>(_ options: [Option<Root>], _ kinds: OptionKind...) -> [JSON] {
    options.filter { kinds.contains($0.kind) }.map { member($0.name, $0.kind == .value ? $0.placeholder : "", $0.help) }
  }
}
