"""What a reader waits for: pages of the built book, and of a stock Jupyter Book, in a slow browser on a slow line.

``python benchmarks/page.py`` after ``make book``; the browser is slowed fourfold and the line is 1.6 Mbit/s with
150 ms a round trip, as in Lighthouse. Nothing outside is fetched: what a page asks of other hosts is counted and refused.
"""

from __future__ import annotations

import functools
import gzip
import shutil
import statistics
import subprocess
import sys
import tempfile
import threading
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

ROOT = Path(__file__).parents[1]
PAGES = ("index.html", "history.html", "asymmetry.html", "accords.html", "forecasts.html")
RUNS = 3
LINE = {"offline": False, "latency": 150, "downloadThroughput": 1.6e6 / 8, "uploadThroughput": 0.75e6 / 8}
WATCH = """
window.seen = { lcp: 0, shift: 0, tasks: [] };
const watch = (type, take) => new PerformanceObserver((list) => list.getEntries().forEach(take)).observe({ type, buffered: true });
watch("largest-contentful-paint", (entry) => { seen.lcp = entry.startTime; });
watch("layout-shift", (entry) => { seen.shift += entry.hadRecentInput ? 0 : entry.value; });
watch("longtask", (entry) => { seen.tasks.push([entry.startTime, entry.duration]); });
"""
FIGURES = """() => {
    const painted = performance.getEntriesByName("first-contentful-paint")[0].startTime;
    const files = [...performance.getEntriesByType("navigation"), ...performance.getEntriesByType("resource")];
    return { "KB gzip": files.reduce((sum, file) => sum + file.encodedBodySize, 0) / 1000, requests: files.length,
        "FCP s": painted / 1000, "LCP s": seen.lcp / 1000, CLS: seen.shift,
        "TBT ms": seen.tasks.filter(([start]) => start >= painted).reduce((sum, [, length]) => sum + length - 50, 0) };
}"""
EXPLORE = """() => new Promise((resolve) => {
    const began = performance.now();
    document.querySelector(".chart-explore").click();
    const look = () => document.querySelector(".chart-live svg")
        ? requestAnimationFrame(() => resolve((performance.now() - began) / 1000)) : requestAnimationFrame(look);
    look();
})"""
STOCK = """\
---
jupytext: {text_representation: {extension: .md, format_name: myst}}
kernelspec: {display_name: Python 3, language: python, name: python3}
---
# Launch attempts

China has launched more often than Russia since 2016.

```{code-cell} python
:tags: [hide-input]
import altair as alt
import pandas as pd

launches = pd.read_csv("launches_by_year.csv")
launches = launches[launches["attribution"].eq("provider")]
alt.Chart(launches).mark_line().encode(x="year:Q", y="attempts:Q", color="country:N", tooltip=["country", "year", "attempts"])
```
"""


@functools.cache
def packed(path: Path, is_text: bool) -> bytes:
    """Return a file as it travels; compressed once, so that no reader waits for it."""
    return gzip.compress(path.read_bytes()) if is_text else path.read_bytes()


class Compressed(SimpleHTTPRequestHandler):
    """Files from a folder, gzip on the way, as a web host serves them."""

    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        path = Path(self.translate_path(self.path))
        is_text = path.suffix in (".html", ".css", ".js", ".svg", ".json", ".csv")
        body = packed(path, is_text) if path.is_file() else b""
        self.send_response(200 if path.is_file() else 404)
        self.send_header("Content-Type", self.guess_type(str(path)))
        self.send_header("Content-Length", str(len(body)))
        if is_text:
            self.send_header("Content-Encoding", "gzip")
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_) -> None:
        pass


def build_stock(folder: Path) -> Path:
    """Build a book of one page with one chart, with the defaults of Jupyter Book; return its website."""
    (folder / "index.md").write_text(STOCK, encoding="utf-8")
    (folder / "_toc.yml").write_text("format: jb-book\nroot: index\n")
    (folder / "_config.yml").write_text("title: A stock book\nexecute: {execute_notebooks: force}\n")
    shutil.copy(ROOT / "seeds" / "reference" / "launches_by_year.csv", folder)
    subprocess.run([Path(sys.executable).parent / "jupyter-book", "build", folder], check=True, capture_output=True)
    return folder / "_build" / "html"


def measure(browser: Browser, address: str) -> dict[str, float]:
    """Open one page as a new reader and return its figures."""
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    page = context.new_page()
    foreign = []
    page.on("request", lambda asked: foreign.append(asked.url) if asked.url.startswith("https:") else None)
    page.add_init_script(WATCH)
    line = context.new_cdp_session(page)
    line.send("Network.enable")
    line.send("Network.emulateNetworkConditions", LINE)
    line.send("Emulation.setCPUThrottlingRate", {"rate": 4})
    page.goto(address, wait_until="networkidle", timeout=120_000)
    page.wait_for_timeout(1000)
    found = page.evaluate(FIGURES) | {"foreign": len(foreign)}
    if page.locator(".chart-explore").count():
        found["explore s"] = page.evaluate(EXPLORE)
        page.evaluate("document.querySelectorAll('.chart-live').forEach((chart) => chart.classList.remove('chart-live'))")
        if page.locator(".chart-explore").count():
            found["next s"] = page.evaluate(EXPLORE)
    context.close()
    return found


def main() -> None:
    site = Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT / "_build" / "html"
    path = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))))
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        sites = [(site, name) for name in PAGES] + [(build_stock(Path(folder)), "index.html")]
        browser = playwright.chromium.launch(executable_path=path, args=[
            "--no-sandbox", "--disable-gpu", "--disable-background-networking",
            "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1"])
        columns: list[str] = []
        for place, name in sites:
            server = ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(Compressed, directory=str(place)))
            threading.Thread(target=server.serve_forever, daemon=True).start()
            runs = [measure(browser, f"http://127.0.0.1:{server.server_port}/{name}") for _ in range(RUNS)]
            server.shutdown()
            if not columns:
                columns = list(runs[0])
                print("| page |", " | ".join(columns), "|")
                print("|---|" + "---:|" * len(columns))
            middle = {column: statistics.median(run[column] for run in runs) for column in columns if column in runs[0]}
            cells = (f"{middle[column]:.3g}" if column in middle else "" for column in columns)
            print(f"| {name if place == site else 'a stock page'} |", " | ".join(cells), "|", flush=True)
        browser.close()


if __name__ == "__main__":
    main()
