"""What a named person wrote about a family, for a day or for none, on its timeline or at a meeting: append-only, and never one of the
agencies' records.

A note is anchored on a mention of whoever the family is gathered around, never on a family or a person of ours, so that it is found
again after every run. A taking back is a line of its own: the note stays to be read, as one that was taken back."""

from collections.abc import Iterable
from datetime import date, datetime

import pandas as pd
import sqlalchemy as sa

from timeline import kept
from timeline.access import User, require
from timeline.database import Database
from timeline.database import notes as lines
from timeline.kept import NotTaken

COLUMNS = ("note_id", "anchor", "on", "meeting_id", "words", "by", "at", "taken_back_by", "taken_back_at")


def write(database: Database, user: User, key: str, anchor: str, words: str, on: date | None = None, meeting: str | None = None) -> str:
    """Keep a note about the family that holds the mention `anchor`, and return its id. `key` is the request's own: the same key again keeps
    nothing new and returns the same id. `on` is the day that it is about, `meeting` the meeting at which it was written. Raises NotTaken, Denied."""
    require(user, "decide")
    if not anchor:
        raise NotTaken("There is no record of this family that a note could be kept with.")
    return kept.keep(database, lines.c.note_id, "N", key, user, anchor=anchor, on=on.isoformat() if on else None, meeting_id=meeting,
                     words=kept.words(words, "Write the note: it is empty."))


def take_back(database: Database, user: User, key: str, note_id: str) -> str:
    """Take a note back, one's own or another's: it stays, marked as taken back, with who did so and when. Raises NotTaken, Denied."""
    require(user, "decide")
    return kept.keep(database, lines.c.note_id, "N", key, user, lambda: _stands(database, note_id), takes_back=note_id)


def standing(database: Database) -> pd.DataFrame:
    """The notes that nobody has taken back, oldest first, with COLUMNS: `on` is a date or None, `at` a time."""
    written = _read(database)
    return written[written["taken_back_at"].isna()].reset_index(drop=True)


def of(database: Database, anchors: Iterable[str]) -> pd.DataFrame:
    """Every note with one of these anchors, oldest first, those taken back among them, with COLUMNS."""
    return _read(database, anchors)


def _stands(database: Database, note_id: str) -> None:
    written = standing(database)
    if not (written["note_id"] == note_id).any():
        raise NotTaken("This note no longer stands: somebody has taken it back, or it was never written.")


def _read(database: Database, anchors: Iterable[str] | None = None) -> pd.DataFrame:
    note, back = lines.alias(), lines.alias()
    query = sa.select(note, back.c.by.label("taken_back_by"), back.c.at.label("taken_back_at")).where(note.c.takes_back.is_(None), kept.there(note)).order_by(
        note.c.number).select_from(note.outerjoin(back, back.c.takes_back == note.c.note_id))
    if anchors is not None:
        query = query.where(kept.among(note.c.anchor, anchors))
    with database.read() as connection:
        found = [_row(line) for line in connection.execute(query)]
    return pd.DataFrame(found, columns=list(COLUMNS), dtype=object)


def _row(line) -> tuple:
    day = date.fromisoformat(line.on) if line.on else None
    back = datetime.fromisoformat(line.taken_back_at) if line.taken_back_at else None
    return (line.note_id, line.anchor, day, line.meeting_id, line.words, line.by, datetime.fromisoformat(line.at), line.taken_back_by, back)
