"""What is measured in the browser, each some times over: milliseconds until something is on the screen."""

import time
from collections.abc import Callable

from playwright.sync_api import Page

from benchmarks.dashboard.home import family_of

DRAWN = "() => document.querySelector('#chart .main-svg .xaxislayer-above .xtick, #chart .main-svg .xtick')"
WATCH = """() => {
    const chart = document.querySelector('#chart .js-plotly-plot');
    window.drawnAt = []; window.askedAt = performance.now();
    chart.on('plotly_afterplot', () => window.drawnAt.push(performance.now()));
}"""


def chart(page: Page, events: int) -> float:
    """From asking for the page of the family with so many events until its chart is drawn."""
    return _until(page, lambda: page.goto(f"/family/{family_of(events)}"), lambda: page.evaluate(f"!!({DRAWN})()"))


def zoom(page: Page) -> float:
    """From a click on the chart's zoom until it is drawn with the marks that the server gathered for it; the chart is on the page."""
    page.evaluate(WATCH)
    with page.expect_response(lambda answer: "_dash-update-component" in answer.url):
        page.locator("#chart .modebar-btn[data-title='Zoom in'], #chart .modebar-btn[aria-label='Zoom in']").first.click()
    page.wait_for_timeout(600)
    return page.evaluate("window.drawnAt.at(-1) - window.askedAt")


def first_rows(page: Page) -> float:
    """From asking for the list of families until its first rows are there."""
    return _until(page, lambda: page.goto("/families?show=all"), lambda: page.locator("article").count() > 0)


def narrowed(page: Page, words: str) -> float:
    """From choosing what narrows the list until the narrower list is there; the list is on the page."""
    before = page.locator("h2").nth(1).inner_text()
    return _until(page, lambda: page.get_by_role("link", name=words).first.click(), lambda: page.locator("h2").nth(1).inner_text() not in ("", before))


def _until(page: Page, ask: Callable, done: Callable[[], bool]) -> float:
    since = time.monotonic()
    ask()
    while not done():
        page.wait_for_timeout(5)
    return 1000 * (time.monotonic() - since)
