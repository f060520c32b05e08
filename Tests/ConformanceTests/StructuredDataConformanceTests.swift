import Foundation
import JSON
import Markup
import TestSupport
import Testing

/// The suites of extruct, schema.org and zyte-parsers (`conformance/structured`).
struct StructuredDataConformanceTests {
  @Test(.conformance("conformance/structured/cases.jsonl")) func `structured data is what the peers read`() throws {
    try compare("cases", known: [:]) { row in
      let document = try page(row)
      let base = row["base_url"]?.string.flatMap(URL.init(string:))
      let resolve = { (address: String) in resolved(address, base) }
      let found: JSON
      switch row["syntax"]?.string {
      case "jsonld": found = .array(JSONLD.blocks(in: document).flatMap(\.values))
      case "microdata":
        found = .array(Microdata.items(in: document, resolving: resolve).map { shape($0, isStrict: false) })
      case "microdata-strict":
        found = .array(Microdata.items(in: document, resolving: resolve).map { shape($0, isStrict: true) })
      default: found = .array(OpenGraph(in: document).map { [shape($0)] } ?? [])
      }
      return same(found, row["expected"] ?? .null) ? nil : "\(found.text)\nnot\n\((row["expected"] ?? .null).text)"
    }
  }

  @Test(.conformance("conformance/structured/gtin.jsonl")) func `trade item numbers are read and classified`() throws {
    try compare("gtin", known: [:]) { row in
      let text = row["text"]?.string ?? ""
      let found = row["kind"]?.string == "classify" ? GTIN(text)?.kind.rawValue : GTIN.digits(in: text)
      return found == row["expected"]?.string ? nil : "\(text): \(found ?? "-"), not \(row["expected"]?.string ?? "-")"
    }
  }

  @Test(.conformance("conformance/structured/brand.jsonl")) func `brand names are read`() throws {
    try compare("brand", known: [:]) { row in
      let found = try element(row).flatMap(BrandName.find)
      return found == row["expected"]?.string
        ? nil : "\(found ?? "-"), not \(row["expected"]?.string ?? "-") in \(row["html"]?.string ?? "")"
    }
  }

  @Test(.conformance("conformance/structured/breadcrumbs.jsonl")) func `breadcrumbs are read`() throws {
    try compare("breadcrumbs", known: ["breadcrumb-124": "two spaces inside a name"]) { row in
      let base = row["base_url"]?.string.flatMap(URL.init(string:))
      let node = try element(row)
      let found = node.map { BreadcrumbTrail.crumbs(in: $0) { resolved($0, base) } } ?? []
      let expected = (row["expected"]?.array ?? []).map {
        "\($0["name"]?.string ?? "-") \($0["url"]?.string ?? "-")"
      }
      let names = found.map { "\($0.name ?? "-") \($0.url ?? "-")" }
      return names == expected ? nil : "\(names)\nnot\n\(expected)\nin \(row["html"]?.string ?? "")"
    }
  }

  private func compare(_ suite: String, known: [String: String], _ mismatch: (JSON) throws -> String?) throws {
    let rows = try Conformance.rows("conformance/structured/\(suite).jsonl").filter { $0["peer_ok"]?.bool != false }
    var failed = 0
    for row in rows {
      let id = try #require(row["id"]?.string)
      let found = try mismatch(row)
      if found != nil { failed += 1 }
      if let found, known[id] == nil { Issue.record("\(id): \(found)") }
      if found == nil, let reason = known[id] { Issue.record("\(id) passes now, but is listed as: \(reason)") }
    }
    print("\(suite): \(rows.count - failed) of \(rows.count) rows")
    #expect(failed * 20 <= rows.count)
  }

  private func page(_ row: JSON) throws -> Document {
    if let html = row["html"]?.string { return try Document(html: html) }
    return try Document(html: try Conformance.bytes("conformance/structured/\(row["page"]?.string ?? "")"))
  }

  /// The one element of a row's fragment, or the paragraph that bare text becomes.
  private func element(_ row: JSON) throws -> Node? {
    let body = try page(row).node.firstDescendant(named: "body")
    return body?.elements.count == 1 ? body?.elements.first : body
  }

  private func resolved(_ address: String, _ base: URL?) -> String {
    guard let base, let url = URL(string: address, relativeTo: base) else { return address }
    // The peer leaves characters as they were written.
    return address.contains("%") ? url.absoluteString : url.absoluteString.removingPercentEncoding ?? address
  }
}

/// The shapes that extruct writes.
private func shape(_ item: StructuredItem, isStrict: Bool) -> JSON {
  var object = JSONObject()
  object["id"] = item.id.map(JSON.string)
  if !item.types.isEmpty { object["type"] = list(item.types.map(JSON.string), isStrict) }
  object["value"] = item.text.map(JSON.string)
  if !item.properties.isEmpty {
    object["properties"] = .object(
      JSONObject(
        item.properties.map { property in
          let values = property.values.map { value in
            switch value {
            case .text(let text): JSON.string(text)
            case .item(let item): shape(item, isStrict: isStrict)
            case .input(let name, let isRequired):
              JSON.object(
                JSONObject([.init("valueName", .string(name)), .init("valueRequired", .bool(isRequired))]))
            }
          }
          return .init(property.name, list(values, isStrict))
        }))
  }
  return .object(object)
}

private func list(_ values: [JSON], _ isStrict: Bool) -> JSON {
  values.count == 1 && !isStrict ? values[0] : .array(values)
}

private func shape(_ graph: OpenGraph) -> JSON {
  let namespaces = graph.namespaces.map { JSONObject.Member($0.key, .string($0.value)) }
  return [
    "namespace": .object(JSONObject(namespaces)),
    "properties": .array(graph.properties.map { [.string($0.name), .string($0.content)] }),
  ]
}

/// Equality that ignores the order of members and the spelling of numbers.
private func same(_ left: JSON, _ right: JSON) -> Bool {
  switch (left, right) {
  case (.object(let left), .object(let right)):
    left.members.count == right.members.count
      && left.members.allSatisfy { member in right[member.name].map { same(member.value, $0) } ?? false }
  case (.array(let left), .array(let right)): left.count == right.count && zip(left, right).allSatisfy(same)
  case (.number, .number): left.double == right.double
  default: left == right
  }
}
