#!/usr/bin/env python3
"""Plays the internet of the demo on one loopback port: a distributor's shop and three brand sites.

It answers as an HTTP proxy does (http_proxy=http://127.0.0.1:PORT), so every site keeps its own host name and the
records hold the same URLs whatever the port. As with real shops, every page carries a random token and the clock:
no page is ever the same twice. With --folder it serves the files of one folder instead, for `make real`.

The port is printed on standard output once it answers. Ends after --seconds, or with the process that started it.
"""

import argparse
import functools
import json
import os
import pathlib
import secrets
import sys
import threading
import time
from http.server import BaseHTTPRequestHandler, SimpleHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, unquote, urlsplit

import sites
import themes

CATALOGUE = pathlib.Path(__file__).with_name("catalogue.json")


class Site(BaseHTTPRequestHandler):
    """Answers for all hosts of the catalogue."""

    protocol_version = "HTTP/1.1"
    wbufsize = 1 << 16  # one packet an answer: head and body apart would wait for each other's acknowledgement
    hosts: dict = {}
    down: frozenset = frozenset()
    changed: frozenset = frozenset()

    def do_GET(self):
        target = urlsplit(self.path)
        host = target.hostname or self.headers.get("Host", "").partition(":")[0]
        if host in self.down:
            self.close_connection = True
            return None
        query = {name: values[0] for name, values in parse_qs(target.query).items()}
        render = self.hosts.get(host)
        if render is None:
            return self.answer(404, "text/plain", f"no site '{host}'; there are: {' '.join(self.hosts)}\n")
        if target.path == "/robots.txt":
            return self.answer(200, "text/plain", "User-agent: *\nDisallow: /cart\nDisallow: /account\n")
        body = render(unquote(target.path), query)
        if body is None:
            return self.answer(404, "text/html", page("Not found", "<h1>Not found</h1>"))
        if host in self.changed:
            body = (body[0], themes.changed(body[1]), *body[2:])
        self.answer(200, "text/html", page(*body))

    def answer(self, status, kind, text):
        data = text.encode()
        self.send_response(status)
        self.send_header("Content-Type", f"{kind}; charset=utf-8")
        self.send_header("Content-Length", str(len(data)))
        self.send_header("Cache-Control", "no-store")
        self.end_headers()
        self.wfile.write(data)

    def log_message(self, *_):
        pass


class Folder(SimpleHTTPRequestHandler):
    """Serves saved pages as they are."""

    protocol_version = "HTTP/1.1"

    def log_message(self, *_):
        pass


def page(title, body, head="", language="en"):
    """A whole page around `body`, with what makes every answer differ from the last."""
    return (
        f'<!DOCTYPE html>\n<html lang="{language}">\n<head>\n<meta charset="utf-8">\n<title>{title}</title>\n{head}\n'
        f'<meta name="csrf-token" content="{secrets.token_urlsafe(24)}">\n</head>\n<body>\n{body}\n'
        f"<footer>{time.strftime('%Y-%m-%d %H:%M:%S')} · {time.time_ns()}</footer>\n</body>\n</html>\n"
    )


def watch(server, parent, seconds):
    """Ends the server when its time is over or its parent is gone."""
    end = time.monotonic() + seconds
    while time.monotonic() < end and os.getppid() == parent:
        time.sleep(0.2)
    server.shutdown()


def main():
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--port", type=int, default=0, help="the loopback port (default: any free one)")
    options.add_argument("--seconds", type=float, default=600, help="end after so long (default 600)")
    options.add_argument("--folder", help="serve the files of this folder instead of the demo's sites")
    options.add_argument("--catalogue", default=CATALOGUE, help="what the sites show (default: the demo's own)")
    options.add_argument("--down", action="append", default=[], metavar="HOST", help="hang up on whoever asks this host")
    options.add_argument("--changed", action="append", default=[], metavar="HOST", help="show this host in a new theme")
    arguments = options.parse_args()
    parent = os.getppid()
    if arguments.folder:
        handler = functools.partial(Folder, directory=arguments.folder)
    else:
        handler = Site
        Site.down = frozenset(arguments.down)
        Site.changed = frozenset(arguments.changed)
        Site.hosts = sites.hosts(json.loads(pathlib.Path(arguments.catalogue).read_text("utf-8")))
    ThreadingHTTPServer.allow_reuse_address = True
    try:
        server = ThreadingHTTPServer(("127.0.0.1", arguments.port), handler)
    except OSError as error:
        sys.exit(f"serve: port {arguments.port} of 127.0.0.1 cannot be used ({error.strerror}); choose another, as in PORT=18400")
    threading.Thread(target=watch, args=(server, parent, arguments.seconds), daemon=True).start()
    print(server.server_port, flush=True)
    server.serve_forever(poll_interval=0.1)


if __name__ == "__main__":
    main()
