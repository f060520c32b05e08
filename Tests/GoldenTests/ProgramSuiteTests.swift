import Filtering
import Foundation
import TestSupport
import Testing

/// What holds for every program.
@Suite struct ProgramSuiteTests {
  @Test func `the list of programs is the one of Sources/Programs`() throws {
    #expect(try allPrograms.map { $0.manual.name }.sorted() == programFolders())
  }

  @Test(arguments: Subject.programs)
  func `options are unique, long, lowercase and described by a sentence`(subject: Subject) {
    let rows = subject.program.optionRows
    #expect(Set(rows.map(\.name)).count == rows.count)
    for row in rows {
      #expect(row.help.hasSuffix(".") && row.help.first?.isUppercase == true, "\(row.name): \(row.help)")
      guard row.kind != .operand else { continue }
      #expect(row.name.wholeMatch(of: /--[a-z]+(-[a-z]+)*/) != nil, "\(row.name)")
      #expect(subject.program.help.contains("  \(row.name)"))
      if row.kind == .value { #expect(row.placeholder.wholeMatch(of: /[A-Z]+/) != nil, "\(row.name)") }
    }
  }

  @Test(arguments: Subject.programs)
  func `a manual has a summary and an example`(subject: Subject) {
    let manual = subject.program.manual
    #expect(manual.summary.hasSuffix("."))
    #expect(!manual.examples.isEmpty || manual.usageExample != nil)
  }

  @Test(arguments: Subject.programs)
  func `the manual's examples give what they show`(subject: Subject) throws {
    for example in subject.program.manual.examples {
      let outcome = try run(subject.program, example.arguments, input: example.input)
      #expect(outcome.output == example.output + "\n")
      #expect(outcome.errors.isEmpty)
      #expect(outcome.status == .done)
    }
  }
}

extension Program {
  /// The declared options, without the types they are applied to.
  fileprivate static var optionRows: [(name: String, placeholder: String, help: String, kind: OptionKind)] {
    options.map { ($0.name, $0.placeholder, $0.help, $0.kind) }
      + sharedOptions.map { ($0.name, $0.placeholder, $0.help, $0.kind) }
  }
}
