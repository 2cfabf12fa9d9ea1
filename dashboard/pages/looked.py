"""Who looked at what: for an auditor. Who has looked at a family, what an account has done, and which access a person may want to ask about.

No case data stands here: ids, times, accounts, actions and the reasons that were given. What is typed to find a family stands in no address."""

import inspect

import dash_bootstrap_components as dbc
from dash import Input, Output, State, html, no_update

from dashboard import auditing, gate, parts, queries, taking
from dashboard.queries import LOOKED_SIZE as SIZE
from timeline.access import User
from timeline.audit import unusual

NAME, PATHS, PERMISSION = "looked", ("/looked",), "audit:view"
TITLES = {"outside_hours": "Outside an account's usual hours", "many_families": "Many families in an hour",
          "hidden_often": "Hidden addresses and texts opened often", "looked_once": "Families looked at once, with nothing written about them",
          "same_search": "The same searched for again and again",
          "refused_in_a_row": "Refusals one after another", "own_name": "A family that bears the account's own name"}


def layout(user: User, query: dict) -> list:
    """The two questions, and below them the answer to the one that the query asks (family, account, or rule and line), or what may be unusual."""
    told = [parts.title("Who looked at what", "Audit"),
            parts.text("Everything that anybody opens, searches for, decides, loads, takes away or is refused is a line in the audit. This page shows ids, "
                       "times, accounts, actions and reasons, and no case data. Your own looks are lines too."), _questions(user, query)]
    if query.get("family"):
        return [*told, _of_family(user, query)]
    if query.get("account"):
        return [*told, _of_account(user, query)]
    if query.get("rule"):
        return [*told, _of_prompt(user, query)]
    return [*told, *_unusual(user)]


def _questions(user: User, query: dict) -> html.Div:
    accounts, _ = queries.audit_choices(user)
    return html.Div([
        html.Section([parts.heading("Who has looked at a family?"),
                      parts.field("Family, person or event id, identifier, or an agency's reference", "looked-key", "It is kept in the audit, and stands in no "
                                  "address", autocomplete="off"),
                      html.Button("Look up", id="looked-go", n_clicks=0, className="govuk-button"), html.Div(id="looked-found", role="status")]),
        html.Section([parts.heading("What has an account done?"),
                      html.Form([parts.select("Account", "looked-account", [{"label": name, "value": name} for name in accounts],
                                              query.get("account") or next(iter(accounts), None), name="account"),
                                 html.Button("Show", type="submit", className="govuk-button")], method="get", action="/looked")]),
    ], className="tl-fields tl-noprint")


@gate.secured("audit:view", Output("looked-found", "children"), Input("looked-go", "n_clicks"), Input("looked-key", "n_submit"), State("looked-key", "value"),
              prevent_initial_call=True)
def find(user: User, clicks: int, submits: int | None, typed: str | None):
    """The families of whatever was typed, each leading to who has looked at it."""
    if not clicks and not submits:
        return no_update
    if not (typed or "").strip():
        return html.P("Type an id, an identifier or a reference.", className="govuk-error-message")
    gate.seen("look up in the audit", typed.strip())
    found = queries.named_families(user, typed)
    if not found:
        return parts.text("Nothing in the snapshot bears this, and no family's id is written like it.")
    return parts.listed(parts.link(f"Who has looked at {family}", parts.address(NAME, family=family)) for family in found)


def _of_family(user: User, query: dict) -> html.Section:
    family, page = query["family"], parts.page(query.get("page"))
    shown = queries.looks(user, family, auditing.within(query), page)
    found = shown.at[0, "found"] if len(shown) else 0
    return html.Section([
        parts.heading(f"{family}: {parts.count(found, 'look')}"),
        parts.text("Looks at the family, the people who belong to it, its events and records, under the ids of today and those that the same records may have "
                   "founded before. A list, a search or another page that only showed one of them is told apart.", small=True),
        _narrow(user, query, "family"),
        parts.table("Who looked", auditing.LOOK, [auditing.look(row) for row in shown.itertuples()], hide_caption=True) if found else _nobody(query),
        parts.pages(found, page, SIZE, lambda to: _address(query, page=to)),
        taking.links("looks-at-family", "this list", **auditing.asked(query)) if found else None])


def _of_account(user: User, query: dict) -> html.Section:
    account, page = query["account"], parts.page(query.get("page"))
    shown = queries.done_by(user, account, auditing.within(query), page)
    found = shown.at[0, "found"] if len(shown) else 0
    return html.Section([
        parts.heading(f"{account}: {parts.count(found, 'line')}"),
        parts.text("What was searched for is kept, and not shown here: it may be a name.", small=True),
        _narrow(user, query, "account"), _lines(shown) if found else _nobody(query),
        parts.pages(found, page, SIZE, lambda to: _address(query, page=to)),
        taking.links("done-by-account", "this list", **auditing.asked(query)) if found else None])


def _of_prompt(user: User, query: dict) -> html.Section:
    found = [one for one in queries.unusual_access(user) if (one.rule, one.by, str(one.lines[-1])) == (query["rule"], query.get("of"), query.get("line"))]
    if not found:
        raise queries.NotHere("access of this kind in the last weeks")
    return html.Section([parts.heading(TITLES[found[0].rule]), parts.inset(html.P(html.Strong(f"{found[0].by}: {found[0].words}")), _said(found[0].rule)),
                         _lines(queries.lines_of(user, found[0].lines)), parts.text(parts.link("All that may be unusual", parts.address(NAME)))])


def _unusual(user: User) -> list:
    found = queries.unusual_access(user)
    return [parts.heading(f"For a person to ask about: {len(found)} in the last {unusual.WEEKS} weeks"),
            parts.text("Plain counts by declared rules. There are good reasons for everything here: ask whoever it is, and the manager, before anything is "
                       "concluded. Nothing is added up over an account."),
            *(_rule(rule.__name__, [one for one in found if one.rule == rule.__name__]) for rule in unusual.RULES)]


def _rule(rule: str, found: list) -> html.Section:
    rows = [(one.by, one.words, parts.link([f"Open {parts.count(len(one.lines), 'line')}",
                                            html.Span(f" of {one.by}: {TITLES[rule]}", className="govuk-visually-hidden")],
                                           parts.address(NAME, rule=rule, of=one.by, line=one.lines[-1]))) for one in found]
    return html.Section([html.H3(f"{TITLES[rule]}: {len(found)}", className="govuk-heading-s"), parts.details("How it is counted", _said(rule)),
                         parts.table(TITLES[rule], ("Account", "What was counted", "Lines"), rows, hide_caption=True) if rows else None])


def _said(rule: str) -> html.P:
    """What a rule says of itself."""
    return parts.text(" ".join(inspect.getdoc(next(one for one in unusual.RULES if one.__name__ == rule)).split()), small=True)


def _lines(shown) -> html.Div:
    return parts.table("Lines of the audit", auditing.LINE, [auditing.line(row) for row in shown.itertuples()], hide_caption=True)


def _narrow(user: User, query: dict, which: str) -> html.Form:
    _, actions = queries.audit_choices(user)
    every = [{"label": "Every action", "value": auditing.EVERY}, *({"label": action, "value": action} for action in actions)]
    return html.Form(html.Div([
        dbc.Input(type="hidden", name=which, value=query[which]),
        *(parts.field(label, f"looked-{name}", "For example 27/3/2026", name=name, value=query.get(name, ""), autocomplete="off")
          for name, label in (("since", "First day"), ("until", "Last day"))),
        parts.select("Action", "looked-action", every, query.get("action") or auditing.EVERY, name="action"),
        html.Button("Narrow", type="submit", className="govuk-button govuk-button--secondary")], className="tl-fields"), method="get", action="/looked",
        className="tl-noprint")


def _nobody(query: dict) -> html.Div:
    narrowed = set(auditing.asked(query)) & {"since", "until", "action"}
    return parts.empty("The audit holds no line that answers this.", "Nothing was noted that names it, as far back as the audit reaches.",
                       "Take out the days and the action and ask again." if narrowed else "Check the id, and look it up above by a reference or an identifier.")


def _address(query: dict, **more) -> str:
    return parts.address(NAME, **auditing.asked(query), **more)
