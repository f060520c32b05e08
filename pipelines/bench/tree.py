"""Writes a data tree that was kept for a while: catalogues, gap reports, reviews, states, history and runs.

Usage: tree.py FOLDER [--brands N] [--days N] [--products N] [--seed N] [--until DAY]

Every product's life is played day by day, so that the documents are what the history leads to. The same arguments
write the same bytes.
"""

import argparse
import datetime
import hashlib
import json
import os
import random

KINDS = [("סינתיסייזר", "Synthesizer", "Synthesizers"), ("פסנתר חשמלי", "Digital Piano", "Pianos"),
         ("מערכת תופים", "Drum Kit", "Drums"), ("מגבר גיטרה", "Guitar Amplifier", "Amplifiers"),
         ("תיק נשיאה", "Carrying Case", "Accessories")]
SYLLABLES = ["ka", "lo", "mi", "ver", "tan", "so", "ri", "bel", "dor", "no"]
IMAGES = "https://d3m9l0v76dty0.cloudfront.net/system/photos"


def digest(value):
    return hashlib.sha256(json.dumps(value).encode()).hexdigest()


class Brand:
    """Both catalogues of an invented brand and what became of them."""

    def __init__(self, number, options, chance):
        self.chance = chance
        self.name = "".join(chance.choice(SYLLABLES) for _ in range(3)).capitalize() + f" {number}"
        self.id = self.name.lower().replace(" ", "-")
        self.first_id = 1_000_000 + number * 10_000
        self.count = 0
        self.products = {"halilit": {}, "brand": {}}
        self.hash = {"halilit": None, "brand": None}
        self.history = []
        self.verified = {}
        self.has_site = number % 4 != 3
        self.size = chance.randint(options.products // 2, options.products * 3 // 2)

    def new_pair(self, stamp):
        """A model: at the brand, at Halilit, or at both."""
        self.count += 1
        kind, english, category = KINDS[self.count % len(KINDS)]
        model = f"{'XRSTKM'[self.count % 6]}{'PDLB'[self.count % 4]}-{10 * (self.count // 3 + 1)}"
        fate = self.chance.random()
        added = []
        own = f"{self.id}-{model.lower()}-{self.count}"
        if self.has_site and fate < 0.8:
            added.append(("brand", own, {
                "name": f"{model} {english}", "url": f"https://www.{self.id}.example/{own}", "category": category,
                "model": model, "model_key": model.lower().replace("-", ""), "price_amount": self.chance.randint(9, 400) * 10,
                "price_currency": "USD", "kind": "accessory" if category == "Accessories" else "instrument"}))
        if not self.has_site or fate < 0.5 or fate >= 0.8:
            number = str(self.first_id + self.count)
            price = self.chance.randint(10, 2000) * 10
            added.append(("halilit", number, {
                "halilit_id": number, "item_code": f"{self.id[:2].upper()}-{self.count}", "brand_title": self.name,
                "name": f"{kind} {self.name} {model}", "url": f"https://www.halilit.com/items/{number}-x", "category": kind,
                "image_url": f"{IMAGES}/{number}/original/front.jpg", "model": model,
                "model_key": model.lower().replace("-", ""), "price": f"{price:,}", "price_ils": price,
                "eilat_price_ils": price * 100 // 118, "currency": "ILS", "in_stock": self.chance.random() < 0.7,
                "partner": own if self.has_site and fate < 0.5 else None}))
        for source, id, members in added:
            self.products[source][id] = {
                "type": "product", "source": source, "brand_id": self.id, "id": id, **members,
                "page_url": f"https://www.{self.id}.example/", "page_sha256": digest(id), "fetched_at": stamp}
        return added

    def day(self, stamp):
        """What one crawl found: at first everything, then a few things."""
        changes = {"halilit": [], "brand": []}

        def note(source, kind, product, **members):
            changes[source].append({
                "type": "change", "timestamp": stamp, "source": source, "brand_id": self.id, "change_type": kind,
                "product_id": product["id"], "name": product["name"], **members})

        births = self.size if not self.count else self.chance.choice([0, 0, 0, 1])
        for _ in range(births):
            for source, id, members in self.new_pair(stamp):
                price = {"price": {"old": None, "new": members.get("price_ils", members.get("price_amount"))}}
                note(source, "added", self.products[source][id], **price)
        if not births:
            items = self.products["halilit"]
            if items and self.chance.random() < 0.1:
                product = items.pop(self.chance.choice(sorted(items)))
                note("halilit", "deleted", product, price={"old": product["price_ils"], "new": None})
            for id in self.chance.sample(sorted(items), min(len(items), self.chance.choice([0, 0, 1, 3]))):
                product, old = items[id], items[id]["price_ils"]
                new = max(10, int(old * self.chance.choice([0.85, 0.9, 1.05, 1.1, 1.6])))
                product.update(price=f"{new:,}", price_ils=new, eilat_price_ils=new * 100 // 118)
                note("halilit", "modified", product, fields_changed=["eilat_price_ils", "price", "price_ils"],
                     price={"old": old, "new": new})
        for source, list in changes.items():
            if source == "halilit" or self.has_site:
                self.verified[source] = stamp
            if list:
                new = digest([self.hash[source], list])
                self.history.append({"type": "batch", "source": source, "brand_id": self.id, "from": self.hash[source],
                                     "to": new, "timestamp": stamp, "changes": len(list)})
                self.history += list
                self.hash[source] = new

    def unified(self):
        """Each product once, as unify would have it."""
        offers = {}
        for item in self.products["halilit"].values():
            offers.setdefault(item["partner"], []).append(item)
        known = self.products["brand"]
        rows = [(id, product, offers.get(id, [])) for id, product in known.items()]
        rows += [(item["id"], None, [item]) for partner, list in offers.items() if partner not in known for item in list]
        for id, product, list in rows:
            of = product or list[0]
            kind = "PRIMARY" if product and list else "SECONDARY" if product else "HALILIT_ONLY"
            label = {"PRIMARY": "Available at Halilit", "SECONDARY": "Info only", "HALILIT_ONLY": "Halilit only"}[kind]
            prices = [item["price_ils"] for item in list]
            yield {
                "type": "unified", "class": kind, "label": label, "brand_id": self.id, "id": id, "name": of["name"],
                "model": of["model"], "model_key": of["model_key"], "kind": of.get("kind", "unknown"),
                "category": of["category"], "image_url": list[0]["image_url"] if list else None,
                "item_codes": [item["item_code"] for item in list], "price_ils_min": min(prices, default=None),
                "price_ils_max": max(prices, default=None), "currency": "ILS" if list else None,
                "in_stock": any(item["in_stock"] for item in list) if list else None, "field_sources": {},
                "offers": [shown(item) for item in list], "brand": product}

    def gap(self, unified):
        counts = {name: sum(row["class"] == name for row in unified) for name in ("PRIMARY", "SECONDARY", "HALILIT_ONLY")}
        halilit, own, common = len(self.products["halilit"]), len(self.products["brand"]), counts["PRIMARY"]
        matched, priced, every = halilit - counts["HALILIT_ONLY"], sum(bool(row["offers"]) for row in unified), len(unified)

        def share(part, whole, digits):
            return None if not whole else int(part / whole) if part % whole == 0 else round(part / whole + 1e-12, digits)

        return {
            "type": "gap", "brand_id": self.id, "halilit_count": halilit, "brand_website_count": own, "common_count": common,
            "gap_count": own - common, "matched_halilit_count": matched, "halilit_only_count": counts["HALILIT_ONLY"],
            "unified_count": every, "priced_count": priced, "coverage_percentage": share(common * 100, own, 2),
            "primary_share": share(common, every, 4), "halilit_match_rate": share(matched, halilit, 4),
            "priced_share": share(priced, every, 4),
            "gap_products": [{"id": row["id"], "name": row["name"], "category": row["category"], "url": row["brand"]["url"],
                              "reason": "not-listed"} for row in unified if row["class"] == "SECONDARY"]}

    def reviews(self):
        sides = [list(self.products[source].values()) for source in ("brand", "halilit")]
        for own, item in list(zip(*sides))[:self.chance.choice([0, 0, 2, 5])]:
            yield {
                "type": "review", "class": "HALILIT_ONLY", "brand_id": self.id, "brand": {"id": own["id"], "name": own["name"]},
                "halilit": {"halilit_id": item["id"], "item_code": item["item_code"], "name": item["name"]}, "score": 2.5,
                "probability": round(self.chance.uniform(0.4, 0.9), 2), "evidence": [], "decided_by": "match",
                "competitors": [], "reason": "likely, but not certain enough to be PRIMARY"}

    def write(self, tree):
        head = {"tool": "stocktake", "version": "0.1.0", "schema": 1}
        rows = list(self.unified())
        gap = self.gap(rows)
        whose = {"halilit": {"distributor": "Halilit Music Center"}, "brand": {"brand_identity": {
            "id": self.id, "name": self.name, "website": f"https://www.{self.id}.example"}}}
        for source, folder, ending in (("halilit", "catalogs_halilit", "halilit"), ("brand", "catalogs", "catalog")):
            products = [shown(product) for product in self.products[source].values()]
            if source == "brand" and not self.has_site:
                continue
            tree.document(f"{folder}/{self.id}_{ending}.json", {
                **head, "source": source, **whose[source], "brand_id": self.id, "total_products": len(products),
                "fetched_at": self.verified[source]}, "products", products)
            tree.write(f"state/{source}/{self.id}.json", json.dumps({
                "schema": 1, "source": source, "brand_id": self.id, "verified_at": self.verified[source],
                "crawl_id": self.hash[source][:16], "complete": True, "declared": len(products), "extracted": len(products),
                "published": len(products), "carried": 0, "suspects": 0, "excluded": {}, "content": self.hash[source]}) + "\n")
        tree.document(f"gap_reports/{self.id}_gap_report.json", {**head, **gap}, "gap_products", gap["gap_products"])
        tree.document(f"catalogs_unified/{self.id}_unified.json", {
            **head, "brand_id": self.id, "total_products": len(rows), "fetched_at": self.verified["halilit"],
            "metadata": {"primary_source": "halilit", "includes_full_brand_line": self.has_site},
            "inventory": {name: {"count": len(products), "products": [shown(product) for product in products.values()]}
                          for name, products in (("halilit", self.products["halilit"]), ("brand_website", self.products["brand"]))},
            "gap_analysis": {"total_halilit": gap["halilit_count"], "total_brand": gap["brand_website_count"],
                             "common_products": gap["common_count"], "gap_count": gap["gap_count"],
                             "coverage_percentage": gap["coverage_percentage"], "gap_products": gap["gap_products"]}},
            "products", rows)
        tree.lines(f"history/{self.id}.jsonl", self.history)
        tree.lines(f"review/{self.id}.jsonl", self.reviews())


def shown(product):
    return {name: value for name, value in product.items() if name != "partner"}


class Tree:
    def __init__(self, root):
        self.root = root

    def write(self, path, text):
        path = os.path.join(self.root, path)
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with open(path, "w", encoding="utf-8") as file:
            file.write(text)

    def lines(self, path, records):
        self.write(path, "".join(json.dumps(record, ensure_ascii=False) + "\n" for record in records))

    def document(self, path, header, list, records):
        members = [f"{json.dumps(name)}:{json.dumps(value)}" for name, value in header.items() if name != list]
        rows = ",\n".join(json.dumps(record, ensure_ascii=False) for record in records)
        self.write(path, "{\n" + ",\n".join(members) + f',\n"{list}":[\n{rows}\n]\n}}\n')


def main():
    options = argparse.ArgumentParser()
    options.add_argument("folder")
    options.add_argument("--brands", type=int, default=84)
    options.add_argument("--days", type=int, default=365)
    options.add_argument("--products", type=int, default=50)
    options.add_argument("--seed", type=int, default=1)
    options.add_argument("--until", type=datetime.date.fromisoformat, default=datetime.date(2026, 6, 30))
    options = options.parse_args()
    chance = random.Random(options.seed)
    brands = [Brand(number, options, chance) for number in range(options.brands)]
    tree = Tree(options.folder)
    for number in range(options.days):
        day = options.until - datetime.timedelta(days=options.days - 1 - number)
        begun, ended = f"{day}T02:30:00Z", f"{day}T03:15:00Z"
        for brand in brands:
            brand.day(f"{day}T02:40:00Z")
        status = 65 if chance.random() < 0.1 else 0
        tree.write(f"runs/{number + 1:06d}-weekly.json", json.dumps({
            "schema": 1, "run_id": f"{number + 1:06d}-weekly", "flow": "weekly", "state": "failed" if status else "done",
            "status": status, "started_at": begun, "finished_at": ended, "fetch": None, "steps": {"crawl": {"status": status}},
            "brands": {brand.id: {"status": 0, "steps": {}} for brand in brands}}) + "\n")
    for brand in brands:
        brand.write(tree)
    tree.write("halilit_official_brands.json", json.dumps({
        "tool": "stocktake", "version": "0.1.0", "schema": 1, "source": "halilit", "distributor": "Halilit Music Center",
        "url": "https://www.halilit.com/pages/4367", "total_brands": len(brands), "fetched_at": f"{options.until}T02:40:00Z",
        "brands": [
            {"type": "brand", "id": brand.id, "name": brand.name, "link_kind": "brand", "group_id": str(number),
             "logo_url": None, "authorized": True, "distributor": "Halilit Music Center", "url": f"https://www.halilit.com/g/5193-Brand/{brand.id}"} for number, brand in enumerate(brands)]}) + "\n")


main()
