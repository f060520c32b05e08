internal import JSON

/// Finds literals in scripts without understanding the scripts.
struct ScriptScanner {
  private let bytes: [UInt8]
  /// Bytes that failing attempts may still read, so that a hostile script costs little more than its length.
  private var allowance: Int

  private init(_ script: String) {
    bytes = Array(script.utf8)
    allowance = 2 * bytes.count + 10_000
  }

  /// `window.name = {…}`, `var name = […]`, `name.push({…})` (collected under `name`), `JSON.parse("…")` as value.
  static func assignments(in script: String) -> [(name: String, value: JSON)] {
    var scanner = ScriptScanner(script)
    var found: [(name: String, value: JSON)] = []
    var position = 0
    while let equals = scanner.nextAssignment(from: position), scanner.allowance > 0 {
      position = equals + 1
      guard scanner.mayBeLiteral(at: position), let name = scanner.name(before: equals) else { continue }
      if let (value, end) = scanner.value(at: position), !value.isEmpty {
        found.append((name, value))
        position = end
      }
    }
    let pushed = calls("dataLayer.push", in: script)
    if !pushed.isEmpty { found.append(("dataLayer", .array(pushed))) }
    return found
  }

  /// The first argument of every call of `function`, where it is a literal.
  static func calls(_ function: String, in script: String) -> [JSON] {
    var scanner = ScriptScanner(script)
    let opening = Array((function + "(").utf8)
    var found: [JSON] = []
    var position = 0
    while let start = scanner.index(of: opening, from: position), scanner.allowance > 0 {
      position = start + opening.count
      if let (value, end) = scanner.value(at: position) {
        found.append(value)
        position = end
      }
    }
    return found
  }

  /// The next `=` that is no part of another operator.
  private func nextAssignment(from start: Int) -> Int? {
    var at = start
    while let equals = bytes[at...].firstIndex(of: UInt8(ascii: "=")) {
      let before = equals > 0 ? bytes[equals - 1] : 0
      let after = equals + 1 < bytes.count ? bytes[equals + 1] : 0
      if after != UInt8(ascii: "="), after != UInt8(ascii: ">"), !"=!<>+-*/%&|^~?".utf8.contains(before) {
        return equals
      }
      at = equals + 1
    }
    return nil
  }

  private func index(of pattern: [UInt8], from start: Int) -> Int? {
    guard let first = pattern.first else { return nil }
    var at = start
    while at < bytes.count, let candidate = bytes[at...].firstIndex(of: first) {
      if bytes[candidate...].starts(with: pattern) { return candidate }
      at = candidate + 1
    }
    return nil
  }

  /// The variable left of an `=`: of `window.a`, `window["a"]`, `var a`, or `__a`; nil for inner variables of code.
  private func name(before equals: Int) -> String? {
    var end = equals
    while end > 0, bytes[end - 1].isASCIISpace { end -= 1 }
    var start = end
    while start > 0, bytes[start - 1].isPathByte, end - start < 200 { start -= 1 }
    var path = String(decoding: bytes[start..<end], as: UTF8.self)
    for quoted in ["[\"", "['", "\"]", "']"] { path = path.replacing(quoted, with: ".") }
    let parts = path.split(separator: ".").map(String.init)
    guard let name = parts.last else { return nil }
    let isGlobal = parts.count > 1 && ["window", "self", "globalThis"].contains(parts[0])
    return isGlobal || name.hasPrefix("__") || isDeclared(before: start) ? name : nil
  }

  private func isDeclared(before start: Int) -> Bool {
    var end = start
    while end > 0, bytes[end - 1].isASCIISpace { end -= 1 }
    guard end < start else { return false }
    return ["var", "let", "const"].contains { bytes[..<end].suffix($0.utf8.count).elementsEqual($0.utf8) }
  }

  /// Whether `{`, `[`, `(`, `function` or `JSON.parse` can stand here: most assignments are ruled out by a byte.
  private func mayBeLiteral(at position: Int) -> Bool {
    bytes[position...].first { !$0.isASCIISpace }.map { "{[(fJ".utf8.contains($0) } ?? false
  }

  /// The literal at a position and where it ends.
  private mutating func value(at position: Int) -> (value: JSON, end: Int)? {
    var start = position
    while start < bytes.count, bytes[start].isASCIISpace { start += 1 }
    let rest = bytes[start...]
    if rest.starts(with: "JSON.parse(".utf8) { return parsedText(at: start + "JSON.parse(".utf8.count) }
    let isLiteral = rest.first == UInt8(ascii: "{") || rest.first == UInt8(ascii: "[")
    guard isLiteral || rest.starts(with: "(function".utf8) || rest.starts(with: "function(".utf8) else { return nil }
    var reader = LenientJSON(bytes, at: start)
    if let value = try? reader.readValue() { return (value, reader.position) }
    allowance -= reader.position - start
    return nil
  }

  /// The JSON in a string, which may be percent-encoded: `JSON.parse(decodeURIComponent("%7B…"))`.
  private mutating func parsedText(at position: Int) -> (value: JSON, end: Int)? {
    let decoder = "decodeURIComponent("
    let isEncoded = bytes[position...].starts(with: decoder.utf8)
    var reader = LenientJSON(bytes, at: isEncoded ? position + decoder.utf8.count : position)
    if let text = try? reader.readValue().string,
      let value = try? LenientJSON.parse(isEncoded ? text.percentDecoded : text)
    {
      return (value, reader.position)
    }
    allowance -= reader.position - position
    return nil
  }
}

extension JSON {
  fileprivate var isEmpty: Bool { array?.isEmpty ?? object?.members.isEmpty ?? false }
}

extension UInt8 {
  /// What a variable with its members is written with.
  fileprivate var isPathByte: Bool {
    isASCIILetter || isASCIIDigit || "_$.[]\"'-".utf8.contains(self)
  }
}

extension String {
  fileprivate var percentDecoded: String {
    var decoded: [UInt8] = []
    var rest = utf8[...]
    while let byte = rest.popFirst() {
      if byte == UInt8(ascii: "%"), let value = UInt8(String(decoding: rest.prefix(2), as: UTF8.self), radix: 16) {
        decoded.append(value)
        rest = rest.dropFirst(2)
      } else {
        decoded.append(byte)
      }
    }
    return String(decoding: decoded, as: UTF8.self)
  }
}
