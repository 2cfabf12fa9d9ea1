"""Notes on a family's timeline: written by a named person, for a day or for none, read beside the agencies' records and never among them."""

import secrets

import dash_bootstrap_components as dbc
from dash import MATCH, Input, Output, State, dcc, html, no_update
from flask import current_app

from dashboard import gate, parts, queries
from dashboard.problems import summary
from timeline import notes as kept
from timeline.access import User, may
from timeline.kept import NotTaken

MEANS = ("A note is yours and not an agency's record: it stands on the timeline in a lane of its own, with your name. No rule reads it. It is never "
         "changed; it can be taken back, and then stays here as taken back.")
NOT_A_DAY = "Write the day as day, month, year, such as 27/3/2024, or leave it empty."


def section(user: User, family_id: str, notes, told: str | None = None) -> html.Section | None:
    """The notes about the family and the form for another; `told` is the id of one that was just kept or taken back. Nothing on a page of
    what was known then."""
    if user.looks_back:
        return None
    here = notes[notes["note_id"] == told]
    return html.Section([
        parts.heading(f"Notes ({len(notes)})", "notes"),
        *(parts.notice("Kept as a note." if row.taken_back_at is None else "Taken back.") for row in here.itertuples()),
        *(_card(user, family_id, row) for row in notes.itertuples()),
        None if len(notes) else parts.text("Nobody has written a note about this family."),
        form(family_id) if may(user, "decide") else None])


def said(note) -> list:
    """Whose note it is, when it was written and for which day, and its words."""
    back = [parts.tag("taken back", "grey"), f" by {note.taken_back_by} on {parts.day(note.taken_back_at)}. "] if note.taken_back_at else []
    meeting = ", at a meeting" if note.meeting_id else ""
    return [parts.tag("note", "purple"), " ", *back, html.Strong(f"{note.by}, {parts.day(note.at)}{meeting}"),
            f", for {parts.day(note.on)}" if note.on else "", ": ", html.Span(note.words, className="tl-note__words")]


def _card(user: User, family_id: str, note) -> html.Div:
    back = parts.details(f"Take back the note of {parts.day(note.at)} by {note.by}", *_back(family_id, note.note_id)) if (
        may(user, "decide") and not note.taken_back_at) else None
    return html.Div([parts.text(*said(note)), back], className="tl-note")


def form(family_id: str) -> html.Details:
    """The form for a note about the family."""
    number = secrets.token_urlsafe(12)
    words = parts.html_id(_id("words", number))
    return parts.details("Write a note", html.Div([
        parts.text(MEANS, small=True), dcc.Store(id=_id("family", number), data=family_id), html.Div(id=_id("wrong", number)),
        html.Div([html.Label("Note", htmlFor=words, className="govuk-label"),
                  html.Div("It is read by everybody who may see this family. No address.", className="govuk-hint"),
                  dbc.Textarea(id=_id("words", number), class_name="govuk-textarea", rows=3, maxlength=2000)], className="govuk-form-group"),
        parts.field("The day that it is about, if it is about one", _id("on", number), "For example 27/3/2024", autocomplete="off", maxlength=10),
        html.Button("Keep this note", id=_id("keep", number), n_clicks=0, className="govuk-button govuk-button--secondary"),
        html.Div(id=_id("kept", number), role="status")], className="tl-narrow"))


def _back(family_id: str, note_id: str) -> list:
    return [parts.text("It stays here, marked as taken back with your name, and no longer stands on the timeline.", small=True),
            dcc.Store(id=_id("of", note_id), data={"family": family_id, "key": secrets.token_urlsafe(12)}),
            html.Button("Take it back", id=_id("back", note_id), n_clicks=0, className="govuk-button govuk-button--warning"),
            html.Div(id=_id("taken", note_id), role="status")]


def _id(part: str, of) -> dict:
    return {"note": part, "of": of}


@gate.secured("decide", Output(_id("wrong", MATCH), "children"), Output(_id("kept", MATCH), "children"), Input(_id("keep", MATCH), "n_clicks"),
              State(_id("words", MATCH), "value"), State(_id("on", MATCH), "value"), State(_id("family", MATCH), "data"), State(_id("keep", MATCH), "id"),
              prevent_initial_call=True)
def keep(user: User, clicks: int, words: str | None, on: str | None, family_id: str, of: dict):
    """Keep the note, after it has been written down in the audit, or say what is wrong with it; then the page shows it."""
    if not clicks:
        return no_update, no_update
    day = parts.typed_day(on)
    wrong = {"on": NOT_A_DAY} if (on or "").strip() and day is None else {}
    try:
        note_id = None if wrong else _write(user, of["of"], family_id, words, day)
    except NotTaken as why:
        wrong = {"words": str(why)}
    if wrong:
        return summary(wrong, lambda field: _id(field, of["of"])), None
    return None, parts.go_on("See the note", parts.address("family", family_id, note=note_id) + "#notes")


def _write(user: User, key: str, family_id: str, words: str | None, day) -> str:
    anchor = queries.anchor(user, family_id)
    gate.audited("write note", family_id)
    return kept.write(current_app.extensions["database"], user, key, anchor, words, day)


@gate.secured("decide", Output(_id("taken", MATCH), "children"), Input(_id("back", MATCH), "n_clicks"), State(_id("of", MATCH), "data"),
              State(_id("back", MATCH), "id"), prevent_initial_call=True)
def take_back(user: User, clicks: int, about: dict, of: dict):
    """Take the note back, after it has been written down in the audit; then the page shows it as taken back."""
    if not clicks:
        return no_update
    try:
        queries.refuse_hidden(user, "note", of["of"])
        gate.audited("take back note", of["of"])
        kept.take_back(current_app.extensions["database"], user, about["key"], of["of"])
    except NotTaken as why:
        return html.P(str(why), className="govuk-error-message")
    return parts.go_on("See the note", parts.address("family", about["family"], back=of["of"]) + "#notes")
