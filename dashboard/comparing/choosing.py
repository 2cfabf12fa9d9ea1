"""Choosing what is compared: a load by its day, or two snapshots that are still kept."""

from datetime import datetime

from dash import html

from dashboard import parts, queries
from timeline.access import User
from timeline.compared import Kept
from timeline.snapshot import day_of


def form(user: User, loads: list[Kept], of: str | None, query: dict) -> html.Section:
    """The two forms; each is answered at an address of its own."""
    return html.Section([_loads(loads, of) if loads else None, _snapshots(queries.snapshots(user), query, opened=not loads)],
                        className="tl-noprint", **{"aria-label": "Choose what is compared"})


def _loads(loads: list[Kept], of: str | None) -> html.Form:
    options = [{"label": said(load), "value": load.name} for load in loads]
    return html.Form(html.Div([
        parts.select("What a load changed", "compare-of", options, of if of in [load.name for load in loads] else loads[0].name, name="of"),
        html.Button("Show what it changed", type="submit", className="govuk-button")], className="tl-fields"), method="get", action="/compare")


def said(load: Kept) -> str:
    """A load by the day on which it was made and the days that the timelines showed before and after."""
    made = datetime.fromisoformat(load.facts["made_at"])
    days = [parts.day(day_of(load.facts[fact])) for fact in ("before_as_of", "as_of")]
    shows = f"still as at {days[1]}" if days[0] == days[1] else f"from {days[0]} to {days[1]}"
    return f"{parts.day(made)} at {made:%H:%M} UTC, {shows}"


def _snapshots(kept, query: dict, opened: bool) -> html.Details | None:
    if len(kept) < 2:
        return None
    options = [{"label": f"published {parts.day(row.published_at)} at {row.published_at:%H:%M}, as at {parts.day(row.as_of)} ({row.name})", "value": row.name}
               for row in kept.itertuples()]
    there = [option["value"] for option in options]
    chosen = [query.get(key) if query.get(key) in there else usual for key, usual in (("before", there[1]), ("after", there[0]))]
    return parts.details("Compare two snapshots that are still kept", html.Form(html.Div([
        parts.select("Earlier", "compare-before", options, chosen[0], name="before"), parts.select("Later", "compare-after", options, chosen[1], name="after"),
        html.Button("Compare these two", type="submit", className="govuk-button govuk-button--secondary")], className="tl-fields"),
        method="get", action="/compare"), opened=opened or bool(query.get("before")))
