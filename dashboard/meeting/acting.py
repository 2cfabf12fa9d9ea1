"""The actions of a family at a meeting: those that are open first, what became of each, and the form that sets a new one."""

import secrets
from datetime import UTC, date, datetime

from dash import ALL, Input, Output, State, ctx, dcc, html, no_update
from flask import current_app
from uk_gov_dash_components import Radios

from dashboard import gate, parts, queries, theme
from dashboard.meeting import words
from dashboard.meeting.fields import button, lines, said
from dashboard.problems import summary
from timeline import actions
from timeline.access import User, may
from timeline.actions import FALLS_ON
from timeline.kept import NotTaken

ASKS = dict(zip(FALLS_ON, ("The person said to harm: it limits, stops or answers what that person is said to do",
                           "The person said to be harmed: it asks her or him to do or to accept something", "Neither: an agency acts by itself"), strict=True))

FAMILY = "family"
"""What is chosen where an action is for nobody more than for the others."""


def part(what: str, of: str) -> dict[str, str]:
    """The id of a field or button about the action `of`."""
    return {"action": what, "of": of}


def does(what: str, of: str) -> dict[str, str]:
    """The id of a button that keeps something about the action `of`, `new` for a new one."""
    return {"acts": what, "of": of}


def listed(user: User, item) -> list:
    """The actions of the family on this item of an agenda: open ones first, those of earlier meetings before those of this one; the others folded."""
    found = queries.actions(user, item.family_id)
    writes = may(user, "meetings:run")
    still = [row for row in found.itertuples() if row.state == "open"]
    still.sort(key=lambda row: row.meeting_id == item.meeting_id)
    closed = [row for row in found.itertuples() if row.state != "open"]
    return [
        dcc.Store(id="acting", data={"item": item.item_id, "key": secrets.token_urlsafe(12)}),
        parts.text(f"{words.counted(found['falls_on'])}. {len(still)} open.") if len(found) else parts.text("Nothing has been undertaken for this family yet."),
        html.Ul([_action(row, item, writes) for row in still], className="govuk-list tl-actions") if still else None,
        parts.details(f"Done or not done ({len(closed)})", html.Ul([_action(row, item, writes) for row in closed], className="govuk-list tl-actions"))
        if closed else None,
    ]


def _action(row, item, writes: bool) -> html.Li:
    late = parts.tag("overdue", "red") if row.state == "open" and row.due < _today() else None
    agreed = f"agreed at the meeting of {parts.day(row.met_on)}" if row.met_on else f"agreed on {parts.day(datetime.fromisoformat(row.agreed_at))}"
    where = "this meeting" if row.meeting_id == item.meeting_id else agreed
    facts = [f"by {parts.day(row.due)}", f"for {row.named}" if row.named else "for the family", words.ASIDE[row.falls_on], where]
    became = {"open": "", "done": f"Done on {parts.day(row.done_on)} by {row.done_by}. ", "not done": f"Not done: {row.why} "}[row.state]
    return html.Li([html.P([html.Strong(f"{row.agency}: "), row.what, " ", late], className="govuk-body tl-actions__what"),
                    parts.text(html.Strong(became), " · ".join(facts), small=True), _becomes(row) if writes else None])


def _becomes(row) -> html.Div:
    """The two forms in which somebody keeps what became of an action; of one that is closed, what was kept last can be put right."""
    right = "" if row.state == "open" else "Put right: "
    about = html.Span(f": {row.what}", className="govuk-visually-hidden")
    return html.Div([
        parts.details([f"{right}Done", about],
                      parts.field("On which day", part("on", row.action_id), "For example 27/3/2027", value=_typed(_today()), maxlength=10),
                      parts.field("By whom", part("by", row.action_id), "The agency, or who there", value=row.agency, maxlength=200),
                      button("Keep as done", does("done", row.action_id), row.what)),
        parts.details([f"{right}Not done", about], lines(part("why", row.action_id), "Why it was not done", "Kept with the action. No address."),
                      button("Keep as not done", does("not done", row.action_id), row.what))], className="tl-agenda__buttons")


def form(user: User, item) -> html.Div | None:
    """The form for a new action; nothing for who keeps none."""
    if not may(user, "meetings:run"):
        return None
    people = {row.person_id: f"{row.name} ({theme.PARTS[row.part].lower()})" for row in queries.members(user, item.family_id).itertuples()}
    whom = [{"label": "The whole family", "value": FAMILY}, *({"label": name, "value": person} for person, name in people.items())]
    known = sorted(map(theme.agency, queries.agencies(user)))
    return parts.details("Set an action", html.Div(id="acting-wrong"), html.Div([
        parts.field("Agency", part("agency", "new"), "Who undertakes it", list="agencies", maxlength=100, autocomplete="off"),
        html.Datalist([html.Option(value=agency) for agency in known], id="agencies"),
        parts.field("By when", part("due", "new"), "For example 27/3/2027", maxlength=10, autocomplete="off"),
        parts.select("For whom", part("whom", "new"), whom, FAMILY, "The person whom it is to help or to hold")], className="tl-fields"),
        lines(part("what", "new"), "What is to be done", "One action, so that it can be done or not. No address."),
        Radios(id=part("falls_on", "new"), title="Whom does it ask something of?", options=[{"label": asks, "value": who} for who, asks in ASKS.items()]),
        button("Set this action", does("set", "new"), plain=True))


@gate.secured("meetings:run", Output("acting-list", "children"), Output("acting-form", "children"), Output("acting-wrong", "children"),
              Output("brief-said", "children"), Input(does(ALL, ALL), "n_clicks"), State(part(ALL, ALL), "value"), State(part(ALL, ALL), "id"),
              State("acting", "data"), prevent_initial_call=True)
def act(user: User, _clicks, values: list, ids: list, acting: dict):
    """Keep what the button says, after it has been written down in the audit, and show the family's actions as they then stand."""
    if not ctx.triggered or not ctx.triggered[0]["value"]:
        return no_update, no_update, no_update, no_update
    what, of = ctx.triggered_id["acts"], ctx.triggered_id["of"]
    typed = {id["action"]: (value or "").strip() for id, value in zip(ids, values, strict=True) if id["of"] == of}
    request = f"{acting['key']}-{what}-{of}"
    item = queries.item(user, acting["item"])
    wrong = _wrong(what, typed, item.day)
    try:
        sentence = "" if wrong else DOES[what](user, request, item, of, typed)
    except NotTaken as refused:
        wrong = {REFUSES[what]: str(refused)}
    if wrong:
        told = summary(wrong, lambda field: part(field, of))
        return (no_update, no_update, told, None) if what == "set" else (no_update, no_update, None, told)
    return listed(user, item), form(user, item) if what == "set" else no_update, None, said(sentence, "actions", request)


def _wrong(what: str, typed: dict, met_on: date) -> dict[str, str]:
    """By field, what is missing, or cannot be of a meeting on the day `met_on`."""
    if what == "set":
        missing = {"agency": "Say which agency undertakes it.", "due": "Say by when, as day, month, year, for example 27/3/2027.",
                   "what": "Say what is to be done.", "falls_on": "Say whom it asks something of."}
        given = typed | {"due": parts.typed_day(typed.get("due"))}
        early = {"due": f"That day is before the meeting of {parts.day(met_on)}: look at the year."} if given["due"] and given["due"] < met_on else {}
        return {field: sentence for field, sentence in missing.items() if not given.get(field)} | early
    if what == "done":
        on = {} if parts.typed_day(typed.get("on")) else {"on": "Say on which day it was done, as day, month, year, for example 27/3/2027."}
        return on if typed.get("by") else on | {"by": "Say who did it: an agency, or a person there."}
    return {}


def _set(user: User, request: str, item, _of: str, typed: dict) -> str:
    gate.audited("set action", f"{item.family_id} at {item.meeting_id}", typed["what"])
    whom = queries.mention_of(user, typed["whom"]) if typed["whom"] not in ("", FAMILY) else None
    actions.agree(current_app.extensions["database"], user, request, item.anchor, typed["agency"], typed["what"], typed["falls_on"],
                  parts.typed_day(typed["due"]), whom, item.meeting_id)
    return f"The action is kept: {typed['agency']}, by {parts.day(parts.typed_day(typed['due']))}."


def _done(user: User, request: str, item, of: str, typed: dict) -> str:
    queries.refuse_hidden(user, "action", of)
    gate.audited("action done", f"{of} of {item.family_id}", typed["by"])
    actions.done(current_app.extensions["database"], user, request, of, parts.typed_day(typed["on"]), typed["by"])
    return "The action is kept as done."


def _not_done(user: User, request: str, item, of: str, typed: dict) -> str:
    queries.refuse_hidden(user, "action", of)
    gate.audited("action not done", f"{of} of {item.family_id}", typed["why"])
    actions.not_done(current_app.extensions["database"], user, request, of, typed["why"])
    return "The action is kept as not done."


DOES = {"set": _set, "done": _done, "not done": _not_done}
"""What each button keeps; each answers with a sentence."""
REFUSES = {"set": "what", "done": "on", "not done": "why"}
"""The field beside which it is said why that is not taken."""


def _today():
    return datetime.now(UTC).date()


def _typed(day) -> str:
    return f"{day.day}/{day.month}/{day.year}"
