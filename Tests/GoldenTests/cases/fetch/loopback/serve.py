# Serves four replies on a loopback port of its own and ends; gives up after twenty seconds.
import http.server
import sys
import threading

PAGES = {"/a": (200, "text/html; charset=windows-1255", "<p>שלום</p>".encode("windows-1255")), "/robots.txt": (200, "text/plain", b"Disallow:")}


class Page(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        status, kind, body = PAGES.get(self.path, (404, "text/html", b"<h1>No such page</h1>"))
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *words):
        pass


server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Page)
print(server.server_port, flush=True)
threading.Timer(float(sys.argv[1]) if sys.argv[1:] else 3, server.shutdown).start()
server.serve_forever()
