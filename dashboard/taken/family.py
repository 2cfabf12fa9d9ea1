"""What a family's timeline draws, to take away: its events, and what held for a time. No agency's own words and no address are among it."""

from dash import html

from dashboard import event_table, queries, taking, theme
from timeline.access import User
from timeline.sheets import Sheet

EVENTS = ("Event", "From", "To", "How exactly", "What", "Kind", "Gravity, 1 to 5", "Told by", "Independent accounts", "Factors answered yes", "Who",
          "Children", "First known", "The accounts disagree", "Records")
BANDS = ("What", "Which", "From", "Until", "In words")


def below_chart(user: User, family_id: str) -> html.Div:
    """The ways to take the chart away, and what it shows beside the events."""
    name = queries.family(user, family_id).name
    return html.Div([taking.pictures("chart", f"{name} family: timeline"),
                     taking.links("family-periods", "what held for a time", family=family_id)], className="tl-takes")


def below_table(family_id: str) -> html.P:
    """The ways to take away all events of the timeline."""
    return taking.links("family-events", "all events", family=family_id)


@taking.table("family-events", "family:view")
def events(user: User, given: dict[str, str]) -> Sheet:
    """Every event of the timeline of `family`, in order."""
    family = queries.family(user, given.get("family", ""))
    shown = queries.timeline(user, family.family_id, only=set(queries.points(user, family.family_id)["event_id"]))
    return Sheet(f"{family.name} family: events of the timeline", EVENTS, tuple(map(_event, shown.itertuples())),
                 (f"Family {family.family_id}. What agencies recorded; an allegation stays one. No agency's own words and no address are in this file.",))


def _event(event) -> tuple:
    return (event.event_id, event.occurred_from, event.occurred_to, event.precision, event.title, event.kind, event.gravity,
            [*map(theme.agency, event.agencies)], event.independent_accounts, sorted(event.factors), event_table.who(event),
            [*map(event_table.child, event.children)], min(event.known_on.values()) if event.known_on else None, bool(event.disagreements), event.report_ids)


@taking.table("family-periods", "family:view")
def periods(user: User, given: dict[str, str]) -> Sheet:
    """What the chart of `family` shows that held for a time: ages, homes by number, custody, orders, separations, activities, and silence."""
    family = queries.family(user, given.get("family", ""))
    beside = queries.activities(user, family.family_id), queries.gaps(user, family.family_id)
    held = queries.bands(user, family.family_id, *beside).itertuples()
    apart = queries.windows(user, family.family_id).itertuples()
    rows = (*((band.lane, band.label, band.since, band.until, band.hover) for band in held),
            *(("Separation", "the days that the rules watch", window.since, window.until, window.label) for window in apart))
    return Sheet(f"{family.name} family: what held for a time", BANDS, rows,
                 (f"Family {family.family_id}. Homes are numbered and never written out. An empty day is one that nobody recorded.",))
