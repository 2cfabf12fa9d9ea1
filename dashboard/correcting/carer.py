"""A child belongs with a carer from a day: chosen among people whom a report names with the child, or by a search."""

from dash import MATCH, Input, Output, State, html

from dashboard import answering, gate, later, parts, queries
from dashboard.correcting.choosing import button, first_choose, named, option, people
from timeline.access import User, require

PURPOSE = "carer"
SAID = {"yes": "Yes, from that day", "no": "No, not from that day", "unsure": "I am not sure"}


def forms(children: dict[str, str]) -> list[html.Details]:
    """For each of the children, names by id, a form to choose one of the people named with the child."""
    return [later.details(f"{name} belongs with …", PURPOSE, child_id) for child_id, name in children.items()]


@later.made(PURPOSE)
def form(user: User, child_id: str) -> list:
    """The people named with the child, to choose one from."""
    require(user, "decide")
    notes = {person.person_id: _named(person) for person in queries.named_with(user, [child_id]).itertuples()}
    known = {person.person_id: person for person in queries.people_named(user, [child_id, *notes]).itertuples()}
    if child_id not in known:
        return [parts.text("This child is in no record that you may see.")]
    at_hand = [option(person, notes[person_id]) for person_id, person in known.items() if person_id in notes]
    return [parts.text("Where a child lives, and with whom, changes. Say with whom from which day; the day may be in the past."),
            people(PURPOSE, child_id, at_hand, f"Who cares for {known[child_id].name}"),
            button(PURPOSE, child_id, "Go on to the day and the reason")]


def _named(person) -> str:
    """How reports name this person beside the child."""
    as_what = ", ".join(person.relations or person.roles)
    return f"named with the child in {parts.count(person.reports, 'report')}, last on {parts.day(person.last_on)}, as {as_what}"


@gate.secured("decide", Output(named("form", PURPOSE, MATCH), "children"), Input(named("go", PURPOSE, MATCH), "n_clicks"),
              State(named("chosen", PURPOSE, MATCH), "value"), State(named("go", PURPOSE, MATCH), "id"), prevent_initial_call=True)
def ask(user: User, _clicks: int, chosen: str | None, of: dict):
    """Ask from which day the child belongs with the chosen carer: the founding mention of the child with that of the carer."""
    two = {person.person_id: person for person in queries.people_named(user, [of["of"], chosen or ""]).itertuples()}
    child, carer = two.get(of["of"]), two.get(chosen)
    if child is None or carer is None or child is carer:
        return first_choose("Choose who cares for the child; search if he or she is not in the list.")
    gate.seen("correct family", f"{child.person_id} with {carer.person_id}")
    return answering.ask(user, f"Does {child.name} belong with {carer.name}, from the day that you give?", "child with carer",
                         [(child.mention_id, carer.mention_id)], SAID, since=True)
