"""What changed, as an analyst reads it: the numbers open their lists, each change has its reasons with links, and a retired id still leads somewhere."""

import pytest
from playwright.sync_api import expect

from tests import published
from tests.pages.conftest import served_on, sign_in
from tests.pages.test_reading import broken
from tests.test_compared import AFTER, BEFORE, DAY, LATER, whole
from timeline import accounts, compared

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def home(tmp_path_factory):
    """A home with the two planted snapshots and what the later one changed."""
    folder = tmp_path_factory.mktemp("compare")
    paths = [published.publish(folder, whole(tables), day) for tables, day in ((BEFORE, DAY), (AFTER, LATER))]
    compared.keep(*paths, folder)
    return folder


@pytest.fixture(scope="module")
def credentials(home):
    """Its demo analyst's name and password."""
    return accounts.ensure_demo(home)[1]


@pytest.fixture(scope="module")
def base_url(home, credentials):
    """Where a dashboard on it answers."""
    with served_on(home) as address:
        yield address


def test_the_summary_says_in_numbers_what_changed_and_each_number_opens_its_list(user):
    user.goto("/compare")
    expect(user.locator("#page-title")).to_have_text("What changed")
    expect(user.locator("main")).to_contain_text("The day that is shown moved from 1 December 2024 to 1 January 2025.")
    user.get_by_role("link", name="2 people: Several, now taken for one").press("Enter")
    expect(user.locator("#list")).to_have_text("Several, now taken for one: 2 people")
    rows = user.locator(".tl-compared tbody tr")
    expect(rows).to_have_count(2)
    expect(rows.first).to_contain_text("1 new record")
    expect(rows.first).to_contain_text("gp:emis:3")
    expect(rows.last).to_contain_text("ada answered yes")
    assert broken(user) == []


def test_an_id_that_was_joined_away_still_leads_to_who_holds_its_record(user):
    user.goto("/compare?list=people&how=merged")
    user.get_by_role("link", name="Anne").first.click()
    expect(user.locator("#page-title")).to_contain_text("This id was retired")
    expect(user.get_by_role("link", name="Ann (P-Ann)")).to_be_visible()


def test_records_that_differ_are_listed_with_what_became_of_them(user):
    user.goto("/compare")
    user.get_by_role("link", name="1 record withdrawn by its agency").click()
    expect(user.locator("main")).to_contain_text("Withdrawn by gp in b.csv:9.")
    assert broken(user) == []


def test_two_kept_snapshots_are_compared_the_other_way_round_beside_the_server(user):
    user.goto("/compare")
    user.get_by_text("Compare two snapshots that are still kept").click()
    later, earlier = (user.get_by_label("Earlier").locator("option").nth(number).get_attribute("value") for number in (1, 2))
    user.get_by_label("Earlier").select_option(later)
    user.get_by_label("Later", exact=True).select_option(earlier)
    user.get_by_role("button", name="Compare these two").click()
    expect(user.get_by_role("link", name="2 people: One, now taken for several")).to_be_visible(timeout=60_000)


def test_the_page_fits_a_narrow_screen_and_its_lists_can_be_taken_away(user):
    user.set_viewport_size({"width": 320, "height": 800})
    user.goto("/compare?list=signals")
    expect(user.locator("#list")).to_contain_text("3 signals")
    assert user.evaluate("document.documentElement.scrollWidth") <= 320
    with user.expect_download() as waiting:
        user.get_by_role("link", name="Download this list as CSV").click()
    assert "S-1" in waiting.value.path().read_text(encoding="utf-8-sig")


@pytest.mark.slow
def test_one_snapshot_alone_says_why_nothing_is_compared(browser, tmp_path_factory):
    folder = tmp_path_factory.mktemp("alone")
    published.publish(folder)
    name, password = accounts.ensure_demo(folder)[1]
    with served_on(folder) as address:
        context = browser.new_context(base_url=address)
        page = context.new_page()
        sign_in(page, name, password)
        page.goto("/compare")
        expect(page.locator("main")).to_contain_text("Nothing has been compared yet.")
        context.close()
