"""The pages of the demo's sites, drawn from catalogue.json; the shop's markup follows the Konimbo platform's."""

import json
from html import escape

LOGO = "http://cdn.tslil.example/system/photos/{}/original/logo.png?1700000000\n"
PHOTO = "http://cdn.tslil.example/system/photos/{}/original/{}.jpg"
HEBREW_BRAND = "%D7%99%D7%A6%D7%A8%D7%9F"  # the word for "maker", as the platform spells its group in some links


def hosts(catalogue):
    """Host name → function of path and query that gives a page's (title, body, head, language), or None."""
    table = {catalogue["shop"]["host"]: Shop(catalogue)}
    styles = {"json-ld": JSONLDSite, "embedded": EmbeddedSite, "css": PlainSite}
    for brand in catalogue["brands"]:
        if "site" in brand:
            table[brand["site"]["host"]] = styles[brand["site"]["style"]](brand)
    return table


def money(amount):
    return f"{amount:,} ₪" if amount else ""


def slices(rows, size, query):
    """The rows of the page that `query` asks for and the number of the next page, None on the last."""
    number = int(query.get("page", "1"))
    return rows[(number - 1) * size : number * size], number + 1 if number * size < len(rows) else None


class Shop:
    """The distributor: brand index, brand listings with pagination, search, item pages."""

    def __init__(self, catalogue):
        self.shop = catalogue["shop"]
        self.brands = catalogue["brands"]

    def __call__(self, path, query):
        if path == self.shop["index"]:
            return "תו צליל - מותגים", self.index(), self.canonical(path), "he"
        if path.rstrip("/") == "/search":
            return self.search(query)
        for brand in self.brands:
            if path.startswith("/g/5193-") and path.endswith(self.slug(brand)):
                return self.listing(brand, query)
            for item in brand["items"]:
                if path.startswith(f"/items/{item['id']}-"):
                    return self.item(brand, item)
        return None

    @staticmethod
    def slug(brand):
        return f"/{brand.get('group')}-{brand['title'].replace(' ', '-')}"

    def canonical(self, path):
        return f"<link rel='canonical' href='http://{self.shop['host']}{path}' />"

    def index(self):
        """One tile a brand in a table of its own, as an editor's hands leave it: relative links, a ghost, a duplicate."""
        links = []
        for brand in self.brands:
            if brand["kind"] == "search":
                links.append(f"http://{self.shop['host']}/search/?q={brand['title'].replace(' ', '+')}+&amp;order=up_title")
            else:
                word = HEBREW_BRAND if brand["group"] % 2 == 0 else "Brand"
                base = ".." if word == HEBREW_BRAND else f"http://{self.shop['host']}"
                links.append(f"{base}/g/5193-{word}{self.slug(brand)}")
        tiles = [
            f'<a href="{link}"><img width="125" height="125" src="{LOGO.format(100 + place)}" alt="" /></a>'
            for place, link in enumerate(links)
        ]
        tiles[1] += f'<a href="http://{self.shop["host"]}/g/5193-Brand/61999-Ghost-Instruments">&nbsp;</a>'
        tiles.append(tiles[0])
        rows = "".join(f"<li><table><tbody><tr><td>{tile}</td></tr></tbody></table></li>\n" for tile in tiles)
        return f'<div class="brands">\n<ul>\n{rows}</ul>\n</div>'

    def listing(self, brand, query):
        shown, following = slices(brand["items"], self.shop["page_size"], query)
        path = f"/g/5193-Brand{self.slug(brand)}"
        body = f"<h1 class=\"store_group_value_title\">{brand['title']}</h1>\n"
        body += f"<meta name='group_value_{brand['group']}' data-image_url='{LOGO.format(brand['group'])}'>\n"
        body += self.results(brand.get("declared", len(brand["items"])), [(brand, item) for item in shown], path, following)
        return brand["title"], body, self.canonical(path), "he"

    def search(self, query):
        """What a search shows: the brand's items and one of another brand that mentions the same word."""
        wanted = query.get("q", "").strip().lower()
        found = [(brand, item) for brand in self.brands if brand["title"].lower() == wanted for item in brand["items"]]
        if found:
            found.append((self.brands[0], self.brands[0]["items"][0]))
        return "חיפוש", self.results(len(found), found, "/search/", None), "", "he"

    def results(self, count, shown, path, following):
        tiles = "\n".join(self.tile(brand, item, place) for place, (brand, item) in enumerate(shown))
        paging = f'<div class="pagination"><a class="next_page" rel="next" href="{path}?page={following}">הבא</a></div>'
        return (
            f'<span class="results">תוצאות: <b>{count}</b></span>\n{tiles}\n'
            f'<div class="pagingWrapper"><div class="pagingCenter">{paging if following else ""}</div></div>'
        )

    def tile(self, brand, item, place):
        link = f"<a  href='  /items/{item['id']}-{item['slug']}\n'  >"
        name = escape(item["name"])
        price, contact = item.get("price"), str(item.get("contact", False)).lower()
        sale = '<li class=""><img alt="איקון מבצע" src="http://cdn.tslil.example/icons/sale.png" /></li>'
        hidden = f'<span class="item_price hidden">{price}.0</span>' if price else ""
        return (
            f'<div id="item_id_{item["id"]}" data-category-title="{item["category"]}" data-brand-title="{brand["title"]}" '
            f'data-item-code="{item["code"]}" class="layout_list_item item box box{place} ">\n'
            f"{link} <div class='img_wrapper'><img class='img-responsive' src='{PHOTO.format(item['id'], 'front')}' alt='{name}'/></div> </a>\n"
            f"{link} <h3 class='title_with_brand  text-center'> {name} </h3> </a>\n"
            f"{link} <p  class='content  text-center'>{name}, יבוא רשמי </p> </a>\n"
            f'<div id="item_icons"><ul>{sale if "original" in item else ""}</ul></div>\n'
            f'{link} <span class=\'list_item_content\'><span class="hidden item__onlyContact">{contact}</span>\n'
            f'<!-- <span class="hidden data_sku">{item["code"]}</span> -->\n'
            f'<span class="item_only_contact hidden">{contact}</span>\n{hidden} </span> </a>\n'
            f"{'' if item.get('event') else self.prices(link, item)}</div>"
        )

    def item(self, brand, item):
        """What only an item's own page tells: stock, every picture; and a strip of other items, which are not it."""
        name, price = escape(item["name"]), item.get("price")
        stock = "אזל מהמלאי" if item.get("sold_out") else "קיים במלאי"
        buy = "contactNow" if item.get("contact") else "buyNow"
        shown = f'<span class="price_value">{money(price)}</span>' if price else ""
        original = f'<span class="origin_price_number">{money(item["original"])}</span>' if "original" in item else ""
        slides = "".join(f'<li data-src="{PHOTO.format(item["id"], side)}"></li>' for side in ("front", "back"))
        others = [other for other in brand["items"] if other is not item][:2]
        body = (
            f'<div id="bread_crumbs"><a href="/">דף הבית</a> <a href="/52019-{item["id"]}">{item["category"]}</a></div>\n'
            f'<div id="item_details" data-brand-title="{brand["title"]}"><div id="item_current_title"><h1> {name} </h1></div>\n'
            f'<span class="code_item">מק"ט: {item["code"]}</span> <ul id="lightSlider">{slides}</ul>\n'
            f'<div id="item_show_price">{shown}</div>{original}<div class="items_show_eilat_price_price">{money(self.eilat(price))}</div>\n'
            f'<span class="stock_state">{stock}</span> <div id="item_link_buy_now"><a class="{buy}">+</a></div></div>\n'
            f'<div class="related">{"".join(self.tile(brand, other, place) for place, other in enumerate(others))}</div>'
        )
        return item["name"], body, self.canonical(f"/items/{item['id']}-{item['slug']}"), "he"

    def eilat(self, price):
        """The price where there is no value-added tax."""
        return price * 100 // (100 + self.shop["vat_percent"]) if price else None

    def prices(self, link, item):
        price = item.get("price")
        eilat = self.eilat(price)
        eilat_box = (
            "<div class='show_eilat_price'><span class='items_show_eilat_price_text'>מחיר באילת</span>"
            f"<span class='items_show_eilat_price_price'>{money(eilat)}</span></div>"
        )
        shown = (
            f"{link}  <span class='price center-price-in-grid'> <span class='items_show_price_text' style='display: none;'>מחיר</span> "
            f"{money(price)}{eilat_box}</span> </a>\n"
        )
        cart = '<div class="product_quantity cart-add-btn-new"><div class="add_item quantity"><a>+</a></div></div>\n'
        return (
            f"{link} <p class='origin_price line-through'> <span class='items_show_origin_price_text' style='display: none;'>מחיר רגיל: </span> "
            f"{money(item.get('original'))} </p> </a>\n{shown if price else ''}{'' if item.get('contact') else cart}"
        )


class BrandSite:
    """What the three sites share."""

    def __init__(self, brand):
        self.brand = brand
        self.root = f"http://{brand['site']['host']}"
        self.products = brand["products"]

    def image(self, product):
        return f"{self.root}/media/{product['slug']}/front.jpg"

    def describe(self, product):
        return f"{product['name']} by {self.brand['title']}, made for players who listen."


class JSONLDSite(BrandSite):
    """A listing of links; each product's own page says what it is in JSON-LD."""

    def __call__(self, path, query):
        if path == "/products":
            return f"{self.brand['title']} products", self.listing(query)
        for product in self.products:
            if path == f"/products/{product['slug']}":
                return self.product(product)
        return None

    def listing(self, query):
        shown, following = slices(self.products, self.brand["site"]["page_size"], query)
        cards = "".join(f'<li class="card"><a href="/products/{p["slug"]}">{escape(p["name"])}</a></li>\n' for p in shown)
        more = f'<a class="next" href="/products?page={following}">More</a>' if following else ""
        return f'<nav><a href="/products">Products</a> <a href="/about">About</a></nav><ul class="cards">\n{cards}</ul>{more}'

    def product(self, product):
        data = {
            "@context": "https://schema.org",
            "@type": "Product",
            "name": product["name"],
            "sku": product["slug"].upper(),
            "category": product["category"],
            "description": self.describe(product),
            "image": [self.image(product)],
            "brand": {"@type": "Brand", "name": self.brand["title"]},
            "offers": {"@type": "Offer", "price": f"{product['usd']}.00", "priceCurrency": "USD"},
            "additionalProperty": [
                {"@type": "PropertyValue", "name": name, "value": value}
                for name, value in product.get("specs", {}).items()
            ],
        }
        manual = f'<a class="manual" href="/media/{product["slug"]}/manual.pdf">Owner\'s manual</a>' if product.get("manual") else ""
        rows = "".join(f"<tr><th>{name}</th><td>{value}</td></tr>" for name, value in product.get("specs", {}).items())
        head = (
            f'<link rel="canonical" href="{self.root}/products/{product["slug"]}">\n'
            f'<script type="application/ld+json">{json.dumps(data)}</script>'
        )
        body = f'<h1>{escape(product["name"])}</h1><table class="specs">{rows}</table>{manual}'
        return f"{product['name']} | {self.brand['title']}", body, head


class EmbeddedSite(BrandSite):
    """A listing drawn by a framework: the products are in the page's embedded state, next to cards that only navigate."""

    def __call__(self, path, query):
        if path != "/products":
            return None
        cards = [
            {
                "title": p["name"],
                "description": self.describe(p),
                "productImage": {"url": self.image(p), "title": p["name"]},
                "productLogoImage": {"url": f"{self.root}/media/{p['slug']}/logo.svg"},
                "link": {"href": f"/products/{p['slug']}"},
            }
            for p in self.products
        ]
        cards += [
            {"title": card["name"], "description": "", "productImage": None, "link": {"href": f"/{card['slug']}/"}}
            for card in self.brand["navigation"]
        ]
        state = {"props": {"pageProps": {"componentProps": {"data": {"type": "current", "products": cards}}}}, "page": "/products"}
        body = "".join(f'<a href="{c["link"]["href"]}"><h2>{escape(c["title"])}</h2></a>\n' for c in cards)
        body += f'<script id="__NEXT_DATA__" type="application/json">{json.dumps(state)}</script>'
        return f"{self.brand['title']} – products", body


class PlainSite(BrandSite):
    """Plain HTML, page after page."""

    def __call__(self, path, query):
        if path != "/instruments":
            return None
        shown, following = slices(self.products, self.brand["site"]["page_size"], query)
        cards = "".join(
            f'<article class="instrument"><a class="more" href="/instruments/{p["slug"]}"><img data-src="/media/{p["slug"]}/front.jpg" alt=""></a>\n'
            f'<h3>{escape(p["name"])}</h3><p class="family">{p["category"]}</p><p class="sku">Ref. {p["sku"]}</p>'
            f'<p class="price">US${p["usd"]}.00</p><p class="text">{escape(self.describe(p))}</p></article>\n'
            for p in shown
        )
        more = f'<a rel="next" href="/instruments?page={following}">Next page</a>' if following else ""
        return f"{self.brand['title']} instruments", f'<main>{cards}</main><nav class="pages">{more}</nav>'
