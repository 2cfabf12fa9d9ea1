"""One meeting: its agenda, what can be put on it, and whether it was held."""

from dash import html

from dashboard import parts, queries
from dashboard.meeting import running, words
from timeline.access import User

NAME, PATHS, PERMISSION = "meeting", ("/meetings/<meeting_id>",), "meetings:view"


def layout(user: User, meeting_id: str, query: dict) -> list:
    """The page of one meeting. `query`: page, of what is proposed."""
    return [
        parts.title(words.called(queries.meeting(user, meeting_id)), "Meeting of the MARAC"),
        parts.text(parts.link("All meetings", "/meetings")),
        html.Div(id="meeting-said", role="status"),
        html.Div(running.body(user, meeting_id, parts.page(query.get("page"))), id="meeting-body"),
    ]
