"""Measures the programs against a peer on the same bytes in one run and prints the ratio; nothing here can fail.

Usage: run.py BIN [--records N]
"""

import argparse
import os
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time

import extract
import fetch
import render
import report
import usage

HERE = os.path.dirname(os.path.abspath(__file__))


def timed(command, source):
    """Seconds and peak resident MB of one run that reads `source` and drops its output."""
    with open(source, "rb") as lines:
        seconds, memory, status = usage.measure(command, stdin=lines, stdout=subprocess.DEVNULL)
    if status != 0:
        sys.exit(f"bench: {command[0]} ended with {status}")
    return seconds, memory


def start_up(binaries):
    print("start-up (--version), median of 50 in ms")
    for name in sorted(os.listdir(binaries)):
        path = os.path.join(binaries, name)
        if not os.access(path, os.X_OK) or "." in name or os.path.isdir(path):
            continue
        times = []
        for _ in range(50):
            start = time.perf_counter()
            subprocess.run([path, "--version"], stdout=subprocess.DEVNULL, check=True)
            times.append((time.perf_counter() - start) * 1000)
        print(f"  {name:18} {statistics.median(times):6.2f}")


def normalize(binaries, records):
    with tempfile.TemporaryDirectory() as folder:
        source = os.path.join(folder, "products.jsonl")
        with open(source, "wb") as file:
            subprocess.run([sys.executable, os.path.join(HERE, "products.py"), str(records)], stdout=file, check=True)
        size = os.path.getsize(source) / 1e6
        contest(
            f"normalize, {records:,} products, {size:.0f} MB",
            size,
            "MB/s",
            {
                "normalize": [os.path.join(binaries, "normalize")],
                "jq .name |= ascii_downcase": ["jq", "-c", ".name |= ascii_downcase"],
            },
            source,
        )


def contest(title, amount, unit, commands, source, rounds=3):
    """Runs the commands in turn; the ratio is the first one's rate over the second one's, by medians."""
    rates, memory = {name: [] for name in commands}, {}
    for _ in range(rounds):
        for name, command in commands.items():
            seconds, peak = timed(command, source)
            rates[name].append(amount / seconds)
            memory[name] = max(memory.get(name, 0), peak)
    print(title)
    for name in commands:
        print(f"  {name:28} {statistics.median(rates[name]):9.1f} {unit}   peak {memory[name]:6.1f} MB")
    ours, peer = [statistics.median(rates[name]) for name in commands]
    print(f"  ratio {ours / peer:.1f}")


def health(binaries):
    """check-health on a tree of 84 brands that were kept for a year; the promise is half a second."""
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run([sys.executable, os.path.join(HERE, "tree.py"), folder], check=True)
        command = [os.path.join(binaries, "check-health"), "--quiet", "--data", folder, "--at", "2026-06-30T12:00:00Z"]
        times = []
        for _ in range(7):
            start = time.perf_counter()
            subprocess.run(command, stdout=subprocess.DEVNULL, check=False)  # 2: no schedule is kept here
            times.append(time.perf_counter() - start)
        print(f"check-health, 84 brands, 365 days of history: median of 7 {statistics.median(times):.3f} s")


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("binaries")
    parser.add_argument("--records", type=int, default=1_000_000)
    options = parser.parse_args()
    if shutil.which("jq") is None:
        sys.exit("bench: jq is missing: run make deps")
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    start_up(options.binaries)
    normalize(options.binaries, options.records)
    extract.contest(options.binaries, timed)
    fetch.contest(options.binaries)
    render.measure(options.binaries)
    health(options.binaries)
    report.measure(options.binaries)


if __name__ == "__main__":
    main()
