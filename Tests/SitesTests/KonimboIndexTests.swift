import JSON
import Sites
import Testing

struct KonimboIndexTests {
  private func brands(_ tiles: String) throws -> Result<[JSONObject], Listing.Failure> {
    let (page, document) = try page(
      "<div class=brands><table><tr>\(tiles)</tr></table></div>", url: "https://shop.example/pages/1",
      role: "brand-index")
    return KonimboIndex.read(page, document)
  }

  private func tile(_ href: String, logo: String = "https://cdn.example/a.png") -> String {
    "<td><a href=\"\(href)\"><img src=\"\(logo)\"/></a></td>"
  }

  @Test(arguments: [
    ("/g/5193-Brand/7-ADAM-Audio", "adam-audio", "ADAM Audio", "brand", "7"),
    ("../g/5193-%D7%99%D7%A6%D7%A8%D7%9F/9-Boss", "boss", "Boss", "brand", "9"),
    ("\n/g/5193-Brand/3--EAW-Acoustic-Works-", "eaw-acoustic-works", "EAW Acoustic Works", "brand", "3"),
    ("/search/?q=d%27addario&amp;order=up_title", "daddario", "d'addario", "search", nil),
    ("/23648-synth/5-Moogt", "moogt", "Moogt", "category", "5"),
    ("/23664-Educational-Instruments", "educational-instruments", "Educational Instruments", "category", nil),
  ])
  func `a logo tile gives a brand`(href: String, id: String, name: String, kind: String, group: String?) throws {
    let brand = try #require(try brands(tile(href)).get().first)
    #expect(brand["id"] == .string(id))
    #expect(brand["name"] == .string(name))
    #expect(brand["link_kind"] == .string(kind))
    #expect(brand["group_id"] == JSON(group))
  }

  @Test func `line breaks around addresses are no part of them`() throws {
    let brand = try #require(
      try brands(tile("\n/g/5193-Brand/7-Nord\n", logo: "\nhttps://cdn.example/a.png?1\n")).get().first)
    #expect(brand["url"] == "https://shop.example/g/5193-Brand/7-Nord")
    #expect(brand["logo_url"] == "https://cdn.example/a.png?1")
  }

  @Test func `a link without a logo is a ghost`() throws {
    let ghost = "<td><a href='/g/5193-Brand/7-Nord'><img src='a.png'></a><a href='/g/5193-Brand/8-Esp'>&nbsp;</a></td>"
    #expect(try brands(ghost).get().compactMap { $0["id"]?.string } == ["nord"])
  }

  @Test func `the same number under other words is the same brand`() throws {
    let tiles = tile("/g/5193-Brand/7-Nord") + tile("/g/5193-%D7%99%D7%A6%D7%A8%D7%9F/7-Nord-Keyboards")
    #expect(try brands(tiles).get().count == 1)
  }

  @Test func `a selector that cannot be evaluated is said, not taken for an empty page`() throws {
    let config = try BrandConfig([
      "schema": 1, "brand_id": "_halilit", "index": ["item": "//a[nosuch()]", "fields": ["url": "a", "image": "img"]],
    ])
    let (page, document) = try page(
      tile("/g/5193-Brand/7-Nord"), url: "https://shop.example/pages/1", role: "brand-index")
    guard case .failure(let failure) = KonimboIndex.read(page, document, config: config) else {
      Issue.record("the page was read")
      return
    }
    #expect(failure.code == "unreadable" && failure.message.contains("nosuch"))
  }

  @Test func `a page without logos is a failure`() throws {
    #expect(throws: Listing.Failure("not-an-index", "the page shows no tile with a brand's logo")) {
      try brands("<td>nothing</td>").get()
    }
  }
}
