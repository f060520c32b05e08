"""Measures how long the reports take over a tree that was kept for a year."""

import os
import subprocess
import sys
import tempfile
import time

HERE = os.path.dirname(os.path.abspath(__file__))


def measure(binaries, brands=84, days=365):
    with tempfile.TemporaryDirectory() as tree:
        size = ["--brands", str(brands), "--days", str(days)]
        subprocess.run([sys.executable, "-B", os.path.join(HERE, "tree.py"), tree, *size], check=True)
        print(f"reports, {brands} brands, {days} days of history")
        for name in ("report", "quality", "ecosystem"):
            command = [os.path.join(binaries, name), "--data", tree, "--at", "2026-06-30T05:00:00Z"]
            start = time.perf_counter()
            process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
            _, status, usage = os.wait4(process.pid, 0)
            seconds = time.perf_counter() - start
            # quality ends with 1 when it found something.
            if os.waitstatus_to_exitcode(status) not in (0, 1):
                sys.exit(f"bench: {name} ended with {os.waitstatus_to_exitcode(status)}")
            print(f"  {name:28} {seconds:9.3f} s   peak {usage.ru_maxrss / 1024:6.1f} MB")
