"""Writes N made-up Halilit product records as JSON Lines: the input of `make bench`."""

import json
import random
import sys

BRANDS = ["Roland", "Boss", "Nord", "Pearl", "Mackie", "Remo", "ADAM Audio", "Akai Professional"]
HEADS = ["פסנתר חשמלי", "סינתיסייזר", "תיק לקלידים", "מוניטור אולפני", "תוף סנר", "סטנד ל", "דיגיטלי פסנתר במה", ""]
SERIES = ["FP", "RD", "TR", "JUNO-DS", "GT", "A", "SV", "DTX", "KT", "XP"]
COLOURS = ["", " Black", " White", " שחור", " לבן", "-BK", "-WH", " Red"]
WORDS = (
    "a stage piano with weighted keys and a wide choice of sounds for rehearsal studio and concert "
    "קלידים משוקללים צלילים עשירים לבמה ולאולפן עם חיבור USB ובלוטות"
).split()


def product(rng, number):
    brand = rng.choice(BRANDS)
    model = f"{rng.choice(SERIES)}-{rng.randint(1, 999)}{rng.choice(['', 'X', 'MKII', 'S', ' II'])}"
    name = " ".join(f"{rng.choice(HEADS)} {brand} {model}{rng.choice(COLOURS)}".split())
    price = rng.randint(99, 45000)
    slug = f"{brand}-{model}".lower().replace(" ", "-")
    return {
        "type": "product", "source": "halilit", "brand_id": brand.lower().replace(" ", "-"), "id": str(number),
        "halilit_id": str(number), "item_code": f"{rng.randint(10, 99)}-{model.upper().replace(' ', '')}",
        "brand_title": brand, "name": name, "url": f"https://www.halilit.com/items/{number}-{slug}",
        "image_url": f"https://d3m9l0v76dty0.cloudfront.net/system/photos/{number}/original/{rng.getrandbits(128):032x}.jpg",
        "category": rng.choice(["פסנתרי במה ותחנות עבודה", "סינתיסייזרים", "מוניטורים לאולפן"]),
        "description": " ".join(rng.choices(WORDS, k=24)), "price": f"{price:,}", "price_ils": price,
        "original_price_ils": None, "eilat_price_ils": price * 100 // 118, "currency": "ILS", "in_stock": None,
        "page_url": "https://www.halilit.com/g/5193-Brand/33109-Roland?page=3", "page_sha256": f"{rng.getrandbits(256):064x}",
        "fetched_at": "2026-01-15T04:05:06Z",
    }


def main():
    rng = random.Random(int(sys.argv[2]) if len(sys.argv) > 2 else 1)
    for number in range(int(sys.argv[1])):
        print(json.dumps(product(rng, 1_000_000 + number), ensure_ascii=False, separators=(",", ":")))


if __name__ == "__main__":
    main()
