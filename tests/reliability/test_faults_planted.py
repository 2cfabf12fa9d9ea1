"""Whichever step of keeping something fails once, what is kept is as it was before or as it is afterwards, never between; the sentence tells which; and
the same again, when the fault is gone, works and leaves nothing over."""

import io
from contextlib import closing

import pytest

from tests.brought import ANA
from tests.made import made
from tests.reliability import SEED, amount, planted
from timeline import audit, backup, keys, machine, memory, snapshot, uploads
from timeline.access import User
from timeline.audit import anchor
from timeline.backup.faults import BadBackup
from timeline.database import Database
from timeline.loading import worker

ANN = User("ann", "analyst")


def publish(home, name: str):
    with snapshot.working(home) as s:
        s["people"] = made("people", dict(person_id="P-1", name=name))
        s.describe(as_of="2025-03-31")
        return s.publish()


def shown(home) -> str:
    with snapshot.open(snapshot.current(home)) as reader:
        return reader.execute("select name from made.people").fetchall()[0][0]


def left_over(folder) -> set[str]:
    """What a folder of tables holds beside the pointer and what was published."""
    return {path.name for path in folder.iterdir()} - {"CURRENT"} - {path.name for path in snapshot.published(folder.parent)}


def count(do) -> int:
    """Of how many steps this is made."""
    with planted.steps() as all_of_them:
        do()
    return len(all_of_them.done)


def test_of_a_publication_every_step_may_fail(either_home, figure):
    publish(either_home, "first")
    tried = planted.drawn(amount(2, 1000), count(lambda: publish(either_home, "counted")), SEED)
    for number, (step, error) in enumerate(tried):
        before, after, said = shown(either_home), f"of {number}", None
        try:
            with planted.steps(step, error):
                publish(either_home, after)
        except snapshot.NotMade as why:
            said = str(why)
        now = shown(either_home)
        assert now in (before, after), (step, error)
        assert (now == after) == (said is None or snapshot.NOT_PUBLISHED not in said), (step, error, said)
        assert {before, now} <= set(map(_named, snapshot.published(either_home))) and len(snapshot.published(either_home)) <= snapshot.KEPT + 1
        publish(either_home, f"again {number}")
        assert (shown(either_home), left_over(either_home / "snapshots")) == (f"again {number}", set()), (step, error)
    figure("steps of a publication that failed", len(tried))


def _named(path) -> str:
    with snapshot.open(path) as reader:
        return reader.execute("select name from made.people").fetchall()[0][0]


def test_of_tables_that_are_kept_beside_the_snapshots_every_step_may_fail(either_home, figure):
    publish(either_home, "first")
    folder = either_home / "views"
    folder.mkdir()

    def keep(name: str):
        with snapshot.working(either_home) as s:
            s["people"] = made("people", dict(person_id="P-1", name=name))
            return s.keep(folder / f"view{snapshot.ending(either_home)}")

    tried = planted.drawn(amount(1, 1000), count(lambda: keep("counted")), SEED)
    stood = "counted"
    for number, (step, error) in enumerate(tried):
        try:
            with planted.steps(step, error):
                keep(f"of {number}")
        except snapshot.NotMade as why:
            assert snapshot.NOT_PUBLISHED in str(why)
        now = _named(folder / f"view{snapshot.ending(either_home)}")
        assert now in (stood, f"of {number}"), (step, error)
        stood = _named(keep(f"again {number}"))
        assert (stood, len(list(folder.iterdir()))) == (f"again {number}", 1), (step, error)
    figure("steps of keeping a view that failed", len(tried))


def test_of_an_upload_every_step_may_fail(either_home, figure):
    with closing(Database(either_home)) as database:
        def receive(number: int, key: str) -> str:
            return uploads.receive(database, ANA, key, "visits.csv", io.BytesIO(f"upload {number}\n".encode() * 90_000))

        tried = planted.drawn(amount(2, 1000), count(lambda: receive(0, "counted")), SEED)
        for number, (step, error) in enumerate(tried, 1):
            lines = len(uploads.standing(database))
            try:
                with planted.steps(step, error):
                    receive(number, f"key {number}")
            except uploads.Refused as why:
                assert uploads.NOT_KEPT in str(why)
            except OSError as why:  # the last step of all: what came was kept, or refused
                assert machine.fault(why)
            assert len(uploads.standing(database)) <= lines + 1
            assert receive(number, f"key {number}") == uploads.standing(database)[0].upload_id, (step, error)
            assert len(uploads.standing(database)) == lines + 1
            with uploads.opened(either_home, uploads.standing(database)[0].sha) as kept:
                assert kept.read_bytes() == f"upload {number}\n".encode() * 90_000
        worker.sweep(database)
        assert {path.name for path in (either_home / "uploads").iterdir() if not path.name.startswith(uploads.COMING)} == {
            one.sha for one in uploads.standing(database)}
    figure("steps of an upload that failed", len(tried))


def test_of_a_line_of_the_audit_every_step_may_fail_and_then_nothing_is_said_to_be_kept_that_is_not(either_home, figure):
    with closing(Database(either_home)) as database:
        def write(number) -> None:
            audit.write(database, ANN, "look", f"F-{number:010}")

        write(0)
        tried = planted.drawn(amount(2, 1000), count(lambda: write(1)), SEED)
        acknowledged = 2
        for number, (step, error) in enumerate(tried, 2):
            try:
                with planted.steps(step, error):
                    write(number)
                acknowledged += 1
            except anchor.NotKept as why:
                assert "Nothing is shown" in str(why)
            write(number)
            acknowledged += 1
            assert audit.verify(database).number >= acknowledged
            assert anchor.read(anchor.path(either_home)) == audit.head(database)
    figure("steps of a line of the audit that failed", len(tried))


@pytest.mark.parametrize("either_home", ["sealed"], indirect=True)
def test_of_a_backup_every_step_may_fail(either_home, tmp_path, figure):
    publish(either_home, "first")
    outside = tmp_path / "backups"
    outside.mkdir()
    with closing(Database(either_home)) as database:
        uploads.receive(database, ANA, "key", "visits.csv", io.BytesIO(b"x" * 3_000_000))

        def make(name: str) -> None:
            backup.make(database, ANN, outside / name)

        tried = planted.drawn(amount(1, 24), count(lambda: make("counted")), SEED)
        for number, (step, error) in enumerate(tried):
            try:
                with planted.steps(step, error):
                    make(f"of {number}")
            except OSError as why:
                assert machine.fault(why)
            except (BadBackup, anchor.NotKept, memory.NoMemory) as why:
                assert str(why)
            assert {path.name for path in outside.iterdir() if not path.name.startswith(".")} <= {"counted", f"of {number}"}
            for made_by_then in outside.glob("of *"):
                assert backup.restore(made_by_then, tmp_path / f"restored {number}").snapshot
                made_by_then.unlink()
            make(f"of {number}")
            (outside / f"of {number}").unlink()
        assert {path.name for path in outside.iterdir()} == {"counted"}
    figure("steps of a backup that failed", len(tried))


@pytest.mark.parametrize("either_home", ["sealed"], indirect=True)
def test_of_a_change_of_keys_every_step_may_fail_and_one_of_the_two_keys_opens_the_home(either_home, monkeypatch, figure):
    root, was, other = keys.of(either_home).root, keys.new(), keys.new()
    keys.rotate(either_home, bytes.fromhex(was))
    monkeypatch.setenv("TIMELINE_KEY", was)

    def rotate(new: str) -> None:
        keys.rotate(either_home, bytes.fromhex(new))

    tried = planted.drawn(amount(3, 1000), count(lambda: rotate(was)), SEED)
    for step, error in tried:
        try:
            with planted.steps(step, error):
                rotate(other)
        except OSError as why:
            assert machine.fault(why)
        opening = _opening(either_home, (was, other), monkeypatch)
        assert len(opening) == 1, (step, error)
        monkeypatch.setenv("TIMELINE_KEY", opening[0])
        rotate(was)
        monkeypatch.setenv("TIMELINE_KEY", was)
        assert keys.of(either_home).root == root
    figure("steps of a change of keys that failed", len(tried))


def _opening(home, given, monkeypatch) -> list[str]:
    """Which of these keys open the home."""
    found = []
    for key in given:
        with monkeypatch.context() as trying:
            trying.setenv("TIMELINE_KEY", key)
            try:
                keys.of(home)
            except keys.NoKey:
                continue
            found.append(key)
    return found
