"""What each agency supplied, its months, and the files that came: as the page of coverage shows them, and to take away."""

from dashboard import queries, taking, theme
from timeline.access import User
from timeline.sheets import Sheet


@taking.table("coverage-agencies", "coverage:view")
def agencies(user: User, given: dict[str, str]) -> Sheet:
    """What each agency supplied."""
    rows = tuple((row.area, theme.agency(row.agency), row.system, f"{row.since:%b %Y}", f"{row.until:%b %Y}", row.rows, row.supplied, row.none, row.silent,
                  row.not_supplied) for row in queries.agencies_supply(user).itertuples())
    return Sheet("What each agency supplied", ("Area", "Agency", "System", "From", "To", "Reports", "Months supplied", "Searched, none", "Silent",
                                               "Not supplied"), rows)


@taking.table("coverage-months", "coverage:view")
def months(user: User, given: dict[str, str]) -> Sheet:
    """Every month of every agency in `area`, one a row."""
    rows = tuple((theme.agency(row.agency), row.system, row.month, row.state, row.rows, row.quarantined, row.because)
                 for row in queries.months(user, given.get("area", ""), EVER).itertuples())
    return Sheet(f"Months in {given.get('area', '')}", ("Agency", "System", "Month", "State", "Reports", "Rows set aside", "Because"), rows)


EVER = 1200
"""More months than any extract covers."""


@taking.table("files", "coverage:view")
def files(user: User, given: dict[str, str]) -> Sheet:
    """The files that came."""
    rows = tuple((row.file, theme.agency(row.agency) if row.agency else "not known", row.covers_from, row.covers_to, row.extent, row.searched_for, row.as_at,
                  row.received_on, row.lines, row.current, row.replaced, row.quarantined, row.problem) for row in queries.received(user).itertuples())
    return Sheet("Files that came", ("File", "Agency", "Covers from", "Covers to", "Extent", "Searched for", "Extract of", "Received", "Lines", "Current",
                                     "Earlier versions", "Set aside", "Problem"), rows)
