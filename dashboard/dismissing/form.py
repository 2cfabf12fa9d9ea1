"""The form in which a coordinator dismisses a signal: a reason and a last day.

What is kept is about the records that the signal rested on when the page was made; where they have changed meanwhile, nothing is
kept and the reader looks again."""

import secrets
from datetime import date

import dash_bootstrap_components as dbc
from dash import MATCH, Input, Output, State, dcc, html, no_update
from flask import current_app

from dashboard import gate, later, parts, queries, theme, updating
from dashboard.dismissing.fields import kept, named, problems, reason, too_short
from timeline import decisions
from timeline.access import User
from timeline.decisions import NotTaken, Signal
from timeline.tables import LEVELS

MEANS = ("It changes nothing that is recorded, and hides no record: it says that you looked, and why. The signal stays on this page, below the others, with "
         "your name. It is raised again after the last day, and sooner if it rests on any other record, is graver, or an agency changes one of its records.")
TWO = "This signal asks for somebody today. It stays raised until a second person has agreed that it be dismissed."
DATE = {"day": ("Day", 2), "month": ("Month", 2), "year": ("Year", 4)}
THEN = "It shows as dismissed, below the other signals, when the timelines have been made anew; the foot of this page says when they are."
THEN_TWO = "The signal stays raised until a second person has agreed: here, or on the page Decisions, under Waiting for a second person."


def form(family_id: str, signal) -> html.Details:
    """The form for one signal of a family (a row of `queries.signals`)."""
    title = ["Dismiss this signal", html.Span(f": {theme.rule(signal.rule)}", className="govuk-visually-hidden")]
    return later.details(title, "dismissal", f"{family_id} {signal.signal_id}")


@later.made("dismissal")
def fields(user: User, of: str) -> list:
    """What is asked of who dismisses the signal."""
    family_id, _, signal_id = of.partition(" ")
    signal = next((row for row in queries.dismissible(user, family_id).itertuples() if row.signal_id == signal_id), None)
    if signal is None:
        return [parts.text("This signal rests on no record that a dismissal could be kept with, so it cannot be dismissed.")]
    number, about = secrets.token_urlsafe(12), {"family": family_id, "signal": signal_id, "seen": signal.seen}
    asked = html.Div([
        parts.text(MEANS), parts.inset(parts.text(TWO)) if signal.level == LEVELS[0] else None, html.Div(id=named("wrong", number)),
        reason(number, "Why nothing more is asked for because of it",
               "What you looked at, and with whom. It is read by everybody who may see this family. At least 10 characters, and no address."),
        _until(number, queries.longest_dismissal(user, family_id)),
        html.Button("Dismiss it", id=named("go", number), n_clicks=0, className="govuk-button govuk-button--secondary")], id=named("fields", number))
    return [dcc.Store(id=named("about", number), data=about), asked, html.Div(id=named("kept", number), role="status")]


def _until(number: str, longest: int) -> html.Div:
    first, last = map(parts.day, decisions.last_days(longest))
    items = [html.Div([html.Label(words, htmlFor=parts.html_id(named(part, number)), className="govuk-label govuk-date-input__label"),
                       dbc.Input(id=named(part, number), class_name=f"govuk-input govuk-date-input__input govuk-input--width-{width}", inputmode="numeric",
                                 maxlength=width, autocomplete="off")], className="govuk-date-input__item") for part, (words, width) in DATE.items()]
    return html.Div(html.Fieldset([
        html.Legend("The last day on which it is dismissed", className="govuk-fieldset__legend"),
        html.Div(f"From {first} to {last}. Afterwards it is raised again, as soon as the records reach a later day.", className="govuk-hint"),
        html.Div(items, className="govuk-date-input")], className="govuk-fieldset"), className="govuk-form-group")


@gate.secured("signal:dismiss", Output(named("wrong", MATCH), "children"), Output(named("fields", MATCH), "hidden"), Output(named("kept", MATCH), "children"),
              Input(named("go", MATCH), "n_clicks"), State(named("reason", MATCH), "value"), *(State(named(part, MATCH), "value") for part in DATE),
              State(named("about", MATCH), "data"), State(named("go", MATCH), "id"), prevent_initial_call=True)
def dismiss(user: User, clicks: int, why: str | None, day: str | None, month: str | None, year: str | None, about: dict, of: dict):
    """Keep the dismissal, after it has been written down in the audit, or say what is wrong with it."""
    if not clicks:
        return no_update, no_update, no_update
    longest, until = queries.longest_dismissal(user, about["family"]), parts.typed_day(f"{day}/{month}/{year}")
    wrong = too_short(why) | _no_day(until, longest)
    try:
        answer, level = (None, None) if wrong else _write(user, of["form"], about, until, longest, why)
    except NotTaken as refused:
        wrong = {"reason": str(refused)}
    if wrong:
        return problems(of["form"], wrong), False, None
    updating.start()
    return None, True, kept(answer, THEN_TWO if level == LEVELS[0] else THEN)


def _no_day(until: date | None, longest: int) -> dict[str, str]:
    first, last = decisions.last_days(longest)
    if until is None:
        return {"day": "Say until which day: a day, a month and a year, such as 27 3 2027."}
    return {} if first <= until <= last else {"day": f"The last day must be between {parts.day(first)} and {parts.day(last)}."}


def _write(user: User, key: str, about: dict, until: date, longest: int, why: str) -> tuple[str, str]:
    """The id of the answer, and the signal's level. Raises NotTaken where it no longer rests on what it rested on when the page was made."""
    found = {row.signal_id: row for row in queries.dismissible(user, about["family"]).itertuples()}.get(about["signal"])
    if found is None or found.seen != about["seen"]:
        raise NotTaken("What this signal rests on has changed since you opened this page. Reload it and look again: nothing was kept.")
    gate.audited("dismiss signal", f"{found.signal_id} of {about['family']} until {until}", why.strip())
    pairs = [tuple(pair) for pair in found.pairs]
    signal = Signal(found.rule, found.level, found.person, found.harmed)
    return decisions.dismiss(current_app.extensions["database"], user, key, signal, pairs, until, longest, why), found.level
