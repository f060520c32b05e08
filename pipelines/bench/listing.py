"""Extracts the products of a saved listing page N times with a library, reading the file each time; prints one JSON line each.

Usage: listing.py parsel|beautifulsoup|libxml2 FILE N

The first two read what `parse-halilit` reads, as a script of their users would; `libxml2` only parses the bytes and
drops the tree: nothing that stands on libxml2 can be faster than that.
"""

import ctypes
import ctypes.util
import json
import pathlib
import re
import sys

FIELDS = {
    "url": ("a", "href"),
    "image_url": ("div.img_wrapper img", "src"),
    "name": ("h3.title_with_brand", None),
    "description": ("p.content", None),
    "price": ("span.price", None),
    "original_price": ("p.origin_price", None),
    "eilat_price": ("span.items_show_eilat_price_price", None),
}
ATTRIBUTES = {
    "halilit_id": "id",
    "item_code": "data-item-code",
    "brand_title": "data-brand-title",
    "category": "data-category-title",
}
PRICES = ("price", "original_price", "eilat_price")
NUMBER = re.compile(r"\d[\d,]*")


def finish(product):
    """Numbers for prices and plain spaces, the same for both libraries."""
    for name in PRICES:
        found = NUMBER.search(product[name] or "")
        product[name] = int(found[0].replace(",", "")) if found else None
    product["halilit_id"] = product["halilit_id"].removeprefix("item_id_")
    return {name: " ".join(value.split()) if isinstance(value, str) else value for name, value in product.items()}


def parsel_products(text):
    from parsel import Selector

    for tile in Selector(text).css("div.layout_list_item"):
        product = {name: tile.attrib.get(attribute) for name, attribute in ATTRIBUTES.items()}
        for name, (select, attribute) in FIELDS.items():
            query = f"{select}::attr({attribute})" if attribute else f"{select}::text"
            product[name] = tile.css(query).get() if attribute else "".join(tile.css(query).getall())
        yield finish(product)


def beautifulsoup_products(text):
    from bs4 import BeautifulSoup

    for tile in BeautifulSoup(text, "html.parser").select("div.layout_list_item"):
        product = {name: tile.get(attribute) for name, attribute in ATTRIBUTES.items()}
        for name, (select, attribute) in FIELDS.items():
            element = tile.select_one(select)
            if attribute:
                product[name] = element.get(attribute) if element else None
            else:
                product[name] = "".join(element.find_all(string=True, recursive=False)) if element else None
        yield finish(product)


def parse_only(path, count):
    library = ctypes.CDLL(ctypes.util.find_library("xml2"))
    library.htmlReadMemory.restype = ctypes.c_void_p
    library.htmlReadMemory.argtypes = [ctypes.c_char_p, ctypes.c_int, ctypes.c_char_p, ctypes.c_char_p, ctypes.c_int]
    library.xmlFreeDoc.argtypes = [ctypes.c_void_p]
    recover_quietly = 1 | 32 | 64 | 2048  # RECOVER, NOERROR, NOWARNING, NONET
    for _ in range(count):
        body = path.read_bytes()
        library.xmlFreeDoc(library.htmlReadMemory(body, len(body), None, b"utf-8", recover_quietly))


def main():
    library, path, count = sys.argv[1], pathlib.Path(sys.argv[2]), int(sys.argv[3])
    if library == "libxml2":
        return parse_only(path, count)
    products = {"parsel": parsel_products, "beautifulsoup": beautifulsoup_products}[library]
    for _ in range(count):
        for product in products(path.read_text("utf-8")):
            print(json.dumps(product, ensure_ascii=False))


if __name__ == "__main__":
    main()
