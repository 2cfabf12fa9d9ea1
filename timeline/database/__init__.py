"""The one place that opens the database of accounts, sessions, audit, decisions, notes, meetings, uploads and jobs: SQLite at `<home>/timeline.db`.

Two engines. Writes take the write lock at once (`BEGIN IMMEDIATE`: SQLite's default lost 955 of 1,000 writes under load)
and reach the disk before they are answered (`synchronous=FULL`). Reads go through an engine that cannot write, so that
they never wait for a writer. Why SQLite, and which versions of it: docs/adr/0004-the-database-is-sqlite.md."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import sqlalchemy as sa

from timeline import keys
from timeline.database.declared import (
    WRITTEN,
    accounts,
    actions,
    activities,
    agenda,
    audit,
    decisions,
    jobs,
    meetings,
    metadata,
    notes,
    referrals,
    samples,
    sessions,
    transfers,
    uploads,
)

NAME = "timeline.db"
APPEND_ONLY = [
    f"create trigger if not exists {table}_no_{change} before {change} on {table} begin "
    f"select raise(abort, 'the table {table} is append-only'); end" for table in ("audit", *WRITTEN) for change in ("update", "delete")]


class Database:
    """The database of one home folder. `write()` and `read()` each give a connection in a transaction."""

    def __init__(self, home: Path):
        """Open, and at first make, the database below `home`; the folder and all in it are for their owner alone."""
        home.mkdir(parents=True, exist_ok=True)
        home.chmod(0o700)
        keys.of(home)  # before there is a database: one without a keyring is not given a new key
        self.home = home
        path = home / NAME
        path.touch(mode=0o600)
        self._writes = _engine(path, "begin immediate", "pragma journal_mode=wal", "pragma synchronous=full",
                               "pragma recursive_triggers=on")  # without it `insert or replace` passes by APPEND_ONLY
        self._reads = _engine(path, "begin", "pragma query_only=on")
        with self.write() as connection:
            metadata.create_all(connection)
            _add_columns(connection)
            for statement in APPEND_ONLY:
                connection.execute(sa.text(statement))

    @contextmanager
    def write(self) -> Iterator[sa.Connection]:
        """A connection that holds the write lock; what is done is kept when the block ends and undone if it raises."""
        with self._writes.begin() as connection:
            yield connection

    @contextmanager
    def read(self) -> Iterator[sa.Connection]:
        """A connection that can only read."""
        with self._reads.begin() as connection:
            yield connection

    def close(self) -> None:
        """Let go of the file."""
        self._writes.dispose()
        self._reads.dispose()


def _add_columns(connection: sa.Connection) -> None:
    """Give the tables of a home that an earlier version made the columns that were declared since, empty in the lines that it holds.

    So a column that is declared later may be empty, and none is ever renamed, changed or taken away."""
    for table in metadata.sorted_tables:
        there = {column["name"] for column in sa.inspect(connection).get_columns(table.name)}
        for column in table.columns:
            if column.name not in there:
                connection.execute(sa.text(f'alter table {table.name} add column "{column.name}" {column.type.compile(connection.dialect)}'))


def _engine(path: Path, begin: str, *pragmas: str) -> sa.Engine:
    engine = sa.create_engine(f"sqlite:///{path}")

    @sa.event.listens_for(engine, "connect")
    def prepare(connection, _record):
        connection.isolation_level = None  # the driver must not begin transactions of its own
        for pragma in ("pragma busy_timeout=30000", *pragmas):
            connection.execute(pragma).close()

    @sa.event.listens_for(engine, "begin")
    def start(connection):
        connection.exec_driver_sql(begin)

    return engine
