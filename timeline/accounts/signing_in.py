"""Signing in, with a name, a password and a code, or as whom the organisation's provider vouches for. Every try is in the audit, whatever comes of it.

A refusal says the same and takes the same time whatever was wrong. The audit says what it was; of a name that nobody has, only a keyed digest,
because people type passwords there."""

from datetime import UTC, datetime

import sqlalchemy as sa

from timeline import audit
from timeline.access import User
from timeline.accounts import passwords, second_factor, sessions, tries
from timeline.database import Database, accounts

PASSWORD, PROVIDER = "password", "provider"
"""How an account signs in: here, or at the organisation's OpenID Connect provider."""


def sign_in(database: Database, name: str, password: str, code: str | None = None, *, browser: str | None = None, place: str = "",
            now: datetime | None = None) -> str | None:
    """A new session's token, if name, password and, where one is required, the code are right; otherwise None. `browser` marks one that has
    signed in to this account before."""
    now = now or datetime.now(UTC)
    account = found(database, accounts.c.name == name)
    why = refusal(database, account, name, password, code, browser, now)
    if why:
        _refused(database, name if account else f"unknown name {tries.digest(database, name)}", why)
        return None
    return _begin(database, account, place, now)


def sign_in_as(database: Database, subject: str, *, place: str = "", now: datetime | None = None) -> str | None:
    """A new session's token for the account that an administrator gave this subject of the provider; otherwise None."""
    account = found(database, sa.and_(accounts.c.subject == subject, accounts.c.sign_in == PROVIDER))
    if account is None or account.disabled_at:
        _refused(database, account.name if account else f"subject {subject[:100]}", "the account is disabled" if account else "no account has this subject")
        return None
    return _begin(database, account, place, now or datetime.now(UTC))


def refusal(database: Database, account, name: str, password: str, code: str | None, browser: str | None, now: datetime) -> str | None:
    """What is wrong with what was given for an account, a row of its table or None; None where it is right. A wrong one is counted."""
    counted = tries.counted_as(database, name, account is not None, browser)
    in_time = tries.begin(database, counted, now)
    right = passwords.matches(account.password if account else None, password)
    why = ("too soon after wrong tries" if not in_time else "nobody has this name" if account is None
           else "the account is disabled" if account.disabled_at else "the account signs in at the provider" if account.sign_in == PROVIDER
           else "wrong password" if not right
           else "wrong code" if second_factor.required(database) and not second_factor.passes(database, account, code, now) else None)
    if why is None:
        tries.forgive(database, counted)
    return why


def found(database: Database, which):
    """The row of the account that fits, or None."""
    with database.read() as connection:
        return connection.execute(sa.select(accounts).where(which)).first()


def _begin(database: Database, account, place: str, now: datetime) -> str:
    """A new session of the account, whose token is given to nobody before its line stands in the audit."""
    with database.write() as connection:
        token = sessions.start(connection, account.name, place, now)
    audit.write(database, User(account.name, account.role), "sign in", account.name, reason=place or None, session=sessions.mark(token))
    return token


def _refused(database: Database, who: str, why: str) -> None:
    audit.write(database, User(who, "none"), "sign in refused", who, reason=why, outcome="refused")
