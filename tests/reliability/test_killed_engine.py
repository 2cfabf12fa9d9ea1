"""`timeline run` and `timeline update` are killed at any time and in their last steps: what is shown is whole, and no answer is lost or kept twice."""

import random
import time
from contextlib import closing

import pytest

from tests.extracts import HEADER, LAYOUT, extracts, record
from tests.reliability import SEED, amount, generations, killing
from tests.test_sealed_home import AGREED
from timeline import audit, cli, decisions, snapshot
from timeline.access import User
from timeline.database import Database

ANN = User("ann", "analyst")
LEFT, RIGHT = "health:clinic:R1#patient", "health:clinic:R2#patient"
ROOMS = ("snapshot", "sealed", "audit", "compared", "commands/run", "commands/update")

pytestmark = pytest.mark.slow


class Engine:
    """A home, a folder of extracts that is written anew for each run, and answers that are given between the runs."""

    def __init__(self, home, folder):
        self.home, self.folder, self.run_number, self.answers, self.shown = home, folder, 0, 0, (0, 0)
        home.mkdir()
        (home / "retention.toml").write_text(AGREED)
        (folder / "layouts").mkdir()
        (folder / "layouts" / "visits.toml").write_text(LAYOUT, encoding="utf-8")

    def run(self) -> tuple:
        """What does a run of extracts whose records all say which run it is."""
        self.run_number += 1
        records = [record(f"R{number}", f"run {self.run_number}", Change="") for number in range(1, self.run_number + 3)]
        brought = extracts(self.folder, {"visits.csv": "\n".join([HEADER, *records, ""])})
        return cli.main, ["run", str(brought), "--agencies", str(self.folder / "layouts")]

    def update(self) -> tuple:
        """What does an update with an answer that was just given."""
        self.answers += 1
        with closing(Database(self.home)) as database:
            decisions.answer(database, ANN, f"key {self.answers}", "same person", [(LEFT, RIGHT, "seen")], "no", f"reason {self.answers}")
            audit.write(database, ANN, "answer", f"key {self.answers}")
        return cli.main, ["update"]

    def check(self, acknowledged: bool) -> None:
        """What is shown is whole and of this run and its answers where these were acknowledged, and else of these or those shown before."""
        with snapshot.open(snapshot.current(self.home)) as reader:
            (said,) = reader.execute("select distinct words from made.reports").fetchall()
            run = int(said[0].removeprefix("run "))
            assert reader.execute("select records, current, (select count(*) from made.reports) from made.books").fetchall() == [(run + 2,) * 3]
            answers = int(snapshot.about(reader)["decided"])
            assert reader.execute("select count(distinct answer_id) from made.judgements").fetchall() == [(answers,)]
        now = self.run_number, self.answers
        assert (run, answers) in ([now] if acknowledged else [self.shown, now])
        self.shown = run, answers

    def check_kept(self) -> None:
        """Every answer and line of the audit stands, once, and nothing is left over."""
        with closing(Database(self.home)) as database:
            assert sorted(decisions.history(database)["reason"]) == sorted(f"reason {number}" for number in range(1, self.answers + 1))
            audit.verify(database)
        assert generations.left_over(self.home) == []


@pytest.mark.parametrize("what", ["run", "update"])
def test_a_run_or_an_update_that_is_killed_shows_the_old_tables_or_the_new_and_the_next_works(either_home, engine, tmp_path, figure, what):
    killed, draw, going = 0, random.Random(SEED), Engine(either_home, tmp_path)
    assert killing.done(*going.run()) == 0
    begun = time.monotonic()
    places = killing.lines(ROOMS, *getattr(going, what)())
    lasts = time.monotonic() - begun
    going.check(acknowledged=True)
    in_last_steps = killing.drawn(amount(1, 2), places, SEED, "pointer.announce")
    for moment in [*in_last_steps, *(draw.uniform(0, lasts) for _ in range(amount(0, 1)))]:
        how = (killing.killed_at, moment, ROOMS) if isinstance(moment, str) else (killing.killed_after, moment)
        killed += how[0](*how[1:], *getattr(going, what)())
        going.check(acknowledged=False)
    assert killing.done(*going.run()) == 0
    going.check(acknowledged=True)
    going.check_kept()
    assert killed
    figure("kills", killed)
