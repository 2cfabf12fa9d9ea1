"""After an answer the timelines are made anew beside the server: once at a time, again when more was answered, never losing one."""

import subprocess
import sys
import threading
import time

import pytest

from dashboard.updating import Progress, Updater
from tests import published
from timeline import cli, decisions, snapshot
from timeline.access import User

ADA = User("ada", "analyst")
UPDATES = f"""
import os, sys, time
from pathlib import Path
from timeline import decisions, snapshot
from timeline.database import Database

home = Path(os.environ["TIMELINE_HOME"])
try:
    with snapshot.working(home) as s:
        s.describe(decided=decisions.standing(Database(home)).last)
        with (home / "begun").open("a") as begun:
            begun.write("x")
        while (home / "hold").exists():
            time.sleep(0.05)
        s.publish()
except snapshot.Busy:
    sys.exit({cli.BUSY})
"""


@pytest.fixture
def database(tmp_path, database):
    """Of a home with a published snapshot and nothing decided."""
    published.publish(tmp_path)
    yield database
    assert until(lambda: "updates" not in {thread.name for thread in threading.enumerate()})  # before it is closed under them


def answer(database, number: int) -> None:
    decisions.answer(database, ADA, f"key {number}", "same person", [(f"a{number}", f"b{number}", "seen")], "yes", "Told by the school.")


def updater(database, script: str = UPDATES) -> Updater:
    return Updater(database, (sys.executable, "-c", script))


def until(reached, seconds: float = 60) -> bool:
    """Whether it was reached in time."""
    end = time.monotonic() + seconds
    while time.monotonic() < end and not reached():
        time.sleep(0.05)
    return reached()


def decided(home) -> int:
    return int(snapshot.about(snapshot.open(snapshot.current(home))).get("decided", 0))


@pytest.mark.filterwarnings("ignore::pytest.PytestUnhandledThreadExceptionWarning")
def test_an_update_that_cannot_even_be_run_is_said_to_have_failed_and_the_next_answer_tries_again(database):
    answer(database, 1)
    updates = Updater(database, ("/no/such/command",))
    for number in (2, 3):
        updates.start()
        assert until(lambda: updates.progress().since is None)
        assert "making them anew failed. The update could not be run." in updates.progress().sentence
        answer(database, number)


def test_nothing_is_started_where_nothing_was_answered(database):
    updates = updater(database)
    updates.start()
    assert updates.progress() == Progress(0)
    assert not updates.progress().sentence


def test_an_answer_comes_into_the_timelines_by_itself(database):
    answer(database, 1)
    updates = updater(database)
    assert updates.progress().sentence == "1 answer is not yet in these timelines. Run: timeline update"
    updates.start()
    assert "being made anew since" in updates.progress().sentence
    assert until(lambda: updates.progress() == Progress(0))
    assert decided(database.home) == decisions.last(database)


@pytest.mark.parametrize(("answers", "entered", "said"), [
    (1, 0, "1 answer is"), (2, 0, "2 answers are"), (0, 1, "1 entered referral is"), (1, 2, "1 answer and 2 entered referrals are")])
def test_what_the_timelines_lack_is_said_in_numbers(answers, entered, said):
    assert Progress(answers, referrals=entered).sentence == f"{said} not yet in these timelines. Run: timeline update"


def test_what_is_answered_meanwhile_is_made_in_one_more_update_and_never_two_at_once(database):
    hold = database.home / "hold"
    hold.touch()
    answer(database, 1)
    updates = updater(database)
    updates.start()
    assert until((database.home / "begun").exists)
    for number in (2, 3, 4):
        answer(database, number)
        updates.start()
    assert updates.progress().answers == 4
    hold.unlink()
    assert until(lambda: updates.progress() == Progress(0))
    assert (database.home / "begun").read_text() == "xx"
    assert decided(database.home) == 4


def test_every_process_of_the_server_tells_of_the_one_update_and_starts_no_other(database):
    (database.home / "hold").touch()
    answer(database, 1)
    one, other = updater(database), updater(database)
    one.start()
    assert until((database.home / "begun").exists)
    other.start()
    assert other.progress().since == one.progress().since is not None
    answer(database, 2)
    other.start()  # what it found taken is done when the turn is given up
    (database.home / "hold").unlink()
    assert until(lambda: other.progress() == one.progress() == Progress(0))
    assert (database.home / "begun").read_text() == "xx"


def test_while_another_run_is_at_work_it_waits_and_tries_again(database, monkeypatch):
    monkeypatch.setattr("dashboard.updating.TRY_AGAIN", 0.1)
    answer(database, 1)
    updates = updater(database)
    with snapshot.working(database.home):
        updates.start()
        assert not until(lambda: updates.progress().since is None, seconds=2)
        assert not (database.home / "begun").exists()
    assert until(lambda: updates.progress() == Progress(0))


@pytest.mark.parametrize(("script", "said"), [
    ("raise RuntimeError('Sara Khan')", "The update ended with code 1."),
    (f"import sys; print('x', file=sys.stderr); print('There is no snapshot.', file=sys.stderr); sys.exit({cli.USED_WRONGLY})", "There is no snapshot."),
    ("import os; os.kill(os.getpid(), 9)", "The update was stopped."),
])
def test_a_failed_update_keeps_the_answer_and_says_what_to_do_without_quoting_data(database, script, said):
    answer(database, 1)
    before = snapshot.current(database.home)
    updates = updater(database, script)
    updates.start()
    assert until(lambda: updates.progress().since is None)
    assert updates.progress() == Progress(1, None, said)
    assert updates.progress().sentence.endswith(f"making them anew failed. {said} Run: timeline update")
    assert snapshot.current(database.home) == before
    assert decisions.last(database) == 1


@pytest.mark.slow
def test_a_server_that_is_killed_while_it_updates_leaves_nothing_that_the_next_cannot_mend(database, monkeypatch):
    monkeypatch.setattr("dashboard.updating.TRY_AGAIN", 0.1)
    answer(database, 1)
    (database.home / "hold").touch()
    serving = ("import sys, time; from pathlib import Path; from dashboard.updating import Updater; from timeline.database import Database\n"
               "Updater(Database(Path(sys.argv[1])), (sys.executable, '-c', sys.argv[2])).start(); time.sleep(600)")
    with subprocess.Popen([sys.executable, "-c", serving, str(database.home), UPDATES]) as server:
        begun = until((database.home / "begun").exists)
        server.kill()
    assert begun
    answer(database, 2)
    (database.home / "hold").unlink()
    updates = updater(database)
    updates.start()
    assert until(lambda: updates.progress() == Progress(0))
    assert decided(database.home) == 2


def test_a_snapshot_of_an_earlier_day_lacks_no_later_answer(database):
    with snapshot.working(database.home) as s:
        s.describe(until="2024-06-30", decided=0)
        s.publish()
    answer(database, 1)
    assert updater(database).progress() == Progress(0)
