"""Links to review as reviewers use them: with the keyboard alone, in two steps, with a second person, and back again."""

import re

import pytest
from playwright.sync_api import expect

from tests import published
from tests.pages.conftest import served_on, sign_in
from tests.pages.test_reading import broken
from tests.published import LINK, NEXT_LINK
from timeline import accounts, decisions
from timeline.access import User
from timeline.database import Database


@pytest.fixture(scope="module")
def desk(tmp_path_factory):
    """One dashboard for these tests, and its home; who takes its answers back leaves it as it was."""
    home = tmp_path_factory.mktemp("links")
    published.publish(home)
    demo = accounts.ensure_demo(home)[:2]
    with served_on(home, quietly=True) as address:
        yield home, address, demo


@pytest.fixture(scope="module")
def base_url(desk):
    """Where the dashboard answers."""
    return desk[1]


@pytest.fixture(scope="module")
def credentials(desk):
    """The demo coordinator's name and password."""
    return desk[2][0]


@pytest.fixture
def reviewer(user, desk):
    """The demo coordinator at the list of families; afterwards no answer stands."""
    user.goto("/")
    expect(user.locator("#page-title")).to_have_text("Families")
    yield user
    database = Database(desk[0])
    for answer_id in set(decisions.standing(database).answers["answer_id"]):
        decisions.take_back(database, User("tidy", "analyst"), f"tidy {answer_id}", answer_id, "The test is over.")
    database.close()


@pytest.fixture(scope="module")
def second(browser, desk):
    """The demo analyst, signed in beside the coordinator."""
    page = browser.new_context(base_url=desk[1]).new_page()
    page.set_default_timeout(20_000)
    sign_in(page, *desk[2][1])
    yield page
    page.context.close()


def kept(page) -> str:
    """The id of the answer that the page says it has kept."""
    expect(page.locator(".tl-notice")).to_contain_text(re.compile(r"^Kept( as|: you agreed with) D-"))
    return re.search(r"D-\d+", page.locator(".tl-notice").inner_text()).group()


def to_the_second_step(page, answer: str, why: str) -> None:
    """Give a view with the mouse, and look at what it would change."""
    page.get_by_label(answer).check()
    page.get_by_label("Why", exact=True).fill(why)
    page.get_by_role("button", name="See what this would change").click()
    expect(page.get_by_role("button", name="Keep this answer")).to_be_visible(timeout=60_000)


def test_a_link_is_answered_with_the_keyboard_alone(reviewer):
    page = reviewer
    page.get_by_role("link", name="Links to review").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Left to answer: 2")).to_be_visible()
    page.get_by_role("link", name="Tom Khan and Tom Kahn").focus()
    page.keyboard.press("Enter")
    expect(page.locator("#page-title")).to_be_focused()
    expect(page.get_by_label("They are different people")).to_be_visible()
    page.keyboard.press("2")
    expect(page.get_by_label("They are different people")).to_be_checked()
    page.keyboard.press("Tab")
    page.keyboard.type("One day of birth apart; 2 homes.")
    expect(page.get_by_label("They are different people")).to_be_checked()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="What this answer would change")).to_be_focused(timeout=60_000)
    while page.evaluate("document.activeElement.textContent") != "Keep this answer":
        page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    answer_id = kept(page)
    expect(page).to_have_url(re.compile(f"/links/{NEXT_LINK}\\?kept={answer_id}$"))
    expect(page.locator(".tl-notice")).to_contain_text(f"Kept as {answer_id}. Tom Khan and Tom Kahn: “They are different people”.")
    expect(page.locator("main")).to_contain_text("1 of 1 left")


def test_neither_step_one_nor_the_queue_shows_weight_gravity_or_history(reviewer):
    for path in ("/links", f"/links/{LINK}"):
        reviewer.goto(path)
        expect(reviewer.locator("#page-title")).to_be_visible()
        shown = reviewer.locator("main").inner_text()
        assert not re.search(r"7\.5|gravity|weight|assault|stalking|signal", shown, re.IGNORECASE), path


def test_the_second_step_shows_each_comparisons_share_and_nothing_in_it_is_broken(reviewer):
    reviewer.goto(f"/links/{LINK}")
    to_the_second_step(reviewer, "They are the same person", "Same man, day mistyped.")
    shares = reviewer.get_by_role("region", name="How alike the records are")
    expect(shares.get_by_role("row", name="Names")).to_contain_text("+14.0")
    expect(shares.get_by_role("row", name="All together")).to_contain_text("+7.5")
    assert broken(reviewer) == []
    reviewer.set_viewport_size({"width": 320, "height": 800})
    assert reviewer.evaluate("document.documentElement.scrollWidth") <= 320


def test_one_goes_back_with_everything_still_filled_in(reviewer):
    reviewer.goto(f"/links/{LINK}")
    to_the_second_step(reviewer, "I am not sure", "Nothing to tell them by.")
    reviewer.get_by_role("button", name="Go back").click()
    expect(reviewer.get_by_label("I am not sure")).to_be_checked()
    expect(reviewer.get_by_label("I am not sure")).to_be_focused()
    expect(reviewer.get_by_label("Why", exact=True)).to_have_value("Nothing to tell them by.")


def test_an_answer_without_a_reason_is_not_taken(reviewer):
    reviewer.goto(f"/links/{LINK}")
    reviewer.get_by_role("button", name="See what this would change").click()
    expect(reviewer.get_by_role("alert").filter(has_text="Choose one of the answers.")).to_be_visible()
    reviewer.get_by_label("They are the same person").check()
    reviewer.get_by_label("Why", exact=True).fill("short")
    reviewer.get_by_role("button", name="See what this would change").click()
    expect(reviewer.get_by_role("alert").filter(has_text="Say why in at least 10 characters")).to_be_visible()


def test_the_number_keys_can_be_turned_off_and_stay_off_on_the_next_link(reviewer):
    reviewer.goto(f"/links/{LINK}")
    reviewer.get_by_role("button", name="Number keys: on").click()
    reviewer.locator("#page-title").focus()
    reviewer.keyboard.press("1")
    expect(reviewer.get_by_label("They are the same person")).not_to_be_checked()
    reviewer.get_by_role("link", name="Skip to the next").click()
    expect(reviewer.locator("#page-title")).to_contain_text("Sahra Kan")
    expect(reviewer.get_by_role("button", name="Number keys: off")).to_be_visible()


def test_a_second_person_gives_a_view_before_reading_the_first_and_either_can_be_taken_back(reviewer, second):
    reviewer.goto(f"/links/{LINK}")
    to_the_second_step(reviewer, "They are the same person", "Same man, day mistyped.")
    reviewer.get_by_role("button", name="Keep this answer").click()
    first = kept(reviewer)

    second.goto("/links")
    expect(second.get_by_role("heading", name="Left to answer: 1")).to_be_visible()
    second.goto(f"/links/{LINK}")
    expect(second.get_by_text("Give your own view first")).to_be_visible()
    assert "mistyped" not in second.content()
    to_the_second_step(second, "They are different people", "Known to me as cousins.")
    expect(second.get_by_text("Same man, day mistyped.")).to_be_visible()
    second.get_by_role("button", name="Keep this answer").click()
    expect(second.locator(".tl-notice")).to_contain_text(f"demo-coordinator said otherwise ({first})")

    reviewer.goto("/decisions")
    expect(reviewer.get_by_role("link", name="Contradicted (2)")).to_be_visible()
    assert broken(reviewer) == []
    reviewer.goto(f"/decisions/{first}")
    reviewer.get_by_text("Take this answer back").click()
    reviewer.get_by_label("Why you take it back").fill("The analyst knows both.")
    reviewer.get_by_role("button", name="Take it back").click()
    expect(reviewer.get_by_text("Taken back.", exact=True)).to_be_visible()
    reviewer.goto("/decisions")
    expect(reviewer.get_by_role("link", name="Contradicted (0)")).to_be_visible()
    expect(reviewer.get_by_text("demo-coordinator took it back")).to_be_visible()


def test_an_emptied_queue_says_why_and_what_next(reviewer):
    reviewer.goto(f"/links/{NEXT_LINK}")
    to_the_second_step(reviewer, "I am not sure", "Nothing to tell them by.")
    reviewer.get_by_role("button", name="Keep this answer").click()
    expect(reviewer).to_have_url(re.compile(f"/links/{LINK}\\?"))
    expect(reviewer.locator("#page-title")).to_contain_text("Tom Khan")
    expect(reviewer.get_by_label("I am not sure")).not_to_be_checked()
    to_the_second_step(reviewer, "I am not sure", "Nothing to tell them by.")
    reviewer.get_by_role("button", name="Keep this answer").click()
    expect(reviewer).to_have_url(re.compile(r"/links\?kept=D-\d+$"))
    expect(reviewer.get_by_text("No link is left to answer.")).to_be_visible()
    reviewer.get_by_role("link", name="Unsure (2)").click()
    expect(reviewer.get_by_role("link", name="Tom Khan and Tom Kahn")).to_be_visible()
