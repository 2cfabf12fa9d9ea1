"""`timeline run` is killed after each table and at any time: the next run makes the tables of a run that nobody disturbed, and only those that were lacking."""

import os
import random
import signal
import time
from contextlib import closing
from functools import partial

import pytest

from tests import logical
from tests.extracts import HEADER, LAYOUT, extracts, record
from tests.reliability import SEED, amount, generations, killing
from tests.test_sealed_home import AGREED
from timeline import cli, decisions, pipeline, snapshot
from timeline.access import User
from timeline.database import Database
from timeline.snapshot import broken_off
from timeline.tables import TABLES

ANN = User("ann", "analyst")
SAME = ("health:clinic:R1#patient", "health:clinic:R2#patient", "seen")
EVERY = set(TABLES) - {"books"}
"""The tables that may be taken over: the books are balanced by every run."""
MADE = "MADE"
"""The file beside the extracts in which a run puts down each table that it makes."""

pytestmark = pytest.mark.slow


def run(folder, *words, stops=frozenset()) -> int:
    """A run that puts down what it makes, and is killed when one of the tables `stops` is whole."""
    def say(connection, name, made_of, do=broken_off.say):
        do(connection, name, made_of)
        with (folder / MADE).open("a") as file:
            file.write(f"{name}\n")
        if name in stops:
            os.kill(os.getpid(), signal.SIGKILL)

    broken_off.say = say
    return cli.main(["run", str(folder / "in"), "--agencies", str(folder / "layouts"), *words])


def made(folder) -> list[str]:
    """What was made since this was asked last."""
    there = (folder / MADE).read_text().split() if (folder / MADE).exists() else []
    (folder / MADE).unlink(missing_ok=True)
    return there


def write(folder, note: str) -> None:
    extracts(folder, {"visits.csv": "\n".join([HEADER, *(record(f"R{number}", note, Change="") for number in range(1, 6)), ""])})


@pytest.fixture
def brought(tmp_path, either_home):
    """A folder of extracts and layouts, beside a home that may hold them."""
    either_home.mkdir()
    (either_home / "retention.toml").write_text(AGREED)
    (tmp_path / "layouts").mkdir()
    (tmp_path / "layouts" / "visits.toml").write_text(LAYOUT, encoding="utf-8")
    write(tmp_path, "as it was")
    return tmp_path


def undisturbed(folder, monkeypatch, tmp_path_factory, *words) -> dict[str, str]:
    """The tables of a run of the same in a home of its own."""
    other = tmp_path_factory.mktemp("other")
    (other / "retention.toml").write_text(AGREED)
    with monkeypatch.context() as elsewhere:
        elsewhere.setenv("TIMELINE_HOME", str(other))
        assert killing.done(run, folder, *words) == 0
        made(folder)
        return logical.tables(snapshot.current(other))


def test_killed_after_each_table_the_next_run_makes_the_next_and_all_are_those_of_a_run_that_nobody_disturbed(
        either_home, brought, monkeypatch, tmp_path_factory, figure):
    plain = undisturbed(brought, monkeypatch, tmp_path_factory)
    killed, so_far = 0, []
    while killing.done(partial(run, stops=EVERY - {*pipeline.READ[:-1]}), brought) == -signal.SIGKILL:
        now = made(brought)
        assert now and not set(now) & set(so_far), "nothing is made twice"
        so_far, killed = so_far + now, killed + 1
        assert snapshot.current(either_home) is None
    assert made(brought) == [] and set(so_far) == EVERY
    assert logical.tables(snapshot.current(either_home)) == plain
    assert generations.left_over(either_home) == []
    figure("kills", killed)


def test_killed_at_any_time_again_and_again_the_tables_are_those_of_a_run_that_nobody_disturbed(
        either_home, brought, monkeypatch, tmp_path_factory, figure):
    begun = time.monotonic()
    plain = undisturbed(brought, monkeypatch, tmp_path_factory)
    lasts, draw, killed = time.monotonic() - begun, random.Random(SEED), 0
    for _ in range(amount(2, 10)):
        killed += killing.killed_after(draw.uniform(0, lasts), run, brought)
        assert killing.done(run, brought) == 0
        assert logical.tables(snapshot.current(either_home)) == plain
    assert generations.left_over(either_home) == []
    figure("kills", killed)


@pytest.mark.parametrize("what", ["a file", "a layout", "a setting", "the day", "an answer"])
def test_where_something_else_is_to_be_read_nothing_old_is_used(either_home, brought, monkeypatch, tmp_path_factory, what):
    assert killing.done(partial(run, stops=("people",)), brought) == -signal.SIGKILL
    made(brought)
    words, taken = (), set()
    if what == "a file":
        write(brought, "as it is now")
    elif what == "a layout":
        (brought / "layouts" / "visits.toml").write_text(LAYOUT.replace('"HV" = "home_visit"', ""), encoding="utf-8")
    elif what == "a setting":
        (brought / "own.toml").write_text("[rules.R01]\nincidents = 2\n")
        words = ("--settings", str(brought / "own.toml"))
    elif what == "the day":
        words = ("--as-of", "2024-12-31")
    else:
        taken = set(pipeline.GATHERED)
        with closing(Database(either_home)) as database:
            decisions.answer(database, ANN, "key", "same person", [SAME], "no", "Two people.")
    assert killing.done(run, brought, *words) == 0
    assert set(made(brought)) == EVERY - taken
    shown = logical.tables(snapshot.current(either_home))
    if what != "an answer":  # which the other home has not
        assert shown == undisturbed(brought, monkeypatch, tmp_path_factory, *words)
    else:
        assert killing.done(run, brought) == 0  # of whom nothing was left
        assert set(made(brought)) == EVERY
        assert shown == logical.tables(snapshot.current(either_home))
        with snapshot.open(snapshot.current(either_home)) as reader:
            assert reader.execute("select count(*) from made.judgements").fetchall() == [(1,)]
