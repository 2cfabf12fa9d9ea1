"""Coverage: what each agency supplied, for which months, where it is silent, which files came and what was set aside."""

from dash import html

from dashboard import parts, queries, taking, theme
from dashboard.quality import wrong
from timeline.access import User

NAME = "coverage"
PATHS = ("/coverage",)
PERMISSION = "coverage:view"
KEY = ("A number is the reports known in the month; 0: searched, and nothing found; ?: silent, so it cannot be told; –: not supplied. "
       "In brackets: rows set aside.")

SUPPLY = ("The last four columns count months: with records; searched, and nothing found; silent, so that it cannot be told whether anything happened; not "
          "supplied. Which months they are stands in the download of every month below.")


def layout(user: User, query: dict) -> list:
    """The coverage of every area; the months of the area that the query names, or of the first."""
    supply = queries.agencies_supply(user)
    areas = sorted(set(supply["area"]))
    area = query.get("area") if query.get("area") in areas else next(iter(areas), None)
    return [
        parts.title("Coverage"),
        parts.text("What is not supplied cannot be shown. An empty timeline, or a family without a signal, may mean only that an "
                   "agency did not send its records. What the records lack that were sent is under ",
                   parts.link("Data quality", parts.address("quality", area=area)), "."),
        _supply(user, supply),
        _months(user, area, areas) if area else None,
        _files(queries.received(user)),
        taking.links("files", "the files that came"),
        _set_aside(queries.quarantined(user)),
    ]


def _supply(user: User, supply) -> html.Div:
    if supply.empty:
        return parts.empty("No agency's records are in this snapshot.", "The extracts folder held no file that could be read.",
                           "See the files below for the reasons, then run: timeline run EXTRACTS_FOLDER.")
    return html.Div([taking.shown(user, "coverage-agencies", "what each agency supplied"), parts.text(SUPPLY, small=True)])


def _months(user: User, area: str, areas: list[str]) -> html.Div:
    months = queries.months(user, area)
    days = sorted(set(months["month"]))
    rows = [(parts.link(f"{theme.agency(agency)} ({system})", parts.address("quality", area=area, agency=agency)), *_cells(theirs, days))
            for (agency, system), theirs in months.groupby(["agency", "system"])]
    others = [parts.link(other, parts.address("coverage", area=other)) for other in areas if other != area]
    return html.Div([parts.table(f"The last {len(days)} months in {area}", ("Agency", *(f"{day:%b %y}" for day in days)), rows),
                     parts.text(KEY, small=True),
                     taking.links("coverage-months", f"every month in {area}", area=area),
                     parts.text("Other areas: ", *(piece for link in others for piece in (link, " "))) if others else None])


def _cells(theirs, days) -> list[str]:
    by = dict(zip(theirs["month"], theirs["cell"], strict=True))
    return [by.get(day, "–") for day in days]


def _files(files) -> html.Div:
    columns = ("File", "Agency", "Covers", "Extract of", "Received", "Lines", "Current", "Earlier versions", "Set aside", "Problem")
    return parts.table("Files that came", columns, [
        (row.file, theme.agency(row.agency) if row.agency else "not known", _covers(row), parts.day(row.as_at), parts.day(row.received_on), f"{row.lines:,}",
         f"{row.current:,}", f"{row.replaced:,}", f"{row.quarantined:,}", row.problem or "") for row in files.itertuples()])


def _covers(row) -> str:
    if not row.covers_from:
        return "not known"
    searched = f"; searched for: {row.searched_for}" if row.searched_for else ""
    return f"{parts.day(row.covers_from)} to {parts.day(row.covers_to)}, {row.extent}{searched}"


def _set_aside(reasons) -> html.Div:
    if reasons.empty:
        return parts.text("No row was set aside.")
    return html.Div([parts.heading("Rows set aside, and why"), *(_reason(row) for row in reasons.itertuples())])


def _reason(row) -> html.Details:
    """A reason with its first rows, and the way to all of them."""
    examples = [[parts.link(example["row_id"], parts.address("record", example["row_id"])), ": ", example["because"]] for example in row.examples]
    rest = f"All {row.rows:,} rows" if row.rows > len(examples) else "The rows as a table"
    return parts.details(f"{wrong.named(row.code, row.field)}: {parts.count(row.rows, 'row')}", parts.listed(examples),
                         parts.text(parts.link(rest, wrong.address(queries.Where(), "error", row.code, row.field))))
