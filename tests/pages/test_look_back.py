"""Looking back from an event, as whoever reviews a case reads it; and the signals on the family's page."""

import re

import pytest
from playwright.sync_api import expect

from tests import published
from tests.pages.conftest import served_on
from tests.pages.test_reading import broken
from tests.published import FAMILY, OTHER_FAMILY
from tests.test_queries_look_back import GRAVE, story
from timeline import accounts

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def home(tmp_path_factory):
    """A home with the planted family."""
    folder = tmp_path_factory.mktemp("look-back")
    published.publish(folder, story())
    return folder


@pytest.fixture(scope="module")
def credentials(home):
    """Its demo coordinator's name and password."""
    return accounts.ensure_demo(home)[0]


@pytest.fixture(scope="module")
def base_url(home, credentials):
    """Where a dashboard on it answers."""
    with served_on(home) as address:
        yield address


def rows(page, table=0):
    """The cells of each row of one of the tables, as words."""
    return [row.locator("td").all_inner_texts() for row in page.locator(".tl-back table").nth(table).locator("tbody tr").all()]


def test_from_the_familys_page_it_shows_what_was_raised_before_the_gravest_event_who_held_it_and_whether_it_stood(user):
    user.goto(f"/family/{FAMILY}")
    user.get_by_role("link", name="Look back from an event").click()
    expect(user.locator("#page-title")).to_contain_text("Looking back from an event")
    expect(user.get_by_text("it does not say that anybody saw it then, nor what would have happened.")).to_be_visible()
    expect(user.get_by_text("Raised before it: 6 times, first on 20 January 2024, 133 days before. Of these, 3 still stood")).to_be_visible()
    told = rows(user)
    assert [row[0].split("\n")[0] for row in told] == ["20 January 2024", "12 February 2024", "20 February 2024", "25 February 2024", "20 May 2024",
                                                       "1 June 2024"]
    assert [row[5] for row in told] == ["Had passed on 1 May 2024", "Stood: review", "Had fallen to review on 19 March 2024",
                                        "Had fallen on 1 March 2024, and been raised again", "Stood: review", "Stood: MARAC criterion met"]
    assert told[1][4].split("\n")[0] == "No agency held all of it." and "Police: 1 of 2" in told[1][4]
    assert "What S-stood said that day." in told[1][2]
    expect(user.locator("#look-back .main-svg").first).to_be_visible()
    assert broken(user) == []
    user.locator(".tl-back a[href='/event/E-early']").first.click()
    expect(user.locator("#page-title")).to_contain_text("Planted event")


def test_another_event_is_chosen_by_keyboard_and_kept_in_the_address(user):
    user.goto(f"/look-back/{FAMILY}")
    user.get_by_label("Event to look back from").select_option("E-second")
    user.get_by_label("Event to look back from").focus()
    user.keyboard.press("Tab")
    user.keyboard.press("Enter")
    expect(user).to_have_url(f"{user.url.split('/look-back')[0]}/look-back/{FAMILY}?event=E-second")
    expect(user.get_by_text("Raised before it: 1 time, first on 20 January 2024, 21 days before.")).to_be_visible()
    user.get_by_text("Raised by the event itself, or later (8)").click()
    assert rows(user, 1)[0][5] == "Raised by the event itself, 2 days after"


def test_where_nothing_was_raised_before_or_there_is_no_event_it_says_why_and_what_to_do(user):
    user.goto(f"/look-back/{FAMILY}?event=E-early")
    expect(user.get_by_text("No rule had been raised before this event.")).to_be_visible()
    expect(user.get_by_text("That says nothing of what no agency recorded.")).to_be_visible()
    assert broken(user) == []
    user.goto(f"/look-back/{OTHER_FAMILY}")
    expect(user.get_by_text("No dated event is recorded on this family's timeline.")).to_be_visible()
    user.goto(f"/look-back/{FAMILY}?event=E-undated")
    expect(user.locator("main").get_by_role("alert")).to_contain_text("not a dated event of this family")


def test_an_event_leads_to_the_look_back_from_it(user):
    user.goto(f"/event/{GRAVE}")
    user.get_by_role("link", name="look back, Khan family").click()
    expect(user.locator("#page-title")).to_contain_text("Looking back from an event")
    assert user.get_by_label("Event to look back from").input_value() == GRAVE


def test_it_fits_a_narrow_screen_and_prints_whole(user):
    user.set_viewport_size({"width": 320, "height": 800})
    user.goto(f"/look-back/{FAMILY}")
    expect(user.locator(".tl-back").first).to_be_visible()
    assert user.evaluate("document.documentElement.scrollWidth") <= 320
    user.set_viewport_size({"width": 794, "height": 1123})  # A4 at 96 dots to the inch
    user.emulate_media(media="print")
    expect(user.get_by_role("button", name="Look back from it")).to_be_hidden()
    assert user.evaluate("document.documentElement.scrollWidth") <= 794


def test_a_signal_says_by_which_records_by_which_rule_and_what_would_change_it(user):
    user.goto(f"/family/{FAMILY}")
    expect(user.get_by_role("heading", name="What the rules raise")).to_be_visible()
    user.get_by_text("Evidence: 2 records").click()
    expect(user.get_by_role("link", name="20 March 2024 at 21:30: Common assault")).to_be_visible()
    user.locator("summary", has_text="Where this rule comes from, and what would change it").focus()
    user.keyboard.press("Enter")
    expect(user.get_by_text(re.compile("^Source. Femicide Census"))).to_be_visible()
    expect(user.get_by_text(re.compile("^What would change it. It falls as the days pass"))).to_be_visible()
    expect(user.get_by_text(re.compile("^Cautions. A plan to leave must never reach"))).to_be_visible()
    assert broken(user) == []
