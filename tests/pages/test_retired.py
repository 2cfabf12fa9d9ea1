"""An old link still arrives: the page of a retired id says why and leads on."""

from hashlib import md5

import pytest
from playwright.sync_api import expect

from tests.published import ASSAULT, CHILD, CRIME, FAMILY, MOTHER, VISIT


@pytest.mark.parametrize(("shown", "kind", "founded_on", "now"), [
    ("person", "P", f"{VISIT}#patient", f"/person/{MOTHER}"), ("child", "P", f"{CRIME}#child", f"/child/{CHILD}"),
    ("family", "F", f"{VISIT}#patient", f"/family/{FAMILY}"), ("event", "E", VISIT, f"/event/{ASSAULT}")])
def test_a_retired_id_says_why_and_leads_to_whoever_holds_its_record(user, shown, kind, founded_on, now):
    user.goto(f"/{shown}/{kind}-{md5(founded_on.encode()).hexdigest()[:16]}")
    expect(user.get_by_role("heading", name="This id was retired")).to_be_visible()
    expect(user.get_by_text(founded_on)).to_be_visible()
    user.locator(f"main a[href='{now}']").click()
    expect(user.get_by_role("heading", name="This id was retired")).to_be_hidden()
    expect(user.locator("main h1")).to_be_visible()


def test_an_id_that_never_was_says_that_it_is_not_here(user):
    user.goto("/person/P-0000000000000000")
    expect(user.get_by_role("heading", name="Not in this snapshot")).to_be_visible()
