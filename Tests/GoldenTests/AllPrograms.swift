import FetchFilters
import Filtering
import Filters
import Foundation
import ParseFilters
import ReportFilters
import TestSupport
import Testing
import TreeFilters
import WatchFilters

/// Every program of the suite; a test compares the list with Sources/Programs.
let allPrograms: [any Program.Type] = [
  Alerts.self,
  Calibrate.self,
  CheckHealth.self,
  DebugBrand.self,
  DiffProduction.self,
  Ecosystem.self,
  Evaluate.self,
  Fetch.self,
  Gap.self,
  Heartbeat.self,
  InduceConfig.self,
  Load.self,
  Match.self,
  Normalize.self,
  Notify.self,
  Page.self,
  Pages.self,
  ParseBrand.self,
  ParseHalilit.self,
  Quality.self,
  Render.self,
  Report.self,
  Stocktake.self,
  Store.self,
  Unify.self,
]

/// Those that read records from standard input.
let allFilters = allPrograms.compactMap { $0 as? any Filter.Type }

/// The folders of Sources/Programs.
func programFolders() throws -> [String] {
  try FileManager.default.contentsOfDirectory(atPath: packageRoot.appending(path: "Sources/Programs").path()).sorted()
}

/// A program as a test's argument, shown by its name.
struct Subject: CustomTestStringConvertible {
  let program: any Program.Type

  var name: String { program.manual.name }
  var testDescription: String { name }

  static let programs = allPrograms.map(Subject.init)
  static let filters = allFilters.map { Subject(program: $0) }

  /// The statuses that the manual names; 141 is the shell's word for a reader that had enough.
  var documentedStatuses: Set<Int32> {
    Set((program.manual.statuses + [.done, .usage]).map(\.code))
  }

  /// A call with its arguments as they stand in the manual's first example.
  var call: String {
    ([name] + (program.manual.examples.first?.arguments ?? [])).map { "'\($0)'" }.joined(separator: " ")
  }
}
