"""A screen that somebody walked away from."""

from playwright.sync_api import expect

from tests.published import ASSAULT


def test_what_stands_on_the_screen_leaves_it_when_the_session_has_ended_for_want_of_a_request(user):
    user.clock.install()
    user.goto(f"/event/{ASSAULT}")
    expect(user.locator("#page-title")).to_contain_text("Common assault")
    user.wait_for_load_state("networkidle")  # an answer that is still on its way would start the quarter of an hour again
    asked = []
    user.on("request", lambda request: asked.append(request.url) if request.is_navigation_request() else None)
    user.clock.run_for("14:30")
    assert not asked
    with user.expect_navigation():
        user.clock.run_for("01:00")
