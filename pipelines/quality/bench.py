#!/usr/bin/env python3
"""How right and how fast `match` is beside other people's tools, on the same records in one run.

  bench.py BIN DATA PYTHON [--growth] [--write REPORT README]
  bench.py BIN --growth-only
  bench.py BIN --speed-only

PYTHON has the peers of peers.txt. A peer's threshold is the best one on the other labelled set, as the matcher's constants are
those fitted on the other set; Splink's is probability 0.5. --growth also runs 10,000 to 300,000 products a side, and
ends with status 1 when the seconds grow faster than the size to the power of 1.2.
--write puts the tables into REPORT, and the first also between README's marks `match`."""
import argparse
import json
import math
import os
import re
import subprocess
import sys
import tempfile

import benchmarks

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(1, os.path.join(HERE, os.pardir, "bench"))
import usage
PEERS = {
    "rapidfuzz": "RapidFuzz token_set_ratio, `cdist`, one threshold",
    "tfidf": "TF-IDF of characters + sparse_dot_topn, one threshold",
    "splink": "Splink 5 (DuckDB), no labels, p ≥ 0.5",
}
GROWTH = [10_000, 30_000, 100_000, 300_000]
STEEPEST = 1.2
FLOORS = {"abt-buy": 0.965, "amazon-google": 0.745}


def generated(left, right, *options):
    command = [sys.executable, os.path.join(HERE, "generate.py"), str(left), str(right), *options]
    return subprocess.run(command, capture_output=True, check=True).stdout


def measured(command, lines):
    """Output, wall seconds and peak resident MB of one run."""
    with tempfile.TemporaryFile() as source, tempfile.TemporaryFile() as sink:
        source.write(lines)
        source.seek(0)
        seconds, memory, status = usage.measure(command, stdin=source, stdout=sink)
        if status != 0:
            sys.exit(f"bench: {command[0]} ended with {status}")
        sink.seek(0)
        return sink.read(), seconds, memory


def match(binaries, lines, *options, rounds=3):
    """The pairs that the program links, and the fastest of some runs."""
    runs = [measured([os.path.join(binaries, "match"), *options], lines) for _ in range(rounds)]
    links = [json.loads(line) for line in runs[0][0].splitlines()]
    pairs = {(link["brand"]["id"], link["halilit"]["halilit_id"]) for link in links
             if link["type"] == "link" and link["class"] == "PRIMARY"}
    return pairs, min(run[1] for run in runs), max(run[2] for run in runs)


def peer(python, name, lines):
    out, _, memory = measured([python, os.path.join(HERE, "peers.py"), name], lines)
    result = json.loads(out)
    return one_to_one(result["rows"]), result["seconds"], memory


def one_to_one(rows):
    """The best pair first, then the best of what is left."""
    taken, chosen = set(), []
    for left, right, score in sorted(rows, key=lambda row: (-row[2], row[0], row[1])):
        if ("l", left) not in taken and ("r", right) not in taken:
            taken |= {("l", left), ("r", right)}
            chosen.append((left, right, score))
    return chosen


def f1(pairs, truth):
    return 2 * len(pairs & truth) / max(1, len(pairs) + len(truth))


def above(rows, threshold):
    return {(left, right) for left, right, score in rows if score >= threshold}


def best_threshold(rows, truth):
    right, best = 0, (0.0, math.inf)
    for count, (left, partner, score) in enumerate(rows, 1):
        right += (left, partner) in truth
        best = max(best, (2 * right / (count + len(truth)), score))
    return best[1]


def left_out(binaries, data):
    """F1 on each set with constants that were fitted on the other alone, by train.py."""
    command = [sys.executable, os.path.join(HERE, "train.py"), binaries, data]
    text = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    found = re.findall(r"^(\S+) +fitted on the other +F1 (\S+) +precision (\S+) +recall (\S+)", text, re.MULTILINE)
    return {name: tuple(map(float, figures)) for name, *figures in found}, text


def quality_table(options):
    """Peers and matcher on the labelled sets and a generated market."""
    market = generated(2500, 22000)
    inputs = {name: benchmarks.products(options.data, name).encode() for name in benchmarks.SETS} | {"2,500 × 22,000": market}
    truth = {name: benchmarks.truth(options.data, name) for name in benchmarks.SETS}
    truth["2,500 × 22,000"] = {(f"b{number}", str(number)) for number in range(2500)}
    rows = []
    for name, title in PEERS.items():
        results = {set_name: peer(options.python, name, lines) for set_name, lines in inputs.items()}
        cells = []
        for set_name, (chosen, seconds, memory) in results.items():
            others = [other for other in benchmarks.SETS if other != set_name]
            threshold = 0.5 if name == "splink" else sum(best_threshold(results[o][0], truth[o]) for o in others) / len(others)
            cells.append((f1(above(chosen, threshold), truth[set_name]), seconds, memory))
        rows.append((title, cells))
    honest, _ = left_out(options.binaries, options.data)
    cells = []
    for set_name, lines in inputs.items():
        pairs, seconds, memory = match(options.binaries, lines)
        cells.append((honest[set_name][0] if set_name in honest else f1(pairs, truth[set_name]), seconds, memory))
    rows.append(("**`match`**, constants fitted on the other set", cells))
    lines = ["| | " + " | ".join(f"{name} F1 | s | MB" for name in inputs) + " |", "|---" * (1 + 3 * len(inputs)) + "|"]
    lines += [f"| {title} | " + " | ".join(f"{f:.3f} | {s:.2f} | {m:.0f}" for f, s, m in cells) + " |" for title, cells in rows]
    ok = all(honest[name][0] >= floor for name, floor in FLOORS.items())
    return lines, ok


def speed_table(options):
    sizes = [(2500, 22000), (100_000, 100_000)]
    lines = ["| generated products | s | MB | linked right | wrong |", "|---|---|---|---|---|"]
    for left, right in sizes:
        for flags in ([], ["--one-brand"]):
            pairs, seconds, memory = match(options.binaries, generated(left, right, *flags), rounds=1)
            good = sum(brand == f"b{item}" for brand, item in pairs)
            of = ", all of one brand" if flags else ""
            lines.append(f"| {left:,} × {right:,}{of} | {seconds:.2f} | {memory:.0f} | {good} | {len(pairs) - good} |")
    return lines


def statements(output):
    """What is linked, alone and to be decided, without figures."""
    return {(record["type"], record["class"], (record["brand"] or {}).get("id"), (record["halilit"] or {}).get("halilit_id"))
            for record in map(json.loads, output.splitlines())}


def incremental_table(options):
    """Whole runs beside --previous after one product in a hundred changed: seconds, and links that differ."""
    program = os.path.join(options.binaries, "match")
    lines = ["| one in a hundred changed | whole run s | `--previous` s | share | statements that differ |", "|---|---|---|---|---|"]
    for left, right in [(2500, 22000), (100_000, 100_000)]:
        for flags in ([], ["--one-brand"]):
            changed = generated(left, right, *flags, "--change", "0.01")
            with tempfile.NamedTemporaryFile() as previous:
                previous.write(measured([program], generated(left, right, *flags))[0])
                previous.flush()
                whole = min((measured([program], changed) for _ in range(2)), key=lambda run: run[1])
                part = min((measured([program, "--previous", previous.name], changed) for _ in range(3)), key=lambda run: run[1])
            differ = len(statements(whole[0]) ^ statements(part[0]))
            of = ", all of one brand" if flags else ""
            lines.append(f"| {left:,} × {right:,}{of} | {whole[1]:.2f} | {part[1]:.2f} | {part[1] / whole[1]:.1%} | {differ} |")
    return lines


def growth_table(binaries):
    lines, points = ["| products a side | s | MB |", "|---|---|---|"], []
    for size in GROWTH:
        _, seconds, memory = match(binaries, generated(size, size), rounds=1)
        points.append((math.log(size), math.log(seconds)))
        lines.append(f"| {size:,} | {seconds:.2f} | {memory:.0f} |")
    mean_x, mean_y = (sum(values) / len(points) for values in zip(*points))
    slope = sum((x - mean_x) * (y - mean_y) for x, y in points) / sum((x - mean_x) ** 2 for x, _ in points)
    lines += ["", f"Seconds grow as size to the power of {slope:.2f} (least squares; at most {STEEPEST})."]
    return lines, slope <= STEEPEST


def replaced(text, lines):
    head, mark, rest = text.partition("<!-- match -->\n")
    _, end, tail = rest.partition("<!-- /match -->")
    if not mark or not end:
        sys.exit("bench: the README has no marks <!-- match --> and <!-- /match -->")
    return head + mark + "\n".join(lines) + "\n" + end + tail


def write_report(report, readme, options, quality, speed, growth, calibration):
    judged = subprocess.run([os.path.join(HERE, "quality"), options.binaries, options.data],
                            capture_output=True, text=True, check=False).stdout
    parts = [
        "<!-- Written by `make bench-match`; do not edit. -->", "", "# How good and how fast `match` is", "",
        "Two cores; seconds of the peers leave out reading and importing, those of `match` are of the whole process.",
        "", *quality, "", "## Speed", "", *speed, "", *growth, "", "## `make quality-match`", "",
        "```text", judged.rstrip(), "```", "", "## `make train-match`", "", "```text", calibration.rstrip(), "```", "",
    ]
    with open(report, "w", encoding="utf-8") as file:
        file.write("\n".join(parts))
    with open(readme, encoding="utf-8") as file:
        text = replaced(file.read(), quality)
    with open(readme, "w", encoding="utf-8") as file:
        file.write(text)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("binaries")
    parser.add_argument("data", nargs="?")
    parser.add_argument("python", nargs="?")
    parser.add_argument("--growth", action="store_true")
    parser.add_argument("--growth-only", action="store_true")
    parser.add_argument("--speed-only", action="store_true")
    parser.add_argument("--write", nargs=2, metavar=("REPORT", "README"))
    options = parser.parse_args()
    if options.growth_only:
        growth, ok = growth_table(options.binaries)
        print("\n".join(growth))
        sys.exit(0 if ok else 1)
    if options.speed_only:
        print("\n".join(speed_table(options) + ["", *incremental_table(options)]))
        sys.exit(0)
    quality, ok = quality_table(options)
    print("\n".join(quality), flush=True)
    speed = speed_table(options) + ["", *incremental_table(options)]
    print("\n".join(["", *speed]), flush=True)
    growth, is_gentle = growth_table(options.binaries) if options.growth else ([], True)
    print("\n".join(["", *growth]), flush=True)
    if options.write:
        _, calibration = left_out(options.binaries, options.data)
        write_report(*options.write, options, quality, speed, growth, calibration)
    sys.exit(0 if ok and is_gentle else 1)


if __name__ == "__main__":
    main()
