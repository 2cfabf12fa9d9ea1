"""Signing in and out, the frame around every page, and nothing without signing in."""

import pytest
from playwright.sync_api import expect

from tests.pages.conftest import sign_in, sign_in_here
from tests.published import ASSAULT, CHILD, CRIME, FAMILY, FATHER, LINK, MOTHER

PAGES = {"/": "Families", "/families?show=all": "Families", "/coverage": "Coverage", "/links": "Links to review", f"/links/{LINK}": "Tom Khan and Tom Kahn",
         "/decisions": "Decisions", f"/family/{FAMILY}": "Khan", f"/look-back/{FAMILY}": "Looking back from an event",
         f"/event/{ASSAULT}": "Common assault", f"/record/{CRIME.replace('/', '%2F')}": "Common assault",
         f"/child/{CHILD}": "Ali Khan", f"/perpetrator/{FATHER}": "Tom Khan", f"/person/{MOTHER}": "Sara Khan"}


@pytest.mark.parametrize("path", PAGES)
def test_without_sign_in_every_page_is_the_sign_in_page(anyone, path):
    anyone.goto(path)
    expect(anyone.get_by_role("heading", level=1)).to_have_text("Sign in")
    assert "Khan" not in anyone.content()


def test_a_wrong_password_is_said_and_the_name_is_kept(anyone):
    anyone.goto("/sign-in")
    anyone.get_by_label("Name").fill("demo")
    anyone.get_by_label("Password").fill("wrong")
    anyone.keyboard.press("Enter")
    expect(anyone.get_by_role("alert")).to_contain_text("is not right")
    expect(anyone.get_by_label("Name")).to_have_value("demo")


def test_one_signs_in_to_the_page_that_was_asked_for_and_signs_out_again(anyone, credentials):
    anyone.goto(f"/event/{ASSAULT}")
    anyone.get_by_label("Name").fill(credentials[0])
    anyone.get_by_label("Password").fill(credentials[1])
    anyone.keyboard.press("Enter")
    expect(anyone.locator("#page-title")).to_contain_text("Common assault")
    anyone.get_by_role("button", name="Sign out").click()
    expect(anyone.get_by_role("heading", level=1)).to_have_text("Sign in")
    anyone.go_back()
    expect(anyone.get_by_role("heading", level=1)).to_have_text("Sign in")


@pytest.mark.parametrize(("path", "heading"), PAGES.items())
def test_every_page_opens_under_its_heading_and_names_its_snapshot(user, path, heading):
    user.goto(path)
    expect(user.locator("#page-title")).to_contain_text(heading)
    expect(user).to_have_title(f"{heading} – Timeline") if heading in ("Families", "Coverage") else None
    footer = user.locator("footer")
    expect(footer).to_contain_text("as at 1 December 2024")
    expect(footer).to_contain_text("no score, no prediction, no decision")
    expect(user.locator("header")).to_contain_text("OFFICIAL-SENSITIVE")
    assert user.locator("html").get_attribute("lang") == "en"


@pytest.mark.parametrize("path", PAGES)
def test_no_page_overflows_a_narrow_screen(user, path):
    user.set_viewport_size({"width": 320, "height": 800})
    user.goto(path)
    expect(user.locator("#page-title")).to_be_visible()
    assert user.evaluate("document.documentElement.scrollWidth") <= 320


def test_an_unknown_address_says_what_next(user):
    user.goto("/no/such/page")
    expect(user.get_by_role("heading", level=1)).to_have_text("Page not found")
    user.get_by_role("link", name="Go to the list of families").click()
    expect(user.locator("#page-title")).to_have_text("Families")


def test_an_id_of_another_snapshot_says_what_next(user):
    user.goto("/event/E-gone")
    expect(user.locator("#page-title")).to_have_text("Not in this snapshot")
    expect(user.locator("main")).to_contain_text("There is no event E-gone here")


def test_the_keyboard_reaches_the_content_first_and_the_focus_follows_a_new_page(user):
    user.goto("/")
    expect(user.locator("#page-title")).to_be_visible()
    user.keyboard.press("Tab")
    assert user.evaluate("document.activeElement.textContent") == "Skip to main content"
    user.get_by_role("link", name="Data", exact=True).focus()
    user.keyboard.press("Enter")
    expect(user.locator("#page-title")).to_have_text("Coverage")
    expect(user.locator("#page-title")).to_be_focused()
    expect(user).to_have_title("Coverage – Timeline")


def test_a_session_that_ended_leads_to_the_sign_in_page(anyone, credentials):
    sign_in(anyone, *credentials)
    anyone.wait_for_load_state("networkidle")  # what is still asked for would lead away by itself
    anyone.context.clear_cookies()
    anyone.get_by_role("link", name="Data", exact=True).click()
    expect(anyone.get_by_role("heading", level=1)).to_have_text("Sign in")
    sign_in_here(anyone, *credentials)
    expect(anyone.locator("#page-title")).to_have_text("Coverage")


def test_nothing_of_a_case_stays_in_the_browsers_storage(user):
    user.goto(f"/family/{FAMILY}")
    expect(user.locator("#page-title")).to_be_visible()
    assert user.evaluate("JSON.stringify([localStorage, sessionStorage])") == "[{},{}]"
