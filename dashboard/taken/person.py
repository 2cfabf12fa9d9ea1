"""What the chart of a person said to have caused harm draws, to take away: the events in every household, and what held for a time."""

from dash import html

from dashboard import queries, taking, theme
from timeline.access import User
from timeline.sheets import Sheet

SAID = "What agencies recorded; an allegation stays one. No address is in this file: homes are numbered."


def below_chart(user: User, person_id: str) -> html.Div:
    """The ways to take the chart and its tables away."""
    return html.Div([taking.pictures("over-time", f"{queries.person(user, person_id).name}: every household on one axis"),
                     taking.links("person-events", "the events", person=person_id),
                     taking.links("person-periods", "what held for a time", person=person_id)], className="tl-takes")


@taking.table("person-events", "person:view")
def events(user: User, given: dict[str, str]) -> Sheet:
    """The events in every household in which `person` is said to have harmed somebody, or is placed."""
    person = queries.person(user, given.get("person", ""))
    rows = tuple((e.event_id, e.at, e.until, e.precision, e.family, e.family_id, e.title, e.gravity, [*map(theme.agency, e.agencies)])
                 for e in queries.person_points(user, person.person_id).itertuples())
    return Sheet(f"{person.name}: events in every household",
                 ("Event", "From", "To", "How exactly", "Household", "Family", "What", "Gravity, 1 to 5", "Told by"), rows, (SAID,))


@taking.table("person-periods", "person:view")
def periods(user: User, given: dict[str, str]) -> Sheet:
    """What held for a time of `person`: households, homes by number, relationships, custody, orders."""
    person = queries.person(user, given.get("person", ""))
    rows = tuple((b.lane, b.label, b.since, b.until, b.hover) for b in queries.person_bands(user, person.person_id).itertuples())
    return Sheet(f"{person.name}: what held for a time", ("What", "Which", "From", "Until", "In words"), rows, (SAID,))
