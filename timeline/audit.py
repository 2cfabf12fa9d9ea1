"""Who looked at what and did what: append-only, each line chained to the one before it by a keyed hash.

What is not written cannot be seen: `write` raises when it cannot write, and the gate calls it before it shows anything.
A keyed chain shows any change to a line, but not that the last lines were cut off: keep `head()` somewhere else and give
it to `verify`."""

import hashlib
import hmac
import json
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import sqlalchemy as sa

from timeline import keys
from timeline.access import User
from timeline.database import Database
from timeline.database import audit as lines

SAID = ("number", "at", "by", "action", "subject", "snapshot", "reason")


class BrokenAudit(Exception):
    """The audit is not as it was written; the message names the first line that is wrong."""


@dataclass(frozen=True)
class Head:
    """The last line of the audit: its number and its chain. 0 and '' before the first."""

    number: int
    chain: str


def key(home: Path) -> bytes:
    """The secret that chains the audit of this home. Raises keys.NoKey."""
    return keys.of(home).derived("audit")


def write(database: Database, user: User, action: str, subject: str,
          snapshot: str | None = None, reason: str | None = None) -> None:
    """Add one line: who did what, to what, on which snapshot, and the reason given. Raises if it cannot be kept."""
    secret = key(database.home)
    with database.write() as connection:
        last = _head(connection)
        line = {"number": last.number + 1, "at": datetime.now(UTC).isoformat(), "by": user.name, "action": action,
                "subject": subject, "snapshot": snapshot, "reason": reason}
        connection.execute(lines.insert().values(**line, chain=_chain(secret, last.chain, line)))


def head(database: Database) -> Head:
    """The last line. Kept apart from the database, it later proves that no line was cut off."""
    with database.read() as connection:
        return _head(connection)


def verify(database: Database, kept: Head | None = None) -> Head:
    """Walk the chain and return its head. Raises BrokenAudit at the first line that was changed, added or taken out,
    and when the line `kept` from an earlier `head` is no longer there."""
    secret, last = key(database.home), Head(0, "")
    seen = kept is None or kept == last
    with database.read() as connection:
        for row in connection.execute(sa.select(lines).order_by(lines.c.number)).mappings():
            line = {name: row[name] for name in SAID}
            if row["number"] != last.number + 1 or not hmac.compare_digest(row["chain"], _chain(secret, last.chain, line)):
                raise BrokenAudit(f"audit line {last.number + 1} is not as it was written")
            last = Head(row["number"], row["chain"])
            seen = seen or last == kept
    if not seen:
        raise BrokenAudit(f"audit line {kept.number}, kept earlier, is no longer there")
    return last


def _head(connection: sa.Connection) -> Head:
    row = connection.execute(sa.select(lines.c.number, lines.c.chain).order_by(lines.c.number.desc()).limit(1)).first()
    return Head(row.number, row.chain) if row else Head(0, "")


def _chain(secret: bytes, before: str, line: dict) -> str:
    said = json.dumps([before, *(line[name] for name in SAID)], ensure_ascii=False)
    return hmac.new(secret, said.encode(), hashlib.sha256).hexdigest()
