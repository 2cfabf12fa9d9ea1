"""Beside the server one overlay at a time is made of all that was decided; where none can be, it is said why and nothing is lost."""

import threading
from pathlib import Path

import pytest

from dashboard import overlaying
from dashboard.overlaying import Layer
from dashboard.updating import COMMAND, Progress, Updater
from tests import published
from timeline import decisions, overlay, snapshot
from timeline.access import User

ADA = User("ada", "analyst")


@pytest.fixture
def database(tmp_path, database):
    """Of a home with a published snapshot and nothing decided."""
    published.publish(tmp_path)
    return database


def answer(database, number: int) -> None:
    decisions.answer(database, ADA, f"key {number}", "same person", [(f"a{number}", f"b{number}", "seen")], "yes", "Told by the school.")


class Making:
    """Stands for overlay.make: writes an empty file, remembers what it was asked of, and does `meanwhile` in the middle."""

    def __init__(self, why: str | None = None, meanwhile=lambda: None):
        self.asked, self._why, self._meanwhile = [], why, meanwhile

    def __call__(self, kept: Path, path: Path, decided, about) -> str | None:
        self.asked.append((kept.name, decided.last, sorted(about)))
        self._meanwhile()
        if not self._why:
            kept.parent.mkdir(exist_ok=True)
            kept.touch()
        return self._why


def test_what_was_decided_since_the_snapshot_is_laid_at_once_and_only_once(database):
    for number in (1, 2):
        answer(database, number)
    making = Making()
    layer = Layer(database, making)
    layer.lay()
    layer.lay()
    name = snapshot.current(database.home).stem
    assert [(kept.rpartition(".")[0], last, about) for kept, last, about in making.asked] == [(f"{name}-2", 2, ["a1", "a2", "b1", "b2"])]
    assert layer.laid() == 2
    assert overlay.newest(database.home, snapshot.current(database.home)).last == 2


def test_nothing_is_laid_where_nothing_was_decided_or_the_snapshot_is_of_an_earlier_day(database):
    making = Making()
    Layer(database, making).lay()
    with snapshot.working(database.home) as s:
        s.describe(until="2024-06-30", decided=0)
        s.publish()
    answer(database, 1)
    Layer(database, making).lay()
    assert making.asked == []


def test_what_is_answered_meanwhile_is_laid_by_whoever_is_at_it(database):
    answer(database, 1)
    second = iter([lambda: answer(database, 2)])
    making = Making(meanwhile=lambda: next(second, lambda: None)())
    Layer(database, making).lay()
    assert [last for _kept, last, _about in making.asked] == [1, 2]


def test_while_one_is_made_another_process_makes_none_and_says_so(database):
    answer(database, 1)
    begun, end = threading.Event(), threading.Event()
    layer, other = Layer(database, Making(meanwhile=lambda: (begun.set(), end.wait(60)))), Making()
    thread = threading.Thread(target=layer.lay)
    thread.start()
    assert begun.wait(60)
    Layer(database, other).lay()
    assert other.asked == []
    shown = Updater(database, COMMAND, Layer(database, other)).progress()
    assert shown.laying
    assert shown.sentence == "1 answer is being worked into the files that it changes."
    end.set()
    thread.join()
    assert Updater(database, COMMAND, layer).progress().laid == 1


def test_where_none_can_be_made_it_is_said_why_and_the_answer_is_kept(database):
    answer(database, 1)
    layer = Layer(database, Making(why="it leads on to others."))
    layer.lay()
    shown = Updater(database, COMMAND, layer).progress()
    assert (shown.answers, shown.laid, shown.unlaid) == (1, 0, "it leads on to others.")
    assert decisions.last(database) == 1


def test_a_fault_is_told_by_its_kind_and_never_with_data(database, monkeypatch):
    class Broken:
        def result(self, _seconds):
            raise OSError("Sara Khan")

    monkeypatch.setattr(overlaying.beside, "processes", lambda: None)
    monkeypatch.setattr(overlaying.beside, "submit", lambda *_: Broken())
    answer(database, 1)
    layer = Layer(database)
    layer.lay()
    assert layer.state() == (None, "it could not be worked out (OSError).")


@pytest.mark.parametrize(("progress", "said"), [
    (Progress(2, laid=2, failed="No room."),
     "2 answers are laid over the snapshot, in the files that they change; making the full timelines anew failed. No room. Run: timeline update"),
    (Progress(1, laid=1), "1 answer is laid over the snapshot, in the files that it changes; the full timelines are not made yet. Run: timeline update"),
    (Progress(2, laid=1), "1 answer is laid over the snapshot, in the files that it changes; figures of the whole area are as before. "
                          "1 answer is not yet in these timelines. Run: timeline update"),
    (Progress(1, laid=1, referrals=1), "1 answer is laid over the snapshot, in the files that it changes; figures of the whole area are as before. "
                                       "1 entered referral is not yet in these timelines. Run: timeline update"),
])
def test_what_is_laid_and_what_waits_is_said_in_numbers(progress, said):
    assert progress.sentence == said


def test_an_overlay_that_the_next_snapshots_leave_behind_is_swept_with_the_one_that_it_lies_on(database):
    answer(database, 1)
    Layer(database, Making()).lay()
    first = snapshot.current(database.home)
    over = overlay.newest(database.home, first)
    for number in range(snapshot.KEPT):
        assert over.path.exists()
        with snapshot.working(database.home) as s:
            s.describe(decided=1, number=number)
            s.publish()
    assert not first.exists()
    assert not over.path.exists()
