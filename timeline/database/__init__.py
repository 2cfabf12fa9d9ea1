"""The one place that opens the database of accounts, sessions, audit, decisions, notes, meetings, uploads and jobs.

It is an encrypted file of the home (embedded.py), or a PostgreSQL server where TIMELINE_DATABASE names one (postgresql.py): docs/adr/0026-two-databases.md."""

import os
import threading
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import sqlalchemy as sa

from timeline import keys
from timeline.database import embedded, postgresql, schema
from timeline.database.declared import (
    WRITTEN,
    accounts,
    actions,
    activities,
    agenda,
    audit,
    audit_named,
    decisions,
    exclusions,
    invitations,
    jobs,
    meetings,
    metadata,
    notes,
    referrals,
    samples,
    sessions,
    transfers,
    tries,
    uploads,
)
from timeline.database.each import each
from timeline.database.embedded import NAME
from timeline.database.faults import CannotOpen, NotReached, reached


class _Moment(threading.local):
    """Of each thread: what ends the moment that it reads, where it reads one, and the connection that shows it once something was read."""

    ends: ExitStack | None = None
    connection: sa.Connection | None = None


class Database:
    """The database of one home folder. `write()` and `read()` each give a connection in a transaction."""

    def __init__(self, home: Path):
        """Open, and at first make, the database of the home; the folder and all in it are for their owner alone. Raises CannotOpen, keys.NoKey."""
        held = keys.of(home)  # before anything is made: without a key nothing is
        home.mkdir(parents=True, exist_ok=True)
        home.chmod(0o700)
        self.home, self._moment = home, _Moment()
        address = os.environ.get("TIMELINE_DATABASE")
        self._writes, self._reads = postgresql.engines(address) if address else embedded.engines(home, held.derived("database"))
        with ExitStack() as not_opened:
            not_opened.callback(self.close)
            self._bring(held.derived("mark").hex())
            not_opened.pop_all()

    @contextmanager
    def write(self) -> Iterator[sa.Connection]:
        """A connection that holds the write lock; what is done is kept when the block ends and undone if it raises. Raises NotReached, and then it cannot
        be told whether it was kept."""
        self._moment.ends = self._moment.connection = None  # what is read afterwards must show what was written
        with reached(), self._writes.begin() as connection:
            yield connection

    @contextmanager
    def read(self) -> Iterator[sa.Connection]:
        """A connection that can only read. Raises NotReached."""
        with reached(), ExitStack() as ends:
            connection = self._moment.connection or (self._moment.ends or ends).enter_context(self._reads.begin())
            self._moment.connection = connection if self._moment.ends else None
            yield connection

    @contextmanager
    def one_moment(self) -> Iterator[None]:
        """Let whatever this thread reads in the block show one and the same moment, in one transaction, until it writes something."""
        with reached(), ExitStack() as ends:
            self._moment.ends, self._moment.connection = ends, None
            try:
                yield
            finally:
                self._moment.ends = self._moment.connection = None

    def compact(self) -> None:
        """Let nothing that is no longer in any line lie about in the pages of the file, or of the server's."""
        (postgresql if self._writes.dialect.name == "postgresql" else embedded).compact(self._writes)

    def close(self) -> None:
        """Let go of the file, or of the server."""
        self._writes.dispose()
        self._reads.dispose()

    def _bring(self, mark: str) -> None:
        """Let the database have the tables of this version, and belong to this home."""
        with self.read() as connection:
            if schema.is_brought(connection, mark):
                return
        with self.write() as connection:
            schema.bring(connection, mark)
