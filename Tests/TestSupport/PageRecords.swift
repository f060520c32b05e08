package import JSON

/// A page record as `fetch` writes it, of a page of the test's own.
package func pageRecord(
  _ html: String, url: String, source: String = "halilit", brandID: String = "nord", role: String = "listing",
  status: Int = 200
) -> JSONObject {
  [
    "type": "page", "url": .string(url), "method": "GET", "source": .string(source), "brand_id": .string(brandID),
    "role": .string(role), "depth": 0, "status": JSON(status), "final_url": .string(url),
    "fetched_at": "2026-01-05T06:00:00Z", "content_type": "text/html", "charset": "utf-8", "sha256": "00",
    "from_cache": false, "body": .string(html),
  ]
}
