"""An HTTP server on a loopback port of its own: prints the port, writes every request as a line into FILE.

usage: sink.py FILE [--status N] [--seconds N]       a line is: method, path, body (tab-separated)

Ends when it is killed or after so many seconds.
"""

import argparse
import http.server
import threading


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("file")
    parser.add_argument("--status", type=int, default=200)
    parser.add_argument("--seconds", type=float, default=120)
    options = parser.parse_args()

    class Sink(http.server.BaseHTTPRequestHandler):
        def answer(self):
            body = self.rfile.read(int(self.headers.get("Content-Length") or 0)).decode()
            with open(options.file, "a", encoding="utf-8") as file:
                file.write(f"{self.command}\t{self.path}\t{body}\n")
            self.send_response(options.status)
            self.send_header("Content-Length", "0")
            self.end_headers()

        do_GET = do_POST = answer

        def log_message(self, *words):
            pass

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Sink)
    print(server.server_port, flush=True)
    timer = threading.Timer(options.seconds, server.shutdown)
    timer.daemon = True
    timer.start()
    server.serve_forever()


main()
