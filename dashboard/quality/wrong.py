"""Why rows were set aside and what is noted on others: a line for each reason, leading to all its rows."""

from dash import html

from dashboard import parts, queries, taking, theme
from dashboard.quality import month
from dashboard.queries import Where
from timeline.access import User
from timeline.sheets import Sheet

DOES = {"error": "set aside", "query": "used without this value"}
"""What each severity does to a row."""


def asked(given: dict[str, str]) -> Where:
    """Of which area, agency, months and system an address asks."""
    since, until = month(given.get("since")), month(given.get("until"))
    return Where(given.get("area") or None, given.get("agency") or None, since if until else None, until if since else None,
                 given.get("system") or None)


def address(where: Where, severity: str, code: str | None = None, field: str = "") -> str:
    """Where all rows of a reason are listed, or of any."""
    return parts.address("issues", **said(where), severity=severity, code=code, field=field)


def said(where: Where) -> dict[str, str | None]:
    """As an address keeps it."""
    return {"area": where.area, "agency": where.agency, "system": where.system, "since": where.since and f"{where.since:%Y-%m}",
            "until": where.until and f"{where.until:%Y-%m}"}


def named(code: str, field: str) -> str:
    """A reason in words."""
    of = field.replace(".", ": ").replace("_", " ").replace("dob", "date of birth")
    return f"{code}, {of}" if field else code


def reasons(user: User, where: Where, heading: str) -> html.Div:
    """A table of the reasons, each number leading to its rows."""
    found = queries.wrong_reasons(user, where)
    if found.empty:
        return parts.text(f"{heading}: no row was set aside, and nothing is noted on any.")
    return parts.table(heading, ("What is wrong", "The row is", "Rows", "Of these, sent again and used"), [
        (parts.link(named(row.code, row.field), address(where, row.severity, row.code, row.field)), DOES[row.severity], f"{row.rows:,}",
         f"{row.mended:,}" if row.severity == "error" else "") for row in found.itertuples()])


@taking.table("issues", "quality:view")
def sheet(user: User, given: dict[str, str]) -> Sheet:
    """All rows of one reason."""
    severity, code, field = given.get("severity", "error"), given.get("code"), given.get("field", "")
    found = queries.wrong_rows(user, asked(given), severity, code, field, None)
    return Sheet(f"Rows: {named(code or DOES.get(severity, severity), field)}",
                 ("File", "Line", "To line", "Agency", "System", "Sent again and used", "What is wrong"),
                 tuple((row.file, row.line_from, row.line_to, theme.agency(row.agency), row.system, row.mended, row.because) for row in found.itertuples()))
