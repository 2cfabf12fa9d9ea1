"""The worker beside the server: started where a job waits, by itself and again where it was killed, and living on when the server stops."""

import os
import signal
import subprocess
import sys
import threading
import time

import pytest

from dashboard import working
from dashboard.working import Working
from tests.brought import started
from timeline import jobs
from timeline.loading import worker

WORKS = """
import os, sys, time
from pathlib import Path
from timeline import jobs
from timeline.database import Database
from timeline.loading import worker

home = Path(os.environ["TIMELINE_HOME"])
def done(database, job, watch):
    (home / f"begun-{job.tries}").write_text(str(os.getpid()))
    while (home / "hold").exists():
        time.sleep(0.05)
    return {}

worker.checking.check = done
worker.work(Database(home))
"""


@pytest.fixture(autouse=True)
def ended(database):
    """What saw to a worker has ended before the database is closed under it."""
    yield
    assert until(lambda: "worker" not in {thread.name for thread in threading.enumerate()})


def working_on(database, script: str = WORKS) -> Working:
    return Working(database, (sys.executable, "-c", script))


def until(reached, seconds: float = 60) -> bool:
    """Whether it was reached in time."""
    end = time.monotonic() + seconds
    while time.monotonic() < end and not reached():
        time.sleep(0.05)
    return bool(reached())


def state(database, job_id: str) -> str:
    return jobs.get(database, job_id).state


def test_nothing_is_started_where_nothing_waits_or_a_worker_is_at_work(database):
    beside = working_on(database, "raise SystemExit(1)")
    beside.start()
    started(database, "check")
    with worker.alone(database.home):
        beside.start()
    assert not (database.home / working.LOG).exists()


@pytest.mark.slow
def test_a_killed_worker_is_followed_by_another_that_does_its_job(database, monkeypatch):
    monkeypatch.setattr(working, "TRY_AGAIN", 0.1)
    (database.home / "hold").touch()
    job_id = started(database, "check")
    working_on(database).start()
    begun = database.home / "begun-1"
    assert until(lambda: begun.exists() and begun.read_text())
    os.kill(int(begun.read_text()), signal.SIGKILL)
    (database.home / "hold").unlink()
    assert until(lambda: state(database, job_id) == "done")
    assert jobs.get(database, job_id).tries == 2
    assert (database.home / working.LOG).stat().st_mode & 0o077 == 0


@pytest.mark.slow
def test_a_worker_lives_on_when_the_server_is_killed(database):
    (database.home / "hold").touch()
    job_id = started(database, "check")
    serving = ("import sys, time; from pathlib import Path; from dashboard.working import Working; from timeline.database import Database\n"
               "Working(Database(Path(sys.argv[1])), (sys.executable, '-c', sys.argv[2])).start(); time.sleep(600)")
    with subprocess.Popen([sys.executable, "-c", serving, str(database.home), WORKS], start_new_session=True) as server:
        begun = until((database.home / "begun-1").exists)
        os.killpg(server.pid, signal.SIGKILL)
    assert begun
    (database.home / "hold").unlink()
    assert until(lambda: state(database, job_id) == "done")
    assert jobs.get(database, job_id).tries == 1


@pytest.mark.slow
def test_a_worker_that_cannot_begin_is_not_started_for_ever(database, monkeypatch):
    monkeypatch.setattr(working, "TRY_AGAIN", 0.05)
    job_id = started(database, "check")
    beside = working_on(database, "import os; open(os.environ['TIMELINE_HOME'] + '/tried', 'a').write('x'); raise SystemExit('Sara Khan')")
    beside.start()
    assert until(lambda: (database.home / "tried").exists() and (database.home / "tried").read_text() == "xxx")
    time.sleep(0.5)
    assert ((database.home / "tried").read_text(), state(database, job_id)) == ("xxx", "waiting")
