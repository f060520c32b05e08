#!/usr/bin/env python3
"""Makes a data tree as a weekly crawl of a large distributor leaves it: settings, brands, configs and stored pages.

usage: distributor.py FOLDER [--items N] [--brands N] [--seed N]

84 brands with 12,000 items together unless told otherwise: Hebrew and English names, colours and sizes, accessories,
items that the brand no longer makes and products that the distributor does not sell. Every third brand has a page per
product, the others list theirs. The same seed gives the same bytes, so two trees can be compared. Nothing is parsed
yet: `make replay DATA=FOLDER` does that. Markup and sites are those of the demo (pipelines/demo/sites.py).
"""

import argparse
import hashlib
import json
import random
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "pipelines/demo"))
import sites  # noqa: E402 # the demo's folder is no package

SHOP = {"host": "www.tslil.example", "index": "/pages/4367-brands", "page_size": 25, "vat_percent": 18}
FETCHED_AT = "2026-01-04T02:00:00Z"
SYLLABLES = ["al", "ber", "cor", "da", "en", "fal", "gra", "hol", "is", "jun", "ka", "lor", "mi", "nov", "or", "pra", "ro", "sel", "tan", "ul", "ver", "wen", "yam", "zor"]
COLOURS = [("Black", "שחור"), ("White", "לבן"), ("Sunburst", "סאנברסט"), ("Walnut", "אגוז"), ("Red", "אדום")]
KINDS = [
    ("Stage Piano", "פסנתר במה", "Pianos", 1900),
    ("Analog Synthesizer", "סינתיסייזר אנלוגי", "Synthesizers", 2400),
    ("Electric Guitar", "גיטרה חשמלית", "Guitars", 900),
    ("Snare Drum", "תוף סנר", "Drums", 350),
    ("Active Speaker", "רמקול מוגבר", "Speakers", 600),
    ("Condenser Microphone", "מיקרופון קונדנסר", "Microphones", 250),
    ("Line Mixer", "מיקסר", "Mixers", 450),
    ("Overdrive Pedal", "פדאל אוברדרייב", "Effects", 120),
]
ACCESSORIES = [
    ("Gig Bag for {}", "נרתיק ל {}", 60),
    ("Stand for {}", "מעמד ל {}", 80),
    ("Power Supply for {}", "ספק כוח ל {}", 35),
]


def brand_names(count, dice):
    """Distinct names of two or three syllables."""
    names = []
    while len(names) < count:
        name = "".join(dice.sample(SYLLABLES, dice.choice([2, 3]))).capitalize()
        if name not in names:
            names.append(name)
    return names


def sizes(items, count):
    """How many items each brand has: as in real shops, a few large ones and a long tail."""
    weights = [1 / (rank + 4) for rank in range(count)]
    shares = [max(3, int(items * weight / sum(weights))) for weight in weights]
    shares[0] += items - sum(shares)
    return shares


class Line:
    """What one brand makes and what of it the distributor lists, until it lists `size` items."""

    def __init__(self, name, size, first_id, dice):
        self.name, self.size, self.dice = name, size, dice
        self.next_id = first_id
        self.items, self.products, self.slugs = [], [], set()
        while len(self.items) < size:
            self.add_family()

    def add_family(self):
        """A model, in some colours at the distributor, at times with accessories; or one that only one side has."""
        model = self.model()
        english, hebrew, category, price = self.dice.choice(KINDS)
        price += self.dice.randrange(0, 4000, 10)
        fate = self.dice.random()
        if fate < 0.85:
            self.products.append(self.product(model, english, category, price))
        if fate > 0.15:
            for colour in self.dice.sample(COLOURS, self.dice.choice([1, 1, 1, 2, 3])):
                self.list(self.item_name(model, english, hebrew, colour), model, category, price * 4)
            if self.dice.random() < 0.2:
                self.add_accessory(model)

    def add_accessory(self, model):
        english, hebrew, price = self.dice.choice(ACCESSORIES)
        slug = f"{model}-{english.split()[0]}"
        self.products.append(self.product(slug, english.format(f"{self.name} {model}"), "Accessories", price, True))
        name = hebrew if self.dice.random() < 0.5 else english
        self.list(name.format(f"{self.name} {model}"), slug, "Accessories", price * 4)

    def model(self):
        """A designation such as FR-61 or KX120 that this brand does not use yet."""
        while True:
            letters = "".join(self.dice.choices("ABCDEFGHKLMNPRSTVX", k=2))
            model = f"{letters}{self.dice.choice(['-', ''])}{self.dice.randrange(10, 99999)}"
            if model.lower() not in self.slugs:
                self.slugs.add(model.lower())
                return model

    def product(self, model, english, category, price, is_accessory=False):
        slug = model.lower().replace(" ", "-")
        name = english if is_accessory else f"{model} {english}"
        return {"slug": slug, "sku": f"{self.name[:3].upper()}-{slug.upper()}", "name": name, "category": category, "usd": price}

    def item_name(self, model, english, hebrew, colour):
        form = self.dice.random()
        if form < 0.5:
            return f"{hebrew} {self.name} {model} {colour[1]}"
        if form < 0.8:
            return f"{self.name} {model} {english} {colour[0]}"
        return f"{hebrew} {model} {self.name} {english} - {colour[1]}"

    def list(self, name, code, category, price):
        """One more item at the distributor, unless it is full."""
        if len(self.items) == self.size:
            return
        item = {"id": str(self.next_id), "slug": f"item-{self.next_id}", "name": name, "category": category, "code": f"{code}-{len(self.items)}"}
        if self.dice.random() < 0.97:
            item["price"] = price
        else:
            item["contact"] = True
        self.items.append(item)
        self.next_id += 1


def catalogue(items, brands, seed):
    """The whole distributor in the form of the demo's catalogue.json."""
    dice = random.Random(seed)
    made = []
    for rank, (name, size) in enumerate(zip(brand_names(brands, dice), sizes(items, brands))):
        line = Line(name, size, 1_000_000 + rank * 1_000_000, dice)
        style = ["json-ld", "embedded", "css"][rank % 3]
        made.append(
            {
                "id": name.lower(), "title": name, "group": 61000 + rank, "kind": "brand", "items": line.items, "products": line.products,
                "site": {"host": f"www.{name.lower()}.example", "style": style, "page_size": 50}, "navigation": [],
            }
        )
    return {"shop": SHOP, "brands": made}


class Tree:
    """Writes what a crawl leaves: bodies by digest, and page records without them in the order of the crawl."""

    def __init__(self, root):
        self.root = Path(root)
        self.crawls = {}

    def write_json(self, path, value):
        (self.root / path).parent.mkdir(parents=True, exist_ok=True)
        (self.root / path).write_text(json.dumps(value, ensure_ascii=False, indent=1) + "\n", "utf-8")

    def add_page(self, source, brand_id, role, url, content):
        title, body, *rest = content
        head, language = (rest + ["", "en"])[0], "he" if source == "halilit" else "en"
        data = (
            f'<!DOCTYPE html>\n<html lang="{language}"><head><meta charset="utf-8"><title>{title}</title>\n{head}</head>\n'
            f"<body>\n{body}\n</body></html>\n"
        ).encode()
        digest = hashlib.sha256(data).hexdigest()
        path = self.root / "pages/bodies" / digest[:2] / digest
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
        self.crawls.setdefault((source, "_index" if role == "brand-index" else brand_id), []).append(
            {
                "type": "page", "url": url, "method": "GET", "source": source, "brand_id": brand_id, "role": role,
                "status": 200, "final_url": url, "fetched_at": FETCHED_AT, "content_type": "text/html; charset=utf-8",
                "charset": "utf-8", "sha256": digest, "from_cache": False,
            }
        )

    def write_crawls(self):
        for (source, brand_id), pages in self.crawls.items():
            path = self.root / "pages/crawls" / source / f"{brand_id}.jsonl"
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text("".join(json.dumps(page, ensure_ascii=False) + "\n" for page in pages), "utf-8")


def add_shop(tree, world):
    shop = sites.Shop(world)
    tree.add_page("halilit", "", "brand-index", f"http://{SHOP['host']}{SHOP['index']}", shop(SHOP["index"], {}))
    for brand in world["brands"]:
        path = f"/g/5193-Brand{shop.slug(brand)}"
        for number in range(1, (len(brand["items"]) - 1) // SHOP["page_size"] + 2):
            query = {"page": str(number)} if number > 1 else {}
            url = f"http://{SHOP['host']}{path}" + (f"?page={number}" if number > 1 else "")
            tree.add_page("halilit", brand["id"], "listing", url, shop.listing(brand, query))


def add_site(tree, brand):
    """The brand's own site, and the config that reads it."""
    style, host = brand["site"]["style"], brand["site"]["host"]
    site = {"json-ld": sites.JSONLDSite, "embedded": sites.EmbeddedSite, "css": sites.PlainSite}[style](brand)
    path = "/instruments" if style == "css" else "/products"
    pages = 1 if style == "embedded" else (len(brand["products"]) - 1) // brand["site"]["page_size"] + 1
    for number in range(1, pages + 1):
        query = {"page": str(number)} if number > 1 else {}
        url = f"http://{host}{path}" + (f"?page={number}" if number > 1 else "")
        tree.add_page("brand", brand["id"], "listing", url, site(path, query))
    if style == "json-ld":
        for product in brand["products"]:
            tree.add_page("brand", brand["id"], "item", f"http://{host}/products/{product['slug']}", site.product(product))
    model = {"json-ld": "orbita", "embedded": "kestrel-audio", "css": "tamarind"}[style]
    config = json.loads((Path(sites.__file__).parent / f"data/brands/{model}/scrape_config.json").read_text("utf-8"))
    start = [{"url": f"http://{host}{path}", "role": "listing"}]
    config |= {"brand_id": brand["id"], "name": brand["title"], "website": f"http://{host}", "hosts": [host], "start": start}
    tree.write_json(f"brands/{brand['id']}/scrape_config.json", config)


def main():
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("folder")
    options.add_argument("--items", type=int, default=12_000, help="what the distributor lists (default 12000)")
    options.add_argument("--brands", type=int, default=84)
    options.add_argument("--seed", type=int, default=1)
    arguments = options.parse_args()
    world = catalogue(arguments.items, arguments.brands, arguments.seed)
    tree = Tree(arguments.folder)
    settings = json.loads((Path(sites.__file__).parent / "data/settings.json").read_text("utf-8"))
    tree.write_json("settings.json", settings | {"priority": [brand["id"] for brand in world["brands"][:18]]})
    add_shop(tree, world)
    for brand in world["brands"]:
        add_site(tree, brand)
    tree.write_crawls()
    made = sum(len(brand["products"]) for brand in world["brands"])
    print(f"{len(world['brands'])} brands, {arguments.items} items, {made} products of the brands, {sum(map(len, tree.crawls.values()))} pages")


if __name__ == "__main__":
    main()
