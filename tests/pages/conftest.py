"""A real browser on the dashboard: it runs in a process of its own, and a test fails on any console error or foreign request."""

import re
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from contextlib import contextmanager

import pytest
from playwright.sync_api import expect

from tests import published
from timeline import accounts

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
         "--disable-component-update", "--disable-sync"]
SERVE = "import sys; from pathlib import Path; from dashboard.serving import serve; serve(Path(sys.argv[1]), '127.0.0.1', int(sys.argv[2]))"
QUIETLY = """
from dashboard import foreseen, updating
from timeline.effects import Effects
foreseen.foresee = foreseen.foresee_agreed = foreseen.foresee_taken_back = lambda *_: Effects()
updating.start = lambda: None
"""  # no preview is worked out and no update begins: each costs as much as a run on the sample
SCREEN = {"width": 1280, "height": 900}
EXPECTED = re.compile(r"status of (401|403|404)")
expect.set_options(timeout=20_000)


def pytest_collection_modifyitems(items):
    """Without a browser these tests say so and are left out."""
    if CHROMIUM is None:
        for item in items:
            if "tests/pages" in str(item.path).replace("\\", "/"):
                item.add_marker(pytest.mark.skip(reason="Chromium is not installed: apt install chromium, or see the README."))


@pytest.fixture(scope="session")
def browser_type_launch_args():
    """How pytest-playwright starts the browser."""
    return {"executable_path": CHROMIUM, "args": FLAGS}


@pytest.fixture(scope="session")
def home(tmp_path_factory):
    """A home with the small published story and a demo account."""
    folder = tmp_path_factory.mktemp("home")
    published.publish(folder)
    return folder


@pytest.fixture(scope="session")
def demo(home):
    """The demo accounts' names and passwords: a coordinator's, an analyst's, an auditor's and an administrator's."""
    return accounts.ensure_demo(home)


@pytest.fixture(scope="session")
def credentials(demo):
    """The demo coordinator's name and password."""
    return demo[0]


@pytest.fixture(scope="session")
def base_url(home, credentials):
    """Where the dashboard answers."""
    with served_on(home) as address:
        yield address


@pytest.fixture(scope="module")
def people(browser, home):
    """The coordinator's page and the analyst's; a test fails on any error in a console."""
    errors, pages = [], []
    demo = accounts.ensure_demo(home)[:2]
    with served_on(home, quietly=True) as address:
        for account in demo:
            page = browser.new_context(base_url=address, viewport=SCREEN).new_page()
            page.on("console", lambda said: errors.append(said.text) if said.type == "error" else None)
            page.set_default_timeout(20_000)
            sign_in(page, *account)
            pages.append(page)
        yield pages
        for page in pages:
            page.context.close()
    assert errors == []


@contextmanager
def served_on(home, quietly=False):
    """A dashboard on this home in a process of its own; gives its address. `quietly`: it foresees nothing and updates nothing by itself."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    served = subprocess.Popen([sys.executable, "-c", QUIETLY * quietly + SERVE, str(home), str(port)], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    address = f"http://127.0.0.1:{port}"
    try:
        _wait_for(address, served)
        yield address
    finally:
        served.kill()  # its processes end by themselves; stopped gently, they would wait for the browser
        served.wait(10)


def _wait_for(address, served, seconds=60):
    until = time.monotonic() + seconds
    while time.monotonic() < until and served.poll() is None:
        try:
            with urllib.request.urlopen(f"{address}/health", timeout=2):
                return
        except OSError:
            time.sleep(0.2)
    raise AssertionError("the dashboard did not start")


@contextmanager
def watched(page, base_url):
    """A page in which nothing goes wrong: no error in the console, no request to another host."""
    errors, foreign = [], []
    heard = {"console": lambda said: errors.append(said.text) if said.type == "error" and not EXPECTED.search(said.text) else None,
             "pageerror": lambda error: errors.append(str(error)),
             "request": lambda asked: None if asked.url.startswith((base_url, "data:", "blob:")) else foreign.append(asked.url)}
    for what, hear in heard.items():
        page.on(what, hear)
    page.set_default_timeout(20_000)
    yield page
    for what, hear in heard.items():
        page.remove_listener(what, hear)
    assert not errors
    assert not foreign


@pytest.fixture
def browser_context_args(base_url):
    """How the context of a test that is nobody's is opened."""
    return {"base_url": base_url, "viewport": SCREEN}


@pytest.fixture
def anyone(page, base_url):
    """A page that nobody has signed in to."""
    with watched(page, base_url):
        yield page


@pytest.fixture(scope="module")
def tab(browser, base_url, credentials):
    """A tab that the demo user is signed in to, for one file of tests: in a new one every page costs three times as much."""
    context = browser.new_context(base_url=base_url, viewport=SCREEN)
    page = context.new_page()
    sign_in(page, *credentials)
    yield page
    context.close()


@pytest.fixture
def user(tab, base_url):
    """A page that the demo user is signed in to, as wide and as light as at first."""
    tab.set_viewport_size(SCREEN)
    tab.emulate_media(media="null", forced_colors="null")
    with watched(tab, base_url):
        yield tab


def sign_in(page, name, password):
    """Sign in as a person does."""
    page.goto("/sign-in")
    sign_in_here(page, name, password)
    expect(page.locator("#page-title")).to_have_text("Families")


def sign_in_here(page, name, password):
    """Fill in the sign-in form that the page shows."""
    page.get_by_label("Name").fill(name)
    page.get_by_label("Password").fill(password)
    page.get_by_role("button", name="Sign in").click()
