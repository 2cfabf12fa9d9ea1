"""A pasted list put on an agenda: each line says what it found, one family, several to choose from, or none and why."""

import dash_bootstrap_components as dbc
from dash import Input, Output, State, dcc, html, no_update
from flask import current_app

from dashboard import gate, parts, queries, theme
from dashboard.meeting.fields import button, lines
from dashboard.queries.pasted import LINES, MOST
from timeline import meetings
from timeline.access import User
from timeline.kept import NotTaken

HINT = (f"A reference (crime, case, log or list number), an identifier, or a name with or without a date of birth on each line; {LINES} lines at most. "
        "What you look up is written down with your name.")
NOTHING = ("none: no record of this snapshot has this reference, and nobody is named so. The agency may not have supplied it (see Coverage), or writes it "
           "otherwise: search for it under Families.")
NO_FAMILY = "{} is in these records and belongs to no family: open the person from a search under Families."
NOBODY = "-"
"""What is chosen where a line is left out."""


def family(line) -> dict:
    """The id of the list from which one chooses the family of a line."""
    return {"paste": "family", "line": line}


def section() -> html.Section:
    """The field for the list, and room for what it finds."""
    return html.Section([
        parts.heading("Paste a list", "paste"), lines("pasted", "References or names, one a line", HINT, rows=5, most=6000),
        html.Button("Look these up", id="paste-look", n_clicks=0, className="govuk-button govuk-button--secondary"),
        html.Div(id="paste-found", role="region", **{"aria-label": "What the list names", "aria-live": "polite"})])


@gate.secured("meetings:run", Output("paste-found", "children"), Input("paste-look", "n_clicks"), State("pasted", "value"), State("meeting", "data"),
              prevent_initial_call=True)
def look(user: User, clicks: int, typed: str | None, meeting: dict):
    """What each line names, after the list has been written down in the audit."""
    wanted = [line.strip() for line in (typed or "").splitlines() if line.strip()]
    if not clicks:
        return no_update
    if not wanted:
        return html.P("Paste or type at least one line.", className="govuk-error-message")
    if len(wanted) > LINES:
        return html.P(f"These are {len(wanted)} lines, and {LINES} are looked up at once: paste them in parts.", className="govuk-error-message")
    gate.seen("look up list", f"for {meeting['meeting']}: {'; '.join(wanted)}")
    found = queries.pasted(user, wanted)
    on = set(queries.agenda(user, meeting["meeting"]).query("off_by.isna()")["family_id"])
    told = [_line(number, text, found[found["line"] == number], on) for number, text in enumerate(wanted)]
    choices = [item for item, chosen in told if chosen]
    return [parts.heading(f"{parts.count(len(choices), 'line')} of {len(wanted)} can be put on the agenda"),
            html.Ol([html.Li(item) for item, _ in told], className="tl-pasted"),
            button("Put the chosen families on the agenda", "paste-add", plain=True) if choices else None,
            dcc.Store(id="paste-lines", data=wanted)]


def _line(number: int, text: str, found, on: set) -> tuple[html.Div, bool]:
    """What the line found, and whether it leaves something to put on the agenda."""
    families = [row for row in found.itertuples() if row.family_id]
    new = [row for row in families if row.family_id not in on]
    if not families:
        why = NO_FAMILY.format(found.iloc[0]["person"]) if len(found) else NOTHING
        return html.Div([html.Strong(text), f": {why}"]), False
    if not new:
        return html.Div([html.Strong(text), f": {families[0].name} family, which is on the agenda already."]), False
    one = families[0].families == 1
    more = f" Only {MOST} are offered: add a first name or a date of birth to the line." if families[0].families > MOST else ""
    head = f"one family, by its {families[0].how}" if one else f"{families[0].families} families, by {families[0].how}. Choose one.{more}"
    id = family(number)
    leave = {"label": "Leave this line out" if one else "Choose one, or leave this line out", "value": NOBODY}
    options = [{"label": _option(row), "value": row.family_id} for row in new]
    return html.Div([html.Label([html.Strong(text), f": {head}"], htmlFor=parts.html_id(id), className="govuk-label"),
                     dbc.Select(id=id, options=[*options, leave] if one else [leave, *options], value=options[0]["value"] if one else NOBODY,
                                class_name="govuk-select")]), True


def _option(row) -> str:
    who = f": {row.person}, {parts.born(row.born, 'day')}, {' and '.join(theme.PARTS[part].lower() for part in row.parts)}" if row.person else ""
    return f"{row.name} family{who}"


def put(user: User, meeting: dict, line: int, text: str, family_id: str) -> list[str]:
    """Put one family on the agenda; why not, where it is not taken."""
    gate.audited("put on the agenda", f"{family_id} on {meeting['meeting']}", text)
    try:
        meetings.add(current_app.extensions["database"], user, f"{meeting['key']}-line-{line}-{family_id}", meeting["meeting"],
                     queries.anchor(user, family_id), f"From a pasted list: {text}")
    except NotTaken as why:
        return [f"{text}: {why}"]
    return []
