# Takes posts on a loopback port of its own, keeps their bodies, and ends with the third; refuses the first.
import http.server
import threading

received = []


class Sink(http.server.BaseHTTPRequestHandler):
    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"])).decode()
        received.append(f"{self.path} {body}\n")
        self.send_response(503 if len(received) == 1 else 200)
        self.send_header("Content-Length", "0")
        self.end_headers()
        if len(received) == 3:
            threading.Thread(target=server.shutdown).start()

    def log_message(self, *words):
        pass


server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Sink)
print(server.server_port, flush=True)
timer = threading.Timer(60, server.shutdown)
timer.daemon = True
timer.start()
server.serve_forever()
with open("received", "w", encoding="utf-8") as file:
    file.writelines(received)
