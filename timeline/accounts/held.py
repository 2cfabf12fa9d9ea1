"""The accounts that there are, as an administrator and other pages see them: never a password, a hash or a secret."""

from dataclasses import dataclass
from datetime import UTC, datetime

import sqlalchemy as sa

from timeline.accounts import sessions, signing_in
from timeline.database import Database, accounts
from timeline.database import sessions as kept_sessions


@dataclass(frozen=True)
class Account:
    """One account. `ready` says whether its owner has chosen a password, or signs in at the provider; `sessions` counts those that are open now."""

    name: str
    role: str
    areas: frozenset[str] | None
    agencies: frozenset[str] | None
    provider: bool
    ready: bool
    second_factor: bool
    disabled: bool
    signed_in_at: datetime | None
    sessions: int


def named(database: Database) -> list[tuple[str, str]]:
    """The name and role of every account, by name; those that are disabled too."""
    with database.read() as connection:
        return [tuple(row) for row in connection.execute(sa.select(accounts.c.name, accounts.c.role).order_by(accounts.c.name))]


def at_provider(database: Database, name: str) -> bool:
    """Whether this account signs in at the organisation's provider."""
    account = signing_in.found(database, accounts.c.name == name)
    return account is not None and account.sign_in == signing_in.PROVIDER


def listed(database: Database, now: datetime | None = None) -> list[Account]:
    """Every account, by name."""
    is_open = sessions.open_at(now or datetime.now(UTC))
    counted = sa.select(sa.func.count()).where(kept_sessions.c.name == accounts.c.name, is_open).scalar_subquery()
    with database.read() as connection:
        return [_account(row) for row in connection.execute(sa.select(accounts, counted.label("open")).order_by(accounts.c.name))]


def _account(row) -> Account:
    provider = row.sign_in == signing_in.PROVIDER
    return Account(row.name, row.role, sessions.limit(row.areas), sessions.limit(row.agencies), provider, provider or row.password is not None,
                   row.secret is not None, row.disabled_at is not None, datetime.fromisoformat(row.signed_in_at) if row.signed_in_at else None, row.open)
