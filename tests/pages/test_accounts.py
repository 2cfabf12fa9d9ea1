"""Signing in as each role, one's own account, and the accounts of all: by keyboard, on a narrow screen, and without scripts."""

import re
import time
from contextlib import closing

import pyotp
import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from tests.pages.conftest import SCREEN, served_on, sign_in, sign_in_here
from timeline import accounts, keys
from timeline.access import User
from timeline.database import Database

GOOD = "quarry lantern ostrich mauve"


def well_made(page):
    """Nothing that axe finds, and nothing wider than a narrow screen."""
    assert Axe().run(page).violations_count == 0, Axe().run(page).generate_report()
    page.set_viewport_size({"width": 320, "height": 800})
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    page.set_viewport_size(SCREEN)


def test_an_administrator_lands_on_the_accounts_and_changes_one_by_keyboard(anyone, demo, home):
    with closing(Database(home)) as database:
        accounts.set_password(database, "noor.hussain", "analyst", "nobody signs in with this")
    anyone.goto("/")
    sign_in_here(anyone, *demo[3])
    expect(anyone.locator("#page-title")).to_have_text("Accounts")
    well_made(anyone)
    anyone.get_by_role("link", name="noor.hussain").click()
    expect(anyone.locator("#page-title")).to_contain_text("noor.hussain")
    well_made(anyone)
    anyone.get_by_label("Every area, without a limit").focus()
    anyone.keyboard.press("Space")
    anyone.get_by_label("Calderbrook").focus()
    anyone.keyboard.press("Space")
    anyone.get_by_label("Why: change role and limits").fill("covers for a colleague")
    anyone.keyboard.press("Enter")
    expect(anyone.get_by_role("status").filter(has_text="role and limits are changed")).to_be_visible()
    expect(anyone.locator("dl")).to_contain_text("area Calderbrook; every agency")
    anyone.get_by_role("link", name="demo-administrator").click()
    expect(anyone.get_by_role("heading", level=1)).to_contain_text("Your account")
    well_made(anyone)


@pytest.mark.parametrize("path", ["/sign-in", "/welcome"])
def test_the_ways_in_are_well_made(anyone, path):
    anyone.goto(path)
    well_made(anyone)


def test_what_one_has_typed_stays_when_the_session_has_ended_and_is_sent_again_after_signing_in_beside_it(anyone, credentials):
    sign_in(anyone, *credentials)
    anyone.get_by_text("Search for a person or a record").click()
    field = anyone.locator("#search-name")
    field.fill("sara kha")
    anyone.context.clear_cookies()
    anyone.keyboard.press("Enter")
    expect(anyone.get_by_role("alert").filter(has_text="still stands here")).to_be_visible()
    with anyone.context.expect_page() as opened:
        anyone.get_by_role("link", name="Sign in in another tab").click()
    sign_in_here(opened.value, *credentials)
    expect(opened.value.locator("#page-title")).to_have_text("Families")
    expect(field).to_have_value("sara kha")
    field.press("Enter")
    expect(anyone.locator("#search-found")).to_contain_text("Sara Khan")


def test_two_minutes_before_a_session_ends_for_want_of_use_one_is_told_and_can_stay(user):
    user.clock.install()
    user.goto("/families")
    expect(user.locator("#page-title")).to_have_text("Families")
    user.wait_for_load_state("networkidle")  # an answer that is still on its way would start the quarter of an hour again
    user.clock.run_for("13:30")
    told = user.get_by_role("alert").filter(has_text="ends in two minutes")
    expect(told).to_be_visible()
    user.get_by_role("button", name="Stay signed in").click()
    expect(told).not_to_be_visible()
    left = []
    user.on("request", lambda request: left.append(request.url) if request.is_navigation_request() else None)
    user.clock.run_for("12:30")
    assert not left


@pytest.fixture(scope="module")
def real(tmp_path_factory):
    """A home whose data is real, served: its address and an invitation."""
    home = tmp_path_factory.mktemp("real") / "home"
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("TIMELINE_KEY", keys.new())
        patch.delenv("TIMELINE_DEMO", raising=False)
        with closing(Database(home)) as database:
            invitation = accounts.add(database, User("root (command line)", "none"), "ada", "coordinator")
        with served_on(home) as address:
            yield address, invitation


@pytest.mark.slow  # a second server, and test_doors.py sends the same forms
def test_an_invitation_is_used_in_a_browser_without_scripts(browser, real):
    address, invitation = real
    page = browser.new_context(base_url=address, viewport=SCREEN, java_script_enabled=False).new_page()
    page.goto("/sign-in")
    expect(page.get_by_label("Code from your authenticator app")).to_be_visible()
    page.get_by_role("link", name="Use it here").click()
    page.get_by_label("Invitation").fill(invitation)
    page.keyboard.press("Enter")
    expect(page.get_by_role("img", name="QR code")).to_be_visible()
    secret = page.locator(".tl-secret").inner_text()
    page.get_by_label("New password").fill(GOOD)
    page.get_by_label("The same again").fill(GOOD)
    page.get_by_label("Code from your authenticator app").fill(pyotp.TOTP(secret).at(time.time()))
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(f"{address}/$"))
    page.goto("/account")
    expect(page.get_by_role("table")).to_contain_text("This one")
    page.context.close()
