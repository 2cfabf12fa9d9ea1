"""An inspection's days and area as an address gives them, and the route by which its document is taken away: what was asked for is checked and
written down before any of it goes.

The page that leads to it is pages/audit.py; what the document holds is timeline/inspection/document.py."""

from calendar import monthrange
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from flask import Flask, Response, abort, g, request

from dashboard import current, gate, overlaid, parts, queries, theme
from timeline import chronology, snapshot
from timeline.access import User, require
from timeline.chronology.document import Document
from timeline.inspection import document
from timeline.inspection.drawing import strata
from timeline.inspection.samples import Sample

EVERY = "every area"


@dataclass(frozen=True)
class Asked:
    """The days and the area that are asked about; no area is every one."""

    since: date
    until: date
    area: str | None

    @property
    def words(self) -> str:
        """As a heading says it."""
        return f"{parts.day(self.since)} to {parts.day(self.until)}, {self.area or EVERY}"

    @property
    def query(self) -> dict[str, str]:
        """As an address gives it."""
        return {"since": self.since.isoformat(), "until": self.until.isoformat(), "area": self.area or EVERY}


def asked(user: User, query: dict) -> Asked:
    """What an address asks about; without days, the twelve months to the snapshot's day, and never a last day before the first."""
    last = snapshot.day_of(current.about()["as_of"])
    until = parts.typed_day(query.get("until")) or last
    since = parts.typed_day(query.get("since"))
    if since is None or since > until:
        since = _year_before(until)
    return Asked(since, until, query.get("area") if query.get("area") in queries.inspected_areas(user) else None)


def _year_before(day: date) -> date:
    """The first day of the twelve months that end with this day."""
    return date(day.year - 1, day.month, min(day.day, monthrange(day.year - 1, day.month)[1])) + timedelta(days=1)


def wrong(query: dict) -> str | None:
    """What is wrong with the days of an address, in a sentence; None where nothing is."""
    for name in ("since", "until"):
        if query.get(name) and parts.typed_day(query[name]) is None:
            return f"“{query[name]}” is not a day. Write day, month and year, such as 27/3/2024. Until then the last twelve months are shown."
    since, until = parts.typed_day(query.get("since")), parts.typed_day(query.get("until"))
    if since and until and since > until:
        return "The first day is after the last. Change one of them. Until then the twelve months to the last day are shown."
    return None


def cases(user: User, sample: Sample) -> list[tuple[str, str, str, str]]:
    """The cases of a sample as this snapshot has them: part, family id, name and area; where it holds none by a case's mention, the id and area as drawn."""
    homes = {row.anchor: row for row in queries.case_homes(user, [case.anchor for _, case in sample.cases]).itertuples()}
    return [(part, homes[case.anchor].family_id, homes[case.anchor].name, homes[case.anchor].area or case.area) if case.anchor in homes else
            (part, case.family_id, "", case.area) for part, case in sample.cases]


def made(user: User, sample_id: str, at: datetime) -> Document:
    """The document of a sample, as made by this user at this time. Raises queries.NotHere."""
    sample = queries.sample(user, sample_id)
    days, told = (sample.since, sample.until), cases(user, sample)
    about = document.About(sample, overlaid.snapshot(), snapshot.day_of(current.about()["as_of"]), user.name, at,
                           strata(queries.drawable(user, *days, sample.area)))
    return document.compose(about, queries.figures(user, *days, sample.area), queries.supplied(user, *days, sample.area), told,
                            _held(user, [family_id for _, family_id, name, _ in told if name], days))


def _held(user: User, families: list[str], days: tuple[date, date]) -> dict:
    """What the sheets say of these families, with the rules in words."""
    grades, signals = queries.case_grades(user, families, *days), queries.case_signals(user, families, *days)
    return {"children": queries.case_children(user, families, *days), "agencies": queries.case_agencies(user, families, *days),
            "grades": grades.assign(rules=[list(map(theme.rule, rules)) for rules in grades["rules"]]),
            "sources": queries.case_sources(user, families, *days), "actions": queries.case_actions(user, families),
            "signals": signals.assign(title=[theme.rule(rule) for rule in signals["rule"]])}


def install(server: Flask) -> None:
    """Add the route."""
    server.add_url_rule("/audit-sheets", "audit_sheets", _send, methods=["POST"])


def _send() -> Response:
    require(g.user, "inspection:view")
    try:
        given = made(g.user, request.form.get("sample", ""), datetime.now(UTC))
        families = [family_id for _, family_id, _, _ in cases(g.user, queries.sample(g.user, request.form["sample"]))]
    except queries.NotHere:
        abort(404)
    gate.audited("make audit sheets", request.form["sample"], families=families, document=f"{given.stem}.docx")
    _, media, _ = chronology.FORMATS["docx"]
    return Response(chronology.write(given, "docx"), content_type=media, headers={"Content-Disposition": f'attachment; filename="{given.stem}.docx"'})
