"""Who knew what, and when, as a reviewer reads it: the matrix, the choice of events, and what one agency knew on a day."""

import re

import pytest
from playwright.sync_api import expect

from tests import published
from tests.pages.conftest import served_on
from tests.pages.test_reading import broken
from tests.published import FAMILY, OTHER_FAMILY
from tests.test_queries_knew import story
from timeline import accounts


@pytest.fixture(scope="module")
def home(tmp_path_factory):
    """A home with the planted family."""
    folder = tmp_path_factory.mktemp("knew")
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


def cells(page, row):
    """The words of one row of the matrix."""
    return page.locator(".tl-knew tbody tr").nth(row).locator("th, td").all_inner_texts()


def test_the_matrix_says_who_knew_of_each_event_when_and_by_whom_told(user):
    user.goto(f"/family/{FAMILY}")
    user.get_by_role("link", name="Who knew what, and when").click()
    expect(user.locator("#page-title")).to_contain_text("Who knew what, and when")
    expect(user.get_by_text("No single agency saw more than 2 of 4 events of abuse or concern.")).to_be_visible()
    expect(user.get_by_text("No single agency saw more than 2 of 3 events of abuse alone.")).to_be_visible()
    assert user.locator(".tl-knew thead th").all_inner_texts() == ["Event", "Police", "Schools", "Ed", "GP"]
    assert cells(user, 0) == ["20 March 2024: Planted abuse\nabuse, gravity band 3 of 5", "20 March 2024\nthe same day",
                              "21 March 2024\n+1 day\ntold by Police", "23 March 2024\n+3 days", ""]
    assert cells(user, 2)[4] == "2 May 2024\nthe same day\ntold by Police, on this day or later: when is not recorded"
    assert cells(user, 3)[3] == "1 June 2024"
    expect(user.get_by_role("row", name="Probation 0 of none of these")).to_be_visible()
    assert broken(user) == []
    user.get_by_role("link", name="All events").click()
    expect(user.get_by_text("No single agency saw more than 2 of 6 events.")).to_be_visible()
    assert "28 November 2024\n3 days before" in cells(user, 4)
    user.locator(".tl-knew a[href='/event/E-assault']").click()
    expect(user.locator("#page-title")).to_contain_text("Planted abuse")


def test_what_an_agency_knew_on_a_day_is_asked_by_keyboard_kept_in_the_address_and_marked_in_words(user):
    user.goto(f"/knew/{FAMILY}")
    user.get_by_label("As known to").select_option("police")
    user.get_by_label(re.compile("^On")).fill("15/4/2024")
    user.keyboard.press("Enter")
    expect(user.get_by_text("Police knew of 1 of the 2 events of abuse or concern that had happened")).to_be_visible()
    expect(user.get_by_text("The signals are not recomputed here")).to_be_visible()
    expect(user).to_have_url(re.compile(r"to=police&on=15%2F4%2F2024"))
    assert [cells(user, row)[1] for row in range(4)] == ["Known", "Not known", "Later", "Later"]
    assert broken(user) == []
    user.get_by_role("link", name="All events").click()
    expect(user.get_by_text("Police knew of 1 of the 3 events that had happened")).to_be_visible()
    user.goto(f"/knew/{FAMILY}?to=police&on=31/2/2024")
    expect(user.locator("main").get_by_role("alert")).to_contain_text("give a day")


def test_it_fits_a_narrow_screen_and_prints_whole(user):
    user.set_viewport_size({"width": 320, "height": 800})
    user.goto(f"/knew/{FAMILY}?to=ed&on=1/6/2024")
    expect(user.locator(".tl-knew")).to_be_visible()
    assert user.evaluate("document.documentElement.scrollWidth") <= 320
    assert broken(user) == []
    user.set_viewport_size({"width": 794, "height": 1123})  # A4 at 96 dots to the inch
    user.emulate_media(media="print")
    expect(user.get_by_role("button", name="Mark what it did not know")).to_be_hidden()
    assert user.evaluate("document.documentElement.scrollWidth") <= 794


def test_a_family_without_events_says_so(user):
    user.goto(f"/knew/{OTHER_FAMILY}")
    expect(user.get_by_text("No events are recorded for this family.")).to_be_visible()
    assert broken(user) == []
