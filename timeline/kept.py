"""How a line that a person wrote is kept: added and never changed, once for each request, in words that everybody who may read it may see."""

from collections.abc import Callable, Iterable
from datetime import UTC, datetime

import sqlalchemy as sa

from timeline.access import User
from timeline.database import Database, actions, activities, agenda, each, notes, transfers
from timeline.masking import ANYWHERE

ANCHORED = {"note": notes.c.note_id, "activity": activities.c.activity_id, "item": agenda.c.line_id, "action": actions.c.line_id,
            "transfer": transfers.c.line_id}
"""What hangs on a mention, and the column of its id."""


SAID = ("verdict", "reason", "since", "until", "words", "on", "name", "area", "day", "why", "agency", "falls_on", "due", "said", "account")
"""The columns that hold what a person typed or chose; what else a line holds is worked out, and may come out otherwise when a request is sent again."""

OTHERWISE = ("What you sent before was kept, as {id}, although you may not have been told. This says something else, so nothing of it was kept: reload the "
             "page, look at what stands, and say it there.")


class NotTaken(Exception):
    """What cannot be kept; the message says why and what to do."""


def words(written: str | None, empty: str) -> str:
    """What a person wrote, without the space around it. Raises NotTaken with the sentence `empty` where it says nothing, and where it tells where."""
    if not (written or "").strip():
        raise NotTaken(empty)
    if ANYWHERE.search(written):
        raise NotTaken("Leave the postcode out, and the address: everyone who reads this would see it. Say \"the same address\" instead.")
    return written.strip()


def keep(database: Database, of: sa.Column, letter: str, key: str, user: User, allowed: Callable[[], object] = lambda: None, **said) -> str:
    """Append one line to the table of the column `of`, which holds its id, unless this key has been kept there before; the id of the line
    either way. An id is the letter and the line's number. Raises NotTaken where what was kept with this key says something else.

    The table has the columns number, key, by and at, and those in `said`. `allowed` raises NotTaken where the line may not be kept; nobody
    else can write between that question and the line."""
    table = of.table
    with database.write() as connection:
        before = connection.execute(sa.select(table).where(table.c.key == key)).mappings().first()
        if before:
            if any(before[column] != told for column, told in said.items() if column in SAID):
                raise NotTaken(OTHERWISE.format(id=before[of.name]))
            return before[of.name]
        allowed()
        return append(connection, of, letter, key, user, **said)


def sent(database: Database, of: sa.Column, key: str) -> str | None:
    """The id, in the column `of`, of the line that a request with this key kept; None where it kept none."""
    with database.read() as connection:
        return connection.execute(sa.select(of).where(of.table.c.key == key)).scalar()


def append(connection: sa.Connection, of: sa.Column, letter: str, key: str | None, user: User, **said) -> str:
    """Append one line, as `keep` does, in a transaction that holds the write lock; its id. Without a key of a request's own the id is the key."""
    number = (connection.execute(sa.select(sa.func.max(of.table.c.number))).scalar() or 0) + 1
    id = f"{letter}-{number}"
    at = datetime.now(UTC).isoformat(timespec="seconds")
    connection.execute(of.table.insert().values(**{of.name: id}, number=number, key=key or id, by=user.name, at=at, **said))
    return id


def there(table: sa.FromClause) -> sa.ColumnElement[bool]:
    """That a line of the table was not emptied by an order; one that an order only anchored anew is there."""
    return sa.or_(table.c.erased_by.is_(None), table.c.anchor.is_not(None)) if "anchor" in table.c else table.c.erased_by.is_(None)


def anchor_of(database: Database, what: str, id: str) -> str | None:
    """The mention on which a line of ANCHORED hangs; None where there is no such line."""
    of = ANCHORED[what]
    with database.read() as connection:
        return connection.execute(sa.select(of.table.c.anchor).where(of == id)).scalar()


def among(column: sa.Column, ids: Iterable[str]) -> sa.ColumnElement[bool]:
    """That the column holds one of these ids, of which there may be thousands: handed over as one value, which is read many times quicker."""
    return column.in_(each(ids))
