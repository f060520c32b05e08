package import Catalogue
package import JSON
import Posix
import Records
package import Tree

/// A small data tree in which nothing is wrong on 1 February 2026 at noon: one brand, both sources, one weekly run.
///
/// Everything in it is made by the publisher itself; a test breaks the one thing that it is about.
package struct HealthyTree {
  package static let now = "2026-02-01T12:00:00Z"
  package static let fetched = "2026-02-01T04:00:07Z"

  package let folder: TemporaryFolder
  package let tree: Tree

  package init(settings: JSONObject = JSONObject()) throws {
    folder = try TemporaryFolder()
    tree = Tree(root: folder.path("data"))
    try write("settings.json", settings: settings)
    try write(
      "brands/acme/scrape_config.json",
      #"{"schema":1,"brand_id":"acme","name":"Acme","website":null,"hosts":["acme.example"]}"#)
    _ = try publisher.publishBrands([
      try record(#"{"type":"brand","id":"acme","name":"Acme","url":"http://x.example"}"#)
    ])
    try publish(.halilit, halilit)
    try publish(.brand, brand)
    try publishDerived()
    try write("runs/000001-weekly.json", Self.run("000001-weekly"))
  }

  private func write(_ path: String, settings: JSONObject) throws {
    var health = settings
    if health["schedule"] == nil { health["schedule"] = ["weekly": 168] }
    if health["free_gb"] == nil { health["free_gb"] = 0 }
    try write(path, JSON.object(["schema": 1, "health": .object(health)]).text)
  }

  package var publisher: Publisher {
    Publisher(tree: tree, settings: Settings(), version: "1", run: "000001-weekly", day: "2026-02-01")
  }

  private func record(_ text: String) throws -> Record { try RecordParser().parse(text) }

  package func path(_ relative: String) -> String { "\(tree.root)/\(relative)" }

  package func write(_ path: String, _ text: String) throws {
    try File.replace(self.path(path), with: Array((text + "\n").utf8))
  }

  package func json(_ path: String) throws -> JSON { try JSON(parsing: File.read(self.path(path))) }

  /// Rewrites one JSON document by hand, as nobody should.
  package func tamper(_ path: String, _ change: (inout JSONObject) -> Void) throws {
    var object = try json(path).object ?? JSONObject()
    change(&object)
    try write(path, JSON.object(object).text)
  }
}

extension HealthyTree {
  /// The record of a run that ended well; the arguments make it another one.
  package static func run(
    _ id: String, status: Int = 0, state: String = "done", startedAt: String = "2026-02-01T04:00:00Z",
    finishedAt: String? = "2026-02-01T04:10:00Z", brandStatus: Int? = nil, exchangeSeconds: Double = 12
  ) -> String {
    let brand = JSON(brandStatus ?? status)
    let steps: JSON = ["halilit": ["state": brandStatus ?? status == 0 ? "done" : "failed", "status": brand]]
    let document: JSON = [
      "schema": 1, "run_id": .string(id), "flow": .string(String(id.dropFirst(7))), "state": .string(state),
      "status": state == "running" ? .null : JSON(status), "started_at": .string(startedAt),
      "finished_at": JSON(finishedAt),
      "fetch": ["exchanges": 10, "exchange_seconds": .number("\(exchangeSeconds)"), "seconds": 30],
      "steps": ["index": ["status": 0]], "brands": ["acme": ["status": brand, "steps": steps]],
    ]
    return document.text
  }

  package var halilit: [String] { (1...6).map { product(.halilit, "90000\($0)", "Acme SQ-\($0) black") } }
  package var brand: [String] { (1...5).map { product(.brand, "acme-sq-\($0)", "SQ-\($0) Synthesizer") } }

  package func product(_ source: Source, _ id: String, _ name: String) -> String {
    let ids =
      source == .halilit ? #","halilit_id":"\#(id)","brand_title":"Acme","price_ils":1180,"eilat_price_ils":1000"# : ""
    let host = source == .halilit ? "www.halilit.com/items" : "acme.example/products"
    return #"{"type":"product","source":"\#(source.rawValue)","brand_id":"acme","id":"\#(id)","name":"\#(name)""#
      + #","url":"https://\#(host)/\#(id)","page_url":"https://\#(host)/\#(id)","page_sha256":"\#(String(repeating: "a1", count: 32))""#
      + #","fetched_at":"\#(Self.fetched)"\#(ids)}"#
  }

  /// Publishes what a crawl gave.
  package func publish(_ source: Source, _ products: [String], at time: String = fetched) throws {
    let listing =
      #"{"type":"listing","source":"\#(source.rawValue)","brand_id":"acme","page_url":"https://x.example/acme","title":"Acme","fetched_at":"\#(time)"}"#
    let records = try ([listing] + products.map { $0.replacing(Self.fetched, with: time) }).map(record)
    _ = try publisher.publish(CataloguePart(source: source, brandID: "acme", records: records))
  }

  /// Links, unified catalogue, gap report and summary: products 1 to 4 are pairs.
  package func publishDerived() throws {
    let pairs = (1...4).map { pair in (halilit[pair - 1], brand[pair - 1]) }
    var links = (1...4).map { link("PRIMARY", halilit: "90000\($0)", brand: "acme-sq-\($0)") }
    links.append(link("SECONDARY", brand: "acme-sq-5"))
    links += [5, 6].map { link("HALILIT_ONLY", halilit: "90000\($0)") }
    _ = try publisher.publishLinks(links.map(record), brandID: "acme")
    var unified = pairs.map { self.unified("PRIMARY", $0.1, [$0.0]) }
    unified.append(self.unified("SECONDARY", brand[4], []))
    unified += halilit[4...].map { self.unified("HALILIT_ONLY", nil, [$0]) }
    var coverage = Coverage()
    (coverage.halilitCount, coverage.brandCount, coverage.commonCount, coverage.matchedCount) = (6, 5, 4, 4)
    coverage.pricedCount = 6
    var gap: JSONObject = ["type": "gap", "brand_id": "acme"]
    var summary: JSONObject = ["type": "gap-summary", "brand_count": 1]
    for member in coverage.members.members { (gap[member.name], summary[member.name]) = (member.value, member.value) }
    summary["brands"] = .array([.object(gap)])
    gap["gap_products"] = [["id": "acme-sq-5", "name": "SQ-5", "category": nil, "url": nil, "reason": "not-listed"]]
    _ = try publisher.publishUnified(try unified.map(record), gap: Record(gap), brandID: "acme")
    _ = try publisher.publishSummary(Record(summary))
  }

  private func link(_ kind: String, halilit: String? = nil, brand: String? = nil) -> String {
    let sides: [JSON] = [
      halilit.map { ["halilit_id": .string($0), "item_code": nil, "name": "x"] } ?? .null,
      brand.map { ["id": .string($0), "name": "x"] } ?? .null,
    ]
    return
      #"{"type":"link","class":"\#(kind)","brand_id":"acme","brand":\#(sides[1].text),"halilit":\#(sides[0].text),"score":null,"probability":null,"evidence":[],"decided_by":"match"}"#
  }

  private func unified(_ kind: String, _ brand: String?, _ offers: [String]) -> String {
    let id =
      brand.flatMap { try? record($0).string("id") } ?? offers.first.flatMap { try? record($0).string("id") } ?? ""
    return #"{"type":"unified","class":"\#(kind)","label":"x","brand_id":"acme","id":"\#(id)","name":"\#(id)""#
      + #","price_ils_min":\#(offers.isEmpty ? "null" : "1180"),"price_ils_max":\#(offers.isEmpty ? "null" : "1180")"#
      + #","offers":[\#(offers.joined(separator: ","))],"brand":\#(brand ?? "null")}"#
  }
}
