"""The meetings: those to come and those that were held, and the form that calls one."""

from dash import html

from dashboard import parts, queries
from dashboard.meeting import calling, words
from timeline.access import User, may

NAME, PATHS, PERMISSION = "meetings", ("/meetings",), "meetings:view"


def layout(user: User, query: dict) -> list:
    """The list."""
    found = queries.meetings(user)
    still, held, off = (found[found["state"] == state] for state in ("open", "held", "called off"))
    return [
        parts.title("Meetings"),
        parts.text("MARAC meetings and their agendas. What is noted and undertaken for a family stays with it and comes back at the next "
                   "meeting at which it is heard."),
        parts.text(parts.link("Enter a referral", "/referral"), " or see ", parts.link("those that were entered", "/referrals"), ". ")
        if may(user, "referral:enter") else None,
        parts.text(parts.link("Quarterly return to SafeLives", "/quarterly"), ": what the meetings of a quarter heard, in numbers"),
        calling.form(user) if may(user, "meetings:run") else None,
        parts.heading("Open"), _list(still.iloc[::-1], "Open meetings") if len(still) else parts.empty(
            "No meeting is open.", "None has been called, or all that were called have been held.", "A coordinator calls the next one here."),
        html.Section([parts.heading("Held"), _list(held, "Meetings that were held")]) if len(held) else None,
        parts.details(f"Called off ({len(off)})", _list(off, "Meetings that were called off")) if len(off) else None,
    ]


def _list(found, caption: str) -> html.Div:
    return parts.table(caption, ("Meeting", "Families on the agenda", "Called by"), [
        (parts.link(words.called(row), parts.address("meetings", row.meeting_id)), row.families, row.called_by)
        for row in found.itertuples()], hide_caption=True)
