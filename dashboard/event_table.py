"""A family's timeline as a table: its events, and among them, marked as what they are, the times in which nothing is recorded, people's notes,
and the activities that people gathered."""

from collections import defaultdict

from dash import dcc, html

from dashboard import gathering, noting, parts, theme
from dashboard.chosen import around
from dashboard.queries.family import ROWS
from dashboard.still import Tick

COLUMNS = ("Choose", "When", "What", "Said by", "Who", "Children", "First known")
END = "after the last"


def table(family_id: str, events, lit, beside: tuple, span: tuple | None, to_page) -> html.Section:
    """One page of events (`queries.timeline`) with what stands between them: `beside` is the family's gaps, notes and activities. `span` is the
    stretch that is shown, if not all of it; `to_page` gives the address of another page."""
    if events.empty:
        return html.Section(_nothing(span is not None))
    shown = list(events.itertuples())
    found, page = shown[0].found, shown[0].shown_page
    between = _between(family_id, shown, *beside, span)
    rows = [row for event in shown for row in (*between[event.event_id], _line(family_id, event, event.event_id in lit))]
    caption = "The same as a table" + ("" if len(shown) == found else f": events {shown[0].nth:,} to {shown[-1].nth:,} of {found:,}")
    return html.Section([
        parts.pages(found, page, ROWS, to_page),
        html.Div(parts.table(caption, COLUMNS, [*rows, *between[END]]), className="tl-events"),
        dcc.Store(id="ticked"),
        html.Button("Open the ticked events together", id="open-ticked", className="govuk-button govuk-button--secondary", **{"data-ticked": "ticked"}),
        parts.pages(found, page, ROWS, to_page)])


def _nothing(narrowed: bool) -> html.Div:
    if narrowed:
        return parts.empty("No event is recorded in this stretch of time.", "That says nothing of what nobody recorded.", "Show all of the timeline.")
    return parts.empty("No events are recorded for this family.", "It is known from addresses or households alone.",
                       "Open its people to see where they are named.")


def _between(family_id: str, shown: list, gaps, notes, activities, span: tuple | None) -> dict[str, list[html.Tr]]:
    """By event the rows that stand before it: silence, then notes, then the activity that it begins. After the last event they are under END."""
    at, last = defaultdict(list), shown[-1].nth == shown[-1].found
    for gap in gaps.itertuples():
        if gap.event_id or last and _within(gap.since, span):
            at[gap.event_id or END].append(_gap(gap))
    for note in notes.itertuples():
        if note.on and not note.taken_back_at and _within(note.on, span) and (place := _place(note, shown, last)):
            at[place].append(parts.across(len(COLUMNS), "note", *noting.said(note)))
    for activity in activities.itertuples():
        if not activity.apart_at and (first := next((event.event_id for event in shown if event.event_id in activity.event_ids), None)):
            at[first].append(parts.across(len(COLUMNS), "activity", *gathering.said(family_id, activity)))
    return at


def _place(note, shown: list, last: bool) -> str | None:
    """The event before which a note stands; END after the last; None where it belongs to another page."""
    before = shown[0].before_on
    if before is not None and note.on < before.date():
        return None
    later = next((e.event_id for e in shown if e.occurred_from is None or e.occurred_from.date() > note.on), None)
    return later or (END if last else None)


def _within(day, span: tuple | None) -> bool:
    return span is None or span[0].date() <= day <= span[1].date()


def _gap(gap) -> html.Tr:
    return parts.across(len(COLUMNS), "gap", html.Strong(f"No contact recorded for {gap.length}"), f", {parts.day(gap.since)} to {parts.day(gap.until)}.",
                        html.Div(gap.because, className="tl-small"))


def _line(family_id: str, event, lit: bool) -> tuple:
    when = parts.when(event.occurred_from, event.occurred_to, event.precision)
    since = "" if event.days_since is None else f"{parts.count(event.days_since, 'day')} after the one before"
    more = (f"\ngravity {event.gravity} of 5" if event.gravity else "") + ("\naccounts disagree" if event.disagreements else "")
    return (
        Tick(type="checkbox", value=event.event_id, className="tl-tick", **{"aria-label": f"Choose {event.title}, {when}"}),
        [parts.link(when, parts.address("event", event.event_id)), since, around(family_id, event, "govuk-link tl-small")],
        [*([parts.tag("evidence", "yellow"), " "] if lit else []), event.title + more],
        "\n".join([*map(theme.agency, event.agencies), parts.count(event.independent_accounts, "independent account")]),
        "\n".join(who(event)), "\n".join(map(child, event.children)), parts.day(min(event.known_on.values())) if event.known_on else "")


def who(event) -> list[str]:
    """Everybody whom an account of the event names, each as what."""
    return sorted({f"{r['name'] or 'name not recorded'}: {r['role']}" for r in event.roles})


def child(child: dict) -> str:
    """A child of the event: name, age that day, and whether present, seen and heard."""
    age = {None: "age not known", -1: "unborn"}.get(child["age"], child["age"])
    answers = [word for word in ("present", "seen", "heard") if child[word] == "yes"]
    return f"{child['name'] or 'name not recorded'}, {age}{': ' + ', '.join(answers) if answers else ''}"
