"""One answer: what it is about, how it stands, a second person's view where it waits for one, and taking it back."""

import secrets

import dash_bootstrap_components as dbc
from dash import Input, Output, State, dcc, html, no_update
from flask import current_app

from dashboard import answering, foreseen, gate, parts, queries, updating
from dashboard.pages.decisions import QUESTIONS, blind, folded, summary, tags
from dashboard.sides import side_by_side
from timeline import decisions
from timeline.access import User, may
from timeline.decisions import NotTaken

NAME, PATHS, PERMISSION = "decision", ("/decisions/<answer_id>",), "links:view"


def layout(user: User, answer_id: str, query: dict) -> list:
    """The answer with this id."""
    answer = queries.answer(user, answer_id)
    asks = answer.state in ("waiting for a second person", "contradicted") and answer.decided_by != user.name
    return [
        answering.notice(user, query.get("kept")),
        parts.text(parts.link("Decisions", "/decisions")),
        parts.title(f"Answer {answer.answer_id}", QUESTIONS[answer.kind]),
        html.P(tags(answer)),
        folded(answer) if blind(user, answer) else summary(answer),
        _sides(user, answer) if answer.kind != "same event" else None,
        _form(user, answer) if asks else None,
        _taking_back(answer) if answer.state != "taken back" and may(user, "decide") else None,
    ]


def _sides(user: User, answer) -> html.Section:
    left, right = (sorted({pair[f"{side}_id"] for pair in answer.pairs}) for side in ("left", "right"))
    names = [" and ".join(sorted({pair[f"{side}_name"] or "not in this snapshot" for pair in answer.pairs})) for side in ("left", "right")]
    return html.Section([parts.heading("The records side by side"), side_by_side(user, (names[0], left, left), (names[1], right, right))])


def _form(user: User, answer) -> html.Section:
    pairs = [(pair["left_id"], pair["right_id"]) for pair in answer.pairs]
    return html.Section([parts.heading("Your own view"), answering.ask(user, QUESTIONS[answer.kind], answer.kind, pairs, since=answer.since is not None)])


# --- taking it back


def _taking_back(answer) -> html.Details:
    return parts.details("Take this answer back", html.Div([
        dcc.Store(id="back-of", data={"answer": answer.answer_id, "key": secrets.token_urlsafe(12)}),
        parts.text("It stays in the history and no longer applies. Whatever the records then say by themselves holds again."),
        html.Div([html.Label("Why you take it back", htmlFor="back-reason", className="govuk-label"),
                  dbc.Textarea(id="back-reason", class_name="govuk-textarea", rows=2, maxlength=1000)], className="govuk-form-group"),
        html.Button("See what this would change", id="back-look", n_clicks=0, className="govuk-button govuk-button--secondary"),
        html.Div(id="back-foreseen", role="status"),
        html.Button("Take it back", id="back-go", n_clicks=0, className="govuk-button govuk-button--warning"),
        html.Div(id="back-done", role="status")]))


@gate.secured("decide", Output("back-foreseen", "children"), Input("back-look", "n_clicks"), State("back-of", "data"), prevent_initial_call=True)
def look(user: User, clicks: int, of: dict):
    """What taking the answer back would change."""
    if not clicks:
        return no_update
    answer = queries.answer(user, of["answer"])
    gate.audited("look at taking back", answer.answer_id)
    return parts.listed(foreseen.foresee_taken_back(user, answer.answer_id).sentences)


@gate.secured("decide", Output("back-done", "children"), Input("back-go", "n_clicks"), State("back-reason", "value"), State("back-of", "data"),
              prevent_initial_call=True)
def take_back(user: User, clicks: int, reason: str | None, of: dict):
    """Take the answer back, after it has been written down in the audit."""
    if not clicks:
        return no_update
    if len((reason or "").strip()) < parts.LEAST_REASON:
        return html.P(f"Say why in at least {parts.LEAST_REASON} characters; it is kept with the answer.", className="govuk-error-message")
    gate.audited("take back", of["answer"], reason.strip())
    try:
        decisions.take_back(current_app.extensions["database"], user, of["key"], of["answer"], reason)
    except NotTaken as why:
        return html.P(str(why), className="govuk-error-message")
    updating.start()
    return html.P([html.Strong("Taken back. "), "It no longer applies when the tables have been made anew. ", parts.link("See all decisions", "/decisions")],
                  className="govuk-body tl-answer__step", tabIndex=-1)
