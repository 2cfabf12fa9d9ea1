"""A family put on an agenda from its own page: on which meeting, and why."""

import secrets

from dash import Input, Output, State, dcc, html, no_update
from flask import current_app

from dashboard import gate, parts, queries
from dashboard.meeting import words
from dashboard.meeting.fields import lines
from dashboard.problems import summary
from timeline import meetings
from timeline.access import User, may
from timeline.kept import NotTaken


def section(user: User, family_id: str) -> html.Section | None:
    """On which open agendas the family is, and for a coordinator the form that puts it on another; nothing on a page of what was known then."""
    if not may(user, "meetings:view"):
        return None
    found = queries.open_meetings(user, family_id)
    on = [part for row in found.itertuples() if row.on for part in (" ", parts.link(words.called(row), parts.address("brief", row.on)), ".")]
    others = [row for row in found.itertuples() if not row.on]
    first = [" There is no open meeting. ", parts.link("Meetings", "/meetings")] if found.empty else [] if on else [" On no open agenda."]
    return html.Section([parts.text(html.Strong("On the agenda of the meeting of" if on else "Meetings."), *on, *first),
                         _form(family_id, others) if others and may(user, "meetings:run") else None], id="meetings")


def _form(family_id: str, others: list) -> html.Details:
    options = [{"label": words.called(row) + (" (another area)" if row.other else ""), "value": row.meeting_id} for row in others]
    store = dcc.Store(id="adding", data={"family": family_id, "key": secrets.token_urlsafe(12)})
    return parts.details("Add to a meeting", store, html.Div(id="adding-wrong"), html.Div([
        parts.select("Which meeting", "adding-meeting", options, options[0]["value"]),
        lines("adding-why", "Why this family is to be heard", "Read by everybody at the meeting. No address."),
        html.Button("Put on the agenda", id="adding-go", n_clicks=0, className="govuk-button govuk-button--secondary")], id="adding-fields"),
        html.Div(id="added", role="status"))


@gate.secured("meetings:run", Output("adding-wrong", "children"), Output("adding-fields", "hidden"), Output("added", "children"),
              Input("adding-go", "n_clicks"), State("adding-meeting", "value"), State("adding-why", "value"), State("adding", "data"),
              prevent_initial_call=True)
def add(user: User, clicks: int, meeting_id: str, why: str | None, of: dict):
    """Put the family on the agenda, after it has been written down in the audit, or say what is wrong."""
    if not clicks:
        return no_update, no_update, no_update
    try:
        gate.audited("put on the agenda", f"{of['family']} on {meeting_id}", (why or "").strip())
        item = meetings.add(current_app.extensions["database"], user, of["key"], meeting_id, queries.anchor(user, of["family"]), why)
    except NotTaken as refused:
        return summary({"adding-why": str(refused)}, str), False, None
    told = [html.Strong("On the agenda. "), parts.link("Open the brief", parts.address("brief", item))]
    return None, True, html.P(told, className="govuk-body tl-answer__step", tabIndex=-1)
