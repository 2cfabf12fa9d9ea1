"""A backup: one file, whole or not at all, that only the operator's key opens, and that puts back every line that was acknowledged before it began."""

import json
import os
import subprocess
import sys
import tempfile
from contextlib import closing
from datetime import date
from pathlib import Path

import pytest

from tests import postgres
from timeline import audit, backup, cli, decisions, keys, notes, snapshot
from timeline.access import User
from timeline.backup.faults import BadBackup
from timeline.database import Database

ANN = User("ann", "analyst")
WRITERS, BEFORE = 4, 20
WRITER = """
import itertools, os, sys
from pathlib import Path
from timeline import audit, decisions
from timeline.access import User
from timeline.database import Database
database, who = Database(Path(sys.argv[1])), User(sys.argv[2], "analyst")
for number in itertools.count():
    audit.write(database, who, "answer", f"{sys.argv[2]} {number}")
    print(decisions.answer(database, who, f"{sys.argv[2]} {number}", "same person", [(f"a:b:{number}#x", "c:d:1#y", "s")], "yes", "seen"), flush=True)
"""


@pytest.fixture(autouse=True)
def outside(monkeypatch):
    """No demo: the key comes from the environment."""
    monkeypatch.delenv("TIMELINE_DEMO", raising=False)
    monkeypatch.delenv("TIMELINE_DATABASE", raising=False)
    monkeypatch.setenv("TIMELINE_KEY", keys.new())
    monkeypatch.setenv("TMPDIR", tempfile.gettempdir())  # a command on a sealed home changes both
    monkeypatch.setattr(tempfile, "tempdir", None)


@pytest.fixture
def home(tmp_path) -> Path:
    """A home that holds an answer, a note, an upload, a layout, and a snapshot's file that nobody opens here."""
    made = tmp_path / "home"
    with closing(Database(made)) as database:
        audit.write(database, ANN, "sign in", "ann")
        decisions.answer(database, ANN, "k1", "same person", [("a:b:1#x", "c:d:1#y", "s")], "yes", "the café’s \u2028 list\n=1+1")
        notes.write(database, ANN, "k2", "a:b:1#x", "Rang; no reply.", on=date(2025, 3, 1))
    for name, content in {"uploads/ab12": bytes(3_000_000), "agencies/ours.toml": b"supplier", "retention.toml": b"years", "views/x.sealed": b"anew",
                          "snapshots/snap-1.sealed": b"current", "snapshots/snap-0.sealed": b"older", "snapshots/CURRENT": b"snap-1.sealed\n"}.items():
        (made / name).parent.mkdir(exist_ok=True)
        (made / name).write_bytes(content)
    return made


@pytest.fixture
def file(home, tmp_path) -> Path:
    """A backup of it."""
    with closing(Database(home)) as database:
        backup.make(database, ANN, tmp_path / "b.backup")
    return tmp_path / "b.backup"


def lines(home: Path) -> dict:
    """Every line of the database."""
    with closing(Database(home)) as database, database.read() as connection:
        return {table: [tuple(line) for line in connection.exec_driver_sql(f"select * from {table} order by number")]
                for table in ("decisions", "notes", "audit", "uploads")}


def test_what_was_put_back_is_what_was_there_and_its_audit_verifies(home, file, tmp_path):
    manifest = backup.restore(file, tmp_path / "again")
    assert lines(tmp_path / "again") == lines(home)
    with closing(Database(tmp_path / "again")) as database:
        assert audit.verify(database, audit.Head(*manifest.audit)).number == 2
    there = {path.relative_to(tmp_path / "again").as_posix() for path in (tmp_path / "again").rglob("*") if path.is_file()}
    assert there >= {"uploads/ab12", "agencies/ours.toml", "retention.toml", "snapshots/snap-1.sealed", "snapshots/CURRENT", "keyring"}
    assert not there & {"snapshots/snap-0.sealed", "views/x.sealed"}
    assert snapshot.current(tmp_path / "again").read_bytes() == b"current"
    assert {path.stat().st_mode & 0o077 for path in (tmp_path / "again").rglob("*") if path.is_file()} == {0}


def test_nothing_of_it_can_be_read_without_the_key(home, file):
    held = file.read_bytes()
    assert b"Rang; no reply." in json.dumps([str(line) for line in lines(home)["notes"]]).encode()  # it is there to be found
    assert not any(word in held for word in (b"Rang; no", b"decisions", b"manifest", b"uploads/", b"sign in"))
    assert file.stat().st_mode & 0o077 == 0


@pytest.mark.parametrize(("harm", "sentence"), [
    (lambda b: b[:-1], "cut short or changed"), (lambda b: b[:len(b) // 2], "cut short or changed"), (lambda b: b[:-1_048_600], "cut short or changed"),
    (lambda b: b[:2_000_000] + bytes([b[2_000_000] ^ 1]) + b[2_000_001:], "cut short or changed"), (lambda b: b + b"more", "cut short or changed"),
    (lambda b: b"PK" + b, "is no backup"), (lambda b: b"", "is no backup"), (lambda b: b[:40], "is no backup")])
def test_a_backup_that_was_cut_or_altered_or_is_none_is_refused_and_nothing_is_put_back(file, tmp_path, harm, sentence):
    file.write_bytes(harm(file.read_bytes()))
    before = sorted(tmp_path.iterdir())
    with pytest.raises(BadBackup, match=sentence):
        backup.restore(file, tmp_path / "again")
    assert sorted(tmp_path.iterdir()) == before


def test_another_key_does_not_open_it_and_says_so(file, tmp_path, monkeypatch):
    monkeypatch.setenv("TIMELINE_KEY", keys.new())
    with pytest.raises(BadBackup, match="does not open .*b.backup"):
        backup.restore(file, tmp_path / "again")
    monkeypatch.delenv("TIMELINE_KEY")
    with pytest.raises(keys.NoKey, match="There is no key"):
        backup.restore(file, tmp_path / "again")
    assert not (tmp_path / "again").exists()


def test_a_home_that_is_not_empty_is_left_as_it_is(home, file):
    before = lines(home)
    with pytest.raises(BadBackup, match="is not empty"):
        backup.restore(file, home)
    assert lines(home) == before


def test_a_file_is_never_written_over_and_none_is_left_half_written(home, file, monkeypatch):
    held = file.read_bytes()
    with closing(Database(home)) as database:
        with pytest.raises(BadBackup, match="already"):
            backup.make(database, ANN, file)
        with pytest.raises(BadBackup, match="in the home itself"):
            backup.make(database, ANN, home / "b.backup")
        monkeypatch.setattr(backup.archive, "MANIFEST", "another.json")
        monkeypatch.setattr(backup.archive, "json", None)  # it breaks at the very end
        with pytest.raises(AttributeError):
            backup.make(database, ANN, file.with_name("c.backup"))
    assert file.read_bytes() == held
    assert sorted(path.name for path in file.parent.iterdir()) == ["b.backup", "home"]


def test_a_demo_is_not_backed_up(tmp_path, monkeypatch):
    monkeypatch.delenv("TIMELINE_KEY")
    monkeypatch.setenv("TIMELINE_DEMO", "1")
    with closing(Database(tmp_path / "home")) as database, pytest.raises(BadBackup, match="demo"):
        backup.make(database, ANN, tmp_path / "b.backup")


def test_the_commands_say_what_they_wrote_and_put_back(home, tmp_path, monkeypatch, capsys):
    monkeypatch.setenv("TIMELINE_HOME", str(home))
    assert cli.main(["backup", str(tmp_path / "b.backup")]) == 0
    monkeypatch.setenv("TIMELINE_HOME", str(tmp_path / "again"))
    assert cli.main(["restore", str(tmp_path / "b.backup")]) == 0
    told = capsys.readouterr().out
    assert "read it back" in told and "The audit is whole: 2 lines" in told
    assert cli.main(["restore", str(tmp_path / "b.backup")]) == 2
    assert "is not empty" in capsys.readouterr().err


@pytest.mark.slow
def test_a_backup_goes_from_a_file_to_postgresql_and_back(home, file, tmp_path, monkeypatch):
    if postgres.programs() is None:
        pytest.skip(postgres.MISSING)
    before = lines(home)
    with postgres.folder() as cluster, postgres.serving(cluster):
        monkeypatch.setenv("TIMELINE_DATABASE", postgres.address(cluster, "restored"))
        backup.restore(file, tmp_path / "team")
        assert lines(tmp_path / "team") == before
        with closing(Database(tmp_path / "team")) as database:
            assert audit.verify(database).number == 2
            notes.write(database, ANN, "k3", "a:b:1#x", "In the team's database.")
            backup.make(database, ANN, tmp_path / "c.backup")
        with pytest.raises(BadBackup, match="holds lines already"):
            backup.restore(file, tmp_path / "another")
        before = lines(tmp_path / "team")
        monkeypatch.delenv("TIMELINE_DATABASE")
        backup.restore(tmp_path / "c.backup", tmp_path / "laptop")
    assert lines(tmp_path / "laptop") == before


@pytest.mark.slow
def test_whatever_was_acknowledged_before_a_backup_began_is_in_it_while_four_processes_write(home, tmp_path):
    writers = [subprocess.Popen([sys.executable, "-c", WRITER, home, f"writer{number}"], stdout=subprocess.PIPE, text=True, env=os.environ)
               for number in range(WRITERS)]
    try:
        acknowledged = {writer.stdout.readline().strip() for _ in range(BEFORE) for writer in writers}
        with closing(Database(home)) as database:
            for number in range(3):
                backup.make(database, ANN, tmp_path / f"{number}.backup")
    finally:
        for writer in writers:
            writer.kill()
            writer.communicate()
    for number in range(3):
        manifest = backup.restore(tmp_path / f"{number}.backup", tmp_path / str(number))
        with closing(Database(tmp_path / str(number))) as database:
            assert audit.verify(database, audit.Head(*manifest.audit)).number >= len(acknowledged)
            assert acknowledged <= set(decisions.history(database)["line_id"])
