"""What a signed-in person does to their own account: another password, another second factor, ending sessions elsewhere."""

from datetime import UTC, datetime

from timeline import audit
from timeline.access import User
from timeline.accounts import invitations, passwords, sessions, signing_in, tries
from timeline.accounts.passwords import Refused
from timeline.database import Database, accounts
from timeline.database import sessions as kept_sessions

NOT_FRESH = "Sign in again first: this is done only within ten minutes of signing in."
NOT_THIS = "The present password is not right, or it is too soon after wrong ones."
AT_PROVIDER = "This account signs in at your organisation's provider, where its password and second factor are kept."


def change_password(database: Database, user: User, token: str, present: str, new: str, *, place: str = "", now: datetime | None = None) -> str:
    """Give the user's account a new password; every session of it ends, and a new one begins, whose token is returned. Raises Refused."""
    now = now or datetime.now(UTC)
    account = _own(database, user, token, now)
    passwords.check(new, user.name)
    counted = tries.counted_as(database, user.name, True, sessions.hashed(token)[:16])
    if not tries.begin(database, counted, now) or not passwords.matches(account.password, present):
        audit.write(database, user, "change password refused", user.name, reason="wrong password, or too soon after wrong ones", outcome="refused")
        raise Refused(NOT_THIS)
    tries.forgive(database, counted)
    audit.write(database, user, "change password", user.name)
    kept = passwords.hashed(new)
    with database.write() as connection:
        connection.execute(accounts.update().where(accounts.c.name == user.name).values(password=kept))
        sessions.end(connection, kept_sessions.c.name == user.name)
        return sessions.start(connection, user.name, place, now)


def renew_second_factor(database: Database, user: User, token: str, now: datetime | None = None) -> str:
    """An invitation of ten minutes by which the user enrols another second factor; until it is used the present one holds. Raises Refused."""
    now = now or datetime.now(UTC)
    _own(database, user, token, now)
    audit.write(database, user, "renew second factor", user.name)
    return invitations.make(database, user, user.name, invitations.RENEWAL, now)


def end_others(database: Database, user: User, token: str, only: str | None = None, now: datetime | None = None) -> int:
    """End the user's other sessions, or the one whose id is `only`; returns how many. Raises Refused."""
    if not sessions.fresh(database, token, now):
        raise Refused(NOT_FRESH)
    audit.write(database, user, "end own sessions", user.name, reason=f"session {only}" if only else "all others")
    which = kept_sessions.c.token_hash.startswith(only, autoescape=True) if only else kept_sessions.c.token_hash != sessions.hashed(token)
    with database.write() as connection:
        return sessions.end(connection, kept_sessions.c.name == user.name, which)


def _own(database: Database, user: User, token: str, now: datetime):
    account = signing_in.found(database, accounts.c.name == user.name)
    if account.sign_in == signing_in.PROVIDER:
        raise Refused(AT_PROVIDER)
    if not sessions.fresh(database, token, now):
        raise Refused(NOT_FRESH)
    return account
