"""The notes of a family at a meeting: those kept before, and the form for a new one. They stand on the family's timeline too."""

import secrets

from dash import Input, Output, State, dcc, html, no_update
from flask import current_app

from dashboard import gate, parts, queries
from dashboard.meeting.fields import lines, said
from timeline import notes
from timeline.access import User, may
from timeline.kept import NotTaken


def section(user: User, item) -> list:
    """The notes that stand, the latest first, and the form."""
    found = queries.notes(user, item.family_id)
    standing = sorted((row for row in found.itertuples() if row.taken_back_at is None), key=lambda row: row.at, reverse=True)
    none = parts.text("Nobody has noted anything of this family yet.")
    return [html.Ul([_note(row, item) for row in standing], className="govuk-list tl-actions") if standing else none,
            _form(item) if may(user, "meetings:run") else None]


def _note(row, item) -> html.Li:
    where = ", at this meeting" if row.meeting_id == item.meeting_id else ", at an earlier meeting" if row.meeting_id else ""
    return html.Li([html.P(row.words, className="govuk-body tl-actions__what"),
                    parts.text(f"{row.by}, {parts.day(row.at)}{where}", f"; about {parts.day(row.on)}" if row.on else "", small=True)])


def _form(item) -> html.Div:
    return html.Div([
        dcc.Store(id="noting", data={"item": item.item_id, "key": secrets.token_urlsafe(12)}),
        lines("note", "Write a note", "Your own words, with your name; never mixed with the agencies' records. No address.", most=2000),
        html.Button("Keep the note", id="note-go", n_clicks=0, className="govuk-button govuk-button--secondary"),
        html.Div(id="note-wrong", role="alert")], className="tl-brief__form")


@gate.secured("meetings:run", Output("noted", "children"), Output("note-wrong", "children"),
              Output("brief-said", "children", allow_duplicate=True), Input("note-go", "n_clicks"), State("note", "value"),
              State("noting", "data"), prevent_initial_call=True)
def note(user: User, clicks: int, typed: str | None, noting: dict):
    """Keep the note, after it has been written down in the audit, and show the notes as they then stand."""
    if not clicks:
        return no_update, no_update, no_update
    item = queries.item(user, noting["item"])
    try:
        gate.audited("write note", f"{item.family_id} at {item.meeting_id}")
        notes.write(current_app.extensions["database"], user, noting["key"], item.anchor, typed, meeting=item.meeting_id)
    except NotTaken as why:
        return no_update, html.P(str(why), className="govuk-error-message"), None
    return section(user, item), None, said("The note is kept.", "notes", noting["key"])
