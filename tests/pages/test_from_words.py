"""What a record's words suggest, as a coordinator answers it in the browser: marked, asked, confirmed, and taken off the family's count."""

import pytest
from playwright.sync_api import expect

from tests import published
from tests.pages.conftest import served_on
from tests.pages.test_reading import broken
from tests.published import ASSAULT, FAMILY
from timeline import accounts

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def desk(tmp_path_factory):
    """A dashboard of this test's own, since the answer stays in it: its address, and the coordinator's name and password."""
    home = tmp_path_factory.mktemp("from-words")
    published.publish(home)
    account = accounts.ensure_demo(home)[0]
    with served_on(home, quietly=True) as address:
        yield address, account


@pytest.fixture(scope="module")
def base_url(desk):
    """Where the dashboard answers."""
    return desk[0]


@pytest.fixture(scope="module")
def credentials(desk):
    """The coordinator's name and password."""
    return desk[1]


def test_a_coordinator_confirms_what_the_words_say(user):
    user.goto(f"/family/{FAMILY}")
    user.get_by_text("Suggested from the words, not confirmed (1)").click()
    user.get_by_role("link", name="an injury").click()
    expect(user.locator("mark")).to_contain_text("Fractured")
    user.get_by_text("Confirm, refuse or say that you are not sure").click()
    user.get_by_role("button", name="Answer this").click()
    user.get_by_label("Yes, the words say so").check()
    user.get_by_role("textbox", name="Why", exact=True).fill("The record says so itself.")
    user.get_by_role("button", name="See what this would change").click()
    assert not broken(user)
    user.get_by_role("button", name="Keep this answer").click()
    expect(user.get_by_text("Kept as D-1.")).to_be_visible()
    user.goto(f"/event/{ASSAULT}")
    expect(user.get_by_role("heading", name="Confirmed from the words")).to_be_visible()
    expect(user.get_by_text("from the record's words by demo-coordinator")).to_be_visible()
    user.goto(f"/family/{FAMILY}")
    expect(user.get_by_role("heading", name="Timeline")).to_be_visible()
    expect(user.get_by_text("Suggested from the words")).to_have_count(0)
