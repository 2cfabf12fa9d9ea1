"""Bringing a database of an earlier version to this one, by the migrations."""

from pathlib import Path

import sqlalchemy as sa
from alembic import command
from alembic.config import Config
from alembic.util import CommandError

from timeline.database.faults import CannotOpen

NEWER = "This database was made by a later version of this program. Use that version, or put back a backup of this one."


def config(connection: sa.Connection) -> Config:
    """How Alembic finds the migrations, and the connection that they are made on."""
    told = Config(attributes={"connection": connection})
    told.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
    return told


def upgrade(connection: sa.Connection, to: str = "head") -> None:
    """Make every migration that the database lacks, in the transaction of this connection. Raises CannotOpen where a later version made it."""
    try:
        command.upgrade(config(connection), to)
    except CommandError as why:
        raise CannotOpen(NEWER) from why
