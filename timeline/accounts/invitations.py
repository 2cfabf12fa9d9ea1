"""Invitations: how a person comes to a password and a second factor that nobody else knows.

Whoever makes an account, or resets it, gets a random invitation to hand on; a hash of it is kept, it holds for 72 hours and is used once, and a newer one ends
the older. Whoever opens it chooses the password and enrols the second factor. A reset of the one asks for the other, so that a
stolen invitation alone opens nothing."""

import secrets
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import sqlalchemy as sa

from timeline import audit
from timeline.access import User
from timeline.accounts import passwords, second_factor, sessions, signing_in, tries
from timeline.accounts.passwords import Refused
from timeline.database import Database, accounts, invitations
from timeline.database import sessions as kept_sessions

ACCOUNT, PASSWORD, FACTOR, RENEWAL = "account", "password", "second factor", "renewal"
"""What an invitation is to: a new account, a new password, a new second factor, or a newer one that its owner asked for and has just proved to be its owner."""
LASTS = timedelta(hours=72)
RENEWAL_LASTS = timedelta(minutes=10)
AHEAD = timedelta(hours=1)
"""By how much the clock may have been ahead when an invitation was made: one that was made further in the future would hold for as much too long."""
GONE = "This invitation is not one that can be used. It holds for 72 hours and once. Copy it whole, or ask whoever gave it to you for a new one."
WRONG = "The password or the code is not right, or it is too soon after wrong ones. The code is the one that the app shows now, and each works once."
WRONG_CODE = "The code is not right. Scan the picture again, and type the six digits that the app shows now."


@dataclass(frozen=True)
class Invitation:
    """An invitation that can be used: for which account and to what; `secret` is the new second factor as it is kept, None where none is enrolled."""

    token_hash: str
    name: str
    kind: str
    secret: str | None

    @property
    def chooses(self) -> bool:
        """Whether a password is chosen."""
        return self.kind in (ACCOUNT, PASSWORD)


def make(database: Database, by: User, name: str, kind: str, now: datetime | None = None) -> str:
    """A new invitation for the account; any earlier one is used up. Returns what its owner is to be given."""
    now, token = now or datetime.now(UTC), secrets.token_urlsafe(32)
    enrols = kind != PASSWORD and second_factor.required(database)
    lasts = RENEWAL_LASTS if kind == RENEWAL else LASTS
    with database.write() as connection:
        connection.execute(invitations.update().where(invitations.c.name == name, invitations.c.used_at.is_(None)).values(used_at=now.isoformat()))
        connection.execute(invitations.insert().values(
            token_hash=sessions.hashed(token), name=name, kind=kind, by=by.name, made_at=now.isoformat(), until=(now + lasts).isoformat(),
            secret=second_factor.new(database, name) if enrols else None))
    return token


def find(database: Database, token: str, now: datetime | None = None) -> Invitation:
    """The invitation, as long as it can be used. Raises Refused; a try with one that cannot be is written down."""
    now = now or datetime.now(UTC)
    query = (sa.select(invitations).join(accounts, accounts.c.name == invitations.c.name).where(
        invitations.c.token_hash == sessions.hashed(token.strip()), invitations.c.used_at.is_(None),
        invitations.c.until > now.isoformat(), invitations.c.until <= (now + LASTS + AHEAD).isoformat(),
        accounts.c.disabled_at.is_(None)))
    with database.read() as connection:
        row = connection.execute(query).first()
    if row is None:
        audit.write(database, User("unknown", "none"), "invitation refused", f"invitation {sessions.hashed(token.strip())[:12]}", outcome="refused")
        raise Refused(GONE)
    return Invitation(row.token_hash, row.name, row.kind, row.secret)


def accept(database: Database, token: str, password: str, code: str | None, *, place: str = "", now: datetime | None = None) -> str:
    """Use the invitation: the password is chosen, or shown to be known, and the second factor enrolled, or shown. The account's other sessions
    end. Returns a new session's token. Raises Refused, and the invitation can still be used."""
    now = now or datetime.now(UTC)
    invitation = find(database, token, now)
    account = signing_in.found(database, accounts.c.name == invitation.name)
    if invitation.chooses:
        passwords.check(password, invitation.name)
    values = _proved(database, invitation, account, password, code, now)
    audit.write(database, User(account.name, account.role), "accept invitation", account.name, reason=f"to a new {invitation.kind}")
    with database.write() as connection:
        unused = (invitations.c.token_hash == invitation.token_hash, invitations.c.used_at.is_(None))
        if connection.execute(invitations.update().where(*unused).values(used_at=now.isoformat(), secret=None)).rowcount != 1:
            raise Refused(GONE)
        connection.execute(accounts.update().where(accounts.c.name == account.name).values(**values))
        sessions.end(connection, kept_sessions.c.name == account.name)
        return sessions.start(connection, account.name, place, now)


def _proved(database: Database, invitation: Invitation, account, password: str, code: str | None, now: datetime) -> dict:
    """What the account is to hold, once all is shown that this kind of invitation asks for. Raises Refused; a wrong try counts."""
    counted = tries.counted_as(database, account.name, True)
    in_time = tries.begin(database, counted, now)
    values = {"password": passwords.hashed(password)} if invitation.chooses else {}
    if not in_time or invitation.kind == FACTOR and not passwords.matches(account.password, password):
        raise Refused(_noted(database, account, WRONG))
    if invitation.secret:
        of = second_factor.step(database, account.name, invitation.secret, code, now)
        if of is None:
            raise Refused(_noted(database, account, WRONG_CODE))
        values |= {"secret": invitation.secret, "last_step": of}
    elif second_factor.required(database) and not second_factor.passes(database, account, code, now):
        raise Refused(_noted(database, account, WRONG))
    tries.forgive(database, counted)
    return values


def _noted(database: Database, account, why: str) -> str:
    audit.write(database, User(account.name, "none"), "invitation refused", account.name, reason="wrong password or code, or too soon", outcome="refused")
    return why
