"""What a coordinator does beside the meetings, in a real browser: what is new, the quarterly return, a referral by hand, a transfer."""

import re

import pytest
from playwright.sync_api import expect

from tests import published
from tests.pages.conftest import served_on, sign_in
from tests.pages.test_reading import broken
from tests.published import FAMILY, FATHER, MOTHER
from timeline import accounts

pytestmark = pytest.mark.slow

MEETING = "marac:coordinator:CB1/MTG"


@pytest.fixture(scope="module")
def home(tmp_path_factory):
    """The small story, with one MARAC meeting in it at which the Khans were heard."""
    folder, tables = tmp_path_factory.mktemp("day"), published.story()
    tables["rows"].append(dict(row_id="marac.csv:2", file="marac.csv", line_from=2, line_to=2, received_on="2024-12-02"))
    tables["reports"].append(dict(report_id=MEETING, row_id="marac.csv:2", agency="marac", area="Calderbrook", category="marac_meeting",
                                  occurred_from="2024-11-05 00:00:00", known_on="2024-11-06"))
    tables["mentions"] += [dict(mention_id=f"{MEETING}#victim", slot="victim", role="victim"), dict(mention_id=f"{MEETING}#s", slot="s", role="suspect")]
    for person_id, slot in ((MOTHER, "victim"), (FATHER, "s")):
        next(person for person in tables["people"] if person["person_id"] == person_id)["mention_ids"].append(f"{MEETING}#{slot}")
    published.publish(folder, tables)
    return folder


@pytest.fixture(scope="module")
def day(browser, home):
    """The coordinator's page; a test fails on any error in its console."""
    errors = []
    with served_on(home, quietly=True) as address:
        page = browser.new_context(base_url=address, viewport={"width": 1280, "height": 900}, accept_downloads=True).new_page()
        page.on("console", lambda said: errors.append(said.text) if said.type == "error" else None)
        page.set_default_timeout(20_000)
        sign_in(page, *accounts.ensure_demo(home)[0])
        yield page
        page.context.close()
    assert errors == []


def narrow(page):
    """Whether the page fits 320 px; the width is put back."""
    page.set_viewport_size({"width": 320, "height": 900})
    fits = page.evaluate("document.documentElement.scrollWidth") <= 320
    page.set_viewport_size({"width": 1280, "height": 900})
    return fits


def test_what_is_new_is_read_by_day_from_the_keyboard(day):
    day.get_by_role("link", name="New since").click()
    expect(day.locator("#page-title")).to_contain_text("New since 2 December 2024")
    expect(day.locator(f"#{FAMILY}")).to_contain_text("Separation recorded on 10 March 2024")
    assert broken(day) == [] and narrow(day)
    day.get_by_label("Received on or after").fill("3/12/2024")
    day.keyboard.press("Enter")
    expect(day.locator("#page-title")).to_contain_text("New since 3 December 2024")
    expect(day.get_by_text("No family is newly or more gravely signalled.")).to_be_visible()
    assert "day=3" in day.url and broken(day) == []


def test_a_number_of_the_return_opens_the_family_in_two_clicks_and_a_blank_says_why(day):
    day.goto("/quarterly?quarter=2024-Q4")
    day.get_by_role("link", name=re.compile(r"^1\s*: Cases discussed")).click()
    expect(day.locator(".tl-card")).to_contain_text("Cases discussed, meeting of 5 November 2024: 1")
    assert broken(day) == [] and narrow(day)
    expect(day.get_by_role("link", name=re.compile(r"^blank\s*: Male victim$"))).to_be_visible()
    day.get_by_role("link", name=re.compile(r"^blank\s*: Male victim, the quarter$")).click()
    expect(day.locator(".tl-card")).to_contain_text("the victim's sex is not recorded")
    with day.expect_download() as download:
        day.get_by_role("link", name="CSV").click()
    assert download.value.suggested_filename == "marac-return-2024-Q4.csv"
    day.locator(".tl-card").get_by_role("link", name="Khan family").click()
    expect(day.locator("#page-title")).to_contain_text("Khan")


def test_a_referral_is_entered_about_a_person_who_is_found_and_its_family_says_that_it_is_not_yet_there(day):
    day.goto("/referral")
    day.get_by_text("Search for a person").click()
    day.locator("#referring-name").fill("sara khan")
    day.keyboard.press("Enter")
    day.get_by_role("link", name=re.compile(r"The referral is about this person\s*: Sara Khan")).click()
    expect(day.get_by_text("chosen from the records")).to_be_visible()
    day.get_by_role("button", name="Read it through").click()
    expect(day.locator(".govuk-error-summary")).to_contain_text("Say which agency refers.")
    assert broken(day) == [] and narrow(day)
    day.get_by_label("Day of the referral").fill("20/11/2024")
    day.get_by_label("Referring agency").select_option("housing")
    day.get_by_role("checkbox", name="Professional judgement").check()
    day.get_by_label("What happened and what is feared").fill("Came to the office and was afraid.")
    day.get_by_role("button", name="Read it through").click()
    expect(day.locator("#referral-review")).to_contain_text("Came to the office")
    assert broken(day) == []
    day.get_by_role("button", name="Keep it").click()
    expect(day.locator("#referral-kept")).to_contain_text("Kept as H-1")
    day.goto(f"/family/{FAMILY}")
    expect(day.get_by_text("not yet in this timeline")).to_be_visible()
    day.get_by_role("link", name="Referral H-1").click()
    expect(day.locator("#main")).to_contain_text("Stands; not yet in the timelines")
    assert broken(day) == [] and narrow(day)


@pytest.mark.slow
def test_a_case_is_transferred_after_it_was_said_what_goes_along_and_its_page_says_so(day):
    day.goto(f"/transfer/{FAMILY}")
    day.get_by_label("To the MARAC of").fill("Eastmere")
    day.get_by_label("Why the case goes there").fill("Has moved there.")
    day.get_by_role("button", name="Continue").click()
    expect(day.locator("#transfer-review")).to_contain_text("Goes along, in the partner agency's chronology")
    assert broken(day) == [] and narrow(day)
    day.get_by_role("button", name="Transfer the case").click()
    expect(day.locator("#transfer-kept")).to_contain_text("Nothing is sent from here")
    day.goto(f"/family/{FAMILY}")
    expect(day.get_by_text("Transferred to the MARAC")).to_be_visible()
