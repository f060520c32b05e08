#!/usr/bin/env python3
"""Writes two made-up catalogues as product records: what `make bench-match` measures speed with.

  generate.py LEFT RIGHT [--seed N] [--one-brand] [--change SHARE]

The first LEFT of the RIGHT Halilit items are also made by a brand; the ids say so (`b17` is `17`). Names, designations,
descriptions and prices are drawn from N alone, and so are the products that --change changes: another name, price or
description."""
import argparse
import json
import random
import sys

NOUNS = [
    ("Digital Piano", "פסנתר חשמלי"), ("Synthesizer", "סינתיסייזר"), ("Mixer", "מיקסר"), ("Drum Machine", "מכונת תופים"),
    ("Audio Interface", "כרטיס קול"), ("Guitar Amplifier", "מגבר לגיטרה"), ("Studio Monitor", "מוניטור אולפני"),
    ("Microphone", "מיקרופון"), ("Headphones", "אוזניות"), ("Cable", "כבל"), ("Stand", "סטנד"), ("Case", "תיק"),
]
TRAITS = ["Portable", "Compact", "Wireless", "Studio", "Stage", "Professional", "Active", "Vintage", "USB", "Stereo"]
SYLLABLES = ["ka", "ro", "mi", "ta", "lu", "ven", "sor", "ex", "pra", "qui", "zon", "der"]
USES = ["made for stage and studio", "with a wide choice of sounds", "in the tradition of the series", "for rehearsal and home"]


def word(draw):
    return "".join(draw.choice(SYLLABLES) for _ in range(3)).capitalize()


class Market:
    """As many makers, series and designations as a market of this size has: most products share theirs with few."""

    def __init__(self, draw, size, one_brand):
        self.draw = draw
        self.makers = ["Tamarind"] if one_brand else [word(draw) for _ in range(max(5, size // 500))]
        self.series = [word(draw) for _ in range(size // 10 + 50)]

    def product(self):
        draw = self.draw
        letters = "".join(draw.choice("BCDFGKLMPRSTX") for _ in range(2))
        return {
            "maker": draw.choice(self.makers), "series": draw.choice(self.series), "noun": draw.choice(NOUNS),
            "letters": letters, "number": draw.randint(10, 9999), "trait": draw.choice(TRAITS), "use": draw.choice(USES),
            "price": draw.randint(50, 5000),
        }


def brand_record(number, it, brand_id):
    code = f"{it['letters']}-{it['number']}"
    return {
        "type": "product", "source": "brand", "brand_id": brand_id, "id": f"b{number}",
        "name": f"{it['maker']} {code} {it['series']} {it['trait']} {it['noun'][0]}", "brand": it["maker"],
        "description": f"The {it['series']} {it['noun'][0]} by {it['maker']}, model {code}, {it['use']}; "
                       f"{it['trait'].lower()} and built to last since 1999.",
        "price_amount": it["price"], "price_currency": "ILS", "url": f"https://brand.example/{number}",
    }


def halilit_record(number, it, brand_id):
    return {
        "type": "product", "source": "halilit", "brand_id": brand_id, "id": str(number), "halilit_id": str(number),
        "name": f"{it['noun'][1]} {it['maker']} {it['series']} {it['letters']}{it['number']}", "brand": it["maker"],
        "brand_title": it["maker"], "price_ils": round(it["price"] * 1.1), "currency": "ILS",
        "url": f"https://www.halilit.com/items/{number}",
    }


def changed(draw, record):
    what = draw.choice(["name", "price", "description"])
    if what == "name":
        record["name"] += f" {word(draw)}"
    elif what == "price":
        key = "price_amount" if record["source"] == "brand" else "price_ils"
        record[key] = round(record[key] * draw.uniform(0.7, 1.3))
    else:
        record["description"] = f"{record.get('description', '')} New this year: {word(draw)}.".strip()
    return record


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("left", type=int)
    parser.add_argument("right", type=int)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--one-brand", action="store_true", help="one maker: its rules of designations hold")
    parser.add_argument("--change", type=float, default=0.0, metavar="SHARE", help="the share of products to change")
    options = parser.parse_args()
    market = Market(random.Random(options.seed), max(options.left, options.right), options.one_brand)
    change = random.Random(-options.seed)
    brand_id = "tamarind" if options.one_brand else "market"
    write = sys.stdout.write
    products = [market.product() for _ in range(max(options.left, options.right))]
    for count, record in ((options.left, brand_record), (options.right, halilit_record)):
        for number, it in enumerate(products[:count]):
            line = record(number, it, brand_id)
            if change.random() < options.change:
                line = changed(change, line)
            write(json.dumps(line, ensure_ascii=False, separators=(",", ":")) + "\n")


if __name__ == "__main__":
    main()
