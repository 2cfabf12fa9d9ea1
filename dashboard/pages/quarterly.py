"""The quarterly return to SafeLives of one area: a number for each meeting and column where the records tell it, and why where they do not.

Each number opens the cases that it counts, and each case its family and records."""

from datetime import date

from dash import html

from dashboard import current, parts, queries, theme
from timeline import quarterly, snapshot
from timeline.access import User

NAME = "quarterly"
PATHS = ("/quarterly",)
PERMISSION = "return:view"
QUARTERS = ("January to March", "April to June", "July to September", "October to December")
YEARS = 3
HOW = (
    "A meeting is one that the MARAC's own list records; of a day that the list does not have, one that was held here, by its agenda.",
    "A cell is filled only where every case of the meeting can be told. Blank is not zero: the records do not say, so fill it by hand if you know.",
    "A case counts as a repeat if another referral of the same victim and the same person said to have caused harm came before it within the days of a "
    "repeat. Why a case was referred again is not asked here.",
    "Children are those of the family, not only those named to the MARAC. Ages are as on the day of the meeting.",
    "Check the columns against the return's current form before you send it. Nothing is sent from here.")


def layout(user: User, query: dict) -> list:
    """The return for the area and quarter that the query names; `meeting` and `item` open what one number counts."""
    areas = queries.marac_areas(user)
    if not areas:
        return [parts.title("Quarterly return"), parts.empty(
            "There is no meeting to count.", "No record of a MARAC's meeting or referral is in this snapshot, and no meeting was held here.",
            "Load the MARAC's list, or hold a meeting here. See under Coverage which files came.")]
    area = query.get("area") if query.get("area") in areas else areas[0]
    latest = snapshot.day_of(current.about()["as_of"])
    name = query.get("quarter") if quarterly.quarter(query.get("quarter") or "") else quarterly.quarter_of(latest)
    heard = queries.heard(user, area, *quarterly.quarter(name))
    meetings = quarterly.fill(quarterly.cases_of(heard.itertuples()))
    return [
        parts.title(f"Quarterly return: {_words(name)}", area),
        _choose(area, areas, name, latest),
        parts.details("How it is counted", *(parts.text(line) for line in HOW)),
        *(_filled(heard, meetings, area, name, query) if meetings else [_no_meeting(name)]),
    ]


def _words(name: str) -> str:
    year, number = name.split("-Q")
    return f"{QUARTERS[int(number) - 1]} {year}"


def _choose(area: str, areas: list[str], name: str, latest: date) -> html.Form:
    years = sorted({*range(latest.year, latest.year - YEARS, -1), int(name[:4])}, reverse=True)
    quarters = [f"{year}-Q{number}" for year in years for number in (4, 3, 2, 1)]
    return html.Form(html.Div([
        parts.select("Area", "quarterly-area", [{"label": each, "value": each} for each in areas], area, name="area"),
        parts.select("Quarter", "quarterly-quarter", [{"label": _words(each), "value": each} for each in quarters], name, name="quarter"),
        html.Button("Show the return", type="submit", className="govuk-button")], className="tl-fields"), method="get", action=parts.address(NAME),
        className="tl-noprint")


def _no_meeting(name: str) -> html.Div:
    return parts.empty(f"No meeting is recorded in {_words(name)}.", "The MARAC's list records none in these months, and none was held here.",
                       "Choose another quarter. If there was a meeting, see under Coverage whether the MARAC's list reaches these months.")


def _filled(heard, meetings: dict, area: str, name: str, query: dict) -> list:
    chosen = parts.typed_day(query.get("meeting"))
    cell = next((cell for cell in meetings.get(chosen, []) if cell.item.key == query.get("item")), None)
    return [
        _counted(heard, cell, chosen) if cell else None,
        *(_check(day, cells) for day, cells in meetings.items()),
        _table(meetings, lambda day, item: parts.address(NAME, area=area, quarter=name, meeting=day.isoformat(), item=item.key) + "#counted"),
        parts.heading("Take it away"),
        parts.text(html.A("Excel", href=_file(area, name, "xlsx"), className="govuk-link", download=True), " or ",
                   html.A("CSV", href=_file(area, name, "csv"), className="govuk-link", download=True),
                   ": one row for each meeting, 32 columns; blank cells stay blank. The Excel file also says why a cell is blank. It holds no names."),
    ]


def _file(area: str, name: str, ending: str) -> str:
    return parts.address("quarterly-return", area=area, quarter=name, format=ending)


def _check(day: date, cells) -> html.Div | None:
    wrong = quarterly.checks(cells)
    return parts.inset(html.P(html.Strong(f"The meeting of {parts.day(day)} does not add up")), parts.listed(wrong)) if wrong else None


def _table(meetings: dict, to) -> html.Div:
    """The return with a line for each column and a column for each meeting, as it is read; the file has them the other way round."""
    lines = zip(quarterly.ITEMS, zip(*meetings.values(), strict=True), quarterly.total(meetings), strict=True)
    rows = [(item.heading, *(_cell(cell, to(day, item)) for day, cell in zip(meetings, cells, strict=True)), _total(item, total, meetings, cells, to))
            for item, cells, total in lines]
    return parts.table("The return", ("Column", *(f"Meeting of {parts.day(day)}" for day in meetings), "The quarter"), rows, hide_caption=True)


def _cell(cell, to: str):
    """A number or the word blank, each leading to what it counts or why it is not told; a nought counts nothing and leads nowhere."""
    if cell.value == 0:
        return "0"
    what = html.Span(f": {cell.item.heading}", className="govuk-visually-hidden")
    return parts.link([_number(cell.value), what], to)


def _total(item, total: int | None, meetings: dict, cells: tuple, to):
    """The quarter's number; where it is blank, the word leads to the first meeting that leaves it so, and why."""
    if total is not None:
        return _number(total)
    day = next(day for day, cell in zip(meetings, cells, strict=True) if cell.value is None)
    return parts.link(["blank", html.Span(f": {item.heading}, the quarter", className="govuk-visually-hidden")], to(day, item))


def _number(value: int | None) -> str:
    return "blank" if value is None else f"{value:,}"


def _counted(heard, cell, day: date) -> html.Section:
    rows = [row for row in heard.itertuples() if row.case_id in cell.counted]
    value = "blank" if cell.value is None else f"{cell.value:,}"
    said = parts.text("Left blank because of ", cell.why) if cell.value is None else parts.text(f"It counts {cell.item.words}.")
    return html.Section([parts.heading(f"{cell.item.heading}, meeting of {parts.day(day)}: {value}", "counted"), said,
                         parts.listed(_case(row) for row in rows)], className="tl-card")


def _case(row) -> html.Span:
    family = parts.link(f"{row.family} family", parts.address("family", row.family_id)) if row.family_id else "in no family here"
    records = [piece for told in row.records for piece in ("; ", parts.link(f"record of the {told['what']}", parts.address("record", told["id"])))]
    referred = f"; referred by {theme.agency(row.referred_by)}" if row.referred_by else ""
    return html.Span([family, *records, referred])
