"""A chronology is chosen, looked at before it is made, and taken away, as a coordinator does it: with the keyboard, and on a narrow screen."""

import re

import pytest
from playwright.sync_api import expect

from tests.pages.test_reading import broken
from tests.published import CRIME, FAMILY, STREET


def test_a_document_is_chosen_and_made_with_the_keyboard_alone(user):
    user.goto(f"/family/{FAMILY}")
    user.get_by_role("link", name=re.compile("^Chronology as a ")).press("Enter")
    expect(user.locator("#page-title")).to_contain_text("Chronology as a document")
    user.get_by_label("For whom").press("p")
    user.get_by_label("Format").select_option("pdf")
    user.get_by_label("To").press("Enter")
    expect(user.get_by_text("One agency that takes part.")).to_be_visible()
    expect(user.get_by_text("3 of 3 accounts")).to_be_visible()
    expect(user.get_by_label("For whom")).to_have_count(0)  # nothing can be changed between what was shown and what is made
    with user.expect_download() as taken:
        user.get_by_role("button", name="Make the document").press("Enter")
    assert taken.value.suggested_filename.startswith(FAMILY) and taken.value.suggested_filename.endswith(".pdf")
    assert taken.value.path().read_bytes().startswith(b"%PDF-")
    user.get_by_role("link", name="Choose another audience, format or span").press("Enter")
    expect(user.get_by_label("For whom")).to_have_value("partner")


@pytest.mark.parametrize("query", ["", "?audience=full", "?audience=partner&since=99/9/2024", "?audience=perpetrator-safe"])
def test_axe_finds_nothing_and_nothing_overflows_at_any_width(user, query):
    user.goto(f"/chronology/{FAMILY}{query}")
    expect(user.locator("#page-title")).to_contain_text("Chronology as a document")
    for width in (1280, 320):
        user.set_viewport_size({"width": width, "height": 800})
        assert broken(user) == []
        assert user.evaluate("document.documentElement.scrollWidth") <= width
    assert STREET not in user.content()


def test_what_is_asked_wrongly_is_said_at_its_field(user):
    user.goto(f"/chronology/{FAMILY}?since=99/9/2024")
    user.get_by_role("link", name="“99/9/2024” is not a day").click()
    expect(user.get_by_label("From")).to_be_focused()
    expect(user.get_by_role("button", name="Make the document")).to_have_count(0)
    user.goto(f"/chronology/{FAMILY}?audience=perpetrator-safe")
    expect(user.get_by_text("Such a document would hold no line.")).to_be_visible()
    expect(user.get_by_text("Tom Khan")).to_be_visible()
    expect(user.get_by_role("link", name=CRIME)).to_have_count(0)
