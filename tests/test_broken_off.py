"""A run that was broken off: what it had made whole of the same is taken over, and nothing else is."""

import os
import subprocess
import sys
from pathlib import Path

import duckdb
import pytest

from tests.made import made
from timeline import keys, memory, sealed, snapshot
from timeline.snapshot import broken_off

KILLED = """
import os, sys
from pathlib import Path
from tests import test_broken_off as here
from timeline import snapshot
with snapshot.working(Path(sys.argv[1])) as s:
    here.fill(s, sys.argv[2])
    os.kill(os.getpid(), 9)
"""
ROOT = Path(__file__).parent.parent


def fill(s, made_of: str, rows: int = 2) -> list[str]:
    """Make people, events and families of what is called so; the names of those that were made and not taken over."""
    done = []

    def one(name: str, id: str):
        done.append(name)
        few = made(name, {})
        return duckdb.sql(f"select few.* replace ('X-' || range as {id}) from few, range({rows})")

    s.take_up(lambda name: made_of)
    s["people"] = lambda: one("people", "person_id")
    s["events"] = lambda: one("events", "event_id")
    return done


def kill(home: Path, made_of: str) -> None:
    """A process that makes people and events and is killed before it publishes."""
    killed = subprocess.run([sys.executable, "-c", KILLED, str(home), made_of], cwd=ROOT, check=False)
    assert killed.returncode == -9


@pytest.fixture(params=["demo", "sealed"])
def home(request, tmp_path, monkeypatch):
    """A home of each kind."""
    if request.param == "sealed":
        monkeypatch.delenv("TIMELINE_DEMO")
        monkeypatch.setenv("TIMELINE_KEY", keys.new())
    return tmp_path / "home"


def left(home: Path) -> list[str]:
    """The files of runs that are still there."""
    return sorted(path.name for path in broken_off.place(home).parent.glob(f"{broken_off.FILE}*"))


def test_what_a_killed_run_had_made_of_the_same_is_taken_over_and_published(home):
    kill(home, "one")
    with snapshot.working(home) as s:
        assert (fill(s, "one"), s.taken_over) == ([], ["people", "events"])
        published = s.publish()
    with snapshot.open(published) as reader:
        assert reader.execute("select (select count(*) from made.people), (select count(*) from made.events)").fetchall() == [(2, 2)]
    assert left(home) == []


@pytest.mark.slow
def test_what_it_had_made_of_something_else_is_swept(home):
    kill(home, "one")
    with snapshot.working(home) as s:
        assert (fill(s, "other", rows=3), s.taken_over) == (["people", "events"], [])
        assert s.connection.execute("select count(*) from made.people").fetchall() == [(3,)]
        s.publish()
    assert left(home) == []


def test_each_table_is_taken_over_or_made_by_what_it_is_made_of_itself(home):
    kill(home, "one")
    with snapshot.working(home) as s:
        s.take_up({"people": "one", "events": "other"}.get)
        assert [name for (name,) in s.connection.execute("select table_name from duckdb_tables() where schema_name = 'made'").fetchall()] == ["people"]


def test_a_table_that_is_not_said_to_be_whole_is_made_again(home):
    with pytest.raises(KeyboardInterrupt), snapshot.working(home) as s:
        s.take_up(lambda name: "one")
        s["people"] = made("people", dict(person_id="half"))  # as what is put in place of it later
        raise KeyboardInterrupt
    with snapshot.working(home) as s:
        assert fill(s, "one") == ["people", "events"]


def test_tables_that_are_whole_together_are_taken_over_together(home, monkeypatch):
    def both(s):
        s["people"], s["events"] = made("people", dict(person_id="P-1")), made("events", dict(event_id="E-1"))

    def stop(connection, name, made_of, do=broken_off.say):
        if name == "events":
            raise KeyboardInterrupt
        do(connection, name, made_of)

    monkeypatch.setattr(broken_off, "say", stop)
    with pytest.raises(KeyboardInterrupt), snapshot.working(home) as s:
        s.take_up(lambda name: "one")
        s.once(("people", "events"), lambda: both(s))
    monkeypatch.setattr(broken_off, "say", stop.__defaults__[0])
    for taken_over in ([], ["people", "events"]):
        with pytest.raises(KeyboardInterrupt), snapshot.working(home) as s:
            s.take_up(lambda name: "one")
            s.once(("people", "events"), lambda: both(s))
            assert s.taken_over == taken_over
            raise KeyboardInterrupt


@pytest.mark.slow
@pytest.mark.parametrize("why", [KeyboardInterrupt(), duckdb.InterruptException("stopped"), duckdb.OutOfMemoryException("full"), MemoryError()], ids=repr)
def test_a_run_that_somebody_stopped_or_that_lacked_memory_is_taken_over(home, why):
    with pytest.raises((type(why), snapshot.NotMade)), snapshot.working(home) as s:
        fill(s, "one")
        raise why
    with snapshot.working(home) as s:
        assert fill(s, "one") == []


@pytest.mark.slow
@pytest.mark.parametrize("why", [ValueError("ours"), duckdb.IOException("No space left on device"), sealed.Damaged("not whole")], ids=repr)
def test_of_a_run_that_ended_for_another_reason_nothing_stays(home, why):
    with pytest.raises((type(why), snapshot.NotMade)), snapshot.working(home) as s:
        fill(s, "one")
        raise why
    assert left(home) == []


@pytest.mark.slow
def test_a_run_that_is_killed_while_it_takes_over_is_taken_over(home):
    for _ in range(3):
        kill(home, "one")
    with snapshot.working(home) as s:
        assert fill(s, "one") == []


@pytest.mark.slow
@pytest.mark.parametrize("place", [0.0, 0.6])
def test_a_file_that_is_not_as_it_was_written_is_begun_anew(home, place):
    with pytest.raises(KeyboardInterrupt), snapshot.working(home) as s:
        fill(s, "one", rows=200_000)
        raise KeyboardInterrupt
    path = broken_off.place(home)
    content = bytearray(path.read_bytes())
    content[int(len(content) * place):int(len(content) * place) + 20_000] = os.urandom(20_000)
    path.write_bytes(content)
    with snapshot.working(home) as s:
        fill(s, "one", rows=200_000)
        assert s.connection.execute("select count(distinct person_id), count(distinct because) from made.people").fetchall() == [(200_000, 1)]
        s.publish()


@pytest.mark.slow
def test_a_check_or_whoever_makes_other_tables_neither_sees_nor_takes_away_what_was_left(home):
    kill(home, "one")
    with snapshot.working(home) as s:
        assert s.connection.execute("select table_name from duckdb_tables()").fetchall() == []
    with snapshot.working(home) as s:
        assert fill(s, "one") == []


@pytest.mark.slow
def test_while_a_run_takes_over_another_is_refused_and_nobody_forgets_what_it_works_on(home):
    kill(home, "one")
    with snapshot.working(home) as s:
        fill(s, "one")
        snapshot.forget(home)
        with pytest.raises(snapshot.Busy), snapshot.working(home):
            pass
        assert s.publish() == snapshot.current(home)


def test_what_was_left_is_forgotten_when_nobody_may_take_it_over(home):
    kill(home, "one")
    snapshot.forget(home)
    assert left(home) == []


def test_in_a_sealed_home_what_was_left_is_in_memory_for_its_owner_alone(tmp_path, monkeypatch):
    monkeypatch.delenv("TIMELINE_DEMO")
    monkeypatch.setenv("TIMELINE_KEY", keys.new())
    home = tmp_path / "home"
    kill(home, "one")
    place = broken_off.place(home)
    assert memory.backed(place.parent) and place.parent.stat().st_mode & 0o077 == 0
    assert not [path for path in home.rglob("*") if b"X-1" in (path.read_bytes() if path.is_file() else b"")]
    snapshot.forget(home)
