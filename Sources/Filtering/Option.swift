/// How an option is written.
package enum OptionKind: Sendable { case flag, value, operand }

/// One command-line option, declared once: the parser, `--help` and the generated pages read this same value.
package struct Option<Root> {
  package let name: String
  package let placeholder: String
  package let help: String
  package let kind: OptionKind
  package let isRepeatable: Bool
  let apply: (inout Root, String) throws -> Void

  private init(
    _ name: String, _ placeholder: String, _ kind: OptionKind, repeatable: Bool = false, _ help: String,
    apply: @escaping (inout Root, String) throws -> Void
  ) {
    self.name = name
    self.placeholder = placeholder
    self.kind = kind
    self.help = help
    isRepeatable = repeatable
    self.apply = apply
  }

  /// A switch that is off unless named.
  package static func flag(_ name: String, _ path: WritableKeyPath<Root, Bool>, _ help: String) -> Self {
    Self(name, "", .flag, help) { root, _ in root[keyPath: path] = true }
  }

  /// An option with a value of any type that a text can spell.
  package static func value<Value: LosslessStringConvertible>(
    _ name: String, _ placeholder: String, _ path: WritableKeyPath<Root, Value>, _ help: String
  ) -> Self {
    Self(name, placeholder, .value, help) { root, text in
      guard let value = Value(text) else { throw UsageError("\(name) does not take '\(text)'") }
      root[keyPath: path] = value
    }
  }

  /// An option whose value may stay absent.
  package static func value<Value: LosslessStringConvertible>(
    _ name: String, _ placeholder: String, _ path: WritableKeyPath<Root, Value?>, _ help: String
  ) -> Self {
    Self(name, placeholder, .value, help) { root, text in
      guard let value = Value(text) else { throw UsageError("\(name) does not take '\(text)'") }
      root[keyPath: path] = value
    }
  }

  /// An option that may be given several times.
  package static func values(
    _ name: String, _ placeholder: String, _ path: WritableKeyPath<Root, [String]>, _ help: String
  ) -> Self {
    Self(name, placeholder, .value, repeatable: true, help) { root, text in root[keyPath: path].append(text) }
  }

  /// One word that is no option, by position.
  package static func operand(_ name: String, _ path: WritableKeyPath<Root, String?>, _ help: String) -> Self {
    Self(name, name, .operand, help) { root, text in root[keyPath: path] = text }
  }

  /// All remaining words that are no options.
  package static func operands(_ name: String, _ path: WritableKeyPath<Root, [String]>, _ help: String) -> Self {
    Self(name, name, .operand, repeatable: true, help) { root, text in root[keyPath: path].append(text) }
  }
}

/// A number of bytes as a person writes it: `512`, `64K`, `40M`, `2G` (powers of 1,024).
package struct ByteCount: LosslessStringConvertible, Equatable, Sendable {
  package let bytes: Int

  package init(bytes: Int) { self.bytes = bytes }

  package init?(_ description: String) {
    let units: [Character: Int] = ["K": 10, "M": 20, "G": 30]
    let shift = description.last.flatMap { units[$0] }
    guard let number = Int(shift == nil ? description[...] : description.dropLast()), number > 0,
      number < 1 << 30
    else { return nil }
    bytes = number << (shift ?? 0)
  }

  package var description: String { String(bytes) }
}

/// A share from 0 to 100.
package struct Percentage: LosslessStringConvertible, Equatable, Sendable {
  package let value: Double

  package init(value: Double) { self.value = value }

  package init?(_ description: String) {
    guard let value = Double(description), (0...100).contains(value) else { return nil }
    self.value = value
  }

  package var description: String { String(value) }
}

extension Option {
  /// The same option on a value that holds the root.
  func lifted<Whole>(to path: WritableKeyPath<Whole, Root>) -> Option<Whole> {
    .init(name, placeholder, kind, repeatable: isRepeatable, help) { whole, text in
      try apply(&whole[keyPath: path], text)
    }
  }
}
