"""Measures the memory of render over many pages: its own, and that of its browser with all its processes.

Each page holds on to 16 MB. Browsers are replaced after some pages, so what a browser gathers is given back.
"""

import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from replay import megabytes, pids_below

ROOT = Path(__file__).resolve().parents[2]


def watch(process):
    """The most that the process itself held, and for each of its browsers the most that all its processes held."""
    own, browsers = 0.0, {}
    while process.poll() is None:
        own = max(own, megabytes(process.pid))
        for browser in children(process.pid):
            browsers[browser] = max(browsers.get(browser, 0.0), sum(map(megabytes, pids_below(browser))))
        time.sleep(0.1)
    return own, list(browsers.values())


def children(pid):
    try:
        return [int(word) for word in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]
    except OSError:
        return []


def measure(binaries, pages=48, pages_per_browser=16):
    if shutil.which("chromium") is None:
        return print("render: left out, it needs chromium")
    with tempfile.TemporaryDirectory() as folder:
        server = subprocess.Popen(
            [sys.executable, "-B", ROOT / "Tests/pipelines/servers/scripted.py", "--log", f"{folder}/log"],
            stdout=subprocess.PIPE, text=True)
        base = f"http://127.0.0.1:{server.stdout.readline().strip()}"
        with open(f"{folder}/requests", "w") as file:
            for number in range(pages):
                request = {"type": "request", "url": f"{base}/large?{number}", "source": "brand", "brand_id": "x",
                           "role": "listing", "render": True}
                print(json.dumps(request), file=file)
        command = [os.path.join(binaries, "render"), "--data", f"{folder}/data", "--interval", "0",
                   "--pages-per-browser", str(pages_per_browser), f"{folder}/requests"]
        try:
            began = time.monotonic()
            with subprocess.Popen(command, stdout=subprocess.DEVNULL) as process:
                own, browsers = watch(process)
            seconds = time.monotonic() - began
        finally:
            server.terminate()
            server.wait()
    if process.returncode != 0:
        sys.exit(f"bench: render ended with {process.returncode}")
    print(f"render, {pages} pages that hold 16 MB each, {pages_per_browser} a browser: {seconds:.1f} s")
    print(f"  memory of render itself {own:.1f} MB; of its browsers {', '.join(f'{peak:.0f}' for peak in browsers)} MB")


if __name__ == "__main__":
    measure(sys.argv[1])
