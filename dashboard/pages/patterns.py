"""Patterns and trends of an area: what is counted by month, by agency and in parts, with small numbers withheld, and what is behind each number."""

from datetime import date

from dash import dcc, html

from dashboard import figures, overlaid, parts, queries, taking, theme
from dashboard.patterns import (
    EVERY,
    WHY,
    WITHHELD,
    Chosen,
    by_row,
    chosen,
    gap_words,
    measures,
    median_words,
    rows_of,
    value_words,
    year_words,
)
from dashboard.patterns import taken as taken
from timeline.access import User, may
from timeline.patterns import ITEMS, Item, Part

NAME = "patterns"
PATHS = ("/patterns",)
PERMISSION = "patterns:view"


def layout(user: User, query: dict) -> list:
    """The patterns of the area, agency and year that the query names; `measure`, `part`, `value`, `since` and `until` open what one number counts."""
    what = chosen(user, query)
    if what is None:
        return [parts.title("Patterns and trends"), parts.empty(
            "There is nothing to count.", "No agency's records are in this snapshot.", "Load the agencies' files, and this page counts what they tell.")]
    numbers = queries.pattern_numbers(user, what.area, what.agency, what.since, what.until)
    gaps = {gap.month: gap_words(gap) for gap in queries.pattern_gaps(user, what.area, what.agency, what.since, what.until).itertuples()}
    there = queries.pattern_measures(user)
    items = [item for item in measures(what) if item.key in there]
    told = by_row(numbers)
    shown = next((item for item in items if item.key == query.get("measure")), None)
    return [
        parts.title("Patterns and trends", what.words),
        parts.text("What agencies recorded in the area, counted by month. It counts records and what they allege: not how much abuse there is. A rise may "
                   "be more recording, and a fall less."),
        overlaid.area(),
        _choose(what),
        _measure(what, shown, told, gaps) if shown else None,
        _behind(user, what, shown, query) if shown else None,
        *([_overview(what, items, told, gaps), _made_up(what, items, told) if not what.agency else None, _not_known(gaps),
           parts.details("Why numbers are withheld", parts.text(WHY)), _chart(what, items, numbers, gaps)] if items else []),
        *(_nothing(item) for item in measures(what) if item.key not in there),
        _not_of_agency(what),
        _followed(user, what, query) if not what.agency else None,
    ]


def _choose(what: Chosen) -> html.Form:
    agencies = [{"label": "All agencies", "value": EVERY}, *({"label": theme.agency(key), "value": key} for key in what.agencies)]
    years = [{"label": f"April {year.year} to March {year.year + 1}", "value": str(year.year)} for year in what.years]
    return html.Form(html.Div([
        parts.select("Area", "patterns-area", [{"label": each[:1].upper() + each[1:], "value": each} for each in what.areas], what.area, name="area"),
        parts.select("Recorded first by", "patterns-agency", agencies, what.agency or EVERY, name="agency"),
        parts.select("Year", "patterns-year", years, str(what.since.year), name="year"),
        html.Button("Show", type="submit", className="govuk-button")], className="tl-fields"), method="get", action=parts.address(NAME),
        className="tl-noprint")


def _overview(what: Chosen, items: list[Item], told: dict, gaps: dict) -> html.Div:
    """A line for each measure: its months, the year, and the median of its times; its name opens it in parts."""
    lines = []
    for item in items:
        part, value, _words, cells = rows_of(item, told)[0]
        name = parts.link(item.title, parts.address(NAME, **what.query, measure=item.key) + "#measure")
        lines.append((name, *_line(what, item, part, value, cells), median_words(item, cells[-1]) or ""))
    columns = ("Measure", *_columns(told, gaps), "Median of the year")
    return html.Div([parts.table(f"By month, {year_words(what.since, what.until)}", columns, lines),
                     taking.links("patterns", "all numbers of this year", **what.query)])


def _columns(told: dict, gaps: dict) -> list[str]:
    """The months and the year, each with whether it is known in part."""
    *months, _year = next(iter(told.values()))
    whole = len(months) == 12 and not gaps
    return [*(f"{cell.since:%b %y}" + (" (in part)" if cell.since in gaps else "") for cell in months), "Year" if whole else "Year (in part)"]


def _line(what: Chosen, item: Item, part: Part | None, value: str, cells: list) -> list:
    """The months and the year of one row."""
    return [_number(what, item, part.key if part else "", value, cell) for cell in cells]


def _made_up(what: Chosen, items: list[Item], told: dict) -> html.Details:
    """What the year's numbers are made up of, each with its share."""
    lines = []
    for item in items:
        for part, value, words, (*_months, year) in rows_of(item, told)[1:]:
            lines.append((item.title, part.heading, words, _number(what, item, part.key, value, year), "" if year.share is None else f"{year.share}%"))
    return parts.details("What these numbers are made up of", parts.table("The year in parts", ("Measure", "", "Of which", "Number", "Share"), lines))


def _number(what: Chosen, item: Item, part: str, value: str, cell):
    """A number, or that it is withheld, leading to what it counts. Nothing tells an empty one from a small one."""
    said = WITHHELD if cell.number is None else f"{cell.number:,}"
    about = html.Span(f": {item.title}, {year_words(cell.since, cell.until) if cell.yearly else f'{cell.since:%B %Y}'}", className="govuk-visually-hidden")
    return parts.link([said, about], parts.address(NAME, **what.query, measure=item.key, part=part, value=value, since=f"{cell.since:%Y-%m-%d}",
                                                   until=f"{cell.until:%Y-%m-%d}") + "#counted")


def _not_known(gaps: dict) -> html.Details | None:
    """The months of which not all is known, and why."""
    return parts.details(f"Months not known in full: {len(gaps)}", parts.listed(f"{month:%B %Y}: {why}" for month, why in gaps.items())) if gaps else None


def _chart(what: Chosen, items: list[Item], numbers, gaps: dict) -> html.Div:
    figure = figures.trends(figures.whole_months(numbers), {item.key: item.title for item in items}, gaps)
    return html.Div([html.Figure([dcc.Graph(id="trends", figure=figure, config=parts.GRAPH_CONFIG, className="tl-chart"),
                                  html.Figcaption(f"{figures.TRENDS} The tables below hold the same.", className="govuk-body-s")], className="tl-figure"),
                     taking.pictures("trends", f"Patterns by month: {what.words}", figures.TRENDS)])


def _measure(what: Chosen, item: Item, told: dict, gaps: dict) -> html.Section:
    """One measure: how it is counted, and its table of months, whole and in parts."""
    rows, body, heading = rows_of(item, told), [], None
    columns = _columns(told, gaps)
    for part, value, words, cells in rows:
        if part and part.heading != heading and not what.agency:
            heading = part.heading
            body.append(parts.across(len(columns) + 1, "part", html.Strong(heading)))
        body.append((words, *_line(what, item, part, value, cells)))
    times = [(f"{cell.since:%B %Y}", said) for cell in rows[0][3] if not cell.yearly and (said := median_words(item, cell))]
    return html.Section([
        parts.heading(item.title, "measure"), parts.text(item.definition), parts.text(f"Source: {item.source}.", small=True),
        parts.table(f"{item.title}, by month", ("Of which", *columns), body, hide_caption=True),
        parts.table("Median by month", ("Month", "Median"), times) if times else None], className="tl-card")


def _nothing(item: Item) -> html.Details:
    return parts.details(f"{item.title}: nothing is recorded", parts.text(item.definition), parts.text(item.nothing or "No agency supplied a record of it."))


def _not_of_agency(what: Chosen) -> html.P | None:
    """What is told of all agencies together alone."""
    left_out = [item.title.lower() for item in ITEMS.values() if what.agency and item not in measures(what)]
    return parts.text(f"Told for all agencies together only: {', '.join(left_out)}.") if left_out else None


def _behind(user: User, what: Chosen, item: Item, query: dict) -> html.Section | None:
    """What the number of the measure that the query names counts, for those who may see families."""
    span = [parts.typed_day(query.get(key)) for key in ("since", "until")]
    if None in span or not may(user, "families:view"):
        return None
    part, value, page = query.get("part", ""), query.get("value", ""), parts.page(query.get("page"))
    units = queries.pattern_units(user, item.key, what.area, part, value, *span, page)
    found = 0 if units.empty else units["found"].iloc[0]
    of = next((f": {value_words(each, value)}" for each in item.parts if each.key == part), "")
    here = {key: query[key] for key in ("measure", "part", "value", "since", "until") if key in query}
    return html.Section([
        parts.heading(f"{item.title}{of}, {_span_words(*span)}", "counted"),
        parts.text(f"You may see families, so what is counted is listed also where the number is withheld: {found:,}. Do not pass a withheld number on."),
        parts.listed(_unit(item, row) for row in units.itertuples()) if found else parts.text("Nothing is counted here."),
        parts.pages(found, page, queries.PATTERN_UNITS, lambda page: parts.address(NAME, **what.query, **here, page=str(page)) + "#counted"),
    ], className="tl-card")


def _followed(user: User, what: Chosen, query: dict) -> html.Section:
    """What was done here about the families of whom a signal stands, and the families behind a number."""
    found = queries.followed(user, what.area)
    rows = [(queries.FOLLOWED.get(row.value, "All families of whom a signal of a review or above stands"), parts.link(
        WITHHELD if row.number is None else f"{row.number:,}", parts.address(NAME, **what.query, followed=row.value or EVERY) + "#followed"))
        for row in found.itertuples()]
    behind = query.get("followed")
    families = queries.followed_families(user, what.area, "" if behind == EVERY else behind) if behind and may(user, "families:view") else None
    page, size = parts.page(query.get("page")), queries.PATTERN_UNITS
    return html.Section([
        parts.heading("What was done here about signals that stand", "followed"),
        parts.text("Families of whom a signal of a review or above stands today, by what people kept here since the first of these was raised. It says what "
                   "came after and not what came of it; what agencies did and did not enter here is not in it."),
        parts.table("Families of whom a signal stands", ("", "Families"), rows, hide_caption=True) if rows else parts.text("No such signal stands."),
        parts.listed(html.Span([parts.link(f"{row.family} family", parts.address("family", row.family_id)), f", since {parts.day(row.since)}"])
                     for row in families[size * (page - 1):size * page].itertuples()) if families is not None else None,
        parts.pages(len(families), page, size, lambda page: parts.address(NAME, **what.query, followed=behind, page=str(page)) + "#followed")
        if families is not None else None])


def _span_words(since: date, until: date) -> str:
    return f"{since:%B %Y}" if (until - since).days < 31 else year_words(since, until)


def _unit(item: Item, row) -> html.Span:
    """One thing that is counted: its day, what leads to it, and the family."""
    leads = parts.link(row.title, parts.address("event", row.event_id)) if row.event_id else None
    if item.key == "records":
        leads = parts.link(f"record of {row.title.lower()}", parts.address("record", row.unit_id))
    if row.person:
        who = parts.link(row.person, parts.address("child" if row.event_id else "perpetrator", row.person_id))
        leads = html.Span([leads, ", of ", who]) if leads else who
    family = parts.link(f"{row.family} family", parts.address("family", row.family_id)) if row.family_id else "in no family here"
    return html.Span([f"{parts.day(row.day)}: ", *([leads, ", "] if leads else []), family])
