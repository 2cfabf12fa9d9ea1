"""Looking back from an event: what the rules would have raised before it, on what, when, and which agencies held that then."""

import dash_bootstrap_components as dbc
from dash import dcc, html

from dashboard import figures, parts, queries, theme, withholding
from dashboard.taken import look_back as taken
from timeline.access import User
from timeline.tables import LEVELS

NAME, PATHS, PERMISSION = "look back", ("/look-back/<family_id>",), "family:view"
CAUTION = ("This says what the records would have shown by these rules with who is who as it is known today; it does not say that anybody saw it then, "
           "nor what would have happened.")
LIMITS = ("The rules and their numbers are those of today too. A record counts from the day on which its agency recorded it or was told; other agencies, and "
          "this partnership, may have had it later or never. An agency held a record if it made it or was told of it by that day, as far as the records "
          "supplied show.")
SHOWN = 5
COLUMNS = ("Raised", "Signal", "What it said that day", "Rests on", "Who held that then", "On the day of the event")


def layout(user: User, family_id: str, query: dict) -> list:
    """The page of one family. `query`: event, the one that is looked back from; without it the gravest, of equals the latest."""
    family, events = queries.family(user, family_id), list(queries.serious(user, family_id).itertuples())
    head = [parts.title("Looking back from an event", f"{family.name} family"),
            parts.text(parts.link(f"Back to the timeline of the {family.name} family", parts.address("family", family_id) + "#timeline")),
            withholding.notice(user, family_id)]
    if not events:
        return [*head, _no_events()]
    chosen = next((event for event in events if event.event_id == query.get("event")), None)
    event = chosen or events[0]
    raised = queries.raisings(user, family_id, event.event_id, event.day)
    before, after = raised[raised["before"].astype(bool)], raised[~raised["before"].astype(bool)]
    return [
        *head,
        parts.inset(parts.text(html.Strong(CAUTION)), parts.text(LIMITS, small=True)),
        _choose(family_id, events, event),
        _wrong(query, chosen),
        _event(event),
        *(_raised(user, family_id, event, before) if len(before) else [_nothing(family_id)]),
        parts.details(f"Raised by the event itself, or later ({len(after)})", _table(family_id, "Raised by the event itself, or later", after))
        if len(after) else None,
        parts.text(parts.link("Who knew what, and when", parts.address("knew", family_id)), ". ",
                   parts.link("What each agency supplied", "/coverage"), " limits what this page can say.", small=True),
    ]


def _no_events() -> html.Div:
    return parts.empty("There is no event to look back from.", "No dated event is recorded on this family's timeline.",
                       "Open the family's page to see where its people are named, and the coverage page to see what each agency supplied.")


def _nothing(family_id: str) -> html.Div:
    return parts.inset(
        html.P(html.Strong("No rule had been raised before this event.")),
        html.P("On what the records supplied show to have been known by then, no rule was met. That says nothing of what no agency recorded."),
        html.P(["See ", parts.link("what each agency supplied", "/coverage"), ", and on ",
                parts.link("the family's page", parts.address("family", family_id) + "#signals"), " what each rule found and needs."]))


def _choose(family_id: str, events: list, event) -> html.Form:
    serious, others = [e for e in events if e.serious], [e for e in events if not e.serious]
    lines = [{"label": _named(e), "value": e.event_id} for e in serious]
    lines += [{"label": f"other: {_named(e)}", "value": e.event_id} for e in others] if serious else \
             [{"label": _named(e), "value": e.event_id} for e in others]
    return html.Form([html.Div([
        html.Div([html.Label("Event to look back from", htmlFor="event", className="govuk-label"),
                  dbc.Select(id="event", name="event", value=event.event_id, className="govuk-select", options=lines)],
                 className="govuk-form-group"),
        html.Button("Look back from it", type="submit", className="govuk-button")], className="tl-fields")],
        method="get", action=parts.address("look-back", family_id), className="tl-knew__ask tl-back__choose")


def _named(event) -> str:
    gravity = f", gravity {event.gravity} of 5" if event.gravity else ""
    return f"{parts.when(event.occurred_from, event.occurred_to, event.precision)}: {event.title}{gravity}"


def _wrong(query: dict, chosen) -> html.P | None:
    if not query.get("event") or chosen is not None:
        return None
    return html.P("That event is not a dated event of this family. Shown is the gravest one.", className="govuk-error-message", role="alert")


def _event(event) -> html.P:
    exact = event.precision in ("minute", "day")
    return html.P([parts.link(_named(event), parts.address("event", event.event_id)), ".",
                   "" if exact else f" Its day is not exactly known: looked back from {parts.day(event.day)}, the first on which it can be."],
                  className="govuk-body-l")


def _raised(user: User, family_id: str, event, before) -> list:
    first, stood, apart = before.iloc[0], before[before["stood"].astype(bool)], before[[len(whole) == 0 for whole in before["whole"]]]
    chart = figures.look_back(queries.points(user, family_id), _lanes(before), event.day, event.event_id)
    return [
        parts.text(f"Raised before it: {parts.count(len(before), 'time')}, first on {parts.day(first.raised_on)}, {_apart(first.days)}. "
                   f"Of these, {len(stood)} still stood when the event came. No agency held all that it rested on: {len(apart)} of {len(before)}."),
        html.Figure([dcc.Graph(id="look-back", figure=chart, config=parts.GRAPH_CONFIG, className="tl-chart"),
                     html.Figcaption(figures.RAISED, className="govuk-body-s")], className="tl-figure"),
        taken.below_chart(family_id, event.event_id),
        _table(family_id, "Raised before the event, in order of day", before)]


def _lanes(raised):
    """The raisings as the chart draws them."""
    said = [f"{parts.day(r.raised_on)}: {theme.rule(r.rule)}, {r.level}. {_whom(r)}" for r in raised.itertuples()]
    return raised.assign(lane=[theme.rule(rule) for rule in raised["rule"]], since=raised["raised_on"], hover=said)


def _table(family_id: str, caption: str, raised) -> html.Div:
    return html.Div(parts.table(caption, COLUMNS, [_line(family_id, row) for row in raised.itertuples()]), className="tl-back")


def _line(family_id: str, row) -> tuple:
    then = parts.address("family", family_id, known_on=row.raised_on.isoformat(), known_to="agencies")
    return (
        [html.Strong(parts.day(row.raised_on)), html.Div(_apart(row.days), className="tl-muted"),
         html.Div(parts.link("The family as known that day", then), className="tl-back__then")],
        [parts.level(row.level), html.Div(theme.rule(row.rule)), html.Div(_whom(row), className="tl-muted"),
         parts.tag("rests on a proposed link", "yellow") if row.rests_on_proposed_link else None],
        row.because,
        _rested(row),
        _held(row),
        _stood(row))


def _apart(days: int) -> str:
    return f"{parts.count(days, 'day')} before" if days > 0 else f"{parts.count(-days, 'day')} after" if days < 0 else "the same day"


def _whom(row) -> str:
    return f"{row.person} and {row.harmed}" if row.person and row.harmed else row.person or row.harmed or ""


def _rested(row) -> list | str:
    """Links to what it rested on; where there are many, the latest, and the earlier ones folded."""
    if not row.records:
        return "No single record."
    links = [parts.record(**record) for record in row.rested]
    return [parts.details(f"{len(links) - SHOWN} earlier", parts.listed(links[:-SHOWN])) if len(links) > SHOWN else None, parts.listed(links[-SHOWN:])]


def _held(row) -> list:
    """How much of what it rested on each agency held on the day of raising, and which held all of it."""
    if not row.records:
        return []
    agencies = parts.listed(f"{theme.agency(h['agency'])}: {h['knew']} of {row.records}" for h in row.held)
    whole = "" if len(row.whole) else html.Strong("No agency held all of it.") if row.records > 1 else html.Strong("No agency is recorded as holding it.")
    return [whole, agencies]


def _stood(row) -> str:
    if not row.before:
        return ("Raised by the event itself" + (f", {_apart(row.days)}" if row.days else "")) if row.on_event else "Raised later"
    if row.stood:
        return f"Stood: {row.level_then}"
    if row.level_then is None:
        return f"Had passed on {parts.day(row.changed_on)}"
    if LEVELS.index(row.level_then) <= LEVELS.index(row.level):
        return f"Had fallen on {parts.day(row.until)}, and been raised again"
    return f"Had fallen to {row.level_then} on {parts.day(row.changed_on)}"
