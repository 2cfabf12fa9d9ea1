"""The document that an agency is sent about its supply, and the route by which it is taken away: checked and written down before it goes."""

from datetime import UTC, datetime

from dash import html
from flask import Flask, Response, abort, g, request

from dashboard import current, gate, parts, queries, taking
from dashboard.quality import Chosen, chosen
from timeline import feedback, snapshot
from timeline.access import User, require
from timeline.agencies import titles
from timeline.chronology import FORMATS, write
from timeline.chronology.document import Document
from timeline.feedback.found import Told, Wrong, told
from timeline.sheets import Sheet

ENDING = "docx"


def section(what: Chosen) -> html.Section:
    """What can be sent to the agency."""
    return html.Section([
        parts.heading("Tell the agency"),
        parts.text("What came, what of it could not be used and where, what is missing by month, and what is asked of them. It names nobody: no name, "
                   "address, date of birth or number of a person, and nobody's own words. Read it before you send it; nothing is sent from here."),
        parts.text(html.A("Word document for the agency", href=parts.address("agency-feedback", **what.query), className="govuk-link", download="")),
        taking.links("agency-rows", "every row that is wrong", **what.query),
    ], className="tl-noprint")


@taking.table("agency-rows", "quality:view")
def rows(user: User, given: dict[str, str]) -> Sheet:
    """What is wrong with which row of one agency, as the agency may be told it."""
    what = _asked(user, given)
    return Sheet(f"What is wrong with which row: {titles.alone(what.agency)}, {what.area}, {what.words}",
                 ("File", "Line", "Column", "What is wrong", "Found", "Expected", "What to do", "The row is used"),
                 tuple((one.file, one.line, one.column, one.what, one.found, one.expected, one.ask, one.used) for one in _wrong(user, what)),
                 ("No name, address, date of birth or number of a person stands here, and nobody's own words.",))


def document(user: User, what: Chosen, at: datetime) -> Document:
    """The document of the chosen agency and months, as made by this user at this time."""
    place = (what.area, what.agency, what.since, what.until)
    whole, without = queries.quality_overview(user, what.area, what.since, what.until), queries.no_column(user, what.area)
    about = feedback.About(what.agency, what.area, what.since, what.until, current.name(), snapshot.day_of(current.about()["as_of"]), user.name, at)
    return feedback.compose(about, queries.quality_files(user, *place), queries.quality_supply(user, *place), whole[whole["agency"] == what.agency],
                            queries.quality_months(user, *place), without[without["agency"] == what.agency], _wrong(user, what))


def install(server: Flask) -> None:
    """Add the route that the document is taken away by."""
    server.add_url_rule("/agency-feedback", "agency_feedback", _send)


def _wrong(user: User, what: Chosen) -> list[Told]:
    found = queries.wrong_to_return(user, queries.Where(what.area, what.agency, what.since, what.until))
    return list(dict.fromkeys(told(Wrong(*row)) for row in found.itertuples(index=False)))  # two of our fields may be read from one cell


def _asked(user: User, given: dict[str, str]) -> Chosen:
    what = chosen(user, given)
    if what is None or what.agency is None:
        raise queries.NotHere("such agency")
    return what


def _send() -> Response:
    require(g.user, "quality:view")
    try:
        what = _asked(g.user, request.args.to_dict())
    except (queries.NotHere, current.NoSnapshot):
        abort(404)
    made = document(g.user, what, datetime.now(UTC))
    gate.audited("make agency feedback", f"{what.agency}, {what.area}, {what.words}, {ENDING}")
    return Response(write(made, ENDING), content_type=FORMATS[ENDING][1],
                    headers={"Content-Disposition": f'attachment; filename="{made.stem}.{ENDING}"'})
