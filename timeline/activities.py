"""Several events that a person gathered and named as one activity ("a week of calls in March"), append-only.

It is anchored on the reports that told of those events, and on a mention of whoever the family is gathered around, so that it is found
again after every run. It is a way of reading the timeline: no rule counts it, and no count of any rule changes by it."""

import json
from collections.abc import Iterable
from datetime import datetime

import pandas as pd
import sqlalchemy as sa

from timeline import kept
from timeline.access import User, require
from timeline.database import Database
from timeline.database import activities as lines
from timeline.kept import NotTaken

COLUMNS = ("activity_id", "anchor", "name", "reports", "by", "at", "apart_by", "apart_at")
LONGEST = 80
"""Letters of a name: it stands on a bracket of the chart."""


def gather(database: Database, user: User, key: str, anchor: str, reports: Iterable[str], name: str) -> str:
    """Keep that the events which these reports tell of are one activity of the family that holds the mention `anchor`, and return its id.
    `key` is the request's own, as in `notes.write`. Raises NotTaken, Denied."""
    require(user, "decide")
    about = sorted(set(reports))
    if not anchor or len(about) < 2:
        raise NotTaken("Choose at least two events.")
    said = kept.words(name, "Give the activity a name.")
    if len(said) > LONGEST:
        raise NotTaken(f"The name has {len(said)} letters: at most {LONGEST} fit on the chart.")
    return kept.keep(database, lines.c.activity_id, "A", key, user, anchor=anchor, name=said, reports=json.dumps(about))


def take_apart(database: Database, user: User, key: str, activity_id: str) -> str:
    """Take an activity apart again, one's own or another's: its line stays, with who did so and when. Raises NotTaken, Denied."""
    require(user, "decide")
    return kept.keep(database, lines.c.activity_id, "A", key, user, lambda: _stands(database, activity_id), takes_apart=activity_id)


def of(database: Database, anchors: Iterable[str]) -> pd.DataFrame:
    """Every activity with one of these anchors, oldest first, those taken apart among them, with COLUMNS; `reports` is a list, `at` a time."""
    return _read(database, kept.among(lines.c.anchor, anchors))


def _stands(database: Database, activity_id: str) -> None:
    found = _read(database, lines.c.activity_id == activity_id)
    if found.empty or found.at[0, "apart_by"]:
        raise NotTaken("This activity no longer stands: somebody has taken it apart, or it was never gathered.")


def _read(database: Database, which) -> pd.DataFrame:
    apart = lines.alias()
    query = sa.select(lines, apart.c.by.label("apart_by"), apart.c.at.label("apart_at")).where(
        lines.c.takes_apart.is_(None), kept.there(lines), which).order_by(lines.c.number).select_from(
        lines.outerjoin(apart, apart.c.takes_apart == lines.c.activity_id))
    with database.read() as connection:
        found = [(line.activity_id, line.anchor, line.name, json.loads(line.reports), line.by, datetime.fromisoformat(line.at), line.apart_by,
                  datetime.fromisoformat(line.apart_at) if line.apart_at else None) for line in connection.execute(query)]
    return pd.DataFrame(found, columns=list(COLUMNS), dtype=object)
