"""Which reports are one event: some accounts of this event are of another, or another event is this one."""

import dash_bootstrap_components as dbc
from dash import MATCH, Input, Output, State, html

from dashboard import answering, gate, parts, queries, theme
from dashboard.correcting import apart
from dashboard.correcting.choosing import button, first_choose, named
from timeline.access import User

APART, SAME = "other event", "same event"
YES = {"yes": "Yes, they are one event"}


def form(user: User, event_id: str, told) -> html.Section:
    """Both corrections; that accounts are of different events only where there is more than one account."""
    return html.Section([
        parts.heading("If this is not one event, or another is the same"),
        parts.details("These are not the same event", _apart(event_id, told)) if len(told) > 1 else None,
        parts.details("This is the same event as another", _same(event_id, queries.near_events(user, event_id)))])


def _apart(event_id: str, told) -> html.Div:
    options = [{"value": account.report_id, "label": _said(account)} for account in told.itertuples()]
    return html.Div([_choices(APART, event_id, options, "Accounts that are of another event"),
                     button(APART, event_id, "The chosen accounts are of another event")])


def _said(account) -> str:
    return f"{theme.agency(account.agency)}: {account.title}, {parts.when(account.occurred_from, account.occurred_to, account.precision)} " \
           f"({parts.lines(account.file, account.line_from, account.line_to)})"


def _same(event_id: str, near) -> html.Div:
    return html.Div([
        _choices(SAME, event_id, [_option(event) for event in near.itertuples()], "Events of the same people near in time, or undated"),
        parts.field("Or find an event by an agency's reference", named("reference", SAME, event_id), "A crime, case or log number", autocomplete="off"),
        html.Button("Find and add to the list", id=named("find", SAME, event_id), n_clicks=0, className="govuk-button govuk-button--secondary"),
        html.Div(id=named("nothing", SAME, event_id), role="status"),
        button(SAME, event_id, "The chosen events are this event")])


def _choices(purpose: str, event_id: str, options: list[dict], legend: str) -> html.Fieldset:
    return html.Fieldset([html.Legend(legend, className="govuk-fieldset__legend govuk-fieldset__legend--s"), dbc.Checklist(
        id=named("events", purpose, event_id), options=options, value=[], class_name="tl-choices", label_class_name="govuk-body")],
        className="govuk-fieldset")


def _option(event) -> dict:
    told = f"{parts.when(event.occurred_from, event.occurred_to, event.precision)}: {event.title}, told by " \
           f"{', '.join(map(theme.agency, event.agencies))}. "
    look = parts.link("See it (opens in a new tab)", parts.address("event", event.event_id), target="_blank")
    return {"value": event.event_id, "label": html.Span([told, look])}


@gate.secured("decide", Output(named("events", SAME, MATCH), "options"), Output(named("nothing", SAME, MATCH), "children"),
              Input(named("find", SAME, MATCH), "n_clicks"), Input(named("reference", SAME, MATCH), "n_submit"),
              State(named("reference", SAME, MATCH), "value"), State(named("events", SAME, MATCH), "options"), State(named("find", SAME, MATCH), "id"),
              prevent_initial_call=True)
def find(user: User, _clicks: int, _submitted: int, reference: str | None, options: list, of: dict):
    """Add the events that bear the reference to those that can be chosen, after it has been written down."""
    gate.seen("search", f"reference={reference!r}")
    there = {option["value"] for option in options}
    found = queries.events_of_reference(user, of["of"], reference or "")
    new = [_option(event) for event in found.itertuples() if event.event_id not in there]
    return [*options, *new], parts.text(f"{parts.count(len(new), 'event')} added to the list." if new else "No other event bears this reference.")


@gate.secured("decide", Output(named("form", APART, MATCH), "children"), Input(named("go", APART, MATCH), "n_clicks"),
              State(named("events", APART, MATCH), "value"), State(named("go", APART, MATCH), "id"), prevent_initial_call=True)
def ask_apart(user: User, _clicks: int, chosen: list | None, of: dict):
    """Ask whether the chosen accounts are of another event: each of them against each of the others."""
    told = {account.report_id: _said(account) for account in queries.accounts(user, of["of"]).itertuples()}
    out, rest = apart.sides(told, chosen or [])
    if not out:
        return first_choose("Choose the accounts that are of another event, and leave at least one that is not.")
    gate.seen("correct event", f"{of['of']} apart {' '.join(out)}")
    return apart.ask(user, "same event", out, rest, "chosen account", "of another event", "Yes, they are of another event",
                     parts.address("event", of["of"]))


@gate.secured("decide", Output(named("form", SAME, MATCH), "children"), Input(named("go", SAME, MATCH), "n_clicks"),
              State(named("events", SAME, MATCH), "value"), State(named("go", SAME, MATCH), "id"), prevent_initial_call=True)
def ask_same(user: User, _clicks: int, chosen: list | None, of: dict):
    """Ask whether the chosen events are this one: the founding report of this one with that of each."""
    this = queries.founding_report(user, of["of"])
    others = {event: queries.founding_report(user, event) for event in sorted(set(chosen or []) - {of["of"]})}
    pairs = [(this, other) for other in others.values() if this and other]
    if not pairs:
        return first_choose("Choose at least one event from the list; find it by its reference if it is not in it.")
    gate.seen("correct event", f"{of['of']} same {' '.join(others)}")
    return answering.ask(user, f"Are this event and the {parts.count(len(pairs), 'chosen one')} one and the same?", "same event", pairs, YES,
                         then=parts.address("event", of["of"]))
