"""Taking away what a page shows: any table as CSV and Excel, any chart as a picture.

A table is registered by its name with the permission that it needs and the function that makes it, so that the page's own table and the file
come from the same place. One route gives them all: it is checked and written down before anything goes."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime

from dash import html
from flask import Flask, Response, abort, current_app, g, request

from dashboard import current, gate, parts, queries
from timeline import audit, sheets, snapshot
from timeline.access import User, require
from timeline.outgoing import MARKING
from timeline.sheets import Sheet

VIEW = ("known_on", "known_to", "known_of")
"""What an address says of the view that its page shows, if that is one of what was known then."""


@dataclass(frozen=True)
class Registered:
    """A table that can be taken away: the permission that it needs, and what makes it for a user from what an address gives."""

    permission: str
    make: Callable[[User, dict[str, str]], Sheet]


TABLES: dict[str, Registered] = {}
"""Each table by its name; `table` fills it, nothing else does."""


def table(name: str, permission: str) -> Callable:
    """Register the function below as what makes the table `name`, for those who have this permission.

    It is called with the user and with what the address gives, a dict of texts from a browser: what they name must be checked by the query that
    fetches it. It may raise queries.NotHere. The marking, the snapshot and who made the file are put above the sheet's own notes here."""
    def register(make: Callable[[User, dict[str, str]], Sheet]) -> Callable[[User, dict[str, str]], Sheet]:
        TABLES[name] = Registered(permission, make)
        return make
    return register


def links(name: str, /, what: str = "this table", **given) -> html.P:
    """The two links by which the table `name` is taken away, with what the page gives of it; `what` tells it from others on the page."""
    query = current.kept() | given
    named = [html.A(f"Download {what} as {format}", href=parts.address_now("take", f"{name}.{ending}", **query), className="govuk-link", download="")
             for ending, (format, _media) in sheets.ENDINGS.items()]
    return html.P([named[0], " ", named[1]], className="govuk-body-s tl-take tl-noprint")


def shown(user: User, name: str, /, what: str = "this table", **given) -> html.Div:
    """The table `name` as a page shows it, with the links by which it is taken away."""
    sheet = TABLES[name].make(user, given)
    return html.Div([parts.table(sheet.title, sheet.columns, [tuple(map(_in_words, row)) for row in sheet.rows]), links(name, what, **given)])


def _in_words(value) -> str:
    """A cell's value as a page shows it."""
    if isinstance(value, int | float) and not isinstance(value, bool):
        return f"{value:,}"
    if isinstance(value, list | tuple):
        return ", ".join(map(str, value))
    return parts.day(value) if isinstance(value, date) else "" if value is None else str(value)


def pictures(graph_id: str, title: str, key: str = "") -> html.P:
    """Two buttons that save the chart of this id as a picture, which bears its title, the marking, the snapshot and the key to its marks (assets/taking.js)."""
    stem = f"{graph_id}-{_as_of()}"
    said = {"data-picture": graph_id, "data-stem": stem, "data-title": title, "data-key": key,
            "data-marking": f"{MARKING}. Made from snapshot {current.name()}."}
    return html.P([html.Button(f"Save this chart as {ending.upper()}", type="button", className="govuk-button govuk-button--secondary tl-take__picture",
                               **said, **{"data-ending": ending}) for ending in ("svg", "png")], className="tl-take tl-noprint")


def install(server: Flask) -> None:
    """Add the route, and tell the gate what each table needs."""
    server.extensions["table_permission"] = lambda name: TABLES[name].permission if name in TABLES else None
    server.add_url_rule("/take/<name>.<ending>", "take", _send)


def _send(name: str, ending: str) -> Response:
    if ending not in sheets.ENDINGS:
        abort(404)
    given = request.args.to_dict()
    try:
        user = _turned(g.user, given)
        require(user, TABLES[name].permission)
        sheet = TABLES[name].make(user, given)
    except (queries.NotHere, current.NoSnapshot):
        abort(404)
    taken = " ".join((f"{name}.{ending}", *(f"{key}={value}" for key, value in sorted(given.items()))))
    gate.audited("take table", taken, families=audit.shown(str(sheet.rows)), document=f"{name}.{ending}")
    return Response(_made(user, sheet, ending), content_type=sheets.ENDINGS[ending][1],
                    headers={"Content-Disposition": f'attachment; filename="{name}-{_as_of() or datetime.now(UTC).date()}.{ending}"'})


def _turned(user: User, given: dict[str, str]) -> User:
    """The request turned to the view of what was known then that the address asks for, and the user as whom it is looked at."""
    if not given.get("known_of"):
        return user
    view = {key: given.pop(key, None) for key in VIEW}
    return current_app.extensions["turn"](user, parts.address_now("family", view["known_of"], **view))


def _made(user: User, sheet: Sheet, ending: str) -> bytes:
    now = datetime.now(UTC)
    rests = f"Made from snapshot {current.name()}, as at {parts.day(_as_of())}." if current.name() else "Made before anything was published."
    marked = replace(sheet, notes=(MARKING, rests,
                                   f"Made by {user.name} on {parts.day(now)} at {now:%H:%M} UTC.", *sheet.notes))
    return sheets.as_csv(marked) if ending == "csv" else sheets.as_excel(sheet.title, (marked,), now)


def _as_of() -> date | None:
    """The day that the snapshot shows; None where nothing is published yet: what a check of the first files found can be taken away all the same."""
    return snapshot.day_of(current.about()["as_of"]) if current.name() else None
