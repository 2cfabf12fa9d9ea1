"""Taking an answer back, wherever it is shown: it stays in the history, and no longer applies."""

import secrets

import dash_bootstrap_components as dbc
from dash import MATCH, Input, Output, State, dcc, html, no_update
from flask import current_app

from dashboard import foreseen, gate, parts, queries, updating
from timeline import decisions
from timeline.access import User
from timeline.decisions import DISMISSED, NotTaken

NAMED = {DISMISSED: "Take this dismissal back"}
THEN = {DISMISSED: "It stays in the history, and the signal is raised again."}


def form(answer) -> html.Details:
    """The reason and the button; first what would change, where the answer was about who is who or what happened."""
    look = [html.Button("See what this would change", id=_id("look", answer.answer_id), n_clicks=0, className="govuk-button govuk-button--secondary"),
            html.Div(id=_id("foreseen", answer.answer_id), role="status")]
    why = parts.html_id(_id("reason", answer.answer_id))
    then = "It stays in the history and no longer applies. Whatever the records then say by themselves holds again."
    return parts.details(NAMED.get(answer.kind, "Take this answer back"), html.Div([
        dcc.Store(id=_id("key", answer.answer_id), data=secrets.token_urlsafe(12)),
        parts.text(THEN.get(answer.kind, then)),
        html.Div([html.Label("Why you take it back", htmlFor=why, className="govuk-label"),
                  dbc.Textarea(id=_id("reason", answer.answer_id), class_name="govuk-textarea", rows=2, maxlength=1000)], className="govuk-form-group"),
        *([] if answer.kind == DISMISSED else look),
        html.Button("Take it back", id=_id("go", answer.answer_id), n_clicks=0, className="govuk-button govuk-button--warning"),
        html.Div(id=_id("done", answer.answer_id), role="status")]))


def _id(part: str, answer) -> dict:
    return {"back": part, "answer": answer}


@gate.secured("decide", Output(_id("foreseen", MATCH), "children"), Input(_id("look", MATCH), "n_clicks"), State(_id("look", MATCH), "id"),
              prevent_initial_call=True)
def look(user: User, clicks: int, of: dict):
    """What taking the answer back would change."""
    if not clicks:
        return no_update
    answer = queries.answer(user, of["answer"])
    gate.seen("look at taking back", answer.answer_id)
    return parts.listed(foreseen.foresee_taken_back(user, answer.answer_id).sentences)


@gate.secured("decide", Output(_id("done", MATCH), "children"), Input(_id("go", MATCH), "n_clicks"), State(_id("reason", MATCH), "value"),
              State(_id("key", MATCH), "data"), State(_id("go", MATCH), "id"), prevent_initial_call=True)
def take_back(user: User, clicks: int, reason: str | None, key: str, of: dict):
    """Take the answer back, after it has been written down in the audit."""
    if not clicks:
        return no_update
    if len((reason or "").strip()) < parts.LEAST_REASON:
        return html.P(f"Say why in at least {parts.LEAST_REASON} characters; it is kept with the answer.", className="govuk-error-message")
    gate.audited("take back", of["answer"], reason.strip())
    try:
        queries.refuse_unseen(user, of["answer"])
        decisions.take_back(current_app.extensions["database"], user, key, of["answer"], reason)
    except NotTaken as why:
        return html.P(str(why), className="govuk-error-message")
    updating.start()
    return html.P([html.Strong("Taken back. "), "It no longer applies when the tables have been made anew. ", parts.link("See all decisions", "/decisions")],
                  className="govuk-body tl-answer__step", tabIndex=-1)
