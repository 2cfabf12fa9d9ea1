"""What a coordinator does: narrow, search, and follow a signal to the agency's own line."""

import re

import pytest
from playwright.sync_api import expect

from tests.published import ASSAULT, CRIME, FAMILY


def test_the_list_is_narrowed_by_links_and_the_address_says_how(user):
    user.goto("/")
    expect(user.get_by_role("heading", name="1 family with signals")).to_be_visible()
    user.get_by_role("link", name="Separation risk").click()
    expect(user).to_have_url(re.compile(r"\?heading=separation$"))
    expect(user.get_by_role("heading", name="1 family with signals, as narrowed")).to_be_visible()
    user.get_by_role("link", name="All families, with or without signals").click()
    expect(user).to_have_url(re.compile(r"heading=separation&show=all"))
    user.get_by_role("link", name="Clear all").click()
    expect(user).to_have_url(re.compile(r"/families$"))


def test_a_list_narrowed_to_nothing_says_what_next(user):
    user.goto("/families?level=review")
    expect(user.get_by_text("No family fits all of what was chosen.")).to_be_visible()
    user.get_by_role("link", name="Show every family with signals").click()
    expect(user.get_by_role("link", name="Khan family")).to_be_visible()


@pytest.mark.parametrize(("field", "text"), [("Name", "sara"), ("Date of birth", "4/3/1990"), ("Identifier", "9990000018"), ("Agency's reference", "ED077")])
def test_a_search_finds_the_family_and_leaves_no_trace_in_the_address(user, field, text):
    user.goto("/")
    user.get_by_text("Search for a person or a record").click()
    user.get_by_label(field).fill(text)
    user.keyboard.press("Enter")
    result = user.locator("#search-found")
    expect(result).to_contain_text("Sara Khan, born 4 March 1990")
    expect(result.get_by_role("link", name="Khan family")).to_have_attribute("href", f"/family/{FAMILY}")
    assert text not in user.url


def test_a_search_that_finds_nobody_says_what_next(user):
    user.goto("/")
    user.get_by_text("Search for a person or a record").click()
    user.get_by_label("Name").fill("nobody at all")
    user.get_by_role("button", name="Search").click()
    expect(user.locator("#search-found")).to_contain_text("Nobody and no record fits all of that.")


def test_an_event_shows_each_agencys_words_and_where_they_differ(user):
    user.goto(f"/event/{ASSAULT}")
    accounts = user.locator(".tl-accounts article")
    expect(accounts).to_have_count(2)
    expect(accounts.nth(0)).to_contain_text("Fractured wrist. <script>alert(1)</script>")
    expect(accounts.nth(1)).to_contain_text("Attended [address hidden]. Victim states suspect pushed her.")
    expect(user.get_by_role("heading", name="Where the accounts differ")).to_be_visible()
    expect(user.get_by_role("region", name="Who knew when")).to_contain_text("Schools, on 21 March 2024")


def test_an_account_leads_to_its_file_and_lines_and_to_its_earlier_version(user):
    user.goto(f"/event/{ASSAULT}")
    user.get_by_role("link", name="police.csv, lines 4 to 5").click()
    expect(user.locator("main")).to_contain_text(CRIME)
    user.get_by_role("link", name="police.csv, lines 2 to 3").click()
    expect(user.locator("main")).to_contain_text("Superseded: Corrected.")
    user.get_by_role("link", name="the row that stands in its place").click()
    expect(user.get_by_text("police.csv, lines 4 to 5 (this one)")).to_be_visible()


def test_the_untouched_text_opens_with_a_reason_alone(user):
    user.goto(f"/record/{CRIME.replace('/', '%2F')}")
    hidden = user.locator(".tl-hidden").filter(has_text="Untouched text")
    expect(hidden).to_be_visible()
    assert "Alder" not in user.content()
    hidden.get_by_text("Open with a reason").click()
    hidden.get_by_role("button").click()
    expect(hidden.get_by_role("status")).to_contain_text("Say why")
    hidden.get_by_label("Why you need the untouched text").fill("to check the date with the police")
    hidden.get_by_role("button").click()
    expect(hidden.get_by_role("status")).to_contain_text("12 Alder Rd, BD5 9XX")


def test_a_row_that_was_set_aside_is_reached_from_the_coverage(user):
    user.goto("/coverage")
    user.get_by_text("impossible date, occurred from: 1 row").click()
    user.get_by_role("link", name="police.csv:19").click()
    expect(user.locator("main")).to_contain_text("Quarantined: A date that does not exist.")
    expect(user.locator("main")).to_contain_text("expected a day")


def test_from_a_family_with_a_signal_to_the_agencys_own_line(user):
    """Two clicks from what a signal rests on to the file and the line."""
    user.goto("/")
    user.get_by_role("link", name="Khan family").click()
    expect(user.locator("#page-title")).to_contain_text("Khan")
    user.locator(f"a[href='/event/{ASSAULT}']:visible").first.click()
    expect(user.locator("#page-title")).to_contain_text("Common assault")
    user.get_by_role("link", name="ed.csv, lines 8 to 9").click()
    expect(user.locator("main")).to_contain_text("Fractured wrist.")
