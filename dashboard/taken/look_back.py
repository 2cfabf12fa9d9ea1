"""What the chart of a look back draws, to take away: each raising on the family, seen from one event."""

from dash import html

from dashboard import queries, taking, theme
from dashboard.queries import NotHere
from timeline.access import User
from timeline.sheets import Sheet

COLUMNS = ("Raised", "Days before the event", "Rule", "Level", "About", "What it said that day", "Records that it rested on", "Held by", "Held all of it",
           "Stood when the event came", "Rests on a proposed link")


def below_chart(family_id: str, event_id: str) -> html.Div:
    """The ways to take the chart and its table away."""
    return html.Div([taking.pictures("look-back", "Looking back from an event"),
                     taking.links("look-back", family=family_id, event=event_id)], className="tl-takes")


@taking.table("look-back", "family:view")
def raisings(user: User, given: dict[str, str]) -> Sheet:
    """Each raising on `family`, in order of day, seen from its `event`."""
    family = queries.family(user, given.get("family", ""))
    event = next((e for e in queries.serious(user, family.family_id).itertuples() if e.event_id == given.get("event")), None)
    if event is None:
        raise NotHere(f"dated event {given.get('event')} of family {family.family_id}")
    rows = tuple(map(_raising, queries.raisings(user, family.family_id, event.event_id, event.day).itertuples()))
    return Sheet(f"{family.name} family: looking back from {event.title}", COLUMNS, rows,
                 (f"Looked back from event {event.event_id} on {event.day}. The rules, and who is who, are those of today.",
                  "This says what the records would have shown; it does not say that anybody saw it then."))


def _raising(r) -> tuple:
    return (r.raised_on, r.days, theme.rule(r.rule), r.level, " and ".join(filter(None, (r.person, r.harmed))), r.because, r.records,
            [f"{theme.agency(h['agency'])} {h['knew']}" for h in r.held], [*map(theme.agency, r.whole)], bool(r.before and r.stood),
            bool(r.rests_on_proposed_link))
