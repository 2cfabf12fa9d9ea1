"""The route by which a quarterly return is taken away: what was asked for is checked and written down before any of it goes.

The page that leads to it is pages/quarterly.py; what each column counts is timeline/quarterly."""

from datetime import UTC, datetime

from flask import Flask, Response, abort, g, request

from dashboard import gate, overlaid, queries
from timeline import quarterly
from timeline.access import require
from timeline.quarterly import files
from timeline.sheets import ENDINGS


def install(server: Flask) -> None:
    """Add the route."""
    server.add_url_rule("/quarterly-return", "quarterly_return", _send)


def _send() -> Response:
    require(g.user, "return:view")
    area, name, ending = (request.args.get(key, "") for key in ("area", "quarter", "format"))
    days = quarterly.quarter(name)
    if days is None or ending not in ENDINGS or area not in queries.marac_areas(g.user):
        abort(404)
    meetings = quarterly.fill(quarterly.cases_of(queries.heard(g.user, area, *days).itertuples()))
    gate.audited("make quarterly return", f"{area}, {name}, {ending}")
    made = files.as_csv(area, meetings) if ending == "csv" else files.as_excel(area, meetings, datetime.now(UTC), _about())
    return Response(made, content_type=ENDINGS[ending][1],
                    headers={"Content-Disposition": f'attachment; filename="marac-return-{name}.{ending}"'})


def _about() -> list[str]:
    return [f"Made from snapshot {overlaid.snapshot()}. A blank cell is not zero: the records do not say.",
            "Check the columns against the return's current form before you send it."]
