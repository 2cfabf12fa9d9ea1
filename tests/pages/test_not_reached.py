"""An answer that does not come: a sentence in the page, what was typed stays, and what is sent again is kept once."""

import re
from contextlib import closing

import pytest
from playwright.sync_api import expect

from dashboard.doors import GONE
from tests.pages.conftest import sign_in
from tests.published import FAMILY
from timeline import notes
from timeline.database import Database

CALLS = re.compile("/_dash-update-component")
NOTE = "Rang the school; they have not seen him since Monday."


@pytest.fixture
def writer(browser, base_url, credentials):
    """The coordinator with a note typed, in a browser whose complaints about lost answers are expected."""
    context = browser.new_context(base_url=base_url)
    page = context.new_page()
    page.set_default_timeout(20_000)
    sign_in(page, *credentials)
    page.goto(f"/family/{FAMILY}")
    page.get_by_text("Write a note").click()
    page.get_by_label("Note", exact=True).fill(NOTE)
    page.wait_for_load_state("networkidle")
    yield page
    context.close()


def test_a_note_whose_answer_was_lost_stays_typed_and_is_kept_once(writer, home):
    def lost(route):
        route.fetch()
        route.abort()
    keep, typed, told = writer.get_by_role("button", name="Keep this note"), writer.get_by_label("Note", exact=True), writer.locator("#trouble")
    writer.route(CALLS, lambda route: route.fulfill(status=503, content_type="text/plain", body=GONE))
    keep.click()
    expect(told).to_have_text(GONE)
    writer.unroute_all(behavior="wait")
    writer.route(CALLS, lost)
    keep.click()
    expect(told).to_contain_text("What you typed still stands here")
    expect(typed).to_have_value(NOTE)
    writer.unroute_all(behavior="wait")
    keep.click()
    expect(writer.get_by_text("Kept as a note.")).to_be_visible()
    with closing(Database(home)) as database:
        assert list(notes.standing(database)["words"]) == [NOTE]
