import Filtering
import Foundation
import JSON
import ParseFilters
import TestSupport
import Testing

/// The fuzzer's corpus, and pages made of it by small damage, through the programs: a status, never a crash.
struct FuzzCorpusTests {
  private static let corpus = packageRoot.appending(path: "Tests/Fuzzing/corpus")

  private static let files: [String] =
    ((try? FileManager.default.contentsOfDirectory(atPath: corpus.path())) ?? []).sorted()

  private static let damagedPages = LongTests.areWanted ? 200 : 10

  @Test func `the corpus is there`() { #expect(Self.files.count > 5) }

  @Test(arguments: files)
  func `a page and its damaged copies end in a status`(file: String) throws {
    let bytes = Array(try Data(contentsOf: Self.corpus.appending(path: file)))
    var random = SplitMix64(seed: UInt64(bytes.count))
    for number in 0...Self.damagedPages {
      let page = number == 0 ? bytes : damaged(bytes, by: &random)
      let html = String(decoding: page, as: UTF8.self)
      for role in ["listing", "item", "brand-index"] {
        let input = JSON.object(pageRecord(html, url: "https://acme.example/g/5193-Brand/7-Acme", role: role)).text
        #expect(try run(ParseHalilit.self, input: input).status == .done)
      }
      for role in ["listing", "item"] {
        let record = pageRecord(html, url: "https://acme.example/p", source: "brand", brandID: "acme", role: role)
        #expect(try run(ParseBrand.self, input: JSON.object(record).text).status == .done)
      }
    }
  }

  /// The bytes with some cut out, doubled, or replaced.
  private func damaged(_ bytes: [UInt8], by random: inout SplitMix64) -> [UInt8] {
    var bytes = bytes
    for _ in 0..<Int.random(in: 1...8, using: &random) where !bytes.isEmpty {
      let start = Int.random(in: 0..<bytes.count, using: &random)
      let range = start..<min(bytes.count, start + Int.random(in: 1...40, using: &random))
      switch Int.random(in: 0...2, using: &random) {
      case 0: bytes.removeSubrange(range)
      case 1: bytes.insert(contentsOf: bytes[range], at: start)
      default: for at in range { bytes[at] = UInt8.random(in: 0...255, using: &random) }
      }
    }
    return bytes
  }
}
