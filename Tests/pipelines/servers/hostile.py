"""The small site of small_site.py with every fault of a hostile shop besides: broken bodies, stalls, loops, bombs, apologies.

/to/URL redirects to URL.

usage: hostile.py --log FILE [--robots 404|503|stall] [--seconds N]
"""

import gzip
import time

import small_site

LATER = "Wed, 21 Oct 2037 07:28:00 GMT"
HEBREW = "<html><head>{}</head><body><p>גיטרה קלאסית</p></body></html>"
REDIRECTS = {"/loop": "/loop", "/off-site": "http://127.0.0.2:9/ok", "/file": "file:///etc/passwd", "/hop": "/ok"}
HTML = "text/html; charset=utf-8"
PAGES = {
    "/empty": (200, HTML, b""),
    "/soft-404": (200, HTML, b"<h1>404 not found</h1>"),
    "/challenge": (403, HTML, b"<title>Just a moment...</title>"),
    "/hebrew-1255": (200, "text/html; charset=windows-1255", HEBREW.format("").encode("cp1255")),
    "/hebrew-8859": (200, "text/html", HEBREW.format("<meta charset=iso-8859-8>").encode("iso-8859-8")),
    "/hebrew-lie": (200, HTML, HEBREW.format("").encode("cp1255")),
}
PACKED = {"/gzip": gzip.compress(b"<p>ok</p>"), "/bad-gzip": b"this is no gzip", "/bomb": gzip.compress(bytes(64 << 20))}


class Hostile(small_site.Site):
    seen = {}

    def page(self):
        path = self.path
        Hostile.seen[path] = Hostile.seen.get(path, 0) + 1
        if path in PAGES:
            status, kind, body = PAGES[path]
            return self.reply(status, body, kind=kind)
        if path in PACKED:
            return self.reply(200, PACKED[path], headers={"Content-Encoding": "gzip"})
        if path in REDIRECTS:
            return self.reply(302, b"", headers={"Location": REDIRECTS[path]})
        if path.startswith("/to/"):
            return self.reply(302, b"", headers={"Location": path[4:]})
        fault = getattr(self, "fault_" + path.strip("/").replace("-", "_"), None)
        return fault() if fault else super().page()

    def fault_busy(self):
        if self.seen[self.path] == 1:
            return self.reply(429, b"slow down", headers={"Retry-After": "1"})
        self.reply(200, b"<p>ok</p>")

    def fault_later(self):
        self.reply(429, b"later", headers={"Retry-After": LATER})

    def fault_headers(self):
        self.reply(200, b"<p>ok</p>", headers={f"X-Pad-{n}": "x" * 8000 for n in range(40)})

    def fault_short(self):
        self.broken(b"Content-Length: 1000\r\n\r\n<p>the start of a page")

    def fault_short_once(self):
        if self.seen[self.path] == 1:
            return self.fault_short()
        self.reply(200, b"<p>the whole page</p>")

    def fault_chunk(self):
        self.broken(b"Transfer-Encoding: chunked\r\n\r\n100\r\n<p>the start of a chunk")

    def fault_nothing(self):
        self.close_connection = True

    def fault_drip(self):
        self.broken(b"Content-Length: 100000\r\n\r\n", drip=b"x")

    def fault_stall(self):
        self.broken(b"Content-Length: 100\r\n\r\n<p>", drip=b"")

    def broken(self, head, drip=None):
        """Writes the start of a reply, then drops the connection or goes on too slowly for anybody's patience."""
        self.note(200, 0)
        self.wfile.write(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n" + head)
        self.close_connection = True
        while drip is not None:
            self.wfile.flush()
            time.sleep(0.2)
            self.wfile.write(drip)


if __name__ == "__main__":
    small_site.serve(Hostile)
