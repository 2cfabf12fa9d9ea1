"""Calling a meeting: its area and its day."""

import secrets

from dash import Input, Output, State, dcc, html, no_update
from flask import current_app

from dashboard import gate, parts, queries
from dashboard.problems import summary
from timeline import meetings
from timeline.access import User
from timeline.kept import NotTaken


def form(user: User) -> html.Details:
    """The form, with the areas of this snapshot."""
    areas = [{"label": area, "value": area} for area in queries.areas(user)]
    if not areas:
        return parts.empty("No meeting can be called yet.", "No record of this snapshot says which area it is of.", "See under Coverage what was received.")
    return parts.details("Call a meeting", dcc.Store(id="call-key", data=secrets.token_urlsafe(12)), html.Div(id="call-wrong"), html.Div([
        parts.select("Area", "call-area", areas, areas[0]["value"]),
        parts.field("Day of the meeting", "call-day", "For example 3/12/2026", autocomplete="off", maxlength=10)], className="tl-fields tl-call"),
        html.Button("Call it", id="call-go", n_clicks=0, className="govuk-button"), html.Div(id="called", role="status"))


@gate.secured("meetings:run", Output("call-wrong", "children"), Output("called", "children"), Input("call-go", "n_clicks"), Input("call-day", "n_submit"),
              State("call-area", "value"), State("call-day", "value"), State("call-key", "data"), prevent_initial_call=True)
def call(user: User, clicks: int, submits: int | None, area: str | None, typed: str | None, key: str):
    """Call the meeting, after it has been written down in the audit, and go on to it; or say what is wrong."""
    if not clicks and not submits:
        return no_update, no_update
    day = parts.typed_day(typed)
    if day is None:
        return summary({"call-day": "Say on which day the meeting is, as day, month, year, for example 3/12/2026."}, str), None
    try:
        gate.audited("call meeting", f"{area} {day}")
        called = meetings.call(current_app.extensions["database"], user, key, area, day)
    except NotTaken as why:
        return summary({"call-day": str(why)}, str), None
    return None, parts.go_on("Open the meeting", parts.address("meetings", called))
