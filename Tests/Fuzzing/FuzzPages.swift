internal import Catalogue
internal import Induction
internal import JSON
internal import Markup
internal import Records
internal import Sites

/// What libFuzzer calls with each input: the bytes of a page, read by everything that reads pages.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzPages(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
  read(unsafe Array(UnsafeBufferPointer(start: start, count: count)))
  return 0
}

/// Learning takes time by the square of what is alike; long pages would leave no time for others.
private let longestLesson = 4_096

private func read(_ bytes: [UInt8]) {
  let roles: [(Source, Role)] = [
    (.halilit, .listing), (.halilit, .item), (.halilit, .brandIndex), (.brand, .listing), (.brand, .item),
  ]
  for (source, role) in roles {
    guard let page = try? page(source, role) else { continue }
    if source == .brand { _ = BrandPage.read(page, body: bytes, config: BrandConfig(brandID: "acme")) }
    guard let document = try? Document(html: bytes) else { return }
    switch (source, role) {
    case (.halilit, .listing): _ = KonimboListing.read(page, document)
    case (.halilit, .item): _ = KonimboItem.read(page, document)
    case (.halilit, .brandIndex): _ = KonimboIndex.read(page, document)
    default: break
    }
    guard role == .listing, bytes.count <= longestLesson else { continue }
    _ = Induction(outlines: [PageOutline(page, document)], known: []).proposal()
  }
}

private func page(_ source: Source, _ role: Role) throws -> Page {
  try Page(
    Record([
      "type": "page", "url": "https://acme.example/g/5193-Brand/7-Acme", "source": .string(source.rawValue),
      "brand_id": "acme", "role": .string(role.rawValue), "status": 200, "body": "",
      "final_url": "https://acme.example/g/5193-Brand/7-Acme", "fetched_at": "2026-01-05T06:00:00Z",
    ]))
}
