"""The records behind a number of data quality, each with its file and lines."""

from dash import html

from dashboard import parts, queries, theme
from dashboard.quality import Chosen, chosen
from timeline.access import User
from timeline.quality.measures import KEYED, MEASURES, Measure

NAME = "quality records"
PATHS = ("/quality-records",)
PERMISSION = "quality:view"
PARTS = {"lacking": "those counted", "asked": "all that could be", "told": "those whose days tell it, the longest first"}
LAG = PARTS | {"lacking": "those whose days do not tell it", "asked": "all"}


def layout(user: User, query: dict) -> list:
    """The records that the query's measure counts (`part`: lacking, asked or told) in its area, agency and months."""
    what, measure = chosen(user, query), KEYED.get(query.get("measure", ""), MEASURES[0])
    if what is None:
        raise queries.NotHere("record to judge")
    part = query.get("part") if query.get("part") in _parts(measure) else "lacking"
    page = parts.page(query.get("page"))
    found = queries.quality_records(user, measure, part, what.area, what.agency, what.since, what.until, page, query.get("system"))
    number = found["found"].iloc[0] if len(found) else 0
    given = what.query | {"measure": measure.key, "month": query.get("month"), "system": query.get("system"), "part": part}
    return [
        parts.text(parts.link("Data quality", parts.address("quality", **what.query))),
        parts.title(measure.title, ", ".join(filter(None, (theme.agency(what.agency) if what.agency else "All agencies", query.get("system"), what.area,
                                                           what.words)))),
        parts.text(f"{parts.count(number, 'record')} {_said(measure, part)}."),
        _ways(measure, part, given),
        _table(measure, part, found) if len(found) else _none(what),
        parts.pages(number, page, queries.QUALITY_SIZE, lambda to: parts.address("quality-records", **given, page=to)),
    ]


def _parts(measure: Measure) -> list[str]:
    return [part for part in PARTS if part != "told" or measure.days]


def _said(measure: Measure, part: str) -> str:
    return {"lacking": measure.counts, "asked": measure.of, "told": f"{measure.of}, of which the days tell it"}[part]


def _ways(measure: Measure, now: str, given: dict) -> html.Nav:
    words = LAG if measure.days else PARTS
    links = [html.Span(words[part], className="tl-zoom", **{"aria-current": "true"}) if part == now else
             parts.link(words[part], parts.address("quality-records", **given | {"part": part}), className="govuk-link tl-zoom") for part in _parts(measure)]
    return html.Nav([html.Span("Show: "), *links], className="govuk-body", **{"aria-label": "Which records to show"})


def _table(measure: Measure, part: str, found) -> html.Div:
    """The records; what they are counted for is a column only where not all of them are, and for a lag the days are."""
    told = ("Days",) if measure.days else ("Counted",) if part == "asked" else ()
    return parts.table("The records", ("File and lines", "Agency", "Recorded or told on", "What it is about", *told), [
        (parts.link(parts.lines(row.file, row.line_from, row.line_to), parts.address("record", row.report_id)), f"{theme.agency(row.agency)} ({row.system})",
         parts.day(row.known_on), row.title, *[_days(row.days) if measure.days else "counted" if row.lacking else "no"][:len(told)])
        for row in found.itertuples()], hide_caption=True)


def _days(days: int | None) -> str:
    return "cannot be told" if days is None else f"{days:,}"


def _none(what: Chosen) -> html.Div:
    return parts.empty("There is no such record.", f"None of the agency's records of {what.words} is counted here.",
                       "Go back to data quality, and choose other months or another agency.")
