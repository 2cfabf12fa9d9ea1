"""On the sample data, as a coordinator meets it: the first family's first signal, followed to an agency's own lines."""

import re

import pytest
from playwright.sync_api import expect

from tests.pages.conftest import served_on
from timeline import accounts


@pytest.fixture(scope="module")
def account(sample_home):
    """The demo coordinator's account in the home with the sample's run."""
    return accounts.ensure_demo(sample_home)[0]


@pytest.fixture(scope="module")
def sample_url(sample_home, account):
    """Where a dashboard on the sample answers."""
    with served_on(sample_home) as address:
        yield address


@pytest.fixture
def families(page, sample_url, account):
    """The list of families, as the coordinator has just come to it."""
    page.set_default_timeout(30_000)
    page.goto(sample_url)
    page.get_by_label("Name").fill(account[0])
    page.get_by_label("Password").fill(account[1])
    page.get_by_role("button", name="Sign in").click()
    return page


def test_the_first_familys_first_signal_leads_to_an_agencys_own_lines(families):
    page = families
    expect(page.locator("article .govuk-tag").first).to_have_text("Same day")
    page.locator("article h3 a").first.click()
    expect(page.get_by_role("heading", name="What the rules raise")).to_be_visible()
    page.get_by_text(re.compile("^Evidence: ")).first.click()
    page.locator("a[href^='/event/']:visible").first.click()
    expect(page.get_by_role("heading", name="Each agency's own account")).to_be_visible()
    page.locator("article dd a[href^='/record/']").first.click()
    expect(page.get_by_text("File and lines").first).to_be_visible()
    expect(page.locator("dd").first).to_have_text(re.compile(r"^\S+, lines? \d+"))


def test_a_number_of_records_that_leave_something_out_opens_all_of_them(families):
    page = families
    page.locator("article h3 a").first.click()
    page.get_by_text("What these records leave out").first.click()
    line = page.locator("#left-out tr", has=page.get_by_text(re.compile("^and [0-9,]+ more$"))).first
    expect(line).to_be_visible()
    agency, what, number, _ = line.locator("td").all_inner_texts()
    line.get_by_text(re.compile("^and [0-9,]+ more$")).click()
    whole = page.locator("#left-out tr", has_text=agency).filter(has_text=what)
    expect(whole.locator("a[href^='/record/']")).to_have_count(int(number.split(" of ")[0]))
    expect(whole).to_be_visible()
