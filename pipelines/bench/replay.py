#!/usr/bin/env python3
"""Measures `replay` on a synthetic distributor: time and memory of the first run, and of a second that has nothing to do.

usage: [BIN=…] [JOBS=2] replay.py [ITEMS...]     (default 12000 100000, over 84 brands)

Ends with 1 when 12,000 items take 60 s or more, their second run 3 s or more or it rewrites a document, when memory of
all processes together reaches 500 MB, or when a product costs over 1.5 times as much among 100,000 as among 12,000.
Memory is the sum of what each process holds (Pss), looked at every 50 ms.
"""

import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
LIMIT_ITEMS, LIMIT_SECONDS, LIMIT_AGAIN, LIMIT_MEGABYTES, LIMIT_GROWTH = 12_000, 60, 3, 500, 1.5


def pids_below(root):
    """A process and all that it started."""
    children = {}
    for entry in os.listdir("/proc"):
        if entry.isdigit():
            try:
                fields = Path(f"/proc/{entry}/stat").read_text().rpartition(")")[2].split()
            except OSError:
                continue
            children.setdefault(int(fields[1]), []).append(int(entry))
    found, waiting = [], [root]
    while waiting:
        pid = waiting.pop()
        found.append(pid)
        waiting += children.get(pid, [])
    return found


def megabytes(pid):
    try:
        for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines():
            if line.startswith("Pss:"):
                return int(line.split()[1]) / 1024
    except OSError:
        pass  # it has ended
    return 0.0


def replay(tree):
    """Seconds, and the most memory that all its processes held at once."""
    environment = os.environ | {"DATA": str(tree), "JOBS": os.environ.get("JOBS", "2")}
    began = time.monotonic()
    run = subprocess.Popen([ROOT / "pipelines/run", "replay"], env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    peak = 0.0
    while run.poll() is None:
        peak = max(peak, sum(map(megabytes, pids_below(run.pid))))
        time.sleep(0.05)
    if run.returncode != 0:
        sys.exit(f"replay: the run ended with {run.returncode}; see {tree}/logs")
    return time.monotonic() - began, peak


def documents(tree):
    """Inode and time of every published document."""
    folders = ["catalogs_halilit", "catalogs", "links", "review", "catalogs_unified", "gap_reports"]
    files = [file for folder in folders for file in (tree / folder).glob("*")]
    return {file: (file.stat().st_ino, file.stat().st_mtime_ns) for file in files}


def measure(items, folder):
    tree = Path(folder) / str(items)
    subprocess.run([sys.executable, "-B", ROOT / "Tests/TestSupport/distributor.py", tree, "--items", str(items)], check=True)
    seconds, peak = replay(tree)
    before = documents(tree)
    again, _ = replay(tree)
    rewritten = sum(before[file] != after for file, after in documents(tree).items())
    print(f"{items} items: {seconds:.1f} s, {peak:.0f} MB at most; again: {again:.2f} s, {rewritten} documents rewritten", flush=True)
    return seconds, peak, again, rewritten


def main():
    sizes = [int(word) for word in sys.argv[1:]] or [LIMIT_ITEMS, 100_000]
    problems = []
    with tempfile.TemporaryDirectory() as folder:
        figures = {items: measure(items, folder) for items in sizes}
    for items, (seconds, peak, again, rewritten) in figures.items():
        if rewritten:
            problems.append(f"{items} items: the second run rewrote {rewritten} documents")
        if items == LIMIT_ITEMS and (seconds >= LIMIT_SECONDS or again >= LIMIT_AGAIN or peak >= LIMIT_MEGABYTES):
            problems.append(f"{items} items: over {LIMIT_SECONDS} s, {LIMIT_AGAIN} s or {LIMIT_MEGABYTES} MB")
    if len(sizes) > 1:
        small, large = min(sizes), max(sizes)
        growth = (figures[large][0] / large) / (figures[small][0] / small)
        print(f"a product among {large} costs {growth:.2f} times as much time as among {small}")
        if growth > LIMIT_GROWTH:
            problems.append(f"time grows faster than the number of products: {growth:.2f}")
    sys.exit("replay: " + "; ".join(problems) if problems else 0)


if __name__ == "__main__":
    main()
