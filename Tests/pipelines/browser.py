"""Opens a page in headless Chromium and says how it looks: one JSON object of what the expressions gave.

usage: browser.py FILE [--width N] [--dark] [--print] [--screenshot FILE] [NAME=EXPRESSION]...

"console" has every error and warning of the page, among them each request that its policy refused. The browser is
driven over a pipe, has a profile of its own and ends with this script.
"""

import argparse
import base64
import json
import os
import shutil
import subprocess
import sys
import tempfile
import threading
from pathlib import Path

options = argparse.ArgumentParser()
options.add_argument("file")
options.add_argument("--width", type=int, default=1200)
options.add_argument("--dark", action="store_true")
options.add_argument("--print", action="store_true")
options.add_argument("--screenshot")
options.add_argument("expressions", nargs="*")
options = options.parse_intermixed_args()


class Browser:
    def __init__(self, profile):
        child_reads, self.commands = os.pipe()
        self.answers, child_writes = os.pipe()
        command = ["chromium", "--headless=new", "--remote-debugging-pipe", f"--user-data-dir={profile}", "--no-first-run",
                   "--disable-gpu", "--disable-dev-shm-usage", "--hide-scrollbars"] + ["--no-sandbox"] * (os.geteuid() == 0)
        # The shell puts the pipe where Chromium wants it: descriptors 3 and 4. It is bash because others read only one
        # digit of a descriptor, and under many tests at once there are more.
        self.process = subprocess.Popen(
            ["bash", "-c", f'exec 3<&{child_reads} 4>&{child_writes}; exec "$@"', "bash", *command],
            pass_fds=(child_reads, child_writes), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        os.close(child_reads)
        os.close(child_writes)
        self.buffer, self.events, self.last, self.session = b"", [], 0, None
        limit = threading.Timer(120, self.process.kill)
        limit.daemon = True
        limit.start()

    def call(self, method, **parameters):
        self.last += 1
        message = {"id": self.last, "method": method, "params": parameters}
        if self.session:
            message["sessionId"] = self.session
        os.write(self.commands, json.dumps(message).encode() + b"\0")
        while (answer := self.receive()).get("id") != self.last:
            self.events.append(answer)
        if "error" in answer:
            sys.exit(f"browser: {method}: {answer['error']['message']}")
        return answer["result"]

    def receive(self):
        while b"\0" not in self.buffer:
            part = os.read(self.answers, 1 << 16)
            if not part:
                sys.exit("browser: it ended")
            self.buffer += part
        message, self.buffer = self.buffer.split(b"\0", 1)
        return json.loads(message)

    def wait(self, method):
        while not any(event.get("method") == method for event in self.events):
            self.events.append(self.receive())


def complaints(events):
    for event in events:
        parameters = event.get("params", {})
        if event.get("method") == "Runtime.exceptionThrown":
            yield parameters["exceptionDetails"]["text"]
        elif event.get("method") == "Runtime.consoleAPICalled" and parameters["type"] in ("error", "warning"):
            yield str(parameters["args"])
        elif event.get("method") == "Log.entryAdded" and parameters["entry"]["level"] in ("error", "warning"):
            yield parameters["entry"]["text"]


def main(profile):
    browser = Browser(profile)
    target = browser.call("Target.createTarget", url="about:blank")["targetId"]
    browser.session = browser.call("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]
    for domain in ("Page", "Runtime", "Log"):
        browser.call(f"{domain}.enable")
    browser.call("Emulation.setDeviceMetricsOverride", width=options.width, height=900, deviceScaleFactor=1, mobile=options.width < 500)
    browser.call("Emulation.setEmulatedMedia", media="print" if options.print else "screen",
                 features=[{"name": "prefers-color-scheme", "value": "dark" if options.dark else "light"}])
    browser.call("Page.navigate", url=Path(options.file).resolve().as_uri())
    browser.wait("Page.loadEventFired")
    found = {}
    for name, expression in (text.split("=", 1) for text in options.expressions):
        result = browser.call("Runtime.evaluate", expression=expression, returnByValue=True)
        found[name] = result["result"].get("value", result["result"].get("description"))
    if options.screenshot:
        picture = browser.call("Page.captureScreenshot", captureBeyondViewport=True)
        Path(options.screenshot).write_bytes(base64.b64decode(picture["data"]))
    found["console"] = list(complaints(browser.events))
    print(json.dumps(found, ensure_ascii=False))
    browser.process.kill()
    browser.process.wait()


folder = tempfile.mkdtemp(prefix="browser-")
try:
    main(folder)
finally:
    shutil.rmtree(folder, ignore_errors=True)
