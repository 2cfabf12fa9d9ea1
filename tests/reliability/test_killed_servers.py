"""The dashboard is killed while people decide, write and upload: nothing that was acknowledged is lost, nothing is kept twice, and it starts again."""

import hashlib
import os
import random
import threading
import time
from collections import Counter
from contextlib import ExitStack, closing, contextmanager

import psutil
import pytest
import sqlalchemy as sa

from tests import postgres
from tests.conftest import EMBEDDED, POSTGRESQL
from tests.reliability import SEED, WHOLE, amount, people, served
from tests.test_database_crashes import end
from timeline import audit, memory, sealed, uploads
from timeline import database as lines
from timeline.database import Database

SAID = ((lines.decisions, "reason"), (lines.notes, "words"), (lines.actions, "words"), (lines.uploads, "name"))
KINDS = {EMBEDDED: ("worker", "worker", "server"), POSTGRESQL: ("worker", "server", "database")}


class Kept:
    """The PostgreSQL server of a test: it keeps what it acknowledges, and is killed and started again."""

    def __init__(self, cluster):
        self._cluster, self._running = cluster, ExitStack()

    def start(self) -> None:
        self._server = self._running.enter_context(postgres.serving(self._cluster, lasting=True))

    def kill(self) -> None:
        end(psutil.Process(self._server.pid))
        self._running.close()

    def stop(self) -> None:
        self._running.close()


@contextmanager
def kept_by(engine: str, environment):
    """The server of the database, started, if it has one."""
    if engine == EMBEDDED:
        yield None
        return
    if postgres.programs() is None:
        pytest.skip(postgres.MISSING)
    with postgres.folder() as cluster:
        kept = Kept(cluster)
        kept.start()
        environment.setenv("TIMELINE_DATABASE", postgres.address(cluster, "part"))
        try:
            yield kept
        finally:
            kept.stop()


@contextmanager
def at_work(everybody):
    """Each of them works, in a thread of its own, while the block lasts, and then ends what she has begun."""
    threads = [threading.Thread(target=person.work, name=person.name) for person in everybody]
    for thread in threads:
        thread.start()
    try:
        yield
    finally:
        for person in everybody:
            person.stopped.set()
        for thread in threads:
            thread.join(300)
    for person in everybody:
        if person.wrong:
            raise person.wrong


def kill(kind: str, server: served.Server, database: Kept | None, drawn: random.Random) -> None:
    """Kill one process or all of them, and start what does not start by itself."""
    if kind == "worker":
        server.kill_worker(drawn)
        return
    server.whole.clear()
    (server if kind == "server" else database).kill()
    (server if kind == "server" else database).start()
    server.whole.set()


@pytest.mark.parametrize("engine", [pytest.param(EMBEDDED, marks=[] if WHOLE else pytest.mark.slow), POSTGRESQL])
def test_whoever_is_killed_whenever_nothing_acknowledged_is_lost_and_nothing_is_kept_twice(engine, tmp_path, monkeypatch, figure):
    drawn, kills = random.Random(f"{SEED} {engine}"), amount(3, 60)
    done = Counter()
    with kept_by(engine, monkeypatch) as database:
        home = served.sealed(monkeypatch, tmp_path / "home")
        with served.serving(home) as server:
            everybody = [kind(server, f"{kind.__name__.lower()}.one", SEED) for kind in (people.Decider, people.Analyst, people.Writer, people.Loader)]
            for person in everybody:
                person.arrive()
            with at_work(everybody):
                for _ in range(kills):
                    for person in everybody:
                        person.moved.clear()
                    person = next((person for person in everybody if person.wrong), drawn.choice(everybody))
                    assert person.moved.wait(120) and not person.wrong, f"{person.name} comes no further: {person.wrong!r}"
                    time.sleep(drawn.uniform(0, 0.3))  # the moment is what is tried
                    kind = drawn.choice(KINDS[engine])
                    kill(kind, server, database, drawn)
                    done[kind] += 1
            if WHOLE:
                server.kill()
                server.start()
            everybody[-1].turn()
            swept(home, server)
        holds(home, everybody)
    figure(f"{engine}: kills", dict(done))
    figure(f"{engine}: acknowledged, requests without an answer, refused with a sentence",
           [sum(len(p.acknowledged) for p in everybody), sum(p.unanswered for p in everybody), sum(p.refused for p in everybody)])


def holds(home, everybody: list[people.Person]) -> None:
    """Everything that was acknowledged is kept, once, and nothing else; each file is there with its bytes; each page and file has its line in the audit."""
    with closing(Database(home)) as database:
        audit.verify(database)
        for person in everybody:
            assert sorted(said_by(database, person.name)) == sorted(person.acknowledged), person.name
            assert audited(database, person.name, "view") >= person.pages
        loaders = [person for person in everybody if isinstance(person, people.Loader)]
        assert {one.name: hash_of(home, one.sha) for one in uploads.standing(database)} == {name: sha for one in loaders for name, sha in one.hashes.items()}
        assert all(audited(database, one.name, "upload file") >= len(one.acknowledged) for one in loaders)


def swept(home, server: served.Server) -> None:
    """What the killed ones left behind goes: half-written uploads with the next upload or load, folders in memory with the next process."""
    with closing(Database(home)) as database:
        kept = {one.sha for one in uploads.standing(database)}
    assert {one.name for one in (home / "uploads").iterdir()} == kept
    assert not list(home.rglob(f"*{sealed.ENDING}"))
    living = {str(one.pid) for one in server.processes()} | {str(os.getpid())}
    assert {one.name.split("-")[0] for one in memory.shared(home).iterdir() if one.is_dir()} <= living


def hash_of(home, sha: str) -> str:
    """The hash of the bytes that are kept under this one."""
    with uploads.opened(home, sha) as path:
        return hashlib.sha256(path.read_bytes()).hexdigest()


def said_by(database: Database, name: str) -> list[str]:
    """All that is kept of what this person said."""
    with database.read() as connection:
        return [said for table, column in SAID for (said,) in connection.execute(sa.select(table.c[column]).where(table.c.by == name))]


def audited(database: Database, name: str, action: str) -> int:
    """How many lines the audit has of what this person did, by how it begins."""
    of = lines.audit
    with database.read() as connection:
        return connection.execute(sa.select(sa.func.count()).where(of.c.by == name, of.c.action.startswith(action))).scalar()
