"""Starting the worker that does checks and loads, beside the server, and starting it again where it was killed.

`timeline work` runs as a process of its own session, so that it lives on when the server stops; a job that it leaves behind is done by the next one.
`start` is called when a job is started, when the server starts, and whenever somebody looks at a job."""

import os
import subprocess
import sys
import threading
from contextlib import suppress
from pathlib import Path

from flask import Flask, current_app

import timeline
from dashboard import yielding
from timeline import cli, jobs, keys, memory
from timeline.database import Database
from timeline.loading import worker

COMMAND = (sys.executable, "-m", "timeline.cli", "work")
LONGEST = 10.0   # seconds that what is at work here may take to end
TRY_AGAIN = 5.0  # seconds until the next start of a worker that failed
LOG = "work.log"


class Working:
    """The worker of one home, as this server sees to it."""

    def __init__(self, database: Database, command: tuple[str, ...] = COMMAND):
        self._database, self._command = database, command
        self._lock, self._stop = threading.Lock(), threading.Event()
        self._running, self._thread = False, threading.Thread()

    def start(self) -> None:
        """See to it that a worker is at work where a job waits or was left behind; returns at once."""
        with self._lock, suppress(OSError):  # the job is kept and waits: whoever looks at it next tries again
            if not self._running and self._needed():
                self._running = True
                self._thread = threading.Thread(target=self._work, daemon=True, name="worker")
                self._thread.start()

    def stop(self) -> None:
        """Start no further worker; one that is at work goes on to its end by itself."""
        self._stop.set()
        if self._thread.is_alive():
            self._thread.join(LONGEST)

    def _work(self) -> None:
        """Run a worker until nothing waits, or until it has failed as often as a job is tried: the next look starts it anew."""
        failed = 0
        while self._more(failed):
            failed = failed + 1 if self._worker() else 0
            if failed:
                self._stop.wait(TRY_AGAIN)

    def _worker(self) -> int:
        """Run a worker to its end; its code, or one of a failure where the machine does not let it begin."""
        with suppress(OSError, memory.NoMemory):
            return self._run()
        return cli.NOT_PUBLISHED

    def _more(self, failed: int) -> bool:
        """Whether to run one more; a job that is started before the lock is let go is seen here, and after it starts anew."""
        with self._lock:
            self._running = False  # whatever breaks the next line off
            self._running = failed < jobs.MOST_TRIES and not self._stop.is_set() and self._needed()
            return self._running

    def _needed(self) -> bool:
        if not jobs.waiting(self._database):
            return False
        with worker.alone(self._database.home) as nobody_at_work:
            return nobody_at_work

    def _run(self) -> int:
        """Run a worker to its end; its code. It tells its own log what no page may show: a crash may quote data, so in a sealed home the log is in memory."""
        home = self._database.home
        folder = memory.shared(home) if keys.of(home).sealed else home
        with os.fdopen(os.open(folder / LOG, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_APPEND, 0o600), "wb") as log:
            return yielding.run(self._command, self._stop, env=keys.environment(home), cwd=Path(timeline.__file__).parents[1],
                                stdin=subprocess.DEVNULL, stdout=log, stderr=log, start_new_session=True).returncode


def install(server: Flask) -> None:
    """Give this server the starting of its worker."""
    server.extensions["working"] = Working(server.extensions["database"])


def start() -> None:
    """After a job was started, or when somebody looks at one: let there be a worker."""
    current_app.extensions["working"].start()
