extension LenientJSON {
  /// `!0` and `!1`, as minifiers write true and false.
  mutating func readNegation() throws(JSONError) -> JSON {
    position += 1
    switch try readValue() {
    case .number(let digits): return .bool(digits == "0")
    case .bool(let flag): return .bool(!flag)
    default: throw unexpected
    }
  }

  /// A literal word, a bound name, `void 0`, `new Date(…)`, or an immediately called function.
  mutating func readWord() throws(JSONError) -> JSON {
    let start = position
    let word = readIdentifier()
    switch word {
    case "true": return .bool(true)
    case "false": return .bool(false)
    case "null", "undefined", "NaN", "Infinity", "None": return .null
    case "void":
      _ = try readValue()
      return .null
    case "new":
      try skipSpace()
      _ = readIdentifier()
      return try readArguments().first ?? .null
    case "function":
      position = start
      return try readCalledFunction()
    default:
      if let bound = bound(word) { return bound }
      position = start
      throw word.isEmpty ? unexpected : error(.badLiteral)
    }
  }

  /// `(function(a, b) { return {…} }("x", 1))`, `(() => ({…}))()`, or a value in parentheses.
  mutating func readParenthesis() throws(JSONError) -> JSON {
    position += 1
    try skipSpace()
    let isFunction = take("function")
    if isFunction { position -= "function".utf8.count }
    guard isFunction else {
      let value = try readValue()
      try expect(UInt8(ascii: ")"))
      return value
    }
    let function = try readFunction()
    try skipSpace()
    if take(UInt8(ascii: ")")) { return try call(function) }
    let value = try call(function)
    try expect(UInt8(ascii: ")"))
    return value
  }

  private mutating func readCalledFunction() throws(JSONError) -> JSON { try call(readFunction()) }

  private struct Function {
    var parameters: [String]
    /// Where the returned expression stands.
    var body: Int
  }

  /// Steps over a function, whose statements before `return` are not understood and so must not be there.
  private mutating func readFunction() throws(JSONError) -> Function {
    guard take("function") else { throw unexpected }
    try skipSpace()
    _ = readIdentifier()
    try expect(UInt8(ascii: "("))
    var parameters: [String] = []
    try skipSpace()
    while !take(UInt8(ascii: ")")) {
      let name = readIdentifier()
      guard !name.isEmpty else { throw unexpected }
      parameters.append(name)
      try skipSpace()
      _ = take(UInt8(ascii: ","))
      try skipSpace()
    }
    try expect(UInt8(ascii: "{"))
    try skipSpace()
    guard take("return") else { throw unexpected }
    let body = position
    try skipBody()
    return Function(parameters: parameters, body: body)
  }

  /// Steps behind the `}` that closes the function, over strings and comments.
  private mutating func skipBody() throws(JSONError) {
    var open = 1
    while let byte = next {
      switch byte {
      case UInt8(ascii: "\""), UInt8(ascii: "'"), UInt8(ascii: "`"):
        _ = try readString()
        continue
      case UInt8(ascii: "{"): open += 1
      case UInt8(ascii: "}"): open -= 1
      default: break
      }
      position += 1
      if open == 0 { return }
    }
    throw unexpected
  }

  private mutating func call(_ function: Function) throws(JSONError) -> JSON {
    let arguments = try readArguments()
    // A body is read again for each function around it.
    guard calls < 8 else { throw error(.tooDeep) }
    calls += 1
    let behind = position
    let outer = bindings
    for (name, value) in zip(function.parameters, arguments) { bindings[name] = Bound(value: value, size: value.size) }
    for name in function.parameters.dropFirst(arguments.count) { bindings[name] = Bound(value: .null, size: 1) }
    position = function.body
    let value = try readValue()
    bindings = outer
    position = behind
    calls -= 1
    return value
  }

  /// What a name stands for; its size counts each time that it is used.
  mutating func bound(_ name: String) -> JSON? {
    guard let bound = bindings[name] else { return nil }
    budget -= bound.size
    return budget > 0 ? bound.value : nil
  }

  private mutating func readArguments() throws(JSONError) -> [JSON] {
    try expect(UInt8(ascii: "("))
    var values: [JSON] = []
    while true {
      try skipSpace()
      if take(UInt8(ascii: ")")) { return values }
      values.append(try readValue())
      try skipSpace()
      guard take(UInt8(ascii: ",")) || next == UInt8(ascii: ")") else { throw unexpected }
    }
  }
}

extension JSON {
  /// The number of values in the tree.
  fileprivate var size: Int {
    switch self {
    case .array(let values): values.reduce(1) { $0 + $1.size }
    case .object(let object): object.members.reduce(1) { $0 + $1.value.size }
    default: 1
    }
  }
}
