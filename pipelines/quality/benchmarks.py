"""Labelled open sets as the records that the programs read, and how `match` does on them.

  benchmarks.py products DATA SET   product records of both sides
  benchmarks.py truth DATA SET      the true pairs as `evaluate --gold` reads them; records without partner are NONE
"""
import csv
import json
import os
import sys

# Left and right file, separator.
SETS = {"abt-buy": ("abt", "buy", "|"), "amazon-google": ("amazon", "gp", "#")}


def rows(path, separator):
    with open(path, newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file, delimiter=separator))


def product(row, name, source):
    """A benchmark's row as a product record; the brand is the maker that the row itself names."""
    record = {"type": "product", "source": source, "brand_id": name, "id": row["id"],
              "name": row.get("name") or row.get("title") or ""}
    if row.get("manufacturer"):
        record["brand"] = row["manufacturer"]
    if row.get("description"):
        record["description"] = row["description"]
    try:
        record["price_amount"], record["price_currency"] = float(row.get("price") or ""), "USD"
    except ValueError:
        pass
    return json.dumps(record, ensure_ascii=False)


def sides(data, name):
    left, right, separator = SETS[name]
    folder = os.path.join(data, "er", name)
    return rows(f"{folder}/{left}.csv", separator), rows(f"{folder}/{right}.csv", separator)


def products(data, name):
    left, right = sides(data, name)
    lines = [product(row, name, "brand") for row in left] + [product(row, name, "halilit") for row in right]
    return "\n".join(lines) + "\n"


def truth(data, name):
    """The true pairs (left id, right id)."""
    separator = SETS[name][2]
    return {(row["D1"], row["D2"]) for row in rows(os.path.join(data, "er", name, "gt.csv"), separator)}


def table(data, name):
    partners = {}
    for left, right in truth(data, name):
        partners.setdefault(left, []).append(right)
    lines = ["brand_product_id\thalilit_id"]
    lines += [f"{row['id']}\t{'|'.join(sorted(partners.get(row['id'], ['NONE'])))}" for row in sides(data, name)[0]]
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    what, data, name = sys.argv[1:4]
    sys.stdout.write(products(data, name) if what == "products" else table(data, name))
