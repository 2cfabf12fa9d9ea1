"""As known on a day and to somebody, as a reader meets it: asked for by keyboard, waited for, read, followed from page to page."""

import re
from urllib.parse import unquote

import pytest
import sqlalchemy as sa
from playwright.sync_api import expect

from tests.pages.conftest import served_on
from tests.pages.test_reading import broken
from tests.test_asknown import planted
from timeline import accounts, snapshot
from timeline.database import Database

pytestmark = pytest.mark.slow

ELSEWHERE = ("PLANTED", "Quill", "P2", "P3", "S2", "LATER", "Police recorded")
MADE = 120_000


@pytest.fixture(scope="module")
def told(tmp_path_factory):
    """A home with the planted family, and the family's id."""
    home = tmp_path_factory.mktemp("asknown")
    with snapshot.open(planted(home)) as reader:
        return home, reader.execute("select distinct family_id from made.families").fetchall()[0][0]


@pytest.fixture(scope="module")
def base_url(told):
    """Where a dashboard on it answers."""
    with served_on(told[0]) as address:
        yield address


@pytest.fixture(scope="module")
def credentials(told):
    """The demo coordinator's name and password there."""
    return accounts.ensure_demo(told[0])[0]


def main(page) -> str:
    return page.locator("#main").inner_text()


def test_a_view_is_asked_for_by_keyboard_and_shows_what_was_known_and_how_much_was_not(user, told):
    home, family = told
    user.goto(f"/family/{family}")
    user.locator("summary", has_text="As known on a day, or to one agency").press("Enter")
    user.get_by_label("Known to").select_option("schools")
    user.get_by_label("By which day").fill("1/3/2024")
    user.keyboard.press("Enter")
    expect(user.locator("#page-title")).to_contain_text("Working out what was known")
    expect(user.get_by_text("This page is as known to Schools by 1 March 2024.")).to_be_visible(timeout=MADE)
    expect(user.get_by_text("2 of the 5 records on this family's timeline now are shown: 3 were not known to Schools.")).to_be_visible()
    expect(user.get_by_text("1 record is another agency's, of which Schools was told.")).to_be_visible()
    assert broken(user) == []
    with Database(home).read() as connection:
        subjects = list(connection.execute(sa.text("select subject from audit where action = 'view family' order by number")).scalars())
    assert subjects == [family, f"{family}, as known to Schools by 1 March 2024"]
    user.get_by_role("link", name="Go to the family as it is known now").click()
    expect(user.get_by_text("As known then")).to_be_hidden()
    assert user.url.endswith(f"/family/{family}")


def test_every_page_that_a_view_leads_to_is_of_the_same_view_and_tells_of_no_other_record_and_changes_nothing(user, told):
    waiting, seen = [f"/family/{told[1]}?known_on=1/3/2024&known_to=schools"], {}
    while waiting:
        address = waiting.pop()
        user.goto(address)
        expect(user.get_by_text("This page is as known to Schools by 1 March 2024.")).to_be_visible(timeout=MADE)
        page = address.split("/")[1]
        seen[address] = page
        assert [word for word in ELSEWHERE if word in main(user)] == [], address
        assert user.get_by_role("button", name=re.compile("Go on|Answer|Dismiss|Keep")).count() == 0, address
        assert user.get_by_text("What people have decided").count() == 0, address
        links = {link.get_attribute("href").split("#")[0] for link in user.locator("#main a[href*='known_to']").all()}
        files = {link for link in links if link.startswith("/take/")}
        for file in sorted(link for link in files if ".csv?" in link):
            taken = user.request.get(file).text()
            assert [word for word in ELSEWHERE if word in taken] == [], file
        new = [link for link in sorted(links - files) if "zoom=" not in link and "signal=" not in link and link not in seen and unquote(link) not in seen]
        waiting += [link for link in new if link.split("/")[1] not in seen.values()]
    assert set(seen.values()) >= {"family", "knew", "event", "record", "person", "child"}


WRONG = {
    "known_on=31/2/2024": "“31/2/2024” is not a day",
    "known_on=soon&known_to=police": "“soon” is not a day",
    "known_on=1/1/2031": "show what was known by 31 March 2025: choose that day or an earlier one",
    "known_on=1/1/2031&known_to=partnership": "Nothing was received after",
    "known_on=1/3/2024&known_to=fire+service": "recorded nothing of this family",
    "known_to=agencies": "Give a day, or choose one agency",
}


def test_what_cannot_be_shown_is_said_in_a_sentence(user, told):
    for query, said in WRONG.items():
        user.goto(f"/family/{told[1]}?{query}")
        expect(user.get_by_role("alert").filter(has_text=said)).to_be_visible()


def test_where_nothing_was_known_the_page_says_when_the_first_record_came(user, told):
    user.goto(f"/family/{told[1]}?known_on=1/1/2020")
    expect(user.get_by_text("No family was known then.")).to_be_visible(timeout=MADE)
    expect(user.get_by_text("The first record of its people that stands now came to any agency on 12 January 2024.")).to_be_visible()
    assert broken(user) == []
