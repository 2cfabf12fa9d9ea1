"""The patterns of an area as an analyst reads them: from the chart's table to a family's own record, by keyboard and on a narrow screen."""

import csv
import re

from playwright.sync_api import expect

from tests.pages.test_reading import broken

MAY = "/patterns?measure=incidents&since=2024-05-01&until=2024-05-31"


def test_a_number_leads_in_two_clicks_to_a_record_with_its_file_and_lines(user):
    user.goto("/patterns")
    expect(user.locator("#trends .main-svg").first).to_be_visible()
    assert broken(user) == []
    user.get_by_role("link", name=re.compile("^withheld ?: Incidents, May 2024")).focus()
    user.keyboard.press("Enter")
    behind = user.locator("section", has=user.locator("#counted"))
    expect(behind).to_contain_text("2 May 2024: Stalking, Khan family")
    behind.get_by_role("link", name="Stalking").click()
    expect(user.locator("a[href^='/record/']").first).to_have_text("police.csv, lines 6 to 7")


def test_a_month_that_is_withheld_or_not_known_in_full_is_no_fall_to_nought(user):
    user.goto("/patterns")
    expect(user.locator("#trends .main-svg").first).to_be_visible()
    drawn = user.evaluate("document.querySelector('#trends .js-plotly-plot').data.filter(trace => ['x', 'x1'].includes(trace.xaxis))")
    hatched, line, *marks = drawn
    assert len(hatched["x"]) == 9 and not any(line["y"])  # housing supplied nothing: no month is known in full, so none is joined
    assert [mark["marker"]["symbol"] for mark in marks if mark["x"]] == ["circle-open", "x-thin-open"]
    assert all("withheld" in said and "1" not in said.split("withheld")[1][:2] for said in marks[-1]["hovertext"])
    expect(user.get_by_role("columnheader", name="Year (in part)").first).to_be_visible()
    user.get_by_text("Months not known in full: 9").click()
    expect(user.get_by_text("April 2024: not supplied: Housing")).to_be_visible()


def test_the_file_holds_what_the_page_tells(user):
    user.goto(MAY)
    with user.expect_download() as waiting:
        user.get_by_role("link", name="Download all numbers of this year as CSV").click()
    lines = list(csv.reader(waiting.value.path().read_text(encoding="utf-8-sig").splitlines()))
    head = next(number for number, line in enumerate(lines) if line[:1] == ["Measure"])
    may = [line for line in lines[head:] if line[0] == "Incidents" and line[4] == "2024-05-01"]
    assert [line[6] for line in may] == ["withheld", "withheld"]  # of all agencies, and of police


def test_one_agency_is_chosen_and_the_page_fits_a_narrow_screen(user):
    user.goto(MAY)
    user.get_by_label("Recorded first by").select_option(label="Police")
    user.get_by_role("button", name="Show").click()
    expect(user.locator(".govuk-caption-l")).to_contain_text("first recorded by Police")
    expect(user.get_by_text("Told for all agencies together only")).to_be_visible()
    user.set_viewport_size({"width": 320, "height": 800})
    assert user.evaluate("document.documentElement.scrollWidth") <= 320 and broken(user) == []
