"""Who knew what, and when: the events of a family by agency, how much any one agency saw, and what one knew on a day."""

from datetime import date

import dash_bootstrap_components as dbc
from dash import html

from dashboard import parts, queries, theme, withholding
from timeline.access import User
from timeline.tables import KINDS

NAME, PATHS, PERMISSION = "family and who knew what", ("/knew/<family_id>",), "family:view"
SHOWN = {None: (["abuse", "concern"], " of abuse or concern", "Abuse and concern only"), "all": (list(KINDS), "", "All events")}
"""What `show` in the address chooses: the kinds of event, how they are called after 'events', and the choice in words."""

AS_KNOWN = {"known": "Known", "not known": "Not known", "later": "Later"}
KEY = ("A day is the first on which the agency recorded the event or was told of it; beside it, the days after the event. "
       "Where the agency's record bears no day of recording, the day of the event stands for it, or of the extract. "
       "An empty cell: no record supplied says that the agency knew. That does not show that it did not.")


def layout(user: User, family_id: str, query: dict) -> list:
    """The page of one family. `query`: show=all for every kind of event; to (an agency) and on (a day) to mark what that
    agency did not know on that day."""
    family = queries.family(user, family_id)
    show = "all" if query.get("show") == "all" else None
    kinds, of, _ = SHOWN[show]
    knowers = queries.knowers(user, family_id, kinds)
    agencies = list(knowers["agency"])
    back = parts.text(parts.link(f"Back to the timeline of the {family.name} family", parts.address("family", family_id) + "#timeline"))
    title, withheld = parts.title("Who knew what, and when", f"{family.name} family"), withholding.notice(user, family_id)
    if not agencies:
        return [title, back, withheld, _no_events()]
    chosen = _chosen(query, agencies)
    events = queries.knew(user, family_id, kinds, *(chosen or ()))
    return [
        title, back, withheld,
        html.P([_most(queries.most_seen(user, family_id, kinds), of), " ",
                _most(queries.most_seen(user, family_id, ["abuse"]), " of abuse alone")], className="govuk-body-l"),
        parts.text("An agency saw an event if it recorded it or was told of it. ", parts.link("What each agency supplied", "/coverage"),
                   " limits what this page can say.", small=True),
        _choices(family_id, show, query),
        _knowers(knowers, of),
        None if user.looks_back else _ask(family_id, show, query, agencies),
        _wrong(query, chosen),
        _then(queries.known_then(user, family_id, kinds, *chosen), family_id, of, *chosen) if chosen else None,
        _matrix(events, [row.agency for row in knowers.itertuples() if row.knew], of, chosen) if len(events) else _none_shown(family_id),
        parts.text(KEY, small=True),
    ]


def _chosen(query: dict, agencies: list[str]) -> tuple[str, date] | None:
    """The agency and the day that the address names, where both can be."""
    on = parts.typed_day(query.get("on"))
    return (query["to"], on) if on and query.get("to") in agencies else None


# --- what is said above the matrix


def _most(found, of: str) -> str:
    if not found.events:
        return f"No events{of} are recorded on this timeline."
    if found.most < found.events:
        return f"No single agency saw more than {found.most} of {parts.count(found.events, 'event')}{of}."
    which = f"Of {found.events} events{of}, all were seen by" if found.events > 1 else f"The one event{of} was seen by"
    return f"{which} {_list(found.agencies)}."


def _list(agencies: list[str]) -> str:
    *before, last = map(theme.agency, agencies)
    return f"{', '.join(before)} and {last}" if before else last


def _choices(family_id: str, show: str | None, query: dict) -> html.Nav:
    return html.Nav([html.Span("Show: "), *(
        html.Span(words, className="tl-zoom", **{"aria-current": "true"}) if key == show else
        parts.link(words, parts.address("knew", family_id, show=key, to=query.get("to"), on=query.get("on")), className="govuk-link tl-zoom")
        for key, (_, _, words) in SHOWN.items())], className="govuk-body tl-knew__ask", **{"aria-label": "Which events to show"})


def _knowers(knowers, of: str) -> html.Div:
    return parts.table("What each agency knew of", ("Agency", f"Events{of} that it knew of", "First knew", "After the first agency"), [
        (theme.agency(row.agency), f"{row.knew}, of which told only: {row.told}" if row.told else row.knew,
         parts.day(row.first_on, "of none of these"), _after_the_first(row.days_after))
        for row in knowers.itertuples()])


def _after_the_first(days: int | None) -> str:
    return "" if days is None else parts.count(days, "day") if days else "the first"


def _no_events() -> html.Div:
    return parts.empty("No events are recorded for this family.", "It is known from addresses or households alone.",
                       "Open its people from the family's page to see where they are named.")


def _none_shown(family_id: str) -> html.Div:
    return parts.inset(parts.text("No event of abuse or concern is recorded on this timeline. That says nothing of what no agency recorded."),
                       parts.text(parts.link("Show all events", parts.address("knew", family_id, show="all"))))


# --- as known to an agency on a day


def _ask(family_id: str, show: str | None, query: dict, agencies: list[str]) -> html.Form:
    return html.Form([
        parts.heading("As known to one agency on a day"),
        html.Div([
            html.Div([html.Label("As known to", htmlFor="to", className="govuk-label"),
                      dbc.Select(id="to", name="to", value=query.get("to") or agencies[0], className="govuk-select",
                                 options=[{"label": theme.agency(agency), "value": agency} for agency in agencies])], className="govuk-form-group"),
            parts.field("On", "on", "For example, 27/3/2024", name="on", value=query.get("on"), autocomplete="off"),
            *([dbc.Input(type="hidden", name="show", value=show)] if show else []),
            html.Button("Mark what it did not know", type="submit", className="govuk-button"),
        ], className="tl-fields"),
    ], method="get", action=parts.address("knew", family_id), className="tl-knew__ask")


def _wrong(query: dict, chosen: tuple | None) -> html.P | None:
    asked = query.get("to") or query.get("on")
    return html.P("Choose an agency and give a day, such as 27/3/2024.", className="govuk-error-message", role="alert") if asked and not chosen else None


def _then(stood, family_id: str, of: str, agency: str, on: date) -> html.Div:
    said = (f"{theme.agency(agency)} knew of {stood.known} of the {parts.count(stood.events, 'event')}{of} that had happened, "
            "or were known to any agency, by then.")
    none = f"No event{of} had happened, or was known to any agency, by then."
    return parts.inset(
        parts.text(html.Strong(f"On {parts.day(on)}, as far as the records supplied show: "), said if stood.events else none,
                   " That day is after this snapshot: what has become known since is not in it." if stood.beyond else ""),
        parts.text(parts.link(f"The family's whole page as known to {theme.agency(agency)} then, with the rules asked again",
                              parts.address("family", family_id, known_on=on.isoformat(), known_to=agency))) if not stood.beyond else None,
        parts.text("‘Later’ marks what had not happened and no agency knew of by then. The signals are not recomputed here. An event's title and "
                   "gravity are those of its gravest account, which the agency may not have had; nor need it have known that the events concern one "
                   "family. The other columns stand as they are known now."))


# --- the matrix


def _matrix(events, agencies: list[str], of: str, chosen: tuple | None) -> html.Div:
    caption = f"Events{of} by agency" + (f", as known to {theme.agency(chosen[0])} on {parts.day(chosen[1])}" if chosen else "")
    columns = ("Event", *([f"Known to {theme.agency(chosen[0])} on {parts.day(chosen[1])}?"] if chosen else []), *map(theme.agency, agencies))
    return html.Div(html.Table([
        html.Caption(caption, className="govuk-table__caption govuk-table__caption--m"),
        html.Thead(html.Tr([html.Th(column, scope="col", className="govuk-table__header") for column in columns])),
        html.Tbody([_row(event, agencies) for event in events.itertuples()])], className="govuk-table"),
        className="tl-scroll tl-knew", tabIndex=0, role="region", **{"aria-label": caption})


def _row(event, agencies: list[str]) -> html.Tr:
    when = parts.when(event.occurred_from, event.occurred_to, event.precision)
    weight = f"{event.kind}, gravity band {event.gravity} of 5" if event.gravity else event.kind
    stood = [html.Strong(AS_KNOWN[event.as_known])] if event.as_known else None
    return html.Tr([
        html.Th([parts.link(f"{when}: {event.title}", parts.address("event", event.event_id)), html.Div(weight, className="tl-muted")],
                scope="row", className="govuk-table__header"),
        *([html.Td(stood, className="govuk-table__cell")] if stood else []),
        *(html.Td(_cell(event.knew.get(agency)), className="govuk-table__cell") for agency in agencies),
    ], className="tl-knew__not" if event.as_known not in (None, "known") else None)


def _cell(known: dict | None) -> list:
    if known is None:
        return []
    after, told = _after(known["least"], known["most"]), _told(known)
    return [parts.day(known["day"]), *(html.Div(words, className="tl-muted") for words in (after, told) if words)]


def _after(least: int | None, most: int | None) -> str:
    """The days from an event to the day that an agency knew: '+3 days', or from the least to the most that it can be."""
    if least is None:
        return ""
    if least == most:
        return "the same day" if most == 0 else f"+{parts.count(most, 'day')}" if most > 0 else f"{parts.count(-most, 'day')} before"
    return f"+{least} to {most} days" if most > 0 else f"{-most} to {-least} days before"


def _told(known: dict) -> str:
    if not known["told_by"]:
        return ""
    how = "recorded, and told by" if known["recorded"] else "told by"
    return f"{how} {_list(known['told_by'])}" + (", on this day or later: when is not recorded" if known["undated"] else "")
