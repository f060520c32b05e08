import Catalogue
import JSON
import Records
import Sites
import TestSupport

/// Reads a page of a brand's own site as `parse-brand` does; `config` is a scrape_config.json without its fixed members.
func brandPage(
  _ body: String, url: String = "https://nord.example/products/", role: String = "listing", config: JSON? = nil
) throws -> Result<BrandPage.Reading, Listing.Failure> {
  let page = try Page(Record(pageRecord(body, url: url, source: "brand", role: role)))
  return BrandPage.read(
    page, body: Array(body.utf8), config: try config.map(brandConfig) ?? BrandConfig(brandID: "nord"))
}

func brandConfig(_ members: JSON) throws -> BrandConfig {
  let fixed: JSONObject = [
    "schema": 1, "brand_id": "nord", "website": "https://nord.example", "hosts": ["nord.example"],
  ]
  return try BrandConfig(.object(JSONObject(fixed.members + (members.object?.members ?? []))))
}

func products(
  _ body: String, url: String = "https://nord.example/products/", role: String = "listing", config: JSON? = nil
)
  throws -> [JSONObject]
{
  try brandPage(body, url: url, role: role, config: config).get().products
}
