internal import JSON
internal import Markup
internal import Sites
internal import Text

/// Finds lists of known products in the state that pages embed for their own scripts.
struct EmbeddedSearch {
  let outlines: [PageOutline]
  let known: KnownIndex

  private static let deepest = 12
  private static let longestList = 5_000

  /// The best lists' rules as a config's `embedded` member writes them.
  func rules() -> [JSON] {
    guard let outline = outlines.first else { return [] }
    var lists: [List] = []
    for state in EmbeddedState.all(in: outline.document) {
      var found: [String: [JSON]] = [:]
      Self.collect(state.value, "", 0, &found)
      for (path, items) in found.sorted(by: { $0.key < $1.key }) where items.count <= Self.longestList {
        if let list = list(state.name, path, items, outline) { lists.append(list) }
      }
    }
    return lists.sorted { $0.score > $1.score }.prefix(3).map(\.rule)
  }

  private struct List {
    let rule: JSON
    let score: Double
  }

  /// Every list of objects by its path; lists inside lists count as one.
  private static func collect(_ json: JSON, _ path: String, _ depth: Int, _ found: inout [String: [JSON]]) {
    guard depth < deepest else { return }
    if let items = json.array {
      if items.contains(where: { $0.object != nil }) { found[path, default: []] += items.filter { $0.object != nil } }
      for item in items { collect(item, path + "[]", depth + 1, &found) }
    }
    for member in json.object?.members ?? [] where isPlain(member.name) {
      collect(member.value, path.isEmpty ? member.name : "\(path).\(member.name)", depth + 1, &found)
    }
  }

  private static func isPlain(_ name: String) -> Bool { !name.isEmpty && !name.contains { ".[]{}*".contains($0) } }

  /// The values inside one object by their paths.
  private static func leaves(_ json: JSON, _ path: String, _ depth: Int, _ found: inout [(String, JSON)]) {
    guard depth < 4, found.count < 200 else { return }
    switch json {
    case .object(let object):
      for member in object.members where isPlain(member.name) {
        leaves(member.value, path.isEmpty ? member.name : "\(path).\(member.name)", depth + 1, &found)
      }
    case .array(let items):
      if let first = items.first { leaves(first, path + "[0]", depth + 1, &found) }
    case .string, .number: found.append((path, json))
    case .bool, .null: break
    }
  }

  private func list(_ script: String, _ path: String, _ items: [JSON], _ outline: PageOutline) -> List? {
    var hits: [ProductField: [String: Int]] = [:]
    var held: Set<Int> = []
    for item in items {
      var leaves: [(String, JSON)] = []
      Self.leaves(item, "", 0, &leaves)
      guard let record = record(of: leaves, outline) else { continue }
      held.insert(record)
      for (path, value) in leaves {
        for (field, reading) in known.records[record].readings
        where Reading(value, for: field, at: outline.address) == reading {
          hits[field, default: [:]][path, default: 0] += 1
        }
      }
    }
    guard held.count * 2 >= known.records.count else { return nil }
    var fields = JSONObject()
    var score = 0.0
    for (field, paths) in hits.sorted(by: { $0.key < $1.key }) {
      guard let best = paths.max(by: { ($0.value, $1.key.count, $1.key) < ($1.value, $0.key.count, $0.key) }),
        best.value * 2 >= held.count
      else { continue }
      fields[field.rawValue] = .string(best.key)
      score += Double(best.value) * RecordSearch.weight(field)
    }
    guard fields["name"] != nil else { return nil }
    var rule: JSONObject = ["script": .string(script), "items": .string(path), "fields": .object(fields)]
    if let condition = condition(fields["url"]?.string) { rule["where"] = condition }
    return List(rule: .object(rule), score: score)
  }

  /// The known product that an object is, by its name or address.
  private func record(of leaves: [(String, JSON)], _ outline: PageOutline) -> Int? {
    var votes: [Int: Int] = [:]
    for (_, value) in leaves {
      for field in [ProductField.url, .name, .itemID, .sku] {
        guard let reading = Reading(value, for: field, at: outline.address) else { continue }
        for entry in known[reading] where entry.field == field { votes[entry.record, default: 0] += 1 }
      }
    }
    return votes.max { ($0.value, $1.key) < ($1.value, $0.key) }?.key
  }

  /// What all known addresses begin with, so that the list's other cards are left out.
  private func condition(_ path: String?) -> JSON? {
    guard let path else { return nil }
    let folders = known.records.compactMap { record -> [Substring]? in
      guard case .page(let page) = record.readings[.url] else { return nil }
      return page.split(separator: "/").dropLast()
    }
    guard let first = folders.first?.first, folders.allSatisfy({ $0.first == first }) else { return nil }
    return .object(JSONObject([.init(path, .string("/\(first)/"))]))
  }
}
