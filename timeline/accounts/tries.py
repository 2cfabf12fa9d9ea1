"""Wrong tries to sign in, and the growing wait after the fifth.

Every try counts as wrong before it is looked at, and is forgiven when it turns out right: so a hundred tries at once are no more than five. The wait
never passes fifteen minutes; and a browser that has signed in to the account before counts by itself, so that a stranger who keeps
trying keeps out other strangers, not the person whose account it is. Counts are in the database, and hold across processes."""

import hashlib
import hmac
from datetime import datetime, timedelta

import sqlalchemy as sa

from timeline import keys
from timeline.database import Database
from timeline.database import tries as counts

FREE = 5
FIRST, LONGEST = timedelta(seconds=30), timedelta(minutes=15)


def wait(failed: int) -> timedelta:
    """How long nothing is tried after so many wrong tries: none for the first four, then half a minute, doubled by each further one."""
    return min(FIRST * 2 ** min(failed - FREE, 10), LONGEST) if failed >= FREE else timedelta()


def counted_as(database: Database, name: str, known: bool, browser: str | None = None) -> str:
    """Under what a try counts: the account, or the account on a browser that has signed in to it before. Names that nobody has share 256 counts, so that
    they cost what others cost and a stranger does not fill the database."""
    if not known:
        return f"? {digest(database, name)[:2]}"
    return f"{name} {browser}" if browser else name


def digest(database: Database, typed: str) -> str:
    """What is written of a name that nobody has: people type passwords there. The same words give the same digest, which tells nothing of them."""
    return hmac.new(keys.of(database.home).derived("names"), typed.encode(), hashlib.sha256).hexdigest()[:12]


def begin(database: Database, counted: str, now: datetime) -> bool:
    """Count a try, wrong until it is forgiven; False, and nothing counted, where it comes before the wait is over."""
    with database.write() as connection:
        row = connection.execute(sa.select(counts).where(counts.c.counted == counted).with_for_update()).first()
        if row and now < datetime.fromisoformat(row.until) <= now + LONGEST:  # a later end was set by a clock that was ahead
            return False
        failed = row.failed + 1 if row else 1
        values = {"failed": failed, "until": (now + wait(failed)).isoformat()}
        if row:
            connection.execute(counts.update().where(counts.c.counted == counted).values(**values))
        else:
            connection.execute(counts.insert().values(counted=counted, **values))
        return True


def forgive(database: Database, counted: str) -> None:
    """The try was right: none is counted any more."""
    with database.write() as connection:
        connection.execute(counts.delete().where(counts.c.counted == counted))
