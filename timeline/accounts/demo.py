"""The accounts of a demo: one of each role, without a second factor, each with a new random password whenever the demo starts."""

import secrets
from contextlib import closing
from pathlib import Path

from timeline.accounts import passwords, sessions, signing_in
from timeline.database import Database, accounts
from timeline.database import sessions as kept_sessions

DEMO = {f"demo-{role}": role for role in ("coordinator", "analyst", "auditor", "administrator")}
"""The demo accounts and their roles; a coordinator and an analyst, so that one can give an answer and the other agree to it."""


def ensure_demo(home: Path) -> list[tuple[str, str]]:
    """Give each demo account a new random password, end its sessions, and return the names with their passwords, in the order of DEMO."""
    made = [(name, secrets.token_urlsafe(12)) for name in DEMO]
    with closing(Database(home)) as database:
        for name, password in made:
            set_password(database, name, DEMO[name], password)
    return made


def set_password(database: Database, name: str, role: str, password: str) -> None:
    """Make the account, or give it this role and password, whatever the password is; sessions that it has are ended."""
    values = {"role": role, "password": passwords.hashed(password), "disabled_at": None}
    with database.write() as connection:
        if not connection.execute(accounts.update().where(accounts.c.name == name).values(**values)).rowcount:
            connection.execute(accounts.insert().values(name=name, sign_in=signing_in.PASSWORD, **values))
        sessions.end(connection, kept_sessions.c.name == name)
