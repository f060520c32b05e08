"""parse-halilit on copies of a real listing page, JSON in and out, against libraries that read the same page from a file."""

import json
import os
import pathlib
import statistics
import sys
import tempfile

HERE = pathlib.Path(__file__).resolve().parent
PYTHON = HERE.parent.parent / ".deps/venv-bench/bin/python"
PAGE = pathlib.Path(os.environ.get("PAGES", "../shared/data/pages")) / "halilit-brand-adam-audio.html"
COPIES = 200
SLOW_COPIES = 20  # enough for a library that takes a second a page


def contest(binaries, timed, rounds=3):
    """Prints pages per second by the median of `rounds`, and the ratios."""
    if not PAGE.exists():
        return print(f"extraction: {PAGE} is not there; set PAGES")
    with tempfile.TemporaryDirectory() as folder:
        pages, few = (write(folder, count) for count in (COPIES, COPIES // 10))
        program = [os.path.join(binaries, "parse-halilit")]
        script = lambda name, count: [str(PYTHON), "-B", str(HERE / "listing.py"), name, str(PAGE), str(count)]
        runs = {
            "parse-halilit": (program, pages, COPIES),
            "libxml2, parsing only": (script("libxml2", COPIES), os.devnull, COPIES),
            "parsel": (script("parsel", COPIES), os.devnull, COPIES),
            "BeautifulSoup": (script("beautifulsoup", SLOW_COPIES), os.devnull, SLOW_COPIES),
        }
        rates, memory = {name: [] for name in runs}, {}
        for _ in range(rounds):
            for name, (command, source, count) in runs.items():
                seconds, peak = timed(command, source)
                rates[name].append(count / seconds)
                memory[name] = max(memory.get(name, 0), peak)
        small = timed(program, few)[1]
    rate = {name: statistics.median(values) for name, values in rates.items()}
    print(f"extraction, {COPIES} copies of {PAGE.name}, {PAGE.stat().st_size / 1e3:.0f} kB each")
    for name in runs:
        print(f"  {name:28} {rate[name]:9.1f} pages/s   peak {memory[name]:6.1f} MB")
    ours = rate["parse-halilit"]
    print(f"  of parsel's rate             {ours / rate['parsel']:9.2f}   (wanted: at least 1)")
    print(f"  of BeautifulSoup's rate      {ours / rate['BeautifulSoup']:9.1f}   (wanted: at least 10)")
    print(f"  of libxml2's parsing time    {rate['libxml2, parsing only'] / ours:9.2f}   (wanted: at most 1.4)")
    print(f"  peak on {COPIES // 10} pages {small:.1f} MB, on {COPIES} pages {memory['parse-halilit']:.1f} MB")


def write(folder, count):
    """A file of `count` page records."""
    record = {
        "type": "page", "url": "https://www.halilit.com/g/5193-Brand/207910-ADAM-Audio", "source": "halilit",
        "brand_id": "adam-audio", "role": "listing", "depth": 0, "status": 200, "fetched_at": "2026-01-15T04:05:06Z",
        "sha256": "0" * 64, "from_cache": False, "body": PAGE.read_text("utf-8"),
    }
    path = os.path.join(folder, f"{count}.jsonl")
    line = json.dumps(record, ensure_ascii=False, separators=(",", ":")) + "\n"
    with open(path, "w", encoding="utf-8") as file:
        for _ in range(count):
            file.write(line)
    return path


if __name__ == "__main__":
    sys.exit("extract: run make bench")
