"""A job watched while it is done: each table that it makes is told to whoever asks, and when somebody cancels it, it is broken off at once."""

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime

import duckdb

from timeline import jobs
from timeline.database import Database
from timeline.jobs import Job, Stage

LOOK = 0.3  # seconds between two looks whether the job is to be cancelled
BROKEN_OFF = (KeyboardInterrupt, duckdb.Error, RuntimeError)
"""What breaks a watched job off; the latter two are what DuckDB makes of a signal, in its own midst and in Python that it calls."""


class Watch:
    """How far a job is. `connection` is the one that its statements run on, once there is one."""

    def __init__(self, database: Database, job: Job):
        self._database, self._job, self._made = database, job, []
        self.connection: duckdb.DuckDBPyConnection | None = None

    def at(self, stage: str) -> None:
        """Say what is being done."""
        jobs.at(self._database, self._job.job_id, stage, self._made)

    def made(self, table: str, rows: int) -> None:
        """Say that a table is made."""
        self._made.append(Stage(table, rows, datetime.now(UTC).isoformat(timespec="seconds")))
        self.at(table)

    def cancelled(self) -> bool:
        """Whether somebody has asked for it to be cancelled."""
        return jobs.get(self._database, self._job.job_id).cancelled_by is not None


@contextmanager
def watched(database: Database, job: Job) -> Iterator[Watch]:
    """Watch the job while the block does it, on the main thread. Where it is cancelled, the block ends with one of BROKEN_OFF."""
    watch, over = Watch(database, job), threading.Event()
    heard = signal.signal(signal.SIGINT, signal.default_int_handler)  # a process that was started in the background may have been told to ignore it
    watcher = threading.Thread(target=_look, args=(watch, over), daemon=True, name="watch")
    watcher.start()
    try:
        yield watch
    finally:
        over.set()
        watcher.join()
        signal.signal(signal.SIGINT, heard)


def _look(watch: Watch, over: threading.Event) -> None:
    while not watch.cancelled():
        if over.wait(LOOK):
            return
    signal.pthread_kill(threading.main_thread().ident, signal.SIGINT)
    while not over.wait(LOOK / 10):  # a signal alone is seen at the end of a statement only; and one may begin after the first call
        with suppress(duckdb.ConnectionException):  # closed already
            if watch.connection:
                watch.connection.interrupt()
