"""The route by which a chronology is taken away: what was asked for is checked and written down before any of it goes.

The page that asks for it is pages/chronology.py; what a document may hold is timeline/chronology."""

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime

from flask import Flask, Response, abort, g, request

from dashboard import current, gate, overlaid, parts, queries, theme, withholding
from timeline import chronology, snapshot
from timeline.access import User, require
from timeline.chronology import compose
from timeline.chronology.audiences import AUDIENCES, FULL, PARTNER, PERSON, Audience
from timeline.chronology.document import Document


class Wrong(Exception):
    """A document was asked for that cannot be made; the message says why and what to do, and `field` where."""

    def __init__(self, why: str, field: str):
        super().__init__(why)
        self.field = field


@dataclass(frozen=True)
class Asked:
    """What somebody asks for: a family, an audience, a format, a span, and for a perpetrator-safe document the person whom it is about."""

    family_id: str
    audience: Audience
    ending: str
    since: date | None
    until: date | None
    person_id: str | None

    @property
    def words(self) -> str:
        """As the audit keeps it."""
        span = f", {self.since or 'the beginning'} to {self.until or 'the end'}" if self.since or self.until else ""
        return f"{self.family_id}, {self.audience.key}, {self.ending}{span}{f', about {self.person_id}' if self.person_id else ''}"


def asked(user: User, family_id: str, given: dict[str, str]) -> Asked:
    """What an address or a form asks for: audience, format, since, until, person. Raises Wrong, queries.NotHere."""
    queries.family(user, family_id)
    audience, ending = AUDIENCES.get(given.get("audience") or FULL.key), given.get("format") or "docx"
    if audience is None or ending not in chronology.FORMATS:
        raise Wrong("There is no such audience or format. Choose one from the list.", "audience")
    since, until = (_day(given.get(name), name) for name in ("since", "until"))
    if since and until and since > until:
        raise Wrong("The last day is before the first. Change one of them.", "until")
    return Asked(family_id, audience, ending, since, until, _person(user, family_id, given.get("person")) if audience is PERSON else None)


def _day(text: str | None, field: str) -> date | None:
    day = parts.typed_day(text)
    if text and not day:
        raise Wrong(f"“{text}” is not a day. Write day, month and year, such as 27/3/2024.", field)
    return day


def _person(user: User, family_id: str, given: str | None) -> str | None:
    known = list(queries.suspected(user, family_id)["person_id"])
    if given and given not in known:
        raise Wrong("Nobody of that id is said to have caused harm in this family. Choose a person from the list.", "person")
    return given or (known[0] if len(known) == 1 else None)


def left_out(user: User, what: Asked) -> int:
    """How many accounts of the family's in the span such a document leaves out."""
    counts = queries.chronology_counts(user, what.family_id, what.since, what.until)
    if what.audience is FULL:
        return 0
    if what.audience is PARTNER:
        return counts.handled + counts.unlisted
    records = queries.step_records(user, what.family_id, what.person_id, what.since, what.until)["report_ids"]
    return counts.inside - len({report for several in records for report in several})


def made(user: User, what: Asked, at: datetime) -> Document:
    """The document that is asked for, as made by this user at this time."""
    about = compose.About(what.family_id, queries.family(user, what.family_id).name, what.since, what.until, overlaid.snapshot(),
                          snapshot.day_of(current.about()["as_of"]), user.name, at)
    if what.audience is PERSON:
        return _for_person(user, what, about)
    about = replace(about, withheld=tuple(withholding.lines(user, what.family_id)))
    lines = queries.chronology(user, what.family_id, what.audience, what.since, what.until)
    coverage = queries.family_coverage(user, what.family_id)
    if what.audience is PARTNER:
        return compose.partner(about, lines, coverage, left_out(user, what))
    members = queries.members(user, what.family_id)
    members = members.assign(part=[theme.PARTS[part] for part in members["part"]])
    return compose.full(about, lines, members, _signals(user, what.family_id), _titled(queries.asked(user, what.family_id)), coverage)


def _for_person(user: User, what: Asked, about: compose.About) -> Document:
    if what.person_id is None:
        raise Wrong("Choose the person whom the document is about.", "person")
    known = queries.suspected(user, what.family_id).set_index("person_id")["name"]
    steps = queries.steps(user, what.family_id, what.person_id, what.since, what.until)
    return compose.person(replace(about, family=""), known[what.person_id], steps)


def _signals(user: User, family_id: str):
    """The signals with each rule in words, and where one is dismissed, how that stands."""
    stands = {row.signal_id: row.because for row in queries.dismissals(user, family_id).itertuples()}
    signals = _titled(queries.signals(user, family_id))
    return signals.assign(dismissed=[stands.get(signal, "") for signal in signals["signal_id"]])


def _titled(frame):
    return frame.assign(title=[theme.rule(rule) for rule in frame["rule"]])


def install(server: Flask) -> None:
    """Add the route that a document is taken away by."""
    server.add_url_rule("/document", "document", _send, methods=["POST"])


def _send() -> Response:
    require(g.user, "document:make")
    try:
        what = asked(g.user, request.form.get("family", ""), request.form)
        document = made(g.user, what, datetime.now(UTC))
    except (Wrong, queries.NotHere):
        abort(400)
    gate.audited("make document", what.words, document=f"{document.stem}.{what.ending}")
    _, media, _ = chronology.FORMATS[what.ending]
    return Response(chronology.write(document, what.ending), content_type=media,
                    headers={"Content-Disposition": f'attachment; filename="{document.stem}.{what.ending}"'})
