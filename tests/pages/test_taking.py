"""Taking a chart and a table away, as a person does it in a browser: what is saved is what it says it is."""

import csv
from xml.etree import ElementTree

import pytest
from playwright.sync_api import expect

from tests.pages.test_reading import broken
from tests.published import FAMILY, FATHER
from timeline.outgoing import MARKING

SVG = "{http://www.w3.org/2000/svg}"


def saved(user, press) -> tuple[str, bytes]:
    """The name and the bytes of what pressing it saves."""
    with user.expect_download() as waiting:
        press.click()
    return waiting.value.suggested_filename, waiting.value.path().read_bytes()


@pytest.mark.parametrize(("path", "chart", "title"), [(f"/family/{FAMILY}", "chart", "family: timeline"),
                                                     (f"/perpetrator/{FATHER}", "over-time", "every household on one axis")])
def test_a_chart_is_saved_as_svg_and_png_with_its_title_and_the_marking(user, path, chart, title):
    user.goto(path)
    expect(user.locator(f"#{chart} .main-svg").first).to_be_visible()
    name, drawn = saved(user, user.get_by_role("button", name="Save this chart as SVG"))
    picture = ElementTree.fromstring(drawn)
    words = "".join(picture.itertext())
    assert name == f"{chart}-2024-12-01.svg" and picture.tag == f"{SVG}svg"
    assert title in words and MARKING in words and "snapshot snap-" in words
    name, painted = saved(user, user.get_by_role("button", name="Save this chart as PNG"))
    assert name == f"{chart}-2024-12-01.png" and painted.startswith(b"\x89PNG\r\n\x1a\n") and len(painted) > 5_000


def test_the_picture_of_patterns_says_of_what_it_is_and_that_a_cross_is_not_nought(user):
    user.goto("/patterns")
    expect(user.locator("#trends .main-svg").first).to_be_visible()
    _name, drawn = saved(user, user.get_by_role("button", name="Save this chart as SVG"))
    words = " ".join(ElementTree.fromstring(drawn).itertext())
    assert "Patterns by month: " in words and " to March " in words and "it is not nought" in words


def test_a_table_is_saved_by_the_keyboard_as_csv_and_excel(user):
    user.goto(f"/family/{FAMILY}")
    link = user.get_by_role("link", name="Download all events as CSV")
    link.focus()
    with user.expect_download() as waiting:
        user.keyboard.press("Enter")
    assert waiting.value.suggested_filename == "family-events-2024-12-01.csv"
    assert MARKING in next(csv.reader(waiting.value.path().read_text(encoding="utf-8-sig").splitlines()[1:2]))
    assert saved(user, user.get_by_role("link", name="Download all events as Excel"))[1].startswith(b"PK")
    assert broken(user) == []
