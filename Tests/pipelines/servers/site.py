"""A site of small pages on a loopback port: prints the port, logs each request with its time, ends by itself.

The time is the kernel's, taken when the request arrived: a server that is kept from running does not make it late.

usage: site.py --log FILE [--robots 404|503|stall] [--seconds N]
"""

import argparse
import io
import os
import socket
import struct
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

options = argparse.ArgumentParser()
options.add_argument("--log", required=True)
options.add_argument("--robots", default="404")
options.add_argument("--seconds", type=float, default=120)
options = options.parse_args()
log = open(options.log, "a", buffering=1)


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

    def setup(self):
        super().setup()
        self.arrivals = Arrivals(self.connection)
        self.rfile = io.BufferedReader(self.arrivals)

    def do_GET(self):
        print(f"{self.arrivals.last:.6f} {self.path}", file=log)
        if self.path == "/robots.txt":
            if options.robots == "stall":
                time.sleep(60)
            self.reply(404 if options.robots == "stall" else int(options.robots), "")
        else:
            tag = f'"{self.path}"'
            same = self.headers.get("If-None-Match") == tag
            self.reply(304 if same else 200, "" if same else f"<h1>Page {self.path}</h1>\n<p>שלום</p>", tag)

    def reply(self, status, text, tag=None):
        body = text.encode()
        self.send_response(status)
        if tag:
            self.send_header("ETag", tag)
        self.send_header("Content-Type", "text/html; charset=utf-8")
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
