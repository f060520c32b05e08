"""Measures fetch against curl --parallel on small pages of an nginx on loopback, both keeping every page in a file.

The files are in memory where /dev/shm is: what a disk adds is the same for both and different each time.
"""

import os
import resource
import shutil
import socket
import statistics
import subprocess
import tempfile
import time

import usage

CONFIGURATION = """
worker_processes 1; pid nginx.pid; error_log error.log; daemon off;
events { worker_connections 64; }
http {
  log_format moments '$msec';
  access_log off; default_type text/html; root www; keepalive_requests 1000000;
  client_body_temp_path tmp; proxy_temp_path tmp; fastcgi_temp_path tmp; uwsgi_temp_path tmp; scgi_temp_path tmp;
  server { listen 127.0.0.1:%d; location /slow/ { alias www/; access_log moments.log moments; } }
}
"""
PAGE = "<html><head><title>Item {0}</title></head><body><h1>Item {0}</h1>{1}</body></html>\n"
CONNECTIONS = "4"


def serve(folder, pages):
    """Starts nginx on a free port over `pages` pages of 1.6 kB."""
    os.makedirs(f"{folder}/www")
    os.makedirs(f"{folder}/tmp")
    for number in range(pages):
        with open(f"{folder}/www/{number}.html", "w") as file:
            file.write(PAGE.format(number, "<p>What the item is like and what it costs.</p>\n" * 30))
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    with open(f"{folder}/nginx.conf", "w") as file:
        file.write(CONFIGURATION % port)
    subprocess.run(["chmod", "-R", "a+rX", folder], check=True)
    server = subprocess.Popen(["nginx", "-p", folder, "-c", "nginx.conf"])
    for _ in range(100):
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return server, f"http://127.0.0.1:{port}"
        time.sleep(0.05)
    server.kill()
    raise SystemExit("bench: nginx does not answer")


def timed(command, source):
    with open(source, "rb") as lines:
        seconds, memory, status = usage.measure(
            command, stdin=lines, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    if status != 0:
        raise SystemExit(f"bench: {command[0]} ended with {status}")
    return seconds, memory


def fetch(binary, folder, base, name, pages):
    """Pages a second and peak memory of one run into a new data tree."""
    requests = f"{folder}/{name}.jsonl"
    with open(requests, "w") as file:
        for number in range(pages):
            file.write(f'{{"type":"request","url":"{base}/{number}.html","source":"brand","brand_id":"x","role":"item"}}\n')
    command = [binary, "--data", f"{folder}/{name}", "--interval", "0", "--parallel", CONNECTIONS]
    seconds, memory = timed(command, requests)
    return pages / seconds, memory


def curl(folder, base, name, pages):
    os.makedirs(f"{folder}/{name}")
    urls = f"{folder}/{name}.urls"
    with open(urls, "w") as file:
        for number in range(pages):
            file.write(f'url="{base}/{number}.html"\noutput="{folder}/{name}/{number}"\n')
    seconds, _ = timed(["curl", "-s", "--parallel", "--parallel-max", CONNECTIONS, "-K", urls], os.devnull)
    return pages / seconds


def politeness(binary, folder, base, requests=20, interval=0.5):
    """Runs with an interval; by the server's log, the shortest gap and the time the run took over what it had to take."""
    source = f"{folder}/polite.jsonl"
    with open(source, "w") as file:
        for number in range(requests):
            file.write(f'{{"type":"request","url":"{base}/slow/{number}.html","source":"brand","brand_id":"x","role":"item"}}\n')
    seconds, _ = timed([binary, "--data", f"{folder}/polite", "--interval", str(interval)], source)
    with open(f"{folder}/moments.log") as log:
        moments = [float(line) for line in log]
    gaps = [later - earlier for earlier, later in zip(moments, moments[1:])]
    print(f"fetch, {requests} requests to one host, {interval} s apart")
    print(f"  shortest gap in the server's log {min(gaps):.3f} s, {len(moments)} requests")
    # robots.txt is one of the requests and the first needs no wait.
    print(f"  total {seconds:.2f} s, ratio to requests x interval {seconds / (requests * interval):.3f}")


def race(binary, folder, base, pages, rounds):
    """Runs in turn; gives each round's rates of ours and of curl's."""
    rates = []
    for number in range(rounds):
        ours = fetch(binary, folder, base, f"fetch{number}", pages)[0]
        rates.append((ours, curl(folder, base, f"curl{number}", pages)))
    return rates


def contest(binaries, pages=2000, many=20_000, rounds=9):
    if shutil.which("nginx") is None or shutil.which("curl") is None:
        return print("fetch: left out, it needs nginx and curl")
    binary = os.path.join(binaries, "fetch")
    with tempfile.TemporaryDirectory(dir="/dev/shm" if os.path.isdir("/dev/shm") else None) as folder:
        os.chmod(folder, 0o755)
        server, base = serve(folder, many)
        try:
            rates = race(binary, folder, base, pages, rounds)
            small = fetch(binary, folder, base, "small", pages)[1]
            rate, large = fetch(binary, folder, base, "large", many)
            politeness(binary, folder, base)
        finally:
            server.terminate()
            server.wait()
    print(f"fetch, {pages:,} pages over {CONNECTIONS} connections, every page kept in a file, medians of {rounds}")
    print(f"  fetch                        {statistics.median(ours for ours, _ in rates):9.0f} pages/s")
    print(f"  curl --parallel              {statistics.median(peer for _, peer in rates):9.0f} pages/s")
    ratios = [ours / peer for ours, peer in rates]
    print(f"  ratio {statistics.median(ratios):.2f} (rounds {min(ratios):.2f} to {max(ratios):.2f})")
    print(f"  memory over {pages:,} pages {small:.1f} MB, over {many:,} pages {large:.1f} MB ({rate:.0f} pages/s)")


if __name__ == "__main__":
    import sys

    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    contest(sys.argv[1])
