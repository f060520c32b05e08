import Foundation
import JSON
import Posix
import TestSupport
import Testing

@testable import Tree

/// docs/guards.md names what there is, and all of it.
@Suite struct GuardsPageTests {
  private let page: String

  init() throws { page = try String(contentsOf: packageRoot.appending(path: "docs/guards.md"), encoding: .utf8) }

  /// The cells of the rows of a table, by the heading above it.
  private func rows(below heading: String) -> [[String]] {
    let part = page.split(separator: "## ").first { $0.hasPrefix(heading) } ?? ""
    return part.split(separator: "\n").filter { $0.hasPrefix("| ") }.dropFirst().map { line in
      line.split(separator: " | ").map { $0.trimmingCharacters(in: CharacterSet(charactersIn: "| ")) }
    }
  }

  private var guards: [[String]] { rows(below: "The guards") }
  private var defects: [[String]] { rows(below: "The defects") }

  /// The words in code marks.
  private func names(in cell: String) -> [String] { cell.matches(of: /`([^`]+)`/).map { String($0.1) } }

  private func text(_ path: String) -> String? {
    try? String(contentsOf: packageRoot.appending(path: "docs").appending(path: path), encoding: .utf8)
  }

  @Test func `every guard has a row that says what it is against, and every row a guard`() {
    #expect(guards.map { names(in: $0[0]).first ?? "" }.sorted() == Guard.acceptableNames.sorted())
    let meanings =
      Guard.all.map { ($0.name, $0.meaning) } + ItemCheck.all.map { ($0.name, $0.meaning) }
      + BrandsGuard.all.map { ($0.name, $0.meaning) }
    for (name, meaning) in meanings {
      #expect(guards.contains { $0[0] == "`\(name)`" && $0[1] == meaning }, "\(name): \(meaning)")
    }
  }

  @Test func `every threshold is a member of the project's settings`() throws {
    let settings = try JSON(parsing: File.read(packageRoot.appending(path: "data/settings.json").path()))
    for row in guards {
      let thresholds = names(in: row[2])
      #expect(!thresholds.isEmpty, "\(row[0])")
      for path in thresholds {
        let value = path.split(separator: ".").reduce(JSON?.some(settings)) { $0?[String($1)] }
        #expect(value != nil, "\(row[0]): \(path)")
      }
    }
  }

  @Test func `every defect has its row, with guards and files that are there`() {
    #expect(defects.map { Int($0[0]) ?? 0 } == Array(1...29))
    for row in defects {
      let links = row[2].matches(of: /\]\(([^)]+)\)/).map { String($0.1) }
      let named = names(in: row[2]).filter { $0.contains("-") || Guard.named($0) != nil }
      #expect(!(links + named).isEmpty, "\(row[1])")
      for name in named { #expect(Guard.acceptableNames.contains(name), "\(row[1]): \(name)") }
      for link in links { #expect(text(link) != nil, "\(row[1]): \(link)") }
    }
  }

  @Test func `every test that a row names is there`() {
    for row in guards + defects {
      let tests = (row.last ?? "").split(separator: "<br>")
      #expect(!tests.isEmpty)
      for test in tests {
        guard let match = test.wholeMatch(of: /\[(\w+)\]\(([^)]+)\): (.+)/) else {
          Issue.record("\(row[0]): '\(test)' names no test")
          continue
        }
        let file = text(String(match.2)) ?? ""
        #expect(file.contains("struct \(match.1)") && file.contains("func `\(match.3)`"), "\(test)")
      }
    }
  }
}
