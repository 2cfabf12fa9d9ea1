"""The numbers of the patterns as they are taken away: those that may be told, and of every other only that it is withheld."""

from dashboard import queries, taking
from dashboard.patterns import WHY, WITHHELD, by_row, chosen, gap_words, measures, rows_of
from timeline.access import User
from timeline.sheets import Sheet

COLUMNS = ("Measure", "What it counts", "Parted", "Of which", "From", "To", "Number", "Share of the whole, %", "Median, days",
           "Of how many", "Not known in full")


@taking.table("patterns", "patterns:view")
def numbers(user: User, given: dict[str, str]) -> Sheet:
    """Every number of the area, agency and year that an address asks for. Raises queries.NotHere where there is none."""
    what = chosen(user, given)
    if what is None:
        raise queries.NotHere("such year")
    told = by_row(queries.pattern_numbers(user, what.area, what.agency, what.since, what.until))
    gaps = {gap.month: gap_words(gap) for gap in queries.pattern_gaps(user, what.area, what.agency, what.since, what.until).itertuples()}
    rows = tuple((item.title, item.counts, part.heading if part else "", words if part else "", cell.since, cell.until,
                  WITHHELD if cell.number is None else cell.number, cell.share, cell.median, cell.timed, gaps.get(cell.since, "") if not cell.yearly else "")
                 for item in measures(what) for part, _value, words, cells in rows_of(item, told) for cell in cells)
    return Sheet(f"Patterns: {what.words}", COLUMNS, rows, (WHY, *(f"{item.title}: {item.definition} Source: {item.source}." for item in measures(what))))
