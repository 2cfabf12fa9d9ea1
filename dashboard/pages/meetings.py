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
        _undertaken(queries.open_actions(user)),
        html.Section([parts.heading("Held"), _list(held, "Meetings that were held")]) if len(held) else None,
        parts.details(f"Called off ({len(off)})", _list(off, "Meetings that were called off")) if len(off) else None,
    ]


def _list(found, caption: str) -> html.Div:
    return parts.table(caption, ("Meeting", "Families on the agenda", "Called by"), [
        (parts.link(words.called(row), parts.address("meetings", row.meeting_id)), row.families, row.called_by)
        for row in found.itertuples()], hide_caption=True)


def _undertaken(found) -> html.Section:
    """What agencies undertook and nobody has said is done, whether or not the family is on an agenda."""
    if found.empty:
        return html.Section([parts.heading("Open actions"), parts.text("No action is open: none was set, or what became of each has been said.")])
    late = int(found["overdue"].sum())
    told = f"{parts.count(len(found), 'action')} not yet said to be done, {late} of them past the day by when. " if late else \
        f"{parts.count(len(found), 'action')} not yet said to be done. "
    return html.Section([
        parts.heading("Open actions", "open-actions"),
        parts.text(told, "Each stays with its family; say what became of it in the family's brief at a meeting."),
        parts.table("Open actions of every family", ("By when", "Who", "What", "Whom it asks something of", "Family"), [
            ([parts.day(row.due), *([" ", parts.tag("overdue", "red")] if row.overdue else [])], row.agency,
             html.Span(row.what, className="tl-own"), words.ASIDE[row.falls_on],
             parts.link(f"{row.family} family", parts.address("family", row.family_id)) if isinstance(row.family_id, str) else
             "its record is in no family of this snapshot") for row in found.itertuples()], hide_caption=True)])
