"""The auditor's page in a browser: the two questions and what may be unusual, by keyboard, on a narrow screen, with no case data."""

from contextlib import closing

import pytest
from playwright.sync_api import expect

from tests import published
from tests.pages.conftest import sign_in_here
from tests.pages.test_accounts import well_made
from timeline import audit
from timeline.access import User
from timeline.database import Database


@pytest.fixture
def auditor(anyone, demo, home):
    """The auditor's page, of an audit in which somebody opened a family's addresses often."""
    ada = User("ada.khan", "coordinator")
    with closing(Database(home)) as database:
        for _ in range(5):
            audit.write(database, ada, "opened mention", published.FAMILY, reason="to plan a visit", record=f"{published.CRIME}#victim")
    anyone.goto("/looked")
    sign_in_here(anyone, *demo[2])
    expect(anyone.locator("#page-title")).to_contain_text("Who looked at what")
    return anyone


def test_an_auditor_finds_a_family_by_an_identifier_and_who_looked_at_it(auditor):
    well_made(auditor)
    auditor.get_by_label("Family, person or event id").fill("999 000 0018")
    auditor.keyboard.press("Enter")
    auditor.get_by_role("link", name=f"Who has looked at {published.FAMILY}").click()
    expect(auditor.get_by_role("heading", level=2, name=published.FAMILY)).to_contain_text("look")
    expect(auditor.locator("table")).to_contain_text("to plan a visit")
    assert "999" not in auditor.url and "Khan " not in auditor.locator("#main").inner_text()
    well_made(auditor)
    with auditor.expect_download() as taken:
        auditor.get_by_role("link", name="Download this list as CSV").click()
    assert "to plan a visit" in taken.value.path().read_text(encoding="utf-8-sig")


def test_an_auditor_reads_what_an_account_did_and_opens_the_lines_of_a_prompt(auditor):
    auditor.get_by_label("Account", exact=True).select_option("ada.khan")
    auditor.get_by_role("button", name="Show").click()
    expect(auditor.get_by_role("heading", level=2, name="ada.khan")).to_contain_text("line")
    well_made(auditor)
    auditor.goto("/looked")
    auditor.get_by_role("link", name="of ada.khan: Hidden addresses and texts opened often").click()
    expect(auditor.locator("#main")).to_contain_text("each with a reason")
    expect(auditor.locator("table tbody tr").first).to_contain_text("opened mention")
    well_made(auditor)
