"""Saying who alone may see a restricted record or an excluded person: the search, and the forms that keep what is said, each with a reason."""

import secrets

import dash_bootstrap_components as dbc
from dash import MATCH, Input, Output, State, dcc, html, no_update
from flask import current_app

from dashboard import gate, parts, queries, theme
from timeline import accounts, exclusions
from timeline.access import PERMISSIONS, User
from timeline.kept import NotTaken

PERSON, RECORD, EXCLUDE, BACK = "person", "record", "exclude", "back"
ACTS = {EXCLUDE: "exclude person", PERSON: "name for person", RECORD: "name for record", BACK: "take back exclusion"}
"""What can be said, and how the audit calls it."""

NOBODY = ("No record has this reference, and nobody bears this identifier.", "Give it as the agency writes it, or whole: agency, system and number.",
          "Ask the agency for the reference of its record.")


def search() -> html.Section:
    """Where an administrator gives the reference of a record or the identifier of a person."""
    return html.Section([
        parts.heading("Find a record or a person"),
        parts.field("Reference or identifier", "exclusion-asked", "An agency's reference of a record, or a number such as an NHS number. It is written down.",
                    autocomplete="off", maxlength=100),
        html.Button("Find", id="exclusion-find", n_clicks=0, className="govuk-button govuk-button--secondary"),
        html.Div(id="exclusion-found", role="status")])


@gate.secured("exclusions:manage", Output("exclusion-found", "children"), Input("exclusion-find", "n_clicks"), State("exclusion-asked", "value"),
              prevent_initial_call=True)
def find(user: User, clicks: int, asked: str | None):
    """The records and people of a reference, after the search has been written down."""
    if not clicks or not (asked or "").strip():
        return no_update
    gate.audited("search to exclude", asked.strip())
    found = queries.excludable(user, asked)
    if found.empty:
        return parts.empty(*NOBODY)
    return [_record(user, report, list(of.itertuples())) for report, of in found.groupby("report_id", sort=True)]


def _record(user: User, report_id: str, named: list) -> html.Div:
    marked = "its agency marked it restricted" if named[0].restricted else "its agency did not mark it restricted"
    people = [form(EXCLUDE, m.mention_id, f"Exclude {_who(m)}", []) for m in named if m.mention_id]
    return parts.card([html.H3(report_id, className="govuk-heading-s")], parts.text(f"A record of {theme.agency(named[0].agency)}; {marked}."),
                      form(RECORD, report_id, "Name an account for this record", readers(user)) if named[0].restricted else None, *people)


def _who(mention) -> str:
    return f"{mention.initials or 'somebody without a name'}, {f'born {mention.born}' if mention.born else 'year of birth not recorded'}"


def readers(user: User) -> list[str]:
    """The accounts whose role may see a record at all."""
    return [name for name, role in accounts.named(current_app.extensions["database"]) if "record:view" in PERMISSIONS.get(role, ())]


def form(act: str, of: str, words: str, names: list[str]) -> html.Details:
    """The form for one thing to be said of `of`, with the accounts to choose from where it names one."""
    choose = parts.select("Account", _id("account", act, of), [{"label": name, "value": name} for name in names], names[0]) if names else dbc.Input(
        type="hidden", id=_id("account", act, of), value="")
    return parts.details(words, html.Div([
        dcc.Store(id=_id("key", act, of), data=secrets.token_urlsafe(12)), choose,
        parts.field("Why", _id("why", act, of), "It is kept with your name. No address.", autocomplete="off", maxlength=500),
        html.Button(words, id=_id("go", act, of), n_clicks=0, className="govuk-button govuk-button--secondary"),
        html.Div(id=_id("done", act, of), role="status")], className="tl-narrow"))


def _id(part: str, act, of) -> dict:
    return {"excluding": part, "act": act, "of": of}


@gate.secured("exclusions:manage", Output(_id("done", MATCH, MATCH), "children"), Input(_id("go", MATCH, MATCH), "n_clicks"),
              State(_id("account", MATCH, MATCH), "value"), State(_id("why", MATCH, MATCH), "value"), State(_id("key", MATCH, MATCH), "data"),
              State(_id("go", MATCH, MATCH), "id"), prevent_initial_call=True)
def keep(user: User, clicks: int, account: str | None, why: str | None, key: str, named: dict):
    """Keep what is said, after it has been written down in the audit, or say what is wrong with it."""
    if not clicks:
        return no_update
    act, of = named["act"], named["of"]
    try:
        gate.audited(ACTS[act], f"{of} {account or ''}".strip(), (why or "").strip() or None)
        said = _said(user, act, of, f"{key} {account or ''}".strip(), account, why)
    except NotTaken as wrong:
        return html.P(str(wrong), className="govuk-error-message")
    return parts.text(html.Strong(f"Kept as {said}. "), "It holds from the next page that anybody opens. ", parts.link("See what stands", "/exclusions"))


def _said(user: User, act: str, of: str, key: str, account: str | None, why: str | None) -> str:
    database = current_app.extensions["database"]
    if act == EXCLUDE:
        return exclusions.exclude(database, user, key, queries.excluded_as(user, of), why)
    if act == BACK:
        return exclusions.take_back(database, user, key, of, why)
    if account not in readers(user):
        raise NotTaken("Choose an account of somebody who works with families.")
    return (exclusions.name_for_person if act == PERSON else exclusions.name_for_record)(database, user, key, of, account, why)
