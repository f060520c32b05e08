"""Measures how long the reports take over a tree that was kept for a year."""

import os
import subprocess
import sys
import tempfile

import usage

HERE = os.path.dirname(os.path.abspath(__file__))


def measure(binaries, brands=84, days=365):
    with tempfile.TemporaryDirectory() as tree:
        size = ["--brands", str(brands), "--days", str(days)]
        subprocess.run([sys.executable, "-B", os.path.join(HERE, "tree.py"), tree, *size], check=True)
        print(f"reports, {brands} brands, {days} days of history")
        for name in ("report", "quality", "ecosystem"):
            command = [os.path.join(binaries, name), "--data", tree, "--at", "2026-06-30T05:00:00Z"]
            seconds, memory, status = usage.measure(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
            # quality ends with 1 when it found something.
            if status not in (0, 1):
                sys.exit(f"bench: {name} ended with {status}")
            print(f"  {name:28} {seconds:9.3f} s   peak {memory:6.1f} MB")
