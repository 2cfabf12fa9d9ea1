"""An inspection's questions, in our own words: what the records say to each, how complete they are and what they cannot say; and a sample of cases to audit.

No figure is a verdict; each opens what it counts."""

from itertools import groupby

from dash import html

from dashboard import inspecting, parts, queries, sampling, taking, theme
from dashboard.queries.inspection import SIZE
from timeline import inspection
from timeline.access import User
from timeline.inspection import telling
from timeline.sheets import Sheet

NAME = "inspection"
PATHS = ("/inspection",)
PERMISSION = "inspection:view"
HOW = (
    "The questions are in our own words, after those that joint inspections have asked of partnerships since 2017 and what case reviews have taught.",
    "A figure counts what agencies recorded and supplied. A low figure may mean that little was done, that little was written down, or that little was "
    "supplied.",
    "“Cannot tell” is what the records leave open. It is counted neither as a yes nor as a no, and stands in no figure.",
    "Events and records are those of families of the area, in the days chosen. Work with a person is any contact in which an agency meets him or her, a GP "
    "among them.")


def layout(user: User, query: dict) -> list:
    """The questions, for the days and area that the query names; `figure` and `part` open what one figure counts."""
    asked = inspecting.asked(user, query)
    areas = queries.inspected_areas(user)
    if not areas:
        return [parts.title("What an inspection asks", "Inspection"), parts.empty(
            "There is no family of which anything could be said.", "No record in this snapshot makes a family.",
            "See under Coverage which files came and what was set aside.")]
    told = queries.figures(user, asked.since, asked.until, asked.area)
    supply = {row.agency: row for row in queries.supplied(user, asked.since, asked.until, asked.area).itertuples()}
    return [
        parts.title("What an inspection asks", "Inspection"),
        parts.inset("What the records say to each question, of how many, and what they cannot say. Nothing here is a verdict."),
        html.P(inspecting.wrong(query), className="govuk-error-message", role="alert") if inspecting.wrong(query) else None,
        _choose(asked, areas),
        parts.details("How it is counted", *(parts.text(line) for line in HOW)),
        _opened(user, query, asked),
        parts.text(html.A("Cases to audit: draw a sample, or open one that was drawn", href="#sample", className="govuk-link")),
        parts.heading(f"The questions: {asked.words}"),
        parts.listed(html.A(question.words, href=f"#{question.key}", className="govuk-link") for question in inspection.QUESTIONS),
        *(html.Section([parts.heading(f"Asked of: {of[:1].lower()}{of[1:]}"), *(_question(question, told, supply, asked) for question in group)])
          for of, group in groupby(inspection.QUESTIONS, key=lambda question: question.asked_of)),
        taking.links(NAME, "all figures", **asked.query),
        parts.text(telling.SAID, small=True),
        sampling.section(user, asked),
    ]


def _choose(asked: inspecting.Asked, areas: list[str]) -> html.Form:
    options = [{"label": area[:1].upper() + area[1:], "value": area} for area in (inspecting.EVERY, *areas)]
    return html.Form(html.Div([
        parts.select("Area", "inspection-area", options, asked.area or inspecting.EVERY, name="area"),
        parts.field("First day", "inspection-since", name="since", value=f"{asked.since:%d/%m/%Y}", autocomplete="off", maxlength=10),
        parts.field("Last day", "inspection-until", name="until", value=f"{asked.until:%d/%m/%Y}", autocomplete="off", maxlength=10),
        html.Button("Show", type="submit", className="govuk-button")], className="tl-fields"), method="get", action=parts.address(NAME),
        className="tl-noprint")


# --- a question


def _question(question: inspection.Question, told, supply: dict, asked: inspecting.Asked) -> html.Section:
    rows = [row for answer in question.answers for row in _rows(f"{question.key}-{answer.key}", answer, told, asked)]
    return html.Section([
        html.H3(question.words, className="govuk-heading-s", id=question.key),
        parts.table(f"Figures: {question.words}", ("What is counted", "Of which", "How many of how many", "Cannot tell", "Days"), rows, hide_caption=True),
        parts.details(["How complete it is, and what it cannot say", html.Span(f": {question.words}", className="govuk-visually-hidden")],
                      html.P("What it rests on:", className="govuk-body"), parts.listed(_supplied(agency, supply) for agency in question.rests_on),
                      html.P("What the records cannot say:", className="govuk-body"), parts.listed(question.cannot)),
    ], className="tl-card")


def _rows(key: str, answer: inspection.Answer, told, asked: inspecting.Asked) -> list[html.Tr]:
    """The lines of one figure; its words stand before the first of them, over all."""
    title = answer.words[:1].upper() + answer.words[1:]
    lines = [(_part(row.part), _number(key, row, answer, asked), f"{row.untold:,}" if answer.share else "", telling.days(row, answer))
             for row in told.itertuples() if row.answer == key] or [("", "nothing of this kind is recorded in these days", "", "")]
    words = html.Th(title, scope="rowgroup", rowSpan=len(lines), className="govuk-table__cell govuk-!-font-weight-regular")
    return [html.Tr([*([words] if at == 0 else []), *(html.Td(cell, className="govuk-table__cell") for cell in line)], className="govuk-table__row")
            for at, line in enumerate(lines)]


def _part(part: str) -> str:
    return theme.agency(part) if part else "All"


def _number(key: str, row, answer: inspection.Answer, asked: inspecting.Asked):
    """The figure, which opens what it counts, those that are not so and those of which the records cannot tell among them."""
    said = f"{row.so:,} of {row.so + row.other:,}" if answer.share else f"{row.so:,}"
    what = html.Span(f": {answer.words}, {_part(row.part)}", className="govuk-visually-hidden")
    return parts.link([said, what], parts.address(NAME, **asked.query, figure=key, part=row.part) + "#counted")


def _supplied(agency: str, supply: dict) -> str:
    row = supply.get(agency)
    if row is None or row.since is None:
        return f"{theme.agency(agency)}: supplied no records of these families' areas."
    months = [f"{parts.count(number, 'month')} {words}" for number, words in (
        (row.supplied, "supplied"), (row.none, "searched, and none found"), (row.silent, "silent"), (row.missing, "not supplied")) if number]
    return f"{theme.agency(agency)}: records since {row.since:%B %Y}; of these days {', '.join(months) or 'no month'}."


# --- what one figure counts


def _opened(user: User, query: dict, asked: inspecting.Asked) -> html.Section | None:
    key, part, page = query.get("figure"), query.get("part") or "", parts.page(query.get("at"))
    answer = inspection.ANSWERS.get(key)
    if answer is None:
        return None
    units = queries.figure(user, key, part, asked.since, asked.until, asked.area, page)
    found = units.at[0, "found"] if len(units) else 0
    one, many = inspection.UNITS[answer.unit]
    return html.Section([
        parts.heading(f"{answer.words[:1].upper()}{answer.words[1:]}: {_part(part)}", "counted"),
        parts.table(parts.count(found, one, many), (one.capitalize(), "Family", *(["Counted"] if answer.share else []), *(["Days"] if answer.days else []),
                                                     "File and line"), [_unit(row, answer) for row in units.itertuples()]),
        parts.pages(found, page, SIZE, lambda to: parts.address(NAME, **asked.query, figure=key, part=part, at=to if to > 1 else None) + "#counted"),
    ], className="tl-card")


def _unit(row, answer: inspection.Answer) -> list:
    family = parts.link(f"{row.family} family", parts.address("family", row.family_id)) if row.family_id else ""
    counted = {True: "yes", False: "no", None: "cannot tell"}[row.so]
    return [_named(row, answer.unit), family, *([counted] if answer.share else []), *(["" if row.value is None else f"{row.value:,}"] if answer.days else []),
            parts.lines(row.file, row.line_from, row.line_to) if row.file else "on the page of it"]


def _named(row, unit: str):
    """What is counted, with the link to its page."""
    if unit in ("event", "record", "child in a record"):
        said = f"{parts.when(row.since, row.upto, row.precision)}: {row.name}"
        return parts.link(f"{said} ({theme.agency(row.agency)})" if row.agency else said,
                          parts.address("event" if unit == "event" else "record", row.id))
    if unit in ("child", "person"):
        return parts.link(row.name, parts.address(unit, row.id))
    return f"Action {row.id}" if unit == "action" else parts.link(f"{row.family} family", parts.address("family", row.id))


# --- the figures as a file


@taking.table(NAME, PERMISSION)
def sheet(user: User, given: dict[str, str]) -> Sheet:
    """Every figure of the days and the area that are given, as a document may tell it."""
    asked = inspecting.asked(user, given)
    figures = queries.figures(user, asked.since, asked.until, asked.area)
    rows = tuple((question.asked_of, question.words, answer.words, _part(row.part), *telling.told(row, answer))
                 for question in inspection.QUESTIONS for answer in question.answers
                 for row in figures.itertuples() if row.answer == f"{question.key}-{answer.key}")
    return Sheet("What an inspection asks", ("Asked of", "Question", "What is counted", "Of which", "How many of how many", "Cannot tell", "Days"), rows,
                 (asked.words, *HOW, telling.SAID), name="Inspection")
