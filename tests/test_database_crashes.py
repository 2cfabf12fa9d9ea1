"""Many who write at once, and those who are killed while they do: what was acknowledged is there, once, and the audit holds."""

import os
import random
import signal
import subprocess
import sys
import time
from contextlib import closing

import psutil
import pytest

from tests import postgres
from tests.conftest import EMBEDDED
from timeline import audit, kept
from timeline.access import User
from timeline.database import Database
from timeline.database import notes as lines

pytestmark = pytest.mark.slow
ROUNDS, WRITERS = 5, 8
WRITES = """
import os, sys
from itertools import count
from pathlib import Path
from timeline import audit, kept
from timeline.access import User
from timeline.database import Database, notes as lines

home, acknowledged, round, processes, writes = Path(sys.argv[1]), os.open(sys.argv[2], os.O_WRONLY | os.O_APPEND | os.O_CREAT), *map(int, sys.argv[3:])

def write(number):
    database, user = Database(home), User(f"user {number}", "analyst")
    for one in range(writes) if writes else count():
        key = f"{round} {number} {one}"
        kept.keep(database, lines.c.note_id, "N", key, user, anchor="police:n:1#victim", words="Seen.")
        audit.write(database, user, "note", key)
        os.write(acknowledged, f"{key}\\n".encode())

for number in range(processes):
    if not os.fork():
        write(number)
        os._exit(0)
sys.exit(any(os.wait()[1] for _ in range(processes)))
"""


def writing(home, round: int, processes: int, writes: int = 0, **given) -> subprocess.Popen:
    """Processes that write, each so often or until they are killed, and put down every key that was acknowledged."""
    return subprocess.Popen([sys.executable, "-c", WRITES, *map(str, (home, home / "acknowledged", round, processes, writes))], start_new_session=True, **given)


def acknowledged(home) -> list[str]:
    return (home / "acknowledged").read_text().splitlines()


def kept_keys(database) -> list[str]:
    with database.read() as connection:
        return [key for (key,) in connection.execute(lines.select().with_only_columns(lines.c.key).order_by(lines.c.number))]


def check(home) -> None:
    """Nothing acknowledged is lost, nothing is kept twice, and whoever sends a key again is told of the line that it has."""
    with closing(Database(home)) as database:
        keys = kept_keys(database)
        assert len(keys) == len(set(keys)) and set(acknowledged(home)) <= set(keys)
        unanswered = next((key for key in reversed(keys) if key not in set(acknowledged(home))), keys[-1])
        again = kept.keep(database, lines.c.note_id, "N", unanswered, User("user", "analyst"), anchor="police:n:1#victim", words="Seen.")
        assert again == f"N-{keys.index(unanswered) + 1}" and kept_keys(database) == keys
        assert audit.verify(database).number >= len(acknowledged(home))


def end(process: psutil.Process) -> None:
    """Kill a process and all that it started."""
    for one in (process, *process.children(recursive=True)):
        one.kill()
    psutil.wait_procs([process], timeout=30)


def test_fifty_processes_of_twenty_writes_each_fail_in_none(engine, tmp_path):
    Database(tmp_path).close()
    assert writing(tmp_path, 0, 50, 20).wait() == 0
    assert len(acknowledged(tmp_path)) == 1000
    check(tmp_path)
    with closing(Database(tmp_path)) as database:
        assert len(kept_keys(database)) == 1000


def test_writers_that_are_killed_lose_nothing_that_was_acknowledged(engine, tmp_path):
    Database(tmp_path).close()
    for round in range(ROUNDS):
        with writing(tmp_path, round, WRITERS, stderr=subprocess.DEVNULL) as writers:
            _let_write(tmp_path, round)
            os.killpg(writers.pid, signal.SIGKILL)
        check(tmp_path)
    if engine == EMBEDDED:
        with closing(Database(tmp_path)) as database, database.read() as connection:
            assert connection.exec_driver_sql("pragma integrity_check").scalar() == "ok"
            assert connection.exec_driver_sql("pragma cipher_integrity_check").all() == []


@pytest.mark.skipif(postgres.programs() is None, reason=postgres.MISSING)
def test_a_server_that_is_killed_loses_nothing_that_was_acknowledged(tmp_path, monkeypatch):
    with postgres.folder() as cluster:
        with postgres.serving(cluster, lasting=True):
            monkeypatch.setenv("TIMELINE_DATABASE", postgres.address(cluster, "part"))
            Database(tmp_path).close()
        for round in range(ROUNDS):
            with postgres.serving(cluster, lasting=True) as server, writing(tmp_path, round, WRITERS, stderr=subprocess.DEVNULL) as writers:
                _let_write(tmp_path, round)
                end(psutil.Process(server.pid))
                os.killpg(writers.pid, signal.SIGKILL)
            with postgres.serving(cluster, lasting=True):
                check(tmp_path)


def _let_write(home, round: int) -> None:
    """Wait until this round has written something, and a moment of any length."""
    until = time.monotonic() + 60
    while time.monotonic() < until and not any(key.startswith(f"{round} ") for key in (acknowledged(home) if (home / "acknowledged").exists() else ())):
        time.sleep(0.05)
    time.sleep(random.uniform(0.1, 1.0))
