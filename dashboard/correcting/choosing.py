"""Choosing people for a correction: those at hand, and those whom a search finds. What has been chosen stays while one searches on."""

import dash_bootstrap_components as dbc
from dash import MATCH, Input, Output, State, html, no_update

from dashboard import gate, parts, queries, searching, theme
from timeline.access import User


def named(part: str, purpose, of) -> dict:
    """The id of one element of a correction: which element, what the correction is, and of whom."""
    return {"correct": part, "purpose": purpose, "of": of}


def people(purpose: str, of: str, at_hand: list[dict], legend: str, many: bool = False) -> html.Div:
    """The people `at_hand` (see `option`) to choose one from, or with `many` any number, and a search that adds to them."""
    choice = (dbc.Checklist if many else dbc.RadioItems)(
        id=named("chosen", purpose, of), options=at_hand, value=[] if many else None, class_name="tl-choices", label_class_name="govuk-body")
    search = html.Div([searching.fields(lambda field: named(field, purpose, of)), html.Button(
        "Search and add to the list", id=named("search", purpose, of), n_clicks=0, className="govuk-button govuk-button--secondary")])
    return html.Div([
        html.Fieldset([html.Legend(legend, className="govuk-fieldset__legend govuk-fieldset__legend--s"), choice], className="govuk-fieldset"),
        parts.details("Search for somebody else", search) if at_hand else search,
        html.Div(id=named("found", purpose, of), role="status")])


def option(person, note: str = "") -> dict:
    """One person to choose: name, birth, by whom named, in which families, with a link to what he or she is made of."""
    families = ", ".join(f"{family['name']} family" for family in person.families) or "in no family"
    known = f"{person.name}, {parts.born(person.dob, person.dob_precision)}; {parts.count(person.mentions, 'mention')} by " \
            f"{', '.join(map(theme.agency, person.agencies))}; {families}{note and '; ' + note}. "
    look = parts.link("Who this is made of (opens in a new tab)", parts.address("person", person.person_id), target="_blank")
    return {"value": person.person_id, "label": html.Span([known, look])}


def button(purpose: str, of: str, words: str) -> html.Div:
    """The button that asks the question about what was chosen, and the place where the form appears."""
    return html.Div([html.Button(words, id=named("go", purpose, of), n_clicks=0, className="govuk-button govuk-button--secondary"),
                     html.Div(id=named("form", purpose, of), role="status")])


def first_choose(what: str) -> html.P:
    """What is missing before the question can be asked."""
    return html.P(what, className="govuk-error-message")


@gate.secured("decide", Output(named("chosen", MATCH, MATCH), "options"), Output(named("found", MATCH, MATCH), "children"),
              Input(named("search", MATCH, MATCH), "n_clicks"), *(Input(named(field, MATCH, MATCH), "n_submit") for field in searching.FIELDS),
              *(State(named(field, MATCH, MATCH), "value") for field in searching.FIELDS), State(named("chosen", MATCH, MATCH), "options"),
              State(named("search", MATCH, MATCH), "id"), prevent_initial_call=True)
def add_found(user: User, clicks: int, *values):
    """Add the people whom the search finds to those that can be chosen, after it has been written down."""
    submitted, filled, (options, of) = values[:len(searching.FIELDS)], values[len(searching.FIELDS):-2], values[-2:]
    if not (clicks or any(submitted)):
        return no_update, no_update
    try:
        wanted = searching.wanted(*filled)
    except searching.TooLittle as why:
        return no_update, searching.wrong(str(why))
    gate.seen("search", searching.said(wanted))
    there = {option["value"] for option in options}
    found = queries.found_people(user, of["of"], **wanted)
    new = [option(person) for person in found.itertuples() if person.person_id not in there]
    said = f"{parts.count(len(new), 'person', 'people')} added to the list." if new else "Nobody else fits all of that."
    said += "" if found["whole"].all() else " More fit than can be shown: narrow the search."
    return [*options, *new], parts.text(said)
