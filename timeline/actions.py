"""What agencies undertook for a family at a meeting or beside one: who, what, for whom, by when, and what became of it. Append-only.

An action is anchored on a mention of whoever the family is gathered around, so that it stays with the family through every run. It is
agreed, and then done (when, by whom) or not done (why); the last that was said of it stands, and nothing is taken out. Each says on whom it
falls: a plan that asks everything of whoever is harmed and nothing of whoever is said to harm is plain to see when the two are counted."""

from collections.abc import Iterable
from datetime import UTC, date, datetime

import pandas as pd
import sqlalchemy as sa

from timeline import kept
from timeline.access import User, require
from timeline.database import Database
from timeline.database import actions as lines
from timeline.kept import NotTaken

FALLS_ON = ("person said to harm", "person said to be harmed", "agency")
"""On whom an action falls: it limits or answers what one is said to do, it asks something of the other, or an agency acts by itself."""
COLUMNS = ("action_id", "anchor", "meeting_id", "agency", "what", "falls_on", "whom", "due", "agreed_by", "agreed_at", "state", "done_on", "done_by",
           "why", "told_by", "told_at")


def agree(database: Database, user: User, key: str, anchor: str, agency: str, what: str, falls_on: str, due: date, whom: str | None = None,
          meeting: str | None = None) -> str:
    """Keep an action for the family that holds the mention `anchor`, and return its id. `key` is the request's own: the same key again keeps
    nothing new and returns the same id.

    `agency` undertakes it by the day `due`; `falls_on` is one of FALLS_ON; `whom` is a mention of the person for whom it is, None for the whole
    family; `meeting` is where it was agreed. Raises NotTaken, Denied."""
    require(user, "meetings:run")
    if not anchor or not agency or due is None:
        raise NotTaken("This action is not whole: it needs a family, an agency and a day.")
    if falls_on not in FALLS_ON:
        raise NotTaken("Say on whom this action falls.")
    return kept.keep(database, lines.c.line_id, "A", key, user, act="agreed", anchor=anchor, agency=agency, falls_on=falls_on, due=due.isoformat(),
                     whom=whom, meeting_id=meeting, words=kept.words(what, "Say what is to be done."))


def done(database: Database, user: User, key: str, action_id: str, on: date, by_whom: str) -> str:
    """Keep that an action was done, on which day and by whom. Raises NotTaken where the day is to come or there is no such action, Denied."""
    require(user, "meetings:run")
    if on > datetime.now(UTC).date():
        raise NotTaken("That day is still to come: an action can only have been done today or before.")
    return kept.keep(database, lines.c.line_id, "A", key, user, lambda: _known(database, action_id), act="done", about=action_id, on=on.isoformat(),
                     words=kept.words(by_whom, "Say who did it: an agency, or a person there."))


def not_done(database: Database, user: User, key: str, action_id: str, why: str) -> str:
    """Keep that an action was not done and is not to be done any more, and why. Raises NotTaken where there is no such action, Denied."""
    require(user, "meetings:run")
    return kept.keep(database, lines.c.line_id, "A", key, user, lambda: _known(database, action_id), act="not done", about=action_id,
                     words=kept.words(why, "Say why it was not done."))


def of(database: Database, anchors: Iterable[str] | None = None) -> pd.DataFrame:
    """The actions with one of these anchors, or all, the earliest `due` first, with COLUMNS: `state` is open, done or not done, and who said
    so last and when is in `told_by` and `told_at`. `due` and `done_on` are dates."""
    wanted = None if anchors is None else set(anchors)
    found: dict[str, dict] = {}
    for line in _read(database):
        if line.act == "agreed":
            found[line.line_id] = {
                "action_id": line.line_id, "anchor": line.anchor, "meeting_id": line.meeting_id, "agency": line.agency, "what": line.words,
                "falls_on": line.falls_on, "whom": line.whom, "due": date.fromisoformat(line.due), "agreed_by": line.by, "agreed_at": line.at,
                "state": "open"}
        else:
            found[line.about] |= _became(line)
    rows = sorted((row for row in found.values() if wanted is None or row["anchor"] in wanted), key=lambda row: row["due"])
    return pd.DataFrame([[row.get(column) for column in COLUMNS] for row in rows], columns=list(COLUMNS), dtype=object)


def _became(line) -> dict:
    """What a line says became of its action."""
    was_done = line.act == "done"
    return {"state": line.act, "done_on": date.fromisoformat(line.on) if was_done else None, "done_by": line.words if was_done else None,
            "why": None if was_done else line.words, "told_by": line.by, "told_at": line.at}


def _known(database: Database, action_id: str) -> None:
    if not (of(database)["action_id"] == action_id).any():
        raise NotTaken("There is no such action.")


def _read(database: Database) -> list:
    with database.read() as connection:
        return list(connection.execute(sa.select(lines).where(kept.there(lines)).order_by(lines.c.number)))
