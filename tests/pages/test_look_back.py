"""Looking back from an event, as whoever reviews a case reads it; and the signals on the family's page."""

import pytest
from playwright.sync_api import expect

from tests import published
from tests.pages.conftest import served_on, sign_in
from tests.pages.test_reading import broken
from tests.published import FAMILY, OTHER_FAMILY
from tests.test_queries_look_back import GRAVE, story
from timeline import accounts


@pytest.fixture(scope="module")
def planted(tmp_path_factory):
    """A home with the planted family."""
    home = tmp_path_factory.mktemp("look-back")
    published.publish(home, story())
    return home


@pytest.fixture(scope="module")
def base_url(planted):
    """Where a dashboard on it answers."""
    with served_on(planted) as address:
        yield address


@pytest.fixture
def desk(anyone, planted):
    """A page that the demo coordinator is signed in to."""
    sign_in(anyone, *accounts.ensure_demo(planted)[0])
    return anyone


def rows(page, table=0):
    """The cells of each row of one of the tables, as words."""
    return [row.locator("td").all_inner_texts() for row in page.locator(".tl-back table").nth(table).locator("tbody tr").all()]


def test_from_the_familys_page_it_shows_what_was_raised_before_the_gravest_event_who_held_it_and_whether_it_stood(desk):
    desk.goto(f"/family/{FAMILY}")
    desk.get_by_role("link", name="Look back from an event").click()
    expect(desk.locator("#page-title")).to_contain_text("Looking back from an event")
    expect(desk.get_by_text("it does not say that anybody saw it then, nor what would have happened.")).to_be_visible()
    expect(desk.get_by_text("Raised before it: 6 signals, the first on 20 January 2024, 133 days before. Of these, 3 still stood")).to_be_visible()
    told = rows(desk)
    assert [row[0].split("\n")[0] for row in told] == ["20 January 2024", "12 February 2024", "20 February 2024", "25 February 2024", "20 May 2024",
                                                       "1 June 2024"]
    assert [row[5] for row in told] == ["Had passed on 1 May 2024", "Stood: review", "Had fallen to review on 19 March 2024",
                                        "Had fallen on 1 March 2024, and been raised again", "Stood: review", "Stood: MARAC criterion met"]
    assert told[1][4].split("\n")[0] == "No agency held all of it." and "Police: 1 of 2" in told[1][4]
    assert "What S-stood said that day." in told[1][2]
    expect(desk.locator("#look-back .main-svg").first).to_be_visible()
    assert broken(desk) == []
    desk.locator(".tl-back a[href='/event/E-early']").first.click()
    expect(desk.locator("#page-title")).to_contain_text("Planted event")


def test_another_event_is_chosen_by_keyboard_and_kept_in_the_address(desk):
    desk.goto(f"/look-back/{FAMILY}")
    desk.get_by_label("Event to look back from").select_option("E-second")
    desk.get_by_label("Event to look back from").focus()
    desk.keyboard.press("Tab")
    desk.keyboard.press("Enter")
    expect(desk).to_have_url(f"{desk.url.split('/look-back')[0]}/look-back/{FAMILY}?event=E-second")
    expect(desk.get_by_text("Raised before it: 1 signal, the first on 20 January 2024, 21 days before.")).to_be_visible()
    desk.get_by_text("Raised by the event itself, or later (8)").click()
    assert rows(desk, 1)[0][5] == "Raised by the event itself, 2 days after"


def test_where_nothing_was_raised_before_or_there_is_no_event_it_says_why_and_what_to_do(desk):
    desk.goto(f"/look-back/{FAMILY}?event=E-early")
    expect(desk.get_by_text("No rule had been raised before this event.")).to_be_visible()
    expect(desk.get_by_text("That says nothing of what no agency recorded.")).to_be_visible()
    assert broken(desk) == []
    desk.goto(f"/look-back/{OTHER_FAMILY}")
    expect(desk.get_by_text("No dated event is recorded on this family's timeline.")).to_be_visible()
    desk.goto(f"/look-back/{FAMILY}?event=E-undated")
    expect(desk.locator("main").get_by_role("alert")).to_contain_text("not a dated event of this family")


def test_an_event_leads_to_the_look_back_from_it(desk):
    desk.goto(f"/event/{GRAVE}")
    desk.get_by_role("link", name="look back, Khan family").click()
    expect(desk.locator("#page-title")).to_contain_text("Looking back from an event")
    assert desk.get_by_label("Event to look back from").input_value() == GRAVE


def test_it_fits_a_narrow_screen_and_prints_whole(desk):
    desk.set_viewport_size({"width": 320, "height": 800})
    desk.goto(f"/look-back/{FAMILY}")
    expect(desk.locator(".tl-back").first).to_be_visible()
    assert desk.evaluate("document.documentElement.scrollWidth") <= 320
    desk.set_viewport_size({"width": 794, "height": 1123})  # A4 at 96 dots to the inch
    desk.emulate_media(media="print")
    expect(desk.get_by_role("button", name="Look back from it")).to_be_hidden()
    assert desk.evaluate("document.documentElement.scrollWidth") <= 794
