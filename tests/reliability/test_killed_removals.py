"""A removal is killed at every step: it is not begun, or the next `timeline retention` carries it out; the tables are never half, nor is it said twice."""

import shutil
from contextlib import closing
from pathlib import Path

import pytest

from tests.reliability import SEED, amount, generations, killing
from tests.test_removal import GONE, OF_THEM, YES, first, made, outside, where
from timeline import audit, cli, notes, removal
from timeline.database import Database
from timeline.database import audit as audited
from timeline.database.declared import erasures

__all__ = ["first", "outside"]  # fixtures
ROOMS = ("removal", "audit", "keeping", "uploads", "snapshot", "sealed", "kept", "loading/worker")

pytestmark = pytest.mark.slow


def lines(home: Path, table, **having) -> list:
    """The lines of a table that have these values, in order."""
    with closing(Database(home)) as database, database.read() as connection:
        return connection.execute(table.select().filter_by(**having).order_by(table.c.number)).all()


def check_killed(home: Path) -> bool:
    """After a kill: the tables hold all that was to go or nothing of it, and nothing went without an order and a line of the audit; whether one was given."""
    ordered = lines(home, erasures, act="ordered")
    assert len(ordered) == len(lines(home, audited, action="order a removal")) <= 1
    if not ordered:
        assert all(where(home).values()), "nothing was begun"
        return False
    assert made(home, OF_THEM) in ([(0,)], [(2,)])
    with closing(Database(home)) as database:
        done = lines(home, audited, action="remove content")
        assert removal.unfinished(database) == ([] if done else ["R-1"])
    return True


def check_done(home: Path) -> None:
    """The order is carried out wholly, and said once."""
    assert where(home) == {word: [] for word in GONE}
    assert [line.subject for line in lines(home, audited, action="remove content")] == ["R-1"]
    (done,) = lines(home, erasures, act="done")
    assert '"rewritten": ["upload-1/first.csv"]' in done.said
    with closing(Database(home)) as database:
        assert removal.unfinished(database) == []
        assert list(notes.standing(database)["words"]) == ["Rang Ann."]
        audit.verify(database)
    assert generations.left_over(home) == []


def test_a_removal_that_is_killed_at_any_step_is_not_begun_or_carried_out_wholly_by_the_next_command(first, tmp_path, monkeypatch, figure):
    def fresh(name: str) -> Path:
        monkeypatch.setenv("TIMELINE_HOME", str(tmp_path / name))
        return Path(shutil.copytree(first, tmp_path / name))

    fresh("whole")
    command = cli.main, ["retention", *YES]
    places = killing.lines(ROOMS, *command)
    killed = begun = 0
    for number, place in enumerate(killing.drawn(amount(2, 12), places, SEED, "__init__.order")):
        home = fresh(str(number))
        killed += killing.killed_at(place, ROOMS, *command)
        ordered = check_killed(home)
        assert killing.done(cli.main, ["retention"]) == 0
        if ordered:
            check_done(home)
        begun += ordered
    assert killed
    figure("kills", f"{killed}, of them {begun} after the order was kept; at {killed} of {len(set(places))} places in the code")
