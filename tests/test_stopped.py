"""A run that somebody stops, or for which the memory does not suffice, ends with a sentence and leaves what it has made."""

import os
import signal
import threading
import time

import duckdb
import pyarrow as pa
import pytest

from tests.made import made
from timeline import cli, snapshot
from timeline.snapshot import enough

ENDLESS = "select max(hash(a.range + b.range)) from range(10000000) a, range(1000000) b"


def in_duckdb(_s):
    duckdb.sql(ENDLESS).fetchall()


def in_python(_s):
    time.sleep(60)


def in_python_that_duckdb_calls(s):
    def batches():
        while True:  # whichever thread asks for them: but between two of them none can be stopped
            time.sleep(0.05)
            yield pa.record_batch({"n": [1]})

    lines = pa.RecordBatchReader.from_batches(pa.schema([("n", pa.int64())]), batches())
    s.connection.execute("create table waits as select * from lines")


def broken(home, at):
    """A run whose second stage is broken off."""
    with snapshot.working(home) as s:
        s.take_up(lambda name: "as ever")
        s["files"] = lambda: made("files")
        at(s)


@pytest.fixture
def heard():
    """Ctrl-C is heard: a program that a script started in the background is told to ignore it."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


def again(home) -> list[str]:
    """What the same run takes over."""
    with snapshot.working(home) as s:
        s.take_up(lambda name: "as ever")
        s["files"] = lambda: made("files")
        return s.taken_over


@pytest.mark.parametrize("at", [in_duckdb, in_python, in_python_that_duckdb_calls])
def test_a_run_that_is_stopped_wherever_it_is_says_so_and_goes_on_from_there(tmp_path, heard, at):
    begun = time.monotonic()

    def soon_stopped(s):
        threading.Timer(0.5, os.kill, (os.getpid(), signal.SIGINT)).start()
        at(s)

    with pytest.raises(snapshot.Stopped, match="What was made is kept, and the same command goes on from there"):
        broken(tmp_path, soon_stopped)
    assert time.monotonic() - begun < 30
    assert signal.getsignal(signal.SIGINT) is signal.default_int_handler
    assert again(tmp_path) == ["files"]


def test_the_command_says_what_a_stopped_run_says(tmp_path, heard, monkeypatch, capsys):
    def stopped(*_):
        raise snapshot.Stopped(snapshot.GOES_ON)

    monkeypatch.setenv("TIMELINE_HOME", str(tmp_path))
    monkeypatch.setattr("timeline.pipeline.run", stopped)
    assert cli.main(["run", "sample_data/extracts"]) == 130
    assert capsys.readouterr().err.splitlines()[-1] == snapshot.GOES_ON


def test_an_error_that_nobody_stopped_stays_what_it_is(tmp_path, heard):
    with pytest.raises(duckdb.CatalogException):
        broken(tmp_path, lambda s: s.connection.execute("from nowhere"))
    assert again(tmp_path) == []


def test_a_run_for_which_too_little_memory_is_left_ends_with_a_sentence_and_goes_on_from_there(tmp_path, monkeypatch):
    taken = threading.Event()  # by the second stage: the first is made by then

    def takes(s):
        taken.set()
        in_duckdb(s)

    monkeypatch.setattr(enough, "LOOK", 0.02)
    monkeypatch.setattr(enough, "left", lambda: enough.LEAST / 2 if taken.is_set() else 1)
    with pytest.raises(snapshot.NotMade, match="There is not enough memory for this. Nothing was published."):
        broken(tmp_path, takes)
    monkeypatch.undo()
    assert again(tmp_path) == ["files"]


@pytest.mark.parametrize(("available", "most", "used", "given_back", "left"), [
    (400, "max", 0, 0, 0.4),        # the group has no limit
    (400, "1000", 900, 0, 0.1),     # the group's limit is the nearer one
    (400, "1000", 900, 500, 0.4),   # files that were read can be given back
])
def test_what_is_left_is_the_machines_or_the_groups_whichever_is_less(tmp_path, monkeypatch, available, most, used, given_back, left):
    machine, own, group = tmp_path / "meminfo", tmp_path / "cgroup", tmp_path / "groups" / "one"
    machine.write_text(f"MemTotal: 1000 kB\nMemFree: 1 kB\nMemAvailable: {available} kB\n")
    own.write_text("0::/one\n")
    group.mkdir(parents=True)
    for name, text in (("memory.max", most), ("memory.current", used), ("memory.stat", f"anon 5\ninactive_file {given_back}")):
        (group / name).write_text(f"{text}\n")
    for name, path in (("MACHINE", machine), ("OWN", own), ("GROUPS", tmp_path / "groups")):
        monkeypatch.setattr(enough, name, path)
    assert enough.left() == pytest.approx(left)


def test_where_the_system_does_not_say_there_is_enough(tmp_path, monkeypatch):
    for name in ("MACHINE", "OWN", "GROUPS"):
        monkeypatch.setattr(enough, name, tmp_path / "nothing")
    assert enough.left() == 1
