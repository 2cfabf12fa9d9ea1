"""Signed-in sessions. They live on the server, so each can be ended at once; the browser holds a random token, of which only a hash is kept.

A session ends itself after fifteen minutes without a request and after eight hours in any case; and where the clock is set back by more than fifteen
minutes, since it would last by so much longer. The role and the limits of the account
are read with it at every request, and a disabled account has none."""

import hashlib
import json
import secrets
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import sqlalchemy as sa

from timeline.access import User
from timeline.database import Database, accounts, sessions

IDLE = timedelta(minutes=15)
LONGEST = timedelta(hours=8)
FRESH = timedelta(minutes=10)
TOUCH = timedelta(seconds=30)  # how old `seen_at` may be before a request writes it again


@dataclass(frozen=True)
class Session:
    """One open session: its id (which opens nothing), since when, when it was last used, in which browser, and whether it is the one that asks."""

    id: str
    since: datetime
    seen: datetime
    place: str
    own: bool


def start(connection: sa.Connection, name: str, place: str, now: datetime) -> str:
    """A new session of the account; returns its token."""
    token, at = secrets.token_urlsafe(32), now.isoformat()
    connection.execute(sessions.insert().values(token_hash=hashed(token), name=name, place=place, started_at=at, seen_at=at))
    connection.execute(accounts.update().where(accounts.c.name == name).values(signed_in_at=at))
    return token


def signed_in(database: Database, token: str | None, now: datetime | None = None) -> User | None:
    """The user whose session this token opens, and the session kept awake; None when it is unknown, ended or too old, or the account disabled."""
    now = now or datetime.now(UTC)
    found = _found(database, token, now)
    if found is None:
        return None
    if _older(found.seen_at, TOUCH, now):
        with database.write() as connection:
            connection.execute(sessions.update().where(sessions.c.token_hash == found.token_hash).values(seen_at=now.isoformat()))
    return User(found.name, found.role, areas=limit(found.areas), agencies=limit(found.agencies))


def fresh(database: Database, token: str | None, now: datetime | None = None) -> bool:
    """Whether this session began so lately that a grave act needs no further proof of who it is."""
    now = now or datetime.now(UTC)
    found = _found(database, token, now)
    return found is not None and not _older(found.started_at, FRESH, now)


def sign_out(database: Database, token: str | None) -> None:
    """End the session that this token opens, if there is one."""
    with database.write() as connection:
        end(connection, sessions.c.token_hash == hashed(token or ""))


def of(database: Database, name: str, token: str | None = None, now: datetime | None = None) -> list[Session]:
    """The account's open sessions, the latest first; the one that `token` opens is marked."""
    query = sa.select(sessions).where(sessions.c.name == name, open_at(now or datetime.now(UTC))).order_by(sessions.c.started_at.desc())
    with database.read() as connection:
        return [Session(row.token_hash[:16], datetime.fromisoformat(row.started_at), datetime.fromisoformat(row.seen_at), row.place or "",
                        row.token_hash == hashed(token or "")) for row in connection.execute(query)]


def open_at(now: datetime):
    """The condition that a session is open."""
    return sa.and_(sessions.c.ended_at.is_(None), sessions.c.seen_at.between((now - IDLE).isoformat(), (now + IDLE).isoformat()),
                   sessions.c.started_at >= (now - LONGEST).isoformat())


def end(connection: sa.Connection, *which) -> int:
    """End every session that fits; returns how many."""
    at = datetime.now(UTC).isoformat()
    return connection.execute(sessions.update().where(*which, sessions.c.ended_at.is_(None)).values(ended_at=at)).rowcount


def hashed(token: str) -> str:
    """What is kept of a token; it has 256 random bits, so a plain hash suffices."""
    return hashlib.sha256(token.encode()).hexdigest()


def mark(token: str) -> str:
    """What tells one session from another in the audit; it opens nothing."""
    return hashed(token)[:12]


def limit(kept: str | None) -> frozenset[str] | None:
    """The areas or agencies of a limit, out of its column; None where there is none."""
    return None if kept is None else frozenset(json.loads(kept))


def _found(database: Database, token: str | None, now: datetime):
    if not token:
        return None
    query = (sa.select(sessions, accounts.c.role, accounts.c.areas, accounts.c.agencies).join(accounts, accounts.c.name == sessions.c.name)
             .where(sessions.c.token_hash == hashed(token), accounts.c.disabled_at.is_(None)))
    with database.read() as connection:
        found = connection.execute(query).first()
    if not found or found.ended_at or _older(found.seen_at, IDLE, now) or _older(found.started_at, LONGEST, now) or _ahead(found.seen_at, now):
        return None
    return found


def _ahead(at: str, now: datetime) -> bool:
    """Whether a time is of a clock that was ahead: a session that was used then would last until that time comes, and longer."""
    return datetime.fromisoformat(at) - now > IDLE


def _older(at: str, than: timedelta, now: datetime) -> bool:
    return now - datetime.fromisoformat(at) > than
