"""A coordinator calls a meeting, makes its agenda, reads the briefs and keeps what was said; at the next meeting it all comes back."""

import re

import pytest
from playwright.sync_api import expect

from tests import met, published
from tests.met import FORD
from tests.pages.test_reading import broken
from timeline import actions, meetings
from timeline.database import Database


@pytest.fixture(scope="module")
def home(tmp_path_factory):
    """A home with the story of four families and the demo accounts."""
    folder = tmp_path_factory.mktemp("meetings")
    published.publish(folder, met.story())
    return folder


def agenda(page) -> list[str]:
    """The families on the agenda, in order."""
    return [name.removesuffix(" family") for name in page.locator(".tl-agenda > li h3").all_inner_texts()]


def section(page, title):
    """The part of a brief under this heading."""
    return page.locator("section").filter(has=page.get_by_role("heading", name=title, exact=True)).last


def alert(page):
    """What is wrong with what was typed."""
    return page.locator("main [role=alert]:visible")


def call(page, day: str) -> None:
    """Call a meeting with the keyboard."""
    page.get_by_role("link", name="Meetings", exact=True).click()
    page.get_by_text("Call a meeting").click()
    page.get_by_label("Day of the meeting").fill(day)
    page.keyboard.press("Enter")


def narrow_and_clean(page) -> None:
    """Nothing that axe finds, and nothing wider than a narrow screen."""
    assert broken(page) == []
    page.set_viewport_size({"width": 320, "height": 900})
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    page.set_viewport_size({"width": 1280, "height": 900})


def test_a_meeting_is_called_for_a_day_and_what_is_no_day_is_said(people):
    coordinator, _ = people
    call(coordinator, "soon")
    expect(alert(coordinator)).to_contain_text("Say on which day the meeting is")
    narrow_and_clean(coordinator)
    coordinator.get_by_label("Day of the meeting").fill("12/12/2024")
    coordinator.get_by_role("button", name="Call it").click()
    expect(coordinator.locator("#page-title")).to_contain_text("Calderbrook, 12 December 2024")
    expect(coordinator.get_by_text("Nobody is on the agenda.")).to_be_visible()


def test_each_pasted_line_says_what_it_found_and_what_is_chosen_goes_on_the_agenda(people):
    coordinator, _ = people
    coordinator.get_by_label("References or names").fill("20CR/0001/24\nKit\nNobody Atall\n")
    coordinator.get_by_role("button", name="Look these up").click()
    expect(coordinator.get_by_role("heading", name="2 lines of 3 can be put on the agenda")).to_be_visible()
    expect(coordinator.get_by_label(re.compile("^20CR/0001/24: one family"))).to_have_value(published.FAMILY)
    expect(coordinator.get_by_text("Nobody Atall: none: no record of this snapshot has this reference")).to_be_visible()
    coordinator.get_by_label(re.compile("^Kit: 3 families")).select_option(FORD)
    narrow_and_clean(coordinator)
    coordinator.get_by_role("button", name="Put the chosen families on the agenda").click()
    expect(coordinator.get_by_text("2 families put on the agenda. Not put on it: Nobody Atall.")).to_be_visible()
    assert agenda(coordinator) == ["Khan", "Ford"]


def test_a_proposal_is_taken_and_moved_up_with_the_keyboard(people):
    coordinator, _ = people
    expect(coordinator.get_by_role("heading", name="Proposed by the rules (1)")).to_be_visible()
    coordinator.get_by_role("button", name="Put on the agenda Obi family").click()
    expect(coordinator.get_by_text("Obi family is on the agenda.")).to_be_visible()
    expect(coordinator.get_by_role("heading", name="Proposed by the rules (0)")).to_be_focused()
    coordinator.get_by_role("button", name="Up : Obi family").focus()
    coordinator.keyboard.press("Enter")
    expect(coordinator.get_by_text("Obi family is now number 2 of 3.")).to_be_visible()
    expect(coordinator.get_by_role("button", name="Up : Obi family")).to_be_focused()
    coordinator.keyboard.press("Enter")
    expect(coordinator.get_by_text("Obi family is now number 1 of 3.")).to_be_visible()
    expect(coordinator.get_by_role("button", name="Down : Obi family")).to_be_focused()
    assert agenda(coordinator) == ["Obi", "Khan", "Ford"]


def test_who_is_taken_off_needs_a_reason_and_stays_to_be_read(people):
    coordinator, _ = people
    coordinator.get_by_text("Take off: Ford family").click()
    coordinator.get_by_role("button", name="Take off the agenda Ford family").click()
    expect(alert(coordinator)).to_contain_text("Say why this family is taken off")
    coordinator.get_by_label("Why this family is not heard").locator("visible=true").fill("Heard in Northvale.")
    coordinator.get_by_role("button", name="Take off the agenda Ford family").click()
    expect(coordinator.get_by_text("Ford family is off the agenda.")).to_be_visible()
    coordinator.get_by_text("Taken off the agenda (1)").click()
    expect(coordinator.get_by_text("Ford: Heard in Northvale. (demo-coordinator)")).to_be_visible()
    narrow_and_clean(coordinator)


def test_the_arrow_keys_turn_from_brief_to_brief_and_each_says_what_a_meeting_asks(people):
    coordinator, _ = people
    coordinator.get_by_role("link", name="Open the first brief").click()
    expect(coordinator.locator("#page-title")).to_contain_text("1 of 2, meeting of Calderbrook, 12 December 2024")
    expect(section(coordinator, "Changed since 1 April 2024")).to_contain_text("as recorded by MARAC")
    expect(section(coordinator, "Children")).to_contain_text("Kit Obi, 4. Seen by Police on 1 February 2024; heard: not recorded by any agency.")
    coordinator.keyboard.press("ArrowRight")
    expect(coordinator.locator("#page-title")).to_contain_text("2 of 2")
    expect(coordinator.locator("#page-title")).to_contain_text("Khan family")
    expect(coordinator.get_by_text("No earlier meeting at which this family was heard is kept or recorded")).to_be_visible()
    expect(section(coordinator, "Orders, releases and births that fall due")).to_contain_text("20 December 2024: Stalking runs out, Tom Khan")
    expect(section(coordinator, "Contact, interpreter, access")).to_contain_text("Sara Khan: Urdu, interpreter (Police)")
    expect(coordinator.get_by_role("row", name=re.compile("^Police"))).to_contain_text("Duty desk, 01632 960001")
    expect(coordinator.get_by_role("row", name=re.compile("^Housing"))).to_contain_text("nobody is named")
    narrow_and_clean(coordinator)


def test_an_action_is_set_marked_done_and_a_note_is_written(people):
    coordinator, _ = people
    for what, whom in (("Serve the order.", "The person said to harm"), ("Move the school place.", "Neither")):
        coordinator.get_by_text("Set an action").click()
        coordinator.get_by_role("button", name="Set this action").click()
        expect(alert(coordinator)).to_contain_text("Say which agency undertakes it.")
        coordinator.get_by_role("combobox", name="Agency").fill("Police")
        coordinator.get_by_label("By when").fill("20/12/2020")
        coordinator.get_by_role("button", name="Set this action").click()
        expect(alert(coordinator)).to_contain_text("That day is before the meeting of 12 December 2024")
        coordinator.get_by_label("By when").fill("20/12/2024")
        coordinator.get_by_label("What is to be done").fill(what)
        coordinator.get_by_text(whom).click()
        coordinator.get_by_label("For whom").select_option("Ali Khan (child)")
        assert broken(coordinator) == []
        coordinator.get_by_role("button", name="Set this action").click()
        expect(coordinator.get_by_text("The action is kept: Police, by 20 December 2024.")).to_be_visible()
    expect(coordinator.get_by_text(
        "1 action aimed at the person said to harm, 0 laid on the person said to be harmed, 1 with an agency. 2 open.")).to_be_visible()
    coordinator.get_by_text("Done: Serve the order.", exact=True).click()
    coordinator.get_by_label("By whom").locator("visible=true").fill("PC 118")
    coordinator.get_by_role("button", name="Keep as done Serve the order.").click()
    expect(coordinator.get_by_text("The action is kept as done.")).to_be_visible()
    expect(coordinator.get_by_role("heading", name="Actions", exact=True)).to_be_focused()
    coordinator.get_by_text("Done or not done (1)").click()
    expect(coordinator.locator(".tl-actions", has_text="Serve the order.")).to_contain_text("by PC 118.")
    expect(coordinator.locator(".tl-actions", has_text="Serve the order.")).to_contain_text("for Ali Khan")
    coordinator.get_by_label("Write a note").fill("The school will call on Monday.")
    coordinator.get_by_role("button", name="Keep the note").click()
    expect(coordinator.locator(".tl-actions", has_text="The school will call on Monday.")).to_contain_text("demo-coordinator")
    narrow_and_clean(coordinator)


def test_what_a_held_meeting_left_open_comes_back_first_at_the_next(people):
    coordinator, analyst = people
    coordinator.get_by_role("link", name="The agenda").click()
    expect(coordinator.get_by_text("Undertaken at this meeting: 1 action aimed at the person said to harm")).to_be_visible()
    coordinator.get_by_text("The meeting was held", exact=True).click()
    coordinator.get_by_role("button", name="Keep this meeting as held").click()
    expect(coordinator.get_by_text("The meeting is kept as held.")).to_be_visible()
    assert coordinator.get_by_role("button", name=re.compile("^(Up|Down|Put)")).count() == 0
    call(coordinator, "9/1/2025")
    expect(coordinator.locator("#page-title")).to_contain_text("9 January 2025")
    expect(coordinator.get_by_role("heading", name="Proposed by the rules (0)")).to_be_visible()
    coordinator.goto(f"/family/{published.FAMILY}")
    coordinator.get_by_text("Add to a meeting").click()
    coordinator.get_by_label("Why this family is to be heard").fill("Asked for by the school.")
    coordinator.get_by_role("button", name="Put on the agenda").click()
    coordinator.get_by_role("link", name="Open the brief").click()
    expect(coordinator.get_by_text("Last heard on 12 December 2024, at the meeting of Calderbrook.")).to_be_visible()
    still = coordinator.locator("#acting-list > .tl-actions > li")
    expect(still).to_have_count(1)
    expect(still).to_contain_text("Move the school place. overdue")
    expect(coordinator.get_by_text("The school will call on Monday.")).to_be_visible()
    expect(coordinator.get_by_text("at an earlier meeting")).to_be_visible()
    analyst.goto(coordinator.url)
    expect(analyst.get_by_text("Move the school place.")).to_be_visible()
    assert analyst.get_by_text("Set an action").count() + analyst.get_by_role("button", name=re.compile("Keep")).count() == 0


def test_a_meeting_called_for_a_wrong_day_is_called_off_with_a_reason(people):
    coordinator, _ = people
    call(coordinator, "9/1/2052")
    coordinator.get_by_text("Call the meeting off").click()
    coordinator.get_by_label("Why it is not held").fill("Typed the wrong year.")
    coordinator.get_by_role("button", name="Call it off").click()
    expect(coordinator.get_by_text("by demo-coordinator: Typed the wrong year.")).to_be_visible()
    coordinator.get_by_role("link", name="All meetings").click()
    coordinator.get_by_text("Called off (1)").click()
    expect(coordinator.get_by_role("link", name="Calderbrook, 9 January 2052")).to_be_visible()
    narrow_and_clean(coordinator)


def test_everything_was_kept_with_its_author_on_records_and_not_on_ids(home, people):
    database = Database(home)
    every = meetings.items_of(database)
    assert set(every["by"]) == {"demo-coordinator"} and all("#" in anchor for anchor in every["anchor"])
    assert sorted(actions.of(database)["state"]) == ["done", "open"]
    database.close()
