"""Some mentions of a person are somebody else: they are ticked in the table of what the person is made of."""

import dash_bootstrap_components as dbc
from dash import ALL, MATCH, Input, Output, State, html

from dashboard import gate, parts, queries, theme
from dashboard.correcting import apart
from dashboard.correcting.choosing import button, first_choose, named
from timeline.access import User

PURPOSE = "split"


def tick(person_id: str, mention) -> dbc.Checkbox:
    """The box of one mention in the table."""
    return dbc.Checkbox(id=named("tick", PURPOSE, person_id) | {"mention": mention.mention_id}, value=False, class_name="tl-tick",
                        label=html.Span(f"Somebody else: {_said(mention)}", className="govuk-visually-hidden"))


def _said(mention) -> str:
    return f"{mention.name}, {mention.role}, by {theme.agency(mention.agency)}, {parts.day(mention.known_on)}"


def form(person_id: str, mentions) -> html.Section | None:
    """What the ticks are for, the button, and the place where the question appears."""
    if len(mentions) < 2:
        return None
    return html.Section([
        parts.heading("Some of these are somebody else"),
        parts.text("Tick them in the table above. They are then kept apart from the others whatever the likeness; which of them "
                   "belong together is found anew."),
        button(PURPOSE, person_id, "The ticked mentions are somebody else")])


@gate.secured("decide", Output(named("form", PURPOSE, MATCH), "children"), Input(named("go", PURPOSE, MATCH), "n_clicks"),
              State(named("tick", PURPOSE, MATCH) | {"mention": ALL}, "value"), State(named("tick", PURPOSE, MATCH) | {"mention": ALL}, "id"),
              State(named("go", PURPOSE, MATCH), "id"), prevent_initial_call=True)
def ask(user: User, _clicks: int, ticked: list, ids: list, of: dict):
    """Ask whether the ticked mentions are somebody else: each of them against each of the others."""
    person = queries.person(user, of["of"])
    chosen = {id["mention"] for id, on in zip(ids, ticked, strict=True) if on}
    told = {m.mention_id: _said(m) for m in queries.mentions_of(user, person.person_id).itertuples()}
    out, rest = apart.sides(told, chosen)
    if not out:
        return first_choose("Tick the mentions that are somebody else, and leave at least one that is not.")
    gate.seen("correct person", f"{person.person_id} split {' '.join(out)}")
    return apart.ask(user, "same person", out, rest, "ticked mention", f"of {person.name} somebody else", "Yes, they are somebody else",
                     parts.address("person", person.person_id))
