"""All rows that have one thing wrong with them, each with the sentence that says where, what was found, what was expected and what to do."""

from dashboard import parts, queries, taking, theme
from dashboard.quality import wrong
from timeline.access import User

NAME = "issues"
PATHS = ("/issues",)
PERMISSION = "quality:view"


def layout(user: User, query: dict) -> list:
    """The rows of the reason that the query names (severity, code, field), of its area, agency and months."""
    where, page = wrong.asked(query), parts.page(query.get("page"))
    severity, code, field = query.get("severity", "error"), query.get("code"), query.get("field", "")
    found = queries.wrong_rows(user, where, severity, code, field, page)
    number, rows = (found["found"].iloc[0], found["rows"].iloc[0]) if len(found) else (0, 0)
    findings = f" ({parts.count(number, 'finding')})" if number != rows else ""
    given = wrong.said(where) | {"severity": severity, "code": code, "field": field}
    back = parts.address("quality", area=where.area, agency=where.agency) if where.area else parts.address("coverage")
    return [
        parts.text(parts.link("Data quality" if where.area else "Coverage", back)),
        parts.title(wrong.named(code or "rows with something wrong", field).capitalize(),
                    f"{parts.count(rows, 'row')}{findings}, {wrong.DOES.get(severity, severity)}{_of(where)}"),
        parts.table("The rows", ("File and lines", "Agency", "What is wrong"), [
            (parts.link(parts.lines(row.file, row.line_from, row.line_to), parts.address("record", row.row_id)), f"{theme.agency(row.agency)} ({row.system})",
             [row.because, " ", parts.tag("sent again and used", "green") if row.mended else ""]) for row in found.itertuples()], hide_caption=True)
        if len(found) else parts.empty("There is no such row.", "Nothing of this kind is wrong with any row of this agency and these months.",
                                       "Go back, and choose another reason or other months."),
        parts.pages(number, page, queries.WRONG_SIZE, lambda to: parts.address(NAME, **given, page=to)),
        taking.links(NAME, "all these rows", **given) if len(found) else None,
    ]


def _of(where: queries.Where) -> str:
    pieces = [theme.agency(where.agency) if where.agency else "", where.system or "", where.area or "",
              f"{where.since:%B %Y} to {where.until:%B %Y}" if where.since and where.until else ""]
    return "".join(f", {piece}" for piece in pieces if piece)
