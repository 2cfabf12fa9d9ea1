"""Who looked at what and did what: append-only, each line sealed with its number and chained to the one before it, the last anchored outside the database.

What is not written cannot be seen: `write` raises when it cannot write, and the gate calls it before it shows anything. `verifying.look` says what was
done to the audit behind the product's back, `asked` answers what an auditor asks, `unusual` counts what a person may want to ask about."""

from collections.abc import Callable, Iterable
from datetime import UTC, datetime

import sqlalchemy as sa

from timeline.access import User
from timeline.audit import anchor
from timeline.audit.anchor import NotKept
from timeline.audit.lines import SAID, Head, Sealing, cleared, content, indexed, named, shown
from timeline.audit.verifying import BrokenAudit, verify
from timeline.database import Database, audit_named
from timeline.database import audit as lines

__all__ = ["BrokenAudit", "Head", "NotKept", "accept", "head", "shown", "verify", "write"]

PROGRAM = User("(the program)", "none")
"""Who does what nobody who is signed in asked for."""

BEGUN = "begin an anchor"
ACCEPTED = "accept the audit as it stands"


def write(database: Database, user: User, action: str, subject: str, snapshot: str | None = None, reason: str | None = None, *,
          families: Iterable[str] = (), people: Iterable[str] = (), record: str | None = None, document: str | None = None, session: str | None = None,
          outcome: str = "done", also: Callable[[sa.Connection], object] = lambda _: None) -> None:
    """Add one line: who did what, to what, on which snapshot, and the reason given.

    The families, people, events and links whose ids stand in `subject` are what was opened or acted upon; `record` names a record or whatever of it was
    opened, `document` what was made to be carried away; `families` and `people` are those that are shown besides. `outcome` is 'done', 'refused' or 'failed'.
    What `also` does on the connection is kept together with the line, or neither is. Raises NotKept, or what the database raises, where the line cannot
    be kept."""
    line = {"by": user.name, "action": action, "subject": subject, **named(subject, families, people, record, document), "snapshot": snapshot,
            "reason": reason, "session": session, "outcome": outcome}
    sealing, anchored = Sealing(database.home), anchor.path(database.home)
    with database.write() as connection:
        last = _head(connection)
        if not anchor.agree(anchored, last):
            last = _add(connection, sealing, last, _own(BEGUN, f"{anchored.name} was not there when the audit stood at line {last.number}"))
        last = _add(connection, sealing, last, line)
        also(connection)
    anchor.forward(anchored, last)


def accept(database: Database, user: User, reason: str) -> Head:
    """Go on with the audit as it stands, whatever its anchor says: a line keeps who accepted it, why, and what the anchor held. Returns the new head.

    For a database that was restored from a backup, and for what was found and looked into. Raises NotKept where the anchor cannot be written."""
    sealing, anchored = Sealing(database.home), anchor.path(database.home)
    try:
        held = anchor.read(anchored)
        stood = f"its anchor held line {held.number} with the chain {held.chain}" if held else "it had no anchor"
    except NotKept as why:
        stood = str(why)
    with database.write() as connection:
        last = _head(connection)
        last = _add(connection, sealing, last, _own(ACCEPTED, f"it ended at line {last.number}; {stood}", user.name, reason))
    anchor.put(anchored, last)
    return last


def head(database: Database) -> Head:
    """The last line."""
    with database.read() as connection:
        return _head(connection)


def _own(action: str, subject: str, by: str = PROGRAM.name, reason: str | None = None) -> dict:
    """A line about the audit itself."""
    return dict.fromkeys(SAID) | {"by": by, "action": action, "subject": subject, "reason": reason, "outcome": "done"}


def _add(connection: sa.Connection, sealing: Sealing, last: Head, line: dict) -> Head:
    """Add the line after `last`, with what it names to the index."""
    number = last.number + 1
    line = cleared(line | {"at": datetime.now(UTC).isoformat(timespec="microseconds")})
    said = content(line)
    seal = sealing.seal(number, said)
    chain = sealing.chain(last.chain, seal, said)
    connection.execute(lines.insert().values(number=number, **line, seal=seal, chain=chain))
    index = [{"number": number, "place": place, "how": how, "thing": thing} for place, (how, thing) in enumerate(indexed(line), 1)]
    if index:
        connection.execute(audit_named.insert(), index)
    return Head(number, chain)


def _head(connection: sa.Connection) -> Head:
    row = connection.execute(sa.select(lines.c.number, lines.c.chain).order_by(lines.c.number.desc()).limit(1)).first()
    return Head(row.number, row.chain) if row else Head(0, "")
