"""Other people are this same person: one or more are chosen, among those that are proposed or by a search."""

from dash import MATCH, Input, Output, State, html

from dashboard import answering, gate, parts, queries
from dashboard.correcting.choosing import button, first_choose, named, option, people
from timeline.access import User

PURPOSE = "join"
YES = {"yes": "Yes, they are all one person"}
NOTES = {"proposed": "proposed as the same person", "contradicted": "answers about it contradict one another", "refused": "refused before"}


def form(user: User, person, links) -> html.Section:
    """People to choose from: those that a link names first."""
    notes = {link.other_id: NOTES.get(link.state, link.state) for link in links.itertuples()}
    at_hand = [option(other, notes[other.person_id]) for other in queries.people_named(user, list(notes)).itertuples()]
    return html.Section([
        parts.heading("Somebody else is this same person"),
        parts.text("Choose everybody who is this same person; you can search more than once, and what is chosen stays."),
        people(PURPOSE, person.person_id, at_hand, "People who are this same person", many=True),
        button(PURPOSE, person.person_id, "The chosen people are this person")])


@gate.secured("decide", Output(named("form", PURPOSE, MATCH), "children"), Input(named("go", PURPOSE, MATCH), "n_clicks"),
              State(named("chosen", PURPOSE, MATCH), "value"), State(named("go", PURPOSE, MATCH), "id"), prevent_initial_call=True)
def ask(user: User, _clicks: int, chosen: list | None, of: dict):
    """Ask whether the chosen people are this person: the founding mention of this one with that of each."""
    others = queries.people_named(user, [person for person in chosen or [] if person != of["of"]])
    if others.empty:
        return first_choose("Choose at least one person from the list; search if nobody is in it.")
    this = next(queries.people_named(user, [of["of"]]).itertuples())
    gate.seen("correct person", f"{this.person_id} join {' '.join(others['person_id'])}")
    names = " and ".join(f"{other.name} ({parts.born(other.dob, other.dob_precision)})" for other in others.itertuples())
    return answering.ask(user, f"Is {this.name} ({parts.born(this.dob, this.dob_precision)}) the same person as {names}?", "same person",
                         [(this.mention_id, other.mention_id) for other in others.itertuples()], YES, then=parts.address("person", this.person_id))
