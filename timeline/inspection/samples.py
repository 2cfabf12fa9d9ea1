"""The samples of cases that people drew for audit: which, from which snapshot, with which seed, by whom and when. Append-only: none is drawn over another."""

import json
from dataclasses import asdict, dataclass
from datetime import date, datetime

import sqlalchemy as sa

from timeline import kept
from timeline.access import User, require
from timeline.database import Database
from timeline.database import samples as lines
from timeline.inspection.drawing import Case, draw
from timeline.kept import NotTaken

MOST = 200
"""Cases in a sample: an audit reads each of them."""


@dataclass(frozen=True)
class Sample:
    """A sample as it was drawn: from which snapshot, of which days and area (none is every one), with which seed and sizes, and its cases in order."""

    sample_id: str
    by: str
    at: datetime
    snapshot: str
    since: date
    until: date
    area: str | None
    seed: str
    audited: int
    wider: int
    cases: tuple[tuple[str, Case], ...]


def keep(database: Database, user: User, key: str, snapshot: str, since: date, until: date, area: str | None, seed: str, audited: int, wider: int,
         cases: list[Case]) -> str:
    """Draw a sample of these cases of a snapshot and keep it; its id. `key` is the request's own: the same key again draws nothing new.

    Raises NotTaken where there is nothing to draw from, the sizes make no sense or the seed says nothing, Denied."""
    require(user, "inspection:view")
    if audited < 1 or wider < 0 or audited + wider > MOST:
        raise NotTaken(f"Draw at least 1 case to audit, and at most {MOST} cases in all.")
    if not cases:
        raise NotTaken("No family with children has an event of abuse in these days: there is nothing to draw from. Choose other days or another area.")
    seed = kept.words(seed, "Give a seed: any word or number. The same seed draws the same cases of the same snapshot.")
    drawn = [{"part": part, **asdict(case)} for part, case in draw(cases, seed, audited, wider)]
    said = {"since": since.isoformat(), "until": until.isoformat(), "area": area, "seed": seed, "audited": audited, "wider": wider}
    return kept.keep(database, lines.c.sample_id, "U", key, user, snapshot=snapshot, said=json.dumps(said), cases=json.dumps(drawn))


def every(database: Database) -> list[Sample]:
    """Every sample that was drawn, the latest first."""
    with database.read() as connection:
        return [_sample(line) for line in connection.execute(sa.select(lines).order_by(lines.c.number.desc()))]


def _sample(line) -> Sample:
    said = json.loads(line.said)
    cases = tuple((case.pop("part"), Case(**case)) for case in json.loads(line.cases))
    return Sample(line.sample_id, line.by, datetime.fromisoformat(line.at), line.snapshot, date.fromisoformat(said["since"]),
                  date.fromisoformat(said["until"]), said["area"], said["seed"], said["audited"], said["wider"], cases)
