"""What keeps the database from being opened, or from being read and written."""

from collections.abc import Iterator
from contextlib import contextmanager

import psycopg
import sqlalchemy as sa
import sqlcipher3.dbapi2 as sqlcipher

KINDS = (sa.exc.DBAPIError, sqlcipher.Error, psycopg.Error)
"""The errors that the databases raise, by themselves and through SQLAlchemy."""

OURS = "SQLITE_ERROR"
"""What SQLite calls a statement that is wrong, in an error of the same kind as its faults."""

NOT_NOW = ("The database cannot be read or written just now: another program holds it, or its disk is full, read-only or gone. It cannot be told whether what "
           "was written last was kept. Look what it is, and try again; sent again as it was, it is kept once.")


class CannotOpen(Exception):
    """The database cannot be used as it is; the message says why and what to do, and never where it is or how it is reached."""


class NotReached(CannotOpen):
    """The database cannot be reached now; the message says so. What it is, is the cause."""


@contextmanager
def reached() -> Iterator[None]:
    """In the block, raise NotReached where the database cannot be read or written, whatever it asks for."""
    try:
        yield
    except (sa.exc.OperationalError, sa.exc.InterfaceError, sa.exc.DisconnectionError, sa.exc.TimeoutError) as why:
        if code(why) == OURS:
            raise
        raise NotReached(NOT_NOW) from why


def code(error: BaseException) -> str | None:
    """What the database calls this error: SQLite's name, of which the first two words tell its kind, or PostgreSQL's code; None where it has neither."""
    own = getattr(error, "orig", None) or error
    name = getattr(own, "sqlite_errorname", None) or getattr(own, "sqlstate", None)
    return "_".join(name.split("_")[:2]) if name else None
