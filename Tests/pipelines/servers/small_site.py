"""A site of small pages on a loopback port: prints the port, logs each request, ends by itself.

A line of the log: arrival time, path, status, bytes of the body. The time is the kernel's, taken when the request
arrived: a server that is kept from running does not make it late.

usage: small_site.py --log FILE [--address ADDRESS] [--robots 404|503|stall] [--seconds N]
"""

import argparse
import io
import os
import socket
import struct
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

SO_TIMESTAMPNS = 35


class Arrivals(io.RawIOBase):
    """Reads a connection and keeps when its last bytes arrived."""

    def __init__(self, connection):
        self.connection = connection
        self.last = time.time()
        connection.setsockopt(socket.SOL_SOCKET, SO_TIMESTAMPNS, 1)

    def readable(self):
        return True

    def readinto(self, buffer):
        data, notes, _, _ = self.connection.recvmsg(len(buffer), socket.CMSG_SPACE(16))
        for _, kind, stamp in notes:
            if kind == SO_TIMESTAMPNS:
                seconds, nanoseconds = struct.unpack("qq", stamp)
                self.last = seconds + nanoseconds / 1e9
        buffer[: len(data)] = data
        return len(data)


class Site(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    # The reply leaves in one packet, or the client's acknowledgement is waited for.
    wbufsize = -1
    options: argparse.Namespace

    def setup(self):
        super().setup()
        self.arrivals = Arrivals(self.connection)
        self.rfile = io.BufferedReader(self.arrivals)

    def do_GET(self):
        self.robots() if self.path == "/robots.txt" else self.page()

    def robots(self):
        if self.options.robots == "stall":
            time.sleep(60)
        self.reply(404 if self.options.robots == "stall" else int(self.options.robots), b"")

    def page(self):
        tag = f'"{self.path}"'
        same = self.headers.get("If-None-Match") == tag
        body = b"" if same else f"<h1>Page {self.path}</h1>\n<p>שלום</p>".encode()
        self.reply(304 if same else 200, body, headers={"ETag": tag})

    def reply(self, status, body, kind="text/html; charset=utf-8", headers=None):
        self.note(status, len(body))
        self.send_response(status)
        for name, value in {**(headers or {}), "Content-Type": kind, "Content-Length": str(len(body))}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def note(self, status, size):
        print(f"{self.arrivals.last:.6f} {self.path} {status} {size}", file=self.options.log)

    def log_message(self, *arguments):
        pass


def serve(handler):
    """Serves until told to end or until its time is over."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--log", required=True, type=lambda path: open(path, "a", buffering=1))
    parser.add_argument("--address", default="127.0.0.1")
    parser.add_argument("--robots", default="404")
    parser.add_argument("--seconds", type=float, default=120)
    handler.options = parser.parse_args()
    server = ThreadingHTTPServer((handler.options.address, 0), handler)
    server.daemon_threads = True
    # A client that goes away is part of the play.
    server.handle_error = lambda *_: None
    threading.Thread(target=lambda: (time.sleep(handler.options.seconds), os._exit(0)), daemon=True).start()
    print(server.server_port, flush=True)
    server.serve_forever()


if __name__ == "__main__":
    serve(Site)
