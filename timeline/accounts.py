"""Accounts and signed-in sessions. Passwords are kept as Argon2id hashes, session tokens as SHA-256 hashes.

A session lives on the server, so it can be ended at once; it ends itself after fifteen minutes without a request and
after twelve hours in any case. Ten wrong passwords lock an account for fifteen minutes, from wherever they came."""

import hashlib
import secrets
from datetime import UTC, datetime, timedelta
from pathlib import Path

import sqlalchemy as sa
from argon2 import PasswordHasher
from argon2.exceptions import VerifyMismatchError

from timeline.access import User
from timeline.database import Database, accounts, sessions

DEMO = {"demo-coordinator": "coordinator", "demo-analyst": "analyst"}
"""The demo accounts and their roles: two, so that one can give an answer and the other agree to it."""
IDLE = timedelta(minutes=15)
LONGEST = timedelta(hours=12)
LOCK = timedelta(minutes=15)
TRIES = 10
TOUCH = timedelta(seconds=30)  # how old `seen_at` may be before a request writes it again
_hasher = PasswordHasher()
_nobody = _hasher.hash(secrets.token_hex(16))  # so that an unknown name takes as long as a known one


def ensure_demo(home: Path) -> list[tuple[str, str]]:
    """Give each demo account a new random password, end its sessions, and return the names with their passwords, the coordinator's first."""
    made = [(name, secrets.token_urlsafe(12)) for name in DEMO]
    database = Database(home)
    for name, password in made:
        set_password(database, name, DEMO[name], password)
    database.close()
    return made


def set_password(database: Database, name: str, role: str, password: str) -> None:
    """Make the account, or give it this role and password; sessions that it has are ended."""
    values = {"role": role, "password": _hasher.hash(password), "failed": 0, "locked_until": None}
    with database.write() as connection:
        changed = connection.execute(accounts.update().where(accounts.c.name == name).values(**values))
        if not changed.rowcount:
            connection.execute(accounts.insert().values(name=name, **values))
        _end(connection, sessions.c.name == name)


def sign_in(database: Database, name: str, password: str) -> str | None:
    """A new session's token if the name and password are right and the account is not locked; otherwise None."""
    now = datetime.now(UTC)
    with database.read() as connection:
        account = connection.execute(sa.select(accounts).where(accounts.c.name == name)).first()
    right = _is(account.password if account else _nobody, password)
    if not account or (account.locked_until and account.locked_until > now.isoformat()):
        return None
    with database.write() as connection:
        if not right:
            _count_wrong(connection, name, now)
            return None
        connection.execute(accounts.update().where(accounts.c.name == name).values(failed=0, locked_until=None))
        return _start(connection, name, now)


def signed_in(database: Database, token: str | None, now: datetime | None = None) -> User | None:
    """The user whose session this token opens, and the session kept awake; None when it is unknown, ended or too old."""
    now = now or datetime.now(UTC)
    if not token:
        return None
    query = sa.select(sessions, accounts.c.role).join(accounts, accounts.c.name == sessions.c.name)
    with database.read() as connection:
        found = connection.execute(query.where(sessions.c.token_hash == _hashed(token))).first()
    if not found or found.ended_at or _older(found.seen_at, IDLE, now) or _older(found.started_at, LONGEST, now):
        return None
    if _older(found.seen_at, TOUCH, now):
        with database.write() as connection:
            connection.execute(sessions.update().where(sessions.c.token_hash == _hashed(token)).values(seen_at=now.isoformat()))
    return User(found.name, found.role)


def sign_out(database: Database, token: str | None) -> None:
    """End the session that this token opens, if there is one."""
    with database.write() as connection:
        _end(connection, sessions.c.token_hash == _hashed(token or ""))


def _is(hashed: str, password: str) -> bool:
    try:
        return _hasher.verify(hashed, password)
    except VerifyMismatchError:
        return False


def _count_wrong(connection: sa.Connection, name: str, now: datetime) -> None:
    failed = connection.execute(sa.select(accounts.c.failed).where(accounts.c.name == name)).scalar_one() + 1
    lock = {"failed": 0, "locked_until": (now + LOCK).isoformat()} if failed >= TRIES else {"failed": failed}
    connection.execute(accounts.update().where(accounts.c.name == name).values(**lock))


def _start(connection: sa.Connection, name: str, now: datetime) -> str:
    token = secrets.token_urlsafe(32)
    at = now.isoformat()
    connection.execute(sessions.insert().values(token_hash=_hashed(token), name=name, started_at=at, seen_at=at))
    return token


def _end(connection: sa.Connection, which) -> None:
    at = datetime.now(UTC).isoformat()
    connection.execute(sessions.update().where(which, sessions.c.ended_at.is_(None)).values(ended_at=at))


def _hashed(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def _older(at: str, than: timedelta, now: datetime) -> bool:
    return now - datetime.fromisoformat(at) > than
