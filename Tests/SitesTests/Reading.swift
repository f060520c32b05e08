import Catalogue
import JSON
import Markup
import Records
import Sites
import TestSupport

/// A page of the distributor's shop as the tests ask for it.
func page(
  _ html: String, url: String = "https://shop.example/g/5193-Brand/7-Nord", brandID: String = "nord",
  role: String = "listing"
)
  throws -> (Page, Document)
{
  (try Page(Record(pageRecord(html, url: url, brandID: brandID, role: role))), try Document(html: html))
}

func listing(_ html: String, url: String = "https://shop.example/g/5193-Brand/7-Nord", brandID: String = "nord")
  throws -> KonimboListing.Reading
{
  let (page, document) = try page(html, url: url, brandID: brandID)
  return KonimboListing.read(page, document)
}

/// A tile as the platform writes it; `price` and the rest go in verbatim.
func tile(
  _ id: Int, _ name: String, price: String = "<span class='price'>100 ₪</span>", category: String = "סינתיסייזרים",
  brand: String = "Nord", inside: String = "", isClosed: Bool = true
) -> String {
  """
  <div id="item_id_\(id)" data-category-title="\(category) " data-brand-title="\(brand)" data-item-code="N-\(id)"
    class="layout_list_item item"><a href='  /items/\(id)-slug
  '><div class='img_wrapper'><img src='https://cdn.example/\(id).jpg' alt='x'/></div></a>
  <a href='  /items/\(id)-slug
  '><h3 class='title_with_brand text-center'> \(name) </h3></a><a href='/items/\(id)-slug'>\(price)</a>\(inside)
  """ + (isClosed ? "</div>" : "<div><span>")
}
