"""What is folded on a page is asked for when it is opened, of the timelines that the page shows, and by who may see it."""

import pytest

from dashboard import later
from dashboard.app import create
from tests import browsing, published
from tests.published import FAMILY
from tests.signing import signed_in

PARTS = {"held": "With whom or where", "supplied": "Searched, none", "left-out": "it ranks nothing", "known": "Show what was known",
         "carer": "Go on to the day and the reason", "dismissal": "Dismiss it"}
"""Each part that a family's page folds, and words that it shows when it is opened."""


@pytest.fixture
def app(tmp_path):
    published.publish(tmp_path)
    made = create(tmp_path)
    with published.closed(made):
        yield made


def page_of(client, address: str) -> tuple[str, dict[str, dict]]:
    """The page as it comes, and what opens on it later, by its name."""
    page, answer = browsing.show(client, address)
    ids = [part["id"] for part in page.parts.values() if isinstance(part["id"], dict) and part["id"].get("later") == "opens"]
    return answer.text, {id["part"]: id for id in ids}


def opened(app, client, id: dict, address: str, already: str | None = None) -> str:
    """What the server answers when the part is opened, which was opened `already` or not."""
    page = browsing.Page(address, {browsing.text_of(id): {"id": id, "data-opened": already},
                                   browsing.text_of(id | {"later": "opened"}): {"id": id | {"later": "opened"}}})
    output = next(one for one in app.callback_map if '"later":"opened"' in one)
    body, = browsing.bodies(page, output, app.callback_map[output])
    return browsing.called(client, body).text


def test_a_part_is_not_there_until_it_is_opened_and_then_whole(app):
    coordinator, address = signed_in(app, "coordinator"), f"/family/{FAMILY}"
    page, folded = page_of(coordinator, address)
    assert folded.keys() == PARTS.keys()
    for name, words in PARTS.items():
        assert words not in page and words in opened(app, coordinator, folded[name], address)
    assert PARTS["held"] not in opened(app, coordinator, folded["held"], address, "yes"), "what was typed into it would be lost"


def test_who_may_not_do_it_is_shown_no_form_and_given_none(app):
    _, folded = page_of(signed_in(app, "coordinator"), f"/family/{FAMILY}")
    analyst = signed_in(app, "analyst")
    assert "dismissal" not in page_of(analyst, f"/family/{FAMILY}")[1]
    assert "Your role does not permit it" in opened(app, analyst, folded["dismissal"], f"/family/{FAMILY}")


def test_what_is_opened_when_newer_timelines_stand_is_not_mixed_with_what_the_page_shows(app):
    coordinator, address = signed_in(app, "coordinator"), f"/family/{FAMILY}"
    _, folded = page_of(coordinator, address)
    published.publish(app.server.extensions["database"].home, as_of="2024-12-02")
    for name, words in PARTS.items():
        shown = opened(app, coordinator, folded[name], address)
        assert later.OVERTAKEN in shown and words not in shown


def test_a_part_that_nobody_declared_is_nothing(app):
    coordinator, address = signed_in(app, "coordinator"), f"/family/{FAMILY}"
    _, folded = page_of(coordinator, address)
    assert '"children"' not in opened(app, coordinator, folded["held"] | {"part": "__import__"}, address)
