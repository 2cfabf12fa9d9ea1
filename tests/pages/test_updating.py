"""At the foot of every page: how far the timelines are, by itself, and never reloaded under the reader's hands."""

import re
from contextlib import ExitStack

import pytest
from playwright.sync_api import expect

from tests.made import made
from tests.pages.conftest import served_on, sign_in
from timeline import accounts, decisions, snapshot
from timeline.access import User
from timeline.database import Database
from timeline.tables import TABLES

pytestmark = pytest.mark.slow


@pytest.fixture
def waiting(tmp_path):
    """A home with an answer that its snapshot, of one empty file, does not show."""
    empty = dict(file="police.csv", agency="police", system="niche", area="Calderbrook", as_at="2024-12-01", received_on="2024-12-02")
    with snapshot.working(tmp_path) as s:
        for name in TABLES:
            s[name] = made(name, *[empty] * (name == "files"))
        s.describe(as_of="2024-12-01", until="", settings="test", own_settings="", model="test", decided=0, acute_days=90, high_days=365)
        s.publish()
    database = Database(tmp_path)
    decisions.answer(database, User("ada", "analyst"), "key", "same person", [("a", "b", "seen")], "yes", "Told by the school.")
    database.close()
    return tmp_path


@pytest.fixture
def account(waiting):
    """The demo coordinator's name and password there."""
    return accounts.ensure_demo(waiting)[0]


@pytest.fixture
def held(waiting, account):
    """What stops another run's work in that home, so that the server's own update, which waits for it, can begin."""
    with ExitStack() as run:
        run.enter_context(snapshot.working(waiting))
        yield run


@pytest.fixture
def base_url(waiting, held):
    """Where a dashboard answers that was started while another run is at work."""
    with served_on(waiting) as address:
        yield address


def test_the_foot_of_the_page_follows_the_update_and_offers_the_newer_timelines(anyone, waiting, account, held):
    sign_in(anyone, *account)
    foot = anyone.locator("#progress")
    expect(foot).to_have_text(re.compile(r"^1 answer is not yet in these timelines; they are being made anew since \d\d:\d\d\. "
                                        r"What was answered cannot be shown before that: the snapshot was made by another version of this program\.$"))
    anyone.evaluate("window.untouched = true")
    before = snapshot.current(waiting).stem
    held.close()
    expect(foot).to_have_text("Newer timelines stand than this page shows. Reload the page to see them", timeout=120_000)
    assert anyone.evaluate("window.untouched")
    expect(anyone.locator("#made-from")).to_contain_text(before)
    foot.get_by_role("link").click()
    expect(anyone.locator("#made-from")).to_contain_text(snapshot.current(waiting).stem)
    expect(foot).to_be_empty()
