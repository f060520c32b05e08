"""Pages that scripts build, on a loopback port: prints the port, logs each request with its time, ends by itself.

usage: scripted.py --log FILE [--seconds N]
"""

import argparse
import json
import os
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

options = argparse.ArgumentParser()
options.add_argument("--log", required=True)
options.add_argument("--seconds", type=float, default=240)
options = options.parse_args()
log = open(options.log, "a", buffering=1)

ADD = """const add = (count, last) => { while (count-- > 0 && list.children.length < last)
  list.insertAdjacentHTML('beforeend', `<li style="height:200px">פריט ${list.children.length + 1}</li>`) }"""

PAGES = {
    "/built": """fetch('/api/models?page=1').then(r => r.json()).then(names => {
        list.innerHTML = names.map(name => `<li>${name}</li>`).join('') })
      fetch('/api/search', {method: 'POST', body: '{"brand":"acme"}'})""",
    "/endless": ADD + "\nadd(20, 200); addEventListener('scroll', () => setTimeout(() => add(20, 200), 30))",
    "/more": ADD + """\nadd(10, 60)
      document.body.insertAdjacentHTML('beforeend', '<button class="next-part">+</button>')
      const button = document.querySelector('.next-part')
      button.onclick = () => setTimeout(() => { add(10, 60); if (list.children.length == 60) button.remove() }, 30)""",
    "/late": ADD + "\nsetTimeout(() => { add(3, 3); list.className = 'done' }, 1500)",
    "/restless": ADD + "\nadd(5, 5); setInterval(() => fetch('/api/tick'), 100)",
    "/crash": "const all = []; while (true) all.push(new Array(1 << 20).fill(all.length + 0.5))",
    "/script-moves": "location.href = '/built'",
    "/shut/page": "",
    "/heavy": """document.head.insertAdjacentHTML('beforeend', '<link rel=icon href=/media/icon>')
      document.body.insertAdjacentHTML('beforeend', `<div class=banner></div><p class=plain>text</p>
        <img src=/media/a.png width=300 height=200><img srcset="/media/b 2x"><svg><image href="/media/c.svg"/></svg>
        <video src=/media/film.mp4 preload=auto></video><link rel=stylesheet href=/style.css id=sheet>`)
      sheet.onload = () => document.fonts.ready.then(() => {
        list.innerHTML = `<li>${getComputedStyle(list).display} ${document.querySelector('img').offsetHeight}` })""",
    # Holds on to 16 MB while it is open.
    "/large": "window.kept = new Array(1 << 21).fill(0.5); list.innerHTML = '<li>one</li>'.repeat(2000)",
}

STYLE = """@font-face { font-family: shop; src: url(/media/font.woff2?v=2) }
@font-face { font-family: plain; src: url(/media/font) }
h1 { font-family: shop } .plain { font-family: plain }
ul { display: grid; background: url(/media/tile) } .banner { height: 50px; background-image: url(/media/banner.jpg) }"""


class Site(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_GET(self):
        print(f"{time.monotonic():.6f} {self.path}", file=log)
        if self.path == "/robots.txt":
            self.reply(200, "User-agent: *\nDisallow: /shut/\n", "text/plain")
        elif self.path.startswith("/api/models"):
            self.reply(200, json.dumps(["SQ-8", "SQ-16", "<b>SQ</b>-32"]), "application/json")
        elif self.path == "/style.css":
            self.reply(200, STYLE, "text/css")
        elif self.path == "/moved":
            self.reply(302, "", location="/built")
        elif self.path == "/moved-away":
            self.reply(302, "", location="http://elsewhere.example/")
        elif self.path.startswith("/many/") or self.path.split("?")[0] in PAGES:
            script = PAGES.get(self.path.split("?")[0], "list.innerHTML = '<li>one</li>'")
            self.reply(200, f"<!DOCTYPE html><title>Models</title><h1>Models</h1><ul id=list></ul><script>{script}</script>")
        else:
            self.reply(404, "<h1>No such page</h1>")

    def do_POST(self):
        self.rfile.read(int(self.headers.get("Content-Length", 0)))
        print(f"{time.monotonic():.6f} {self.path}", file=log)
        self.reply(200, "{}", "application/json")

    def reply(self, status, text, kind="text/html; charset=utf-8", location=None):
        body = text.encode()
        self.send_response(status)
        if location:
            self.send_header("Location", location)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *arguments):
        pass


server = ThreadingHTTPServer(("127.0.0.1", 0), Site)
server.daemon_threads = True
threading.Thread(target=lambda: (time.sleep(options.seconds), os._exit(0)), daemon=True).start()
print(server.server_port, flush=True)
server.serve_forever()
