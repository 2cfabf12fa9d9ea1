"""Fifty people at work at once on two cores: none of what they do fails, none of what was acknowledged is lost, and nobody waits long.

In `make test` three people work for some seconds and nothing is timed. `make reliability` runs this alone, on a machine that does nothing else."""

import os
import random
import shutil
import socket
import subprocess
import sys
import time
from collections import Counter
from contextlib import closing, contextmanager
from datetime import date
from pathlib import Path
from types import SimpleNamespace
from urllib.parse import urlsplit

import pytest
import requests
from argon2 import PasswordHasher

from dashboard.app import find
from tests import postgres
from tests.conftest import POSTGRESQL, SAMPLE
from tests.reliability import SEED, WHOLE, amount
from tests.reliability.crowd import DOES, KEEP, PAGES, WRITES, Done, Reader, There, at_work, links_shared
from tests.reliability.served import BEGIN, arrived, sealed
from tests.reliability.spent import Spent
from timeline import audit, decisions, meetings, notes
from timeline.access import User
from timeline.accounts import passwords
from timeline.audit import asked
from timeline.audit.asked import Within
from timeline.database import Database

pytestmark = pytest.mark.slow

WORKERS = amount(1, 2)  # docs/operations.md: one for each processor
PEOPLE = amount(3, 50)
PACE = amount(1, 10)  # seconds between two things that somebody does, in the middle
LONG, STEP = 300, 45  # seconds of the round that counts, and of each step beyond it
PAGE, DECISION = 0.5, 1.5
"""Seconds within which 95 of 100 pages, and 95 of 100 things that are kept, are answered."""
ROWS = 100_000
CORES = 2


@contextmanager
def served(home: Path):
    """The dashboard of this home as it is served, but that in a sample nothing is worked out beside it; its process and where it answers."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = str(free.getsockname()[1])
    command = ["-m", "timeline.cli", "serve", "--workers", str(WORKERS), "--port", port] if WHOLE else ["-c", BEGIN, str(home), port, str(WORKERS)]
    with (home / "served.log").open("wb") as log:
        server = subprocess.Popen([sys.executable, *command], env=os.environ | {"TIMELINE_HOME": str(home)}, stderr=log)
    try:
        until = time.monotonic() + 120
        while not _answers(port):
            assert server.poll() is None and time.monotonic() < until, (home / "served.log").read_text()
            time.sleep(0.1)
        yield server, f"http://127.0.0.1:{port}"
    finally:
        server.terminate()
        server.wait(60)
    said = (home / "served.log").read_text().splitlines()
    assert [line for line in said if "resource_tracker" not in line] == [], "nothing is written to the log but Python's own, of a preview that was broken off"


def _answers(port: str) -> bool:
    try:
        return requests.get(f"http://127.0.0.1:{port}/health", timeout=30).text == "OK"
    except requests.RequestException:
        return False


def real(environment: pytest.MonkeyPatch, home: Path, extracts: Path) -> Path:
    """A sealed home with a run on these extracts, made as its operator makes it."""
    sealed(environment, home)
    shutil.copy(SAMPLE.parent / "retention.toml", home)
    subprocess.run([sys.executable, "-m", "timeline.cli", "run", str(extracts)], env=os.environ | {"TIMELINE_HOME": str(home)}, check=True,
                   stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    return home


@pytest.fixture
def home(request, tmp_path, monkeypatch) -> Path:
    """A home of the size that the test asks for: the small story, the sample, or as many generated rows."""
    if request.param == "story":
        return sealed(monkeypatch, tmp_path / "home")
    monkeypatch.setattr(passwords, "HASHER", PasswordHasher())  # signing in costs here what it costs
    extracts = SAMPLE
    if request.param != "sample":
        subprocess.run([sys.executable, "-m", "sample_data.make", str(tmp_path / "made"), "--rows", str(request.param), "--seed", "1"], check=True,
                       stdout=subprocess.DEVNULL)
        extracts = tmp_path / "made" / "extracts"
    return real(monkeypatch, tmp_path / "home", extracts)


@pytest.fixture
def kept_by(request, monkeypatch) -> str:
    """What keeps the database of the home: a file of it, or a server."""
    if request.param == POSTGRESQL:
        monkeypatch.setenv("TIMELINE_DATABASE", postgres.address(request.getfixturevalue("cluster"), "loaded"))
    return request.param


def gathered(home: Path, address: str) -> list[Reader]:
    """The people, each with an account, a second factor and links to answer; and a meeting on whose agenda they put families."""
    there, drawn = There.of(home), random.Random(SEED)
    with closing(Database(home)) as database:
        meetings.call(database, User("ada", "coordinator"), "called", "Calderbrook", date(2030, 12, 3))
    named = [(f"person-{number:03}", "coordinator" if number % 2 else "analyst") for number in range(PEOPLE)]
    shares = links_shared(there.links, PEOPLE, drawn)
    return [Reader(SimpleNamespace(address=address, home=home), name, role, arrived(home, name, role), there, links, DOES if WHOLE else WRITES, SEED)
            for (name, role), links in zip(named, shares, strict=True)]


def nothing_is_lost(home: Path, people: list[Reader]) -> None:
    """What was acknowledged is kept once, and nothing else is; the audit is whole, and has a line for each page that somebody was shown."""
    with closing(Database(home)) as database:
        kept = [*decisions.history(database)["reason"], *notes.standing(database)["words"], *meetings.items_of(database)["why"]]
        assert sorted(kept) == sorted(said for one in people for said in one.acknowledged)
        audit.verify(database)
        for one in people:
            lines = Counter(line["action"] for line in asked.of_account(database, one.name, Within(), None))
            shown = Counter(f"view {find(urlsplit(address).path)[0].NAME}" for address in one.seen)
            assert shown == {action: lines[action] for action in shown} and lines["sign in"] == 1


def of(done: list[Done], *whats: str) -> list[Done]:
    """What was done of these kinds."""
    return [one for one in done if one.what in whats]


def within(done: list[Done], percent: int) -> float:
    """The seconds within which so many of a hundred ended."""
    took = sorted(one.took for one in done)
    return took[min(len(took) - 1, len(took) * percent // 100)] if took else 0.0


def soon_enough(done: list[Done], rows: int | None = None) -> bool:
    """Whether 95 of 100 pages, and 95 of 100 things that are kept, were answered in time. On ROWS pages are not, and their figures say by how much."""
    return within(of(done, *KEEP), 95) < DECISION and (rows == ROWS or within(of(done, *PAGES), 95) < PAGE)


def told(figure, title: str, done: list[Done], spent: Spent) -> None:
    """Note every figure of a round."""
    for what, kinds in {**{what: (what,) for what in sorted({one.what for one in done})}, "ALL PAGES": PAGES, "ALL THAT IS KEPT": KEEP}.items():
        these = of(done, *kinds)
        p50, p95, p99, worst = (1000 * within(these, percent) for percent in (50, 95, 99, 100))
        figure(f"{title}: {what}", f"{len(these)} times, p50 {p50:,.0f}, p95 {p95:,.0f}, p99 {p99:,.0f}, worst {worst:,.0f} ms")
    figure(f"{title}: failed", len([one for one in done if one.wrong]))
    for what, seconds in sorted(spent.by.items()):
        figure(f"{title}: processor, {what}", f"{seconds / spent.clock:.2f} of {CORES} cores, {1000 * seconds / max(1, len(done)):,.0f} ms for each thing done")
    figure(f"{title}: resident memory of all server processes, shared pages counted in each", f"{spent.memory:,.0f} MB at most")
    figure(f"{title}: the write lock was waited for", f"{1000 * spent.waited:,.0f} ms at most")


def round_of(figure, title: str, home: Path, people: list[Reader], server, seconds: float, pace: float) -> list[Done]:
    """Let the people work; what they did."""
    since = time.monotonic()
    with Spent(server.pid, home) as spent:
        at_work(people, seconds, pace)
    done = [one for each in people for one in each.done if one.began >= since]
    told(figure, title, done, spent)
    return done


def as_many_as_it_bears(figure, home: Path, people: list[Reader], server) -> None:
    """Let the same people do so many times as much, as so many times more people would, until not all is answered soon enough: the figures say why."""
    for times in (2, 4, 8):
        done = round_of(figure, f"as much as {times * PEOPLE} people", home, people, server, STEP, PACE / times)
        if not soon_enough(done) or any(one.wrong for one in done):
            return


ROUNDS = [pytest.param("sample", "embedded", LONG, id="sample"), pytest.param("sample", POSTGRESQL, 60, id="sample-on-a-server"),
          pytest.param(ROWS, "embedded", 60, id="real-size")] if WHOLE else [pytest.param("story", "embedded", 3, id="story")]


@pytest.mark.parametrize(("home", "kept_by", "seconds"), ROUNDS, indirect=["home", "kept_by"])
def test_nothing_fails_and_nothing_is_lost_while_many_are_at_work_and_nobody_waits_long(kept_by, home, seconds, figure, request):
    rows = request.node.callspec.params["home"]
    with served(home) as (server, address):
        people = gathered(home, address)
        done: list[Done] = []
        while not of(done, *KEEP):  # once, but where the machine does much else
            done += round_of(figure, f"{PEOPLE} people", home, people, server, seconds, PACE)
            assert [one for one in done if one.wrong] == []
        nothing_is_lost(home, people)
        if (rows, seconds) == ("sample", LONG):
            as_many_as_it_bears(figure, home, people, server)
    assert not WHOLE or soon_enough(done, rows)
