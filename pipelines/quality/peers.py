#!/usr/bin/env python3
"""What other people's tools say of two catalogues: the best partner of each left record, with its score and the time taken.

  peers.py rapidfuzz|tfidf|splink < PRODUCTS    one JSON object: seconds of work after reading, and [left, right, score] rows

Each is used as its documentation shows for this job, with two threads. The seconds leave out reading and importing."""
import collections
import json
import logging
import re
import sys
import time

THREADS = 2
WORD = re.compile(r"[^\W_]+(?:\.\d+)?")


def text(record):
    return f"{record.get('brand') or ''} {record['name']}".strip().lower()


def rapidfuzz(left, right):
    """Every pair by token_set_ratio: the commonest recipe of all."""
    import numpy
    from rapidfuzz import fuzz, process

    start_time = time.perf_counter()
    names = [text(record) for record in right]
    rows = []
    for start in range(0, len(left), 500):
        part = [text(record) for record in left[start:start + 500]]
        scores = process.cdist(part, names, scorer=fuzz.token_set_ratio, workers=THREADS, dtype=numpy.uint8)
        for row, best in enumerate(scores.argmax(axis=1)):
            rows.append((start + row, int(best), float(scores[row, best])))
    return time.perf_counter() - start_time, rows


def tfidf(left, right):
    """Cosine of TF-IDF over character 3- and 4-grams; sparse_dot_topn keeps the best three of each row."""
    from sklearn.feature_extraction.text import TfidfVectorizer
    from sparse_dot_topn import sp_matmul_topn

    start_time = time.perf_counter()
    vectorizer = TfidfVectorizer(analyzer="char_wb", ngram_range=(3, 4))
    matrix = vectorizer.fit_transform([text(record) for record in left + right]).tocsr()
    product = sp_matmul_topn(matrix[:len(left)], matrix[len(left):].T.tocsr(), top_n=3, n_threads=THREADS).tocoo()
    return time.perf_counter() - start_time, [
        (int(l), int(r), float(s)) for l, r, s in zip(product.row, product.col, product.data)
    ]


def splink(left, right):
    """Fellegi-Sunter with EM, without labels: blocking on rare words, comparisons of names, words, codes, brand and price."""
    import splink.comparison_library as cl
    from splink import Linker, SettingsCreator, block_on
    from splink.backends.duckdb import DuckDBAPI

    logging.disable(logging.WARNING)
    start_time = time.perf_counter()
    words = [WORD.findall(text(record)) for record in left + right]
    counts = collections.Counter(word for row in words for word in set(row))

    def row(number, record):
        rare = sorted({word for word in words[number] if counts[word] > 1}, key=lambda word: (counts[word], word))[:4]
        price = record.get("price_amount") or record.get("price_ils")
        return {
            "unique_id": number, "name": text(record), "words": sorted(set(words[number])), "rare": rare,
            "rarest": rare[0] if rare else None,
            "codes": [word for word in rare if re.search(r"\d", word)], "brand": (record.get("brand") or "").lower() or None,
            "price": float(price) if price else None,
        }

    database = DuckDBAPI()
    tables = [database.register([row(start + number, record) for number, record in enumerate(side)])
              for start, side in ((0, left), (len(left), right))]
    blocking = block_on("rare", arrays_to_explode=["rare"])
    settings = SettingsCreator(
        link_type="link_only", probability_two_random_records_match=1 / max(1, len(right)), blocking_rules_to_generate_predictions=[blocking],
        comparisons=[
            cl.JaroWinklerAtThresholds("name", [0.95, 0.88, 0.8]), cl.ArrayIntersectAtSizes("words", [6, 4, 3, 2]),
            cl.ArrayIntersectAtSizes("codes", [2, 1]), cl.ExactMatch("brand"),
        ])
    linker = Linker(tables, settings)
    linker.training.estimate_u_using_random_sampling(max_pairs=1e6)
    linker.training.estimate_parameters_using_expectation_maximisation(block_on("rarest"))
    found = linker.inference.predict(threshold_match_probability=0.01).as_record_list()
    rows = []
    for pair in found:
        a, b = sorted((pair["unique_id_l"], pair["unique_id_r"]))
        rows.append((a, b - len(left), pair["match_probability"]))
    return time.perf_counter() - start_time, rows


def main():
    records = [json.loads(line) for line in sys.stdin]
    left = [record for record in records if record["source"] == "brand"]
    right = [record for record in records if record["source"] == "halilit"]
    peer = {"rapidfuzz": rapidfuzz, "tfidf": tfidf, "splink": splink}[sys.argv[1]]
    seconds, rows = peer(left, right)
    json.dump({"seconds": seconds, "rows": [[left[l]["id"], right[r]["id"], score] for l, r, score in rows]}, sys.stdout)


if __name__ == "__main__":
    main()
