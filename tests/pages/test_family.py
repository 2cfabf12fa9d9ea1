"""A family's page as a coordinator works on it: a note written and taken back, events gathered and taken apart, 30 days either side of an event."""

import pytest
from playwright.sync_api import expect

from tests import published
from tests.pages.conftest import served_on, sign_in
from tests.pages.test_reading import broken
from tests.published import ASSAULT, FAMILY
from timeline import accounts

PATH = f"/family/{FAMILY}"


@pytest.fixture(scope="module")
def desk(browser, tmp_path_factory):
    """A coordinator's page on a home of its own; a test fails on any error in its console."""
    home, errors = tmp_path_factory.mktemp("family"), []
    published.publish(home)
    account = accounts.ensure_demo(home)[0]
    with served_on(home, quietly=True) as address:
        page = browser.new_context(base_url=address, viewport={"width": 1280, "height": 900}).new_page()
        page.on("console", lambda said: errors.append(said.text) if said.type == "error" else None)
        page.set_default_timeout(20_000)
        sign_in(page, *account)
        yield page
        page.context.close()
    assert errors == []


def test_a_note_is_written_with_the_keyboard_stands_in_its_own_lane_and_is_taken_back(desk):
    desk.goto(PATH)
    desk.locator("summary", has_text="Write a note").focus()
    for key in ("Enter", "Tab", "Tab", "Tab", "Enter"):
        desk.keyboard.press(key)
    expect(desk.get_by_role("alert").filter(has_text="Write the note: it is empty.")).to_be_visible()
    assert broken(desk) == []
    desk.get_by_label("Note", exact=True).fill("Asks to be called before noon.")
    desk.get_by_label("The day that it is about").fill("2/5/2024")
    desk.get_by_role("button", name="Keep this note").press("Enter")
    expect(desk.locator("#notes")).to_be_focused()
    expect(desk.get_by_text("Kept as a note.")).to_be_visible()
    expect(desk.locator(".tl-across--note")).to_contain_text("demo-coordinator")
    expect(desk.locator("#chart .ytick", has_text="Notes")).to_be_visible()
    desk.get_by_text("Take back the note").click()
    desk.get_by_role("button", name="Take it back").click()
    expect(desk.locator(".tl-note .govuk-tag", has_text="taken back")).to_be_visible()
    expect(desk.locator(".tl-across--note")).to_have_count(0)
    assert broken(desk) == []


def test_events_ticked_in_the_table_are_gathered_drawn_as_a_bracket_and_taken_apart(desk):
    desk.goto(PATH)
    for number in range(2):
        desk.locator(".tl-events input[type=checkbox]").nth(number).check()
    desk.get_by_role("button", name="Open the ticked events together").click()
    desk.get_by_text("Gather these as one activity").click()
    expect(desk.get_by_text("no rule counts anything differently because of it")).to_be_visible()
    desk.get_by_label("Its name").fill("Two evenings in spring")
    assert broken(desk) == []
    desk.get_by_role("button", name="Gather them").click()
    expect(desk.locator(".tl-across--activity")).to_contain_text("Two evenings in spring, gathered by demo-coordinator")
    expect(desk.locator("#chart .barlayer")).to_contain_text("Two evenings in spring")
    desk.locator("#chart .barlayer text", has_text="Two evenings").click(force=True)
    expect(desk.locator("#opened h3")).to_have_count(2)
    desk.get_by_text("Take apart: Two evenings in spring").click()
    desk.get_by_role("button", name="Take it apart").click()
    expect(desk.get_by_text("Taken apart.")).to_be_visible()
    expect(desk.locator(".tl-across--activity")).to_have_count(0)


def test_thirty_days_either_side_of_an_event_narrows_chart_and_table_alike(desk):
    desk.goto(PATH)
    desk.locator(f".tl-events a[href*='around={ASSAULT}']").click()
    expect(desk.locator("#timeline")).to_be_focused()
    expect(desk.locator(".tl-events tbody tr:not(.tl-across)")).to_have_count(1)
    expect(desk.locator("[aria-current]", has_text="30 days either side of one event")).to_be_visible()


def test_on_a_narrow_screen_the_list_stands_instead_of_the_chart_and_on_paper_no_form_does(desk):
    desk.set_viewport_size({"width": 320, "height": 800})
    desk.goto(PATH)
    expect(desk.locator(".tl-events tbody tr").first).to_be_visible()
    expect(desk.locator("#chart")).to_be_hidden()
    assert desk.evaluate("document.documentElement.scrollWidth") <= 320
    desk.set_viewport_size({"width": 1280, "height": 900})
    desk.emulate_media(media="print")
    expect(desk.locator(".tl-events .tl-tick").first).to_be_hidden()
    desk.emulate_media(media="screen", forced_colors="active")
    assert broken(desk) == []
    desk.emulate_media(forced_colors="none")


def test_silence_is_told_in_words_with_what_was_supplied_and_never_as_reassurance(desk):
    desk.goto(PATH)
    gap = desk.locator(".tl-across--gap").last
    expect(gap).to_contain_text("No contact recorded for 6 months, 2 May 2024 to 1 December 2024")
    expect(gap).to_contain_text("What nobody recorded may still have happened.")


def test_the_tables_that_are_folded_are_opened_by_one_button_and_are_then_on_paper(desk):
    desk.goto(PATH)
    desk.emulate_media(media="print")
    unopened = desk.locator("#held").get_by_text("Not printed, since it was not opened on the page.", exact=True)
    expect(unopened).to_be_attached()
    desk.evaluate("window.dispatchEvent(new Event('beforeprint'))")
    expect(unopened).to_be_visible()
    desk.emulate_media(media="screen")
    desk.reload()
    expect(unopened).to_be_hidden()
    desk.get_by_role("button", name="Open the tables that are folded here").press("Enter")
    for section, words in (("held", "How we know"), ("supplied", "Searched, none"), ("left-out", "it ranks nothing")):
        expect(desk.locator(f"#{section}").get_by_text(words)).to_be_visible()
    desk.emulate_media(media="print")
    expect(desk.locator("#held").get_by_text("How we know")).to_be_visible()
    expect(desk.get_by_role("button", name="Open the tables that are folded here")).to_be_hidden()
    desk.emulate_media(media="screen")
