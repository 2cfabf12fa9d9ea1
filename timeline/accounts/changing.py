"""What is done to accounts: made, changed, disabled, enabled, reset, their sessions ended. Each change is a line in the audit, written before it is made."""

import re
from datetime import UTC, datetime

import sqlalchemy as sa

from timeline import audit
from timeline.access import PERMISSIONS, User
from timeline.accounts import invitations, limits, second_factor, sessions, signing_in
from timeline.accounts.passwords import Refused
from timeline.database import Database, accounts
from timeline.database import sessions as kept_sessions

NAME = re.compile(r"[a-z0-9][a-z0-9._@-]{2,63}")
BAD_NAME = ("'{name}' cannot be the name of an account: it has 3 to 64 of the characters a to z, 0 to 9, dot, hyphen, underline and @, and begins "
            "with a letter or a digit.")
NOBODY = "There is no account '{name}'. `timeline users list` shows all."
OWN = "Nobody changes their own role or limits or disables themselves. Ask another administrator, or whoever runs the command `timeline users`."


def add(database: Database, by: User, name: str, role: str, areas=None, agencies=None, subject: str | None = None, *,
        reason: str | None = None, now: datetime | None = None) -> str | None:
    """Make an account and return the invitation by which its owner chooses a password; None for one that signs in at the provider, where `subject` is
    who it is. Raises Refused."""
    if not NAME.fullmatch(name):
        raise Refused(BAD_NAME.format(name=name))
    _check(database, role, areas, agencies)
    taken = sa.or_(accounts.c.name == name, accounts.c.subject == subject) if subject else accounts.c.name == name
    if signing_in.found(database, taken):
        raise Refused(f"There is an account '{name}' already, or one with this subject of the provider. `timeline users list` shows all.")
    way = signing_in.PROVIDER if subject else signing_in.PASSWORD
    told = f"{role}; {limits.said(areas, agencies)}; signs in by {way}"
    audit.write(database, by, "add account", name, reason=_with(told, reason))
    with database.write() as connection:
        connection.execute(accounts.insert().values(name=name, role=role, sign_in=way, subject=subject, areas=limits.kept(areas),
                                                    agencies=limits.kept(agencies)))
    return None if subject else invitations.make(database, by, name, invitations.ACCOUNT, now)


def change(database: Database, by: User, name: str, reason: str | None = None, **given) -> None:
    """Give the account another `role`, other `areas` or `agencies` (None is no limit); what is not given stays. It holds from the next request on."""
    account = _other(database, by, name)
    now = {"role": account.role, "areas": sessions.limit(account.areas), "agencies": sessions.limit(account.agencies)} | given
    _check(database, now["role"], given.get("areas"), given.get("agencies"))
    told = f"now {now['role']}; {limits.said(now['areas'], now['agencies'])}"
    audit.write(database, by, "change account", name, reason=_with(told, reason))
    _set(database, name, role=now["role"], areas=limits.kept(now["areas"]), agencies=limits.kept(now["agencies"]))


def disable(database: Database, by: User, name: str, reason: str | None = None) -> None:
    """End the account's sessions and let nobody sign in to it until it is enabled."""
    _other(database, by, name)
    audit.write(database, by, "disable account", name, reason=reason)
    _set(database, name, disabled_at=datetime.now(UTC).isoformat())
    _end(database, name)


def enable(database: Database, by: User, name: str, reason: str | None = None) -> None:
    """Let its owner sign in again."""
    _other(database, by, name)
    audit.write(database, by, "enable account", name, reason=reason)
    _set(database, name, disabled_at=None)


def end_sessions(database: Database, by: User, name: str, reason: str | None = None) -> int:
    """End all sessions of the account; returns how many were not ended before."""
    _there(database, name)
    audit.write(database, by, "end sessions", name, reason=reason)
    return _end(database, name)


def reset(database: Database, by: User, name: str, kind: str, reason: str | None = None, now: datetime | None = None) -> str:
    """Forget the account's password or second factor, end its sessions, and return an invitation to a new one."""
    account = _there(database, name)
    if account.sign_in == signing_in.PROVIDER:
        raise Refused(f"'{name}' signs in at the provider: its password and second factor are reset there.")
    if kind == invitations.FACTOR and not second_factor.required(database):
        raise Refused("The accounts of a demo have no second factor.")
    audit.write(database, by, f"reset {kind}", name, reason=reason)
    forgotten = "password" if kind == invitations.PASSWORD else "secret"
    _set(database, name, **{forgotten: None})
    _end(database, name)
    left = account.secret if forgotten == "password" else account.password
    return invitations.make(database, by, name, kind if left else invitations.ACCOUNT, now)


def _check(database: Database, role: str, areas, agencies) -> None:
    if role not in PERMISSIONS:
        raise Refused(f"There is no role '{role}'. Choose one of: {', '.join(PERMISSIONS)}.")
    limits.check(database.home, areas, agencies)


def _with(told: str, reason: str | None) -> str:
    return f"{told}: {reason}" if reason else told


def _there(database: Database, name: str):
    account = signing_in.found(database, accounts.c.name == name)
    if account is None:
        raise Refused(NOBODY.format(name=name))
    return account


def _other(database: Database, by: User, name: str):
    if by.name == name:
        raise Refused(OWN)
    return _there(database, name)


def _set(database: Database, name: str, **values) -> None:
    with database.write() as connection:
        connection.execute(accounts.update().where(accounts.c.name == name).values(**values))


def _end(database: Database, name: str) -> int:
    with database.write() as connection:
        return sessions.end(connection, kept_sessions.c.name == name)
