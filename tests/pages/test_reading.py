"""Everyone can read it: axe finds nothing wrong on any page, it prints whole, and words stand where colour does."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from tests.pages.test_frame import PAGES
from tests.published import ASSAULT

RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]}


def broken(page) -> list:
    """The rules of WCAG 2.2 AA that axe finds broken, with where."""
    found = Axe().run(page, options=RULES).response["violations"]
    return [(rule["id"], [node["target"] for node in rule["nodes"]]) for rule in found]


@pytest.mark.parametrize("path", PAGES)
def test_axe_finds_nothing_wrong_on_any_page(user, path):
    user.goto(path)
    expect(user.locator("#page-title")).to_be_visible()
    assert broken(user) == []


def test_axe_finds_nothing_wrong_when_the_search_is_open_and_has_an_error(user):
    user.goto("/")
    user.get_by_text("Search for a person or a record").click()
    user.get_by_role("button", name="Search").click()
    expect(user.locator("#search-found")).to_contain_text("Give at least two letters")
    assert broken(user) == []


def test_axe_finds_nothing_wrong_with_the_sign_in_page(anyone):
    anyone.goto("/sign-in")
    assert broken(anyone) == []


def test_a_level_is_a_word_and_not_only_a_colour(user):
    user.goto("/")
    expect(user.locator(".govuk-tag", has_text="Same day")).to_be_visible()


def test_on_paper_the_marking_and_the_accounts_stay_and_the_navigation_goes(user):
    user.goto(f"/event/{ASSAULT}")
    expect(user.locator("#page-title")).to_be_visible()
    user.emulate_media(media="print")
    expect(user.get_by_text("OFFICIAL-SENSITIVE")).to_be_visible()
    expect(user.locator(".tl-accounts article")).to_have_count(2)
    expect(user.get_by_role("navigation", name="Main")).to_be_hidden()
    expect(user.locator("footer")).to_be_visible()


def test_axe_would_have_found_a_field_without_a_label(anyone):
    anyone.goto("/sign-in")
    anyone.evaluate("document.querySelector('label').remove()")
    assert "label" in [rule for rule, _ in broken(anyone)]
