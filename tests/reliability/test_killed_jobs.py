"""Workers are killed at every step of a check and of a load: each job is done by the next, once, or ends with a reason; what was kept meanwhile stays."""

from collections import Counter
from contextlib import closing

import pytest

from tests.brought import ANA, brought, layout_drawn, started
from tests.extracts import record
from tests.made import made
from tests.reliability import SEED, amount, generations, killing
from tests.test_loading import read_only, shown, told_of
from tests.test_sealed_home import AGREED
from timeline import audit, cli, issues, jobs, notes, snapshot
from timeline.database import Database, uploads
from timeline.database import audit as audited
from timeline.loading import checking

pytestmark = pytest.mark.slow

ROOMS = ("loading", "jobs", "audit", "uploads", "uploaded", "snapshot", "sealed", "kept")
LAST = {"check": "checking._keep", "load": "pointer.announce"}
"""The function with which the last steps of a job begin: what it made is kept, and then that it is done."""


def work(whole: bool) -> int:
    """`timeline work`, with a run that is `whole`, or reads the files and goes no further."""
    if not whole:
        patched = pytest.MonkeyPatch()  # of a process that ends with this
        read_only(patched)
        patched.setattr(issues, "find", lambda *_: made("issues"))
    return cli.main(["work"])


@pytest.fixture
def database(either_home, engine):
    """The database of a home, a demo's and a sealed one, on each engine, whose analyst has drawn the layout of the files."""
    either_home.mkdir()
    (either_home / "retention.toml").write_text(AGREED)
    with closing(Database(either_home)) as opened:
        layout_drawn(opened)
        yield opened


class Working:
    """Jobs of one kind, each with a file of its own, done by workers of which some are killed."""

    def __init__(self, database: Database, kind: str, whole: bool = False):
        self.database, self.kind, self.whole, self.begun = database, kind, whole, 0

    def begin(self) -> str:
        """Upload a file and start a job, with a note beside it; the job's id."""
        self.begun += 1
        brought(self.database, record(f"R{self.begun}"), name=f"visits-{self.begun}.csv")
        notes.write(self.database, ANA, f"note {self.begun}", "health:clinic:R1#patient", "Rang.")
        audit.write(self.database, ANA, "note", f"note {self.begun}")
        return started(self.database, self.kind)

    def places(self) -> list[str]:
        """The lines that a worker runs which does a job and is not killed."""
        job_id = self.begin()
        found = killing.lines(ROOMS, work, self.whole)
        self.check(job_id)
        return found

    def check_killed(self, before: list) -> None:
        """After a kill, all or nothing of the file is shown, and the next worker does what is left to do."""
        assert shown(self.database) in (before, self.shows())
        assert killing.done(work, self.whole) == 0

    def shows(self) -> list[tuple[str, str]]:
        """What the current snapshot is to show when every job is done."""
        return sorted((f"R{number}", "seen") for number in range(1, self.begun + 1)) if self.kind == "load" else []

    def check(self, job_id: str) -> None:
        """The job is done, and once; what it was to show is shown, and nothing is left over."""
        job = jobs.get(self.database, job_id)
        assert job.state == "done", job.problem
        assert told_of(self.database, job_id) == [(f"end {self.kind}", f"{job_id} done", "done")]
        accepted = [line.about for line in self._lines(uploads) if line.act == "accepted"]
        assert accepted.count(job_id) == (self.kind == "load")
        assert shown(self.database) == self.shows()
        assert generations.left_over(self.database.home) == []
        if self.kind == "check":
            with snapshot.open(checking.path(self.database.home, job_id)) as reader:
                assert reader.execute("select sum(records) from made.books").fetchall() == [(self.begun,)]

    def check_all(self) -> None:
        """Every note and every line of the audit that was acknowledged stands, once."""
        assert list(notes.standing(self.database)["words"]) == ["Rang."] * self.begun
        said = Counter(line.subject for line in self._lines(audited) if line.action == "note")
        assert said == {f"note {number}": 1 for number in range(1, self.begun + 1)}
        audit.verify(self.database)

    def _lines(self, table) -> list:
        with self.database.read() as connection:
            return connection.execute(table.select()).all()


@pytest.mark.parametrize("kind", [pytest.param("check", marks=pytest.mark.slow), "load"])
def test_a_job_whose_worker_is_killed_at_any_step_is_done_by_the_next_and_once(database, kind, figure):
    working = Working(database, kind)
    places, killed = working.places(), 0
    for place in killing.drawn(amount(0, 2), places, SEED) + killing.drawn(amount(1, 4), places, SEED, LAST[kind]):
        before, job_id = shown(database), working.begin()
        killed += killing.killed_at(place, ROOMS, work, False)
        working.check_killed(before)
        working.check(job_id)
    working.check_all()
    figure("kills", f"{killed}, at {killed} of {len(set(places))} places in the code")


@pytest.mark.slow
def test_a_job_whose_worker_is_killed_each_time_is_given_up_with_a_reason_and_publishes_nothing(database, figure):
    working = Working(database, "load")
    working.places()  # the first load of a home goes other ways than those that follow a snapshot
    places = working.places()
    reading = places[:next(number for number, place in enumerate(places) if place.startswith(LAST["load"]))]
    before, job_id = shown(database), working.begin()
    drawn = killing.drawn(jobs.MOST_TRIES, reading, SEED, "publishing.publish")  # in their order: the next try goes on where the last was killed
    killed = sum(killing.killed_at(place, ROOMS, work, False) for place in sorted(drawn, key=reading.index))
    assert (killed, killing.done(work, False)) == (jobs.MOST_TRIES, 0)
    job = jobs.get(database, job_id)
    assert (job.state, job.problem, shown(database)) == ("failed", jobs.GIVEN_UP, before)
    assert told_of(database, job_id) == [("end load", f"{job_id} failed", "failed")]
    another = working.begin()
    assert killing.done(work, False) == 0
    working.check(another)
    figure("kills", killed)
