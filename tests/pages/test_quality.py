"""Data quality as an analyst meets it: from a share to the record behind it, what is a gap, and what goes to the agency."""

import io
import re

import docx
import pytest
from playwright.sync_api import expect

from tests.pages.test_reading import broken

FILE = re.compile("^police.csv, line")
POLICE = "/quality?area=Calderbrook&agency=police"


def test_a_share_leads_to_the_record_with_its_file_and_line(user):
    user.goto("/quality")
    user.get_by_role("row", name="Police").get_by_role("link", name="1 of 2 (50%)").click()
    expect(user.locator("main")).to_contain_text("1 record in which somebody who is named has no usable date of birth.")
    user.get_by_role("link", name=FILE).click()
    expect(user.locator("#page-title")).to_contain_text("Stalking")


def test_an_agency_is_chosen_with_the_keyboard_and_a_month_without_a_record_is_no_nought(user):
    user.goto("/quality")
    user.get_by_label("Agency").select_option(label="Police")
    user.get_by_label("Agency").press("Tab")
    user.keyboard.press("Tab")
    user.keyboard.press("Enter")
    expect(user.locator("#page-title")).to_contain_text("Police")
    expect(user.locator("main")).to_contain_text("There is no record of 10 of 12 months, so nothing can be said of them.")
    user.get_by_text("Date of birth missing: 1 of 2 (50%)").click()
    expect(user.get_by_role("row", name="March 2024").locator("visible=true")).to_contain_text("0 of 1 (0%)")
    expect(user.get_by_role("row", name="April 2024").locator("visible=true")).to_contain_text("No record: no record came")


def test_a_lag_says_on_how_many_records_it_rests_and_opens_them(user):
    user.goto(POLICE)
    user.get_by_text("Days until it was recorded: half within 0 days, 9 in 10 within 0 (told by 1 of 2)").click()
    user.get_by_role("link", name="half within 0 days").locator("visible=true").first.click()
    user.get_by_role("link", name="those whose days do not tell it").click()
    expect(user.get_by_role("cell", name="cannot be told")).to_have_count(1)


def test_the_document_for_the_agency_is_a_word_file_about_that_agency(user):
    user.goto(POLICE)
    with user.expect_download() as taken:
        user.get_by_role("link", name="Word document for the agency").click()
    word = docx.Document(io.BytesIO(taken.value.path().read_bytes()))
    assert word.paragraphs[0].text == "Your records to the partnership: Police" and taken.value.suggested_filename == "data-quality-police-2024-12.docx"


@pytest.mark.parametrize(("path", "heading"), [
    ("/quality", "Data quality"), (POLICE, "Data quality"), ("/quality-records?agency=police&measure=heard&part=asked", "not recorded as heard"),
    ("/issues?severity=error&code=impossible+date&field=occurred_from", "Impossible date, occurred from"), ("/coverage", "Coverage")])
def test_axe_finds_nothing_and_nothing_overflows_with_everything_open(user, path, heading):
    user.goto(path)
    expect(user.locator("#page-title")).to_contain_text(heading)
    user.evaluate("document.querySelectorAll('main details').forEach(one => one.open = true)")
    assert broken(user) == []
    user.set_viewport_size({"width": 320, "height": 900})
    assert user.evaluate("document.documentElement.scrollWidth") <= 320


def test_every_row_of_a_reason_is_reached_from_the_coverage(user):
    user.goto("/coverage")
    user.get_by_text("impossible date, occurred from: 1 row").click()
    user.get_by_role("link", name="The rows as a table").click()
    user.get_by_role("link", name=FILE).click()
    expect(user.locator("main")).to_contain_text("Quarantined")
