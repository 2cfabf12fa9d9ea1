"""`python -m benchmarks.dashboard` makes a snapshot of families with 0 to 3,000 events and of a list of 50,000, serves it, and measures in a real
Chromium how long a chart, a zoom, the first rows of the list and a filter take. It prints one table; keep the ratios, and the times with the machine."""

import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from contextlib import closing, contextmanager
from pathlib import Path
from statistics import median

from playwright.sync_api import Page, sync_playwright

from benchmarks.dashboard import home
from benchmarks.dashboard.measure import Desk, Taken
from timeline import accounts

WORK = Path(__file__).parent.parent / "work" / "dashboard"
SERVE = "import sys; from pathlib import Path; from dashboard.serving import serve; serve(Path(sys.argv[1]), '127.0.0.1', int(sys.argv[2]))"
FLAGS = ["--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"]
TIMES = 5
FILTERS = ("Same day", "Separation risk", "Police")


def main(times: int = TIMES) -> None:
    """Make, serve, measure and print."""
    WORK.mkdir(parents=True, exist_ok=True)
    home.publish(WORK)
    name, password = accounts.ensure_demo(WORK)[0]
    with _served(WORK) as (address, server), sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=FLAGS)
        page = browser.new_context(base_url=address, viewport={"width": 1280, "height": 900}).new_page()
        _sign_in(page, name, password)
        print("| what | least on the clock, ms | middle | least of processor time, ms | middle |\n|---|--:|--:|--:|--:|")
        for what, taken in _measured(Desk(page, server), times):
            clock, processor = [t.clock for t in taken], [t.processor for t in taken]
            print(f"| {what} | {min(clock):,.0f} | {median(clock):,.0f} | {min(processor):,.0f} | {median(processor):,.0f} |", flush=True)
        browser.close()


def _measured(desk: Desk, times: int):
    """Each figure's name and what it took. The charts are asked for in turn, so that what else the machine does falls on all alike."""
    drawn = {size: [] for size in home.SIZES}
    for _ in range(times + 1):  # the first of each fills caches and is left out
        for size, taken in drawn.items():
            taken.append(desk.chart(size))
    yield from ((f"page and chart of {size:,} events", taken[1:]) for size, taken in drawn.items())
    yield "3,000 events to none, in hundredths", [_ratio(full, none) for full, none in zip(drawn[3000][1:], drawn[0][1:], strict=True)]
    for size in (40, 3000):
        yield f"zoom in a chart of {size:,} events", [_after(lambda size=size: desk.chart(size), desk.zoom) for _ in range(times)]
    yield f"first rows of {home.LIST:,} families", [desk.first_rows() for _ in range(times)]
    for words in FILTERS:
        yield f"filter: {words}", [_after(desk.first_rows, lambda words=words: desk.narrowed(words)) for _ in range(times)]


def _ratio(full: Taken, none: Taken) -> Taken:
    return Taken(100 * full.clock / none.clock, 100 * full.processor / none.processor)


def _after(before, then) -> Taken:
    before()
    return then()


def _sign_in(page: Page, name: str, password: str) -> None:
    page.goto("/sign-in")
    page.get_by_label("Name").fill(name)
    page.get_by_label("Password").fill(password)
    page.get_by_role("button", name="Sign in").click()
    page.locator("article").first.wait_for()


@contextmanager
def _served(folder: Path):
    with closing(socket.socket()) as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    served = subprocess.Popen([sys.executable, "-c", SERVE, str(folder), str(port)])
    address = f"http://127.0.0.1:{port}"
    try:
        for _ in range(200):
            try:
                urllib.request.urlopen(f"{address}/health", timeout=2).close()
                break
            except OSError:
                time.sleep(0.2)
        yield address, served.pid
    finally:
        served.terminate()
        served.wait(10)


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else TIMES)
