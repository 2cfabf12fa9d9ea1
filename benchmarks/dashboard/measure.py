"""What is measured in the browser: from asking until it is on the screen, on the clock and in processor time of server and page together.

On a machine that does other things too, the clock says more of them than of us; the processor time is what an idle machine would take."""

import time
from collections.abc import Callable
from dataclasses import dataclass

import psutil
from playwright.sync_api import Page

from benchmarks.dashboard.home import family_of

SETTLED = 700
"""Milliseconds in which nothing more is drawn."""

DRAWN = "() => !!document.querySelector('#chart .main-svg .xtick')"
ZOOM_IN = "#chart .modebar-btn[aria-label='Zoom in']"


@dataclass
class Taken:
    """Milliseconds: on the clock, and of processor time."""

    clock: float
    processor: float


class Desk:
    """A signed-in page, and the process that serves it."""

    def __init__(self, page: Page, server: int):
        self.page, self._server = page, psutil.Process(server)
        self._browser = page.context.new_cdp_session(page)
        self._browser.send("Performance.enable", {"timeDomain": "threadTicks"})

    def chart(self, events: int) -> Taken:
        """The page of the family with so many events, until its chart is drawn."""
        return self._taken(lambda: self.page.goto(f"/family/{family_of(events)}"), lambda: self.page.evaluate(DRAWN), anew=True)

    def zoom(self) -> Taken:
        """A click on the zoom of the chart that is on the page, until it is drawn with the marks that the server gathered for it."""
        answers = []
        self.page.on("response", lambda answer: answers.append(answer) if "_dash-update-component" in answer.url else None)
        return self._taken(lambda: self.page.locator(ZOOM_IN).click(), lambda: answers)

    def first_rows(self) -> Taken:
        """The list of families, until its first rows are there."""
        return self._taken(lambda: self.page.goto("/families?show=all"), lambda: self.page.locator("article").count() > 0, anew=True)

    def narrowed(self, words: str) -> Taken:
        """The choice of what narrows the list that is on the page, until the narrower list is there."""
        before = self._counted()
        return self._taken(lambda: self.page.get_by_role("link", name=words).first.click(), lambda: self._counted() not in ("", before))

    def _counted(self) -> str:
        return self.page.locator("section > h2").last.inner_text()

    def _taken(self, ask: Callable, done: Callable[[], object], anew: bool = False) -> Taken:
        server, page, since = self._of_server(), 0 if anew else self._of_page(), time.monotonic()
        ask()
        while not done():
            self.page.wait_for_timeout(5)
        clock = time.monotonic() - since
        self.page.wait_for_timeout(SETTLED)
        return Taken(1000 * clock, 1000 * (self._of_server() - server + self._of_page() - page))

    def _of_server(self) -> float:
        used = self._server.cpu_times()
        return used.user + used.system

    def _of_page(self) -> float:
        return next(metric["value"] for metric in self._browser.send("Performance.getMetrics")["metrics"] if metric["name"] == "TaskDuration")
