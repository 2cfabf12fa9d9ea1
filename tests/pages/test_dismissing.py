"""A coordinator dismisses a signal with the keyboard, a second person agrees to one that asks for somebody today, and one is taken back."""

from datetime import UTC, datetime, timedelta

import pytest
from playwright.sync_api import expect

from tests import published
from tests.pages.test_reading import broken
from tests.published import ASSAULT, FAMILY
from timeline import decisions
from timeline.database import Database

pytestmark = pytest.mark.slow

PATH = f"/family/{FAMILY}"
WHY = "Seen with the worker on Friday."
UNTIL = datetime.now(UTC).date() + timedelta(days=60)


@pytest.fixture(scope="module")
def home(tmp_path_factory):
    """A home with the story and, beside its same-day signal, one for review; the demo accounts are in it."""
    folder = tmp_path_factory.mktemp("dismissing")
    published.publish(folder, story())
    return folder


def story(**more) -> dict:
    first, = published.story()["signals"]
    lesser = first | dict(signal_id="S-2", rule="R01", level="review", evidence=[ASSAULT], because="3 incidents in 365 days.")
    return published.story() | {"signals": [first, lesser]} | more


def card(page, rule: str):
    """The signal of this rule, on the family's page."""
    page.goto(PATH)
    return page.locator(".tl-card").filter(has=page.get_by_role("heading", name=rule))


def typed(page, signal) -> None:
    """Fill the form and send it, with the keyboard alone from the summary on."""
    signal.locator("summary", has_text="Dismiss this signal").focus()
    page.keyboard.press("Enter")
    expect(signal.get_by_role("button", name="Dismiss it")).to_be_visible()
    for keys in ("Tab", WHY, "Tab", UNTIL.day, "Tab", UNTIL.month, "Tab", UNTIL.year, "Tab", "Enter"):
        if keys in ("Enter", "Tab"):
            page.keyboard.press(keys)
        else:
            page.keyboard.type(str(keys))


def test_what_is_missing_is_said_and_leads_to_its_field(people):
    coordinator, _ = people
    coordinator.set_viewport_size({"width": 320, "height": 900})
    signal = card(coordinator, "Escalation: frequency")
    signal.get_by_text("Dismiss this signal").click()
    signal.get_by_role("button", name="Dismiss it").click()
    expect(signal.get_by_role("alert")).to_be_focused()
    expect(signal.get_by_role("alert")).to_contain_text("Say why in at least 10 characters")
    assert broken(coordinator) == []
    assert coordinator.evaluate("document.documentElement.scrollWidth") <= 320
    coordinator.set_viewport_size({"width": 1280, "height": 900})
    signal.get_by_role("link", name="Say until which day").click()
    expect(signal.get_by_label("Day", exact=True)).to_be_focused()


def test_one_dismisses_with_the_keyboard_alone_and_is_told_what_happens_next(people, home):
    coordinator, analyst = people
    signal = card(coordinator, "Escalation: frequency")
    typed(coordinator, signal)
    expect(signal.get_by_text("Kept as D-1.")).to_be_visible()
    expect(signal.get_by_text("when the timelines have been made anew")).to_be_visible()
    expect(card(coordinator, "Escalation: frequency").get_by_text("Dismissed, and not yet shown so.")).to_be_visible()
    expect(card(analyst, "Escalation: frequency").get_by_text(WHY)).to_be_visible()
    assert card(analyst, "Separation").get_by_text("Dismiss this signal").count() == 0


def test_a_second_person_agrees_where_it_asks_for_somebody_today(people, home):
    coordinator, analyst = people
    signal = card(coordinator, "Separation")
    expect(signal.get_by_text("Dismiss this signal")).to_be_visible()
    typed(coordinator, signal)
    expect(signal.get_by_text("The signal stays raised until a second person has agreed")).to_be_visible()
    expect(card(coordinator, "Separation").get_by_text("You asked that this be dismissed")).to_be_visible()
    signal = card(analyst, "Separation")
    expect(signal.get_by_text(WHY)).to_be_hidden()
    signal.get_by_text("Agree that it be dismissed", exact=True).click()
    signal.get_by_label("Why you agree").fill("I have read both accounts.")
    assert broken(analyst) == []
    signal.get_by_role("button", name="Agree that it be dismissed until").click()
    expect(signal.get_by_text("It needs nobody else")).to_be_visible()
    database = Database(home)
    assert set(decisions.standing(database).answers.dropna(subset="seconded_by")["seconded_by"]) == {"demo-analyst"}
    database.close()


def test_what_is_dismissed_is_folded_below_the_others_and_can_be_taken_back_there(people, home):
    coordinator, _ = people
    told = dict(signal_id="S-2", answer_id="D-1", state="dismissed", level="review", until=str(UNTIL), decided_by="demo-coordinator", reason=WHY,
                because="Dismissed by demo-coordinator, until a day.")
    stands = dict(answer_id="D-1", kind="signal dismissed", left_id=published.CRIME, right_id=f"{published.VISIT}#patient", state="standing")
    published.publish(home, story(dismissals=[told], judgements=[stands, stands | {"left_id": published.VISIT}]))
    signal = card(coordinator, "Escalation: frequency")
    expect(signal).to_be_hidden()
    coordinator.get_by_text("Dismissed by a coordinator (1)").click()
    expect(signal.get_by_text("Dismissed by demo-coordinator, until a day.")).to_be_visible()
    assert broken(coordinator) == []
    signal.get_by_text("Take this dismissal back").click()
    signal.get_by_label("Why you take it back").fill("She has called again.")
    signal.get_by_role("button", name="Take it back").click()
    expect(signal.get_by_text("Taken back.", exact=True)).to_be_visible()
    expect(card(coordinator, "Escalation: frequency").get_by_text("took it back on")).to_be_visible()
    coordinator.goto("/decisions?list=dismissed")
    expect(coordinator.get_by_role("heading", name="Signals dismissed: 1")).to_be_visible()
    expect(coordinator.get_by_text("Separation risk")).to_be_visible()
