"""Data quality: what each agency's records lack, by month, of how many that could have it; and what to send the agency about it."""

from dash import dcc, html

from dashboard import figures, parts, queries, taking, theme
from dashboard.quality import ALL_AGENCIES, SPANS, Chosen, chosen, sending, taken, wrong
from dashboard.queries import Where
from timeline import wording
from timeline.access import User
from timeline.quality.measures import KEYED, MEASURES, SILENCE

NAME = "quality"
PATHS = ("/quality",)
PERMISSION = "quality:view"


def layout(user: User, query: dict) -> list:
    """What the records of the area, agency and months that the query names lack."""
    what = chosen(user, query)
    if what is None:
        return [parts.title("Data quality"), parts.empty("There are no records to judge.", "No agency's records are in this snapshot.",
                                                         "Load an agency's files, or see under Coverage why a file was refused.")]
    return [
        parts.title("Data quality", f"{what.area}, {theme.agency(what.agency) if what.agency else 'all agencies'}"),
        parts.text("What the records lack, of how many that could have it. It judges what was supplied, and nobody who is named in it. What was not "
                   "supplied at all is under ", parts.link("Coverage", parts.address("coverage", area=what.area)), "."),
        _choose(what),
        *(_of_agency(user, what) if what.agency else _of_all(user, what)),
        wrong.reasons(user, Where(what.area, what.agency, what.since, what.until), "Rows set aside, and what is noted on others"),
        sending.section(what) if what.agency else None,
        parts.details("What each measure counts", html.Dl([piece for measure in MEASURES for piece in (
            html.Dt(measure.title), html.Dd(f"Records {measure.counts}; of records {measure.of}."))], className="govuk-body-s")),
    ]


def _choose(what: Chosen) -> html.Form:
    agencies = [{"label": "All agencies", "value": ALL_AGENCIES}, *({"label": theme.agency(key), "value": key} for key in what.agencies)]
    return html.Form(html.Div([
        parts.select("Area", "quality-area", [{"label": each, "value": each} for each in what.areas], what.area, name="area"),
        parts.select("Agency", "quality-agency", agencies, what.agency or ALL_AGENCIES, name="agency"),
        parts.select("Months", "quality-span", [{"label": words, "value": key} for key, words in SPANS.items()], what.span, name="span"),
        html.Button("Show", type="submit", className="govuk-button")], className="tl-fields"), method="get", action=parts.address(NAME),
        className="tl-noprint")


def _of_all(user: User, what: Chosen) -> list:
    """A line for each agency, a column for each measure."""
    found = queries.quality_overview(user, what.area, what.since, what.until)
    rows = [(parts.link(theme.agency(agency), parts.address(NAME, **what.query | {"agency": agency})), _all_of(what, agency, theirs["rows"].iloc[0]),
             *(_number(what, row, agency=agency) for row in theirs.itertuples())) for agency, theirs in found.groupby("agency")]
    return [parts.table(f"What the agencies' records lack, {what.words}", ("Agency", "Records", *(measure.title for measure in MEASURES)), rows),
            parts.text("Choose an agency to see its months. Each number opens the records behind it. None to ask: no record of these months could have it, "
                       "or the agency's files have no column for it.", small=True),
            taken.below(what)]


def _all_of(what: Chosen, agency: str, rows: int):
    about = html.Span(f": records of {theme.agency(agency)}", className="govuk-visually-hidden")
    return parts.link([f"{rows:,}", about], _records(what, agency=agency)) if rows else "0"


def _of_agency(user: User, what: Chosen) -> list:
    months = queries.quality_months(user, what.area, what.agency, what.since, what.until)
    whole = queries.quality_overview(user, what.area, what.since, what.until)
    whole = {row.key: row for row in whole[whole["agency"] == what.agency].itertuples()}
    asked = [measure.key for measure in MEASURES if whole[measure.key].asked]
    return [
        _gaps(months),
        _supply(user, what),
        _without(user, what),
        _chart(what, months, asked) if asked else parts.empty(
            "There is nothing to ask of these months.", "The agency supplied no record in them.", "Choose more months, or see under Coverage what files came."),
        *(_measure(what, whole[key], months[months["key"] == key]) for key in asked),
        _not_asked([measure.title for measure in MEASURES if measure.key not in asked]),
        taken.below(what) if asked else None,
    ]


def _gaps(months) -> html.Div | None:
    """The months of which nothing can be said, and why."""
    every = months.drop_duplicates("month")
    silent = every[every["gap"].notna()]
    if silent.empty:
        return None
    return parts.inset(html.P(html.Strong(f"There is no record of {len(silent):,} of {parts.count(len(every), 'month')}, so nothing can be said of them.")),
                       parts.listed(f"{gap.capitalize()}: {wording.months(theirs['month'])}." for gap, theirs in silent.groupby("gap")))


def _supply(user: User, what: Chosen) -> html.Details:
    """What each of the agency's systems supplied."""
    rows = [(f"{row.month:%B %Y}", row.system, _supplied(what, row), _aside(what, row), SILENCE.get(row.state, "supplied"))
            for row in queries.quality_supply(user, what.area, what.agency, what.since, what.until).itertuples()]
    return parts.details("What was supplied, by month and system", parts.table(
        "What was supplied", ("Month", "System", "Records used", "Rows set aside", "What it means"), rows, hide_caption=True))


def _supplied(what: Chosen, row):
    """How many records a system has in a month, leading to them."""
    if not row.rows:
        return "0"
    about = html.Span(f": records of {row.system}, {row.month:%B %Y}", className="govuk-visually-hidden")
    return parts.link([f"{row.rows:,}", about], _records(what, system=row.system, month=f"{row.month:%Y-%m}"))


def _records(what: Chosen, **more) -> str:
    """Where all the records are listed: a code is asked of every one."""
    return parts.address("quality-records", **what.query | {"measure": "codes", "part": "asked"} | more)


def _aside(what: Chosen, row):
    """How many rows were set aside of the files that show the month, leading to them."""
    if not row.quarantined:
        return "0"
    about = html.Span(f": rows set aside, {row.month:%B %Y}", className="govuk-visually-hidden")
    return parts.link([f"{row.quarantined:,}", about], wrong.address(Where(what.area, what.agency, row.month, row.month, row.system), "error"))


def _without(user: User, what: Chosen) -> html.Div | None:
    """What the agency's files have no column for."""
    found = queries.no_column(user, what.area)
    lines = [f"{row.system}: {'; '.join(measure.holds for measure in MEASURES if measure.key in row.keys)}"
             for row in found[found["agency"] == what.agency].itertuples()]
    return parts.details("What its files have no column for, so that it cannot be asked", parts.listed(lines)) if lines else None


def _not_asked(titles: list[str]) -> html.P | None:
    return parts.text(f"No record of these months can be asked: {'; '.join(title.lower() for title in titles)}.") if titles else None


def _chart(what: Chosen, months, keys: list[str]) -> html.Figure:
    return html.Figure([dcc.Graph(id="quality", figure=figures.quality(months, keys), config=parts.GRAPH_CONFIG, className="tl-chart"),
                        html.Figcaption(f"{figures.QUALITY} The tables below hold the same.", className="govuk-body-s"),
                        taking.pictures("quality", f"Data quality by month: {what.area}, {theme.agency(what.agency)}, {what.words}", figures.QUALITY)],
                       className="tl-figure")


def _measure(what: Chosen, whole, months) -> html.Div:
    """One measure: what it says of all the months, and of each in a table."""
    measure = KEYED[whole.key]
    rows = [(f"{row.month:%B %Y}", f"No record: {row.gap}" if row.gap else _number(what, row, month=f"{row.month:%Y-%m}")) for row in months.itertuples()]
    return parts.details([f"{measure.title}: ", html.Span(whole.says, className="tl-count")],
                         parts.text("Over all the months: ", _number(what, whole), f". Counted are records {measure.counts}; of records {measure.of}."),
                         parts.table(f"{measure.title}, by month", ("Month", "Of the month's records" if not measure.days else "Days"), rows))


def _number(what: Chosen, row, **more):
    """What is said of these records, leading to them."""
    if not row.asked:
        return row.says
    part = "told" if KEYED[row.key].days and row.told else "lacking" if row.counted else "asked"
    about = html.Span(f": {KEYED[row.key].title}", className="govuk-visually-hidden")
    return parts.link([row.says, about], parts.address("quality-records", **what.query | {"measure": row.key, "part": part} | more))
