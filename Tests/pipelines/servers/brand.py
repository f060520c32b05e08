"""A brand's own site: sitemaps of sitemaps, plain and packed, item pages, and an interface that wants a key.

usage: brand.py --log FILE [--seconds N]
"""

import gzip
import json

import small_site

XML = "application/xml"
KEY = "open-sesame"
MODELS = {"1": ["Anvil 61", "Anvil 88"], "2": ["Bellows 2"], "3": ["Cantor X3"]}


def locations(kind, paths, base):
    entry = {"sitemapindex": "sitemap", "urlset": "url"}[kind]
    entries = "".join(f"<{entry}><loc>{base}{path}</loc></{entry}>\n" for path in paths)
    return f'<?xml version="1.0"?>\n<{kind} xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n{entries}</{kind}>\n'.encode()


def item_path(model):
    return "/items/" + model.lower().replace(" ", "-")


class Brand(small_site.Site):
    def page(self):
        base = "http://" + self.headers["Host"]
        models = {item_path(model): model for part in MODELS.values() for model in part}
        if self.path == "/sitemap.xml":
            files = ["/maps/1.xml", "/maps/2.xml.gz", "/maps/3.xml", "/sitemap.xml"]
            return self.reply(200, locations("sitemapindex", files, base), kind=XML)
        if self.path.startswith("/maps/"):
            part = self.path[6]
            body = locations("urlset", ["/about", *map(item_path, MODELS[part])], base)
            # The second is a packed file, the third is packed on its way only.
            if part == "2":
                return self.reply(200, gzip.compress(body), kind="application/gzip")
            if part == "3":
                return self.reply(200, gzip.compress(body), kind=XML, headers={"Content-Encoding": "gzip"})
            return self.reply(200, body, kind=XML)
        if self.path in models:
            product = {"@type": "Product", "name": models[self.path], "sku": self.path[7:]}
            script = f'<script type="application/ld+json">{json.dumps(product)}</script>'
            return self.reply(200, f"<h1>{models[self.path]}</h1>{script}".encode())
        self.reply(404, b"<p>no such page")

    def do_POST(self):
        asked = self.rfile.read(int(self.headers["Content-Length"]))
        if self.headers.get("X-Api-Key") != KEY:
            return self.reply(401, b"{}", kind="application/json")
        models = MODELS.get(str(json.loads(asked)["page"]), [])
        items = [{"title": model, "link": item_path(model), "code": item_path(model)[7:]} for model in models]
        self.reply(200, json.dumps({"data": {"items": items}}).encode(), kind="application/json")


if __name__ == "__main__":
    small_site.serve(Brand)
