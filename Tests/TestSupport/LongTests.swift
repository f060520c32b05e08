internal import Foundation

/// Tests that take minutes run whole only where `STOCKTAKE_LONG=1` asks for it (`make test-long`).
package enum LongTests {
  package static let areWanted = ProcessInfo.processInfo.environment["STOCKTAKE_LONG"] == "1"
}
