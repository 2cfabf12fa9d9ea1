"""A sealed home: nothing of anybody reaches a disk in plain bytes, and what has no room or is killed publishes nothing."""

import hashlib
import io
import json
import os
import signal
import subprocess
import sys
import tempfile
from contextlib import closing
from pathlib import Path

import duckdb
import pytest

from tests import sealed_day
from tests.extracts import HEADER, extracts
from tests.made import made
from timeline import cli, keys, machine, memory, sealed, snapshot, uploads
from timeline.access import User
from timeline.database import Database

ROOT = Path(__file__).parents[1]
CANARIES = [canary.encode() for said in (sealed_day.NAME, sealed_day.STREET, sealed_day.WORDS) for canary in (said, *said.split())
            if len(canary) > 6 and canary not in ("beneath",)]
AGREED = "".join(f'[{agency}]\nyears = 60\ncounted_from = "last contact"\nagreement = "Tests"\nagreed_on = 2026-01-31\n' for agency in ("health", "marac"))
"""How long records are kept: without it a run outside a demo refuses."""

PUBLISHES = """
import sys, time
from pathlib import Path
from tests.made import made
from timeline import sealed, snapshot

def slowly(given, do=sealed.chunks):
    for chunk in do(given):
        yield chunk
        print("sealing", flush=True)
        time.sleep(60)

sealed.chunks = slowly
with snapshot.working(Path(sys.argv[1])) as s:
    s["people"] = made("people", dict(person_id="P-1", name="Never published"))
    s.describe(as_of="2025-03-31")
    s.publish()
"""

OPENS = """
import sys
from pathlib import Path
from timeline import snapshot
reader = snapshot.open(snapshot.current(Path(sys.argv[1])))
print(reader.execute("select name from made.people").fetchall()[0][0], flush=True)
sys.stdin.read()
"""


@pytest.fixture
def home(tmp_path, monkeypatch):
    """A new sealed home, on which commands work too."""
    monkeypatch.delenv("TIMELINE_DEMO", raising=False)
    monkeypatch.setenv("TIMELINE_KEY", keys.new())
    monkeypatch.setenv("TIMELINE_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("TMPDIR", tempfile.gettempdir())  # what a command changes is put back
    monkeypatch.setattr(tempfile, "tempdir", tempfile.gettempdir())
    return tmp_path / "home"


def publish(home, name):
    with snapshot.working(home) as s:
        s["people"] = made("people", dict(person_id="P-1", name=name))
        s.describe(as_of="2025-03-31")
        return s.publish()


def named(path) -> str:
    with snapshot.open(path) as reader:
        return reader.execute("select name from made.people").fetchall()[0][0]


def holding(folder: Path, canaries) -> list[str]:
    """The files below the folder in which one of these stands."""
    return [str(path) for path in folder.rglob("*") if path.is_file() and any(canary in path.read_bytes() for canary in canaries)]


def opened(home: Path) -> list[tuple[str, bytes]]:
    """Every sealed file of the home, with what it holds."""
    return [(path.name, b"".join(sealed.blocks(home, path))) for path in home.rglob("*") if path.is_file() and path.read_bytes().startswith(sealed.MARK)]


def in_memory(home: Path) -> list[str]:
    """What this home's processes have left in memory."""
    return [path.name for path in memory.shared(home).rglob("*") if path.is_file() and path.name != "lock"]


@pytest.mark.slow
def test_nothing_of_anybody_is_found_on_a_disk_after_a_day_in_a_sealed_home(home, tmp_path, monkeypatch):
    ordinary = tmp_path / "ordinary"
    ordinary.mkdir()
    home.mkdir()
    (home / "retention.toml").write_text(AGREED)
    brought = extracts(tmp_path, {"visits.csv": "\n".join([HEADER, sealed_day.line("R1"), ""])})
    day = subprocess.run([sys.executable, "-m", "tests.sealed_day", str(brought)], env=os.environ | {"TMPDIR": str(ordinary)}, cwd=ROOT,
                         capture_output=True, text=True, check=False)
    assert day.returncode == 0, day.stderr[-3000:]
    written = map(Path, json.loads(day.stdout.splitlines()[-1]))
    assert [path for path in written if not any(path.is_relative_to(place) for place in (home, memory.shared(home), "/dev/null"))] == []
    assert holding(home, CANARIES) == []
    assert list(ordinary.iterdir()) == []
    assert in_memory(home) == []
    held = opened(home)
    assert {name.split("-")[0] for name, content in held if any(canary in content for canary in CANARIES)} >= {"snap", "upload"}
    assert len([content for _, content in held if content.count(sealed_day.STREET.encode()) >= 20_000]) == 1


def test_a_published_snapshot_is_sealed_and_is_read_by_all_who_open_it(home):
    first = publish(home, "Ada Lovelace")
    assert first.suffix == ".sealed" and b"Lovelace" not in first.read_bytes()
    reader, other = snapshot.open(first), snapshot.open(first)
    assert len(in_memory(home)) == 1
    second = publish(home, "Bea")
    assert (snapshot.current(home), snapshot.published(home)) == (second, [second, first])
    assert (named(second), named(first)) == ("Bea", "Ada Lovelace")
    reader.close()
    del reader
    assert other.execute("select name from made.people").fetchall() == [("Ada Lovelace",)]
    del other
    assert len(in_memory(home)) == 1  # the current one, for who asks next


def test_processes_share_what_they_open_and_the_last_to_end_removes_it(home):
    publish(home, "Ada")
    one, other = (subprocess.Popen([sys.executable, "-c", OPENS, str(home)], cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
                  for _ in range(2))
    assert [process.stdout.readline() for process in (one, other)] == ["Ada\n"] * 2
    assert len(in_memory(home)) == 1
    one.communicate()
    assert len(in_memory(home)) == 1
    other.kill()
    other.communicate()
    last = subprocess.run([sys.executable, "-c", OPENS, str(home)], cwd=ROOT, stdin=subprocess.DEVNULL, capture_output=True, text=True, check=True)
    assert (last.stdout, in_memory(home)) == ("Ada\n", [])


def test_a_file_of_another_s_bytes_is_refused_while_that_one_is_open(home):
    first, second = publish(home, "Ada"), publish(home, "Bea")
    with snapshot.open(first) as reader:
        second.write_bytes(first.read_bytes())
        with pytest.raises(sealed.Damaged, match=second.name):
            snapshot.open(second)


def test_an_upload_is_sealed_while_it_arrives_and_read_again_in_memory(home):
    found = []

    class Arriving(io.BytesIO):
        def read(self, size=-1):
            found.extend(holding(home, [b"Alder Road"]))
            return super().read(400_000)

    with closing(Database(home)) as database:
        uploads.receive(database, User("ana", "analyst"), "key", "visits.csv", Arriving(b"Ref,Where\nR1,12 Alder Road\n" * 50_000))
        (one,) = uploads.standing(database)
    with uploads.opened(home, one.sha) as path:
        assert memory.backed(path.parent) and hashlib.sha256(path.read_bytes()).hexdigest() == one.sha
    assert not path.exists() and found == holding(home, [b"Alder Road"]) == []


def test_a_run_in_a_sealed_home_works_in_memory_and_never_spills(home):
    with snapshot.working(home) as s:
        s["people"] = made("people", dict(person_id="P-1"))
        assert memory.backed(s.path.parent) and s.path.exists()
        assert s.connection.execute("select current_setting('temp_directory')").fetchall() == [("",)]
        assert [path.name for path in (home / "snapshots").iterdir()] == []
    with snapshot.in_memory() as s:
        assert s.connection.execute("select current_setting('temp_directory')").fetchall() == [("",)]
    with snapshot.open(publish(home, "Ada")) as reader:
        assert reader.execute("select current_setting('temp_directory')").fetchall() == [("",)]


def test_a_run_without_enough_memory_says_so_publishes_nothing_and_leaves_the_last_snapshot(home):
    first = publish(home, "Ada")
    with pytest.raises(snapshot.NotMade, match="Nothing was published"), snapshot.working(home, memory="20MB") as s:
        s.connection.execute("create table made.much as select range as i, repeat(range::varchar, 40) as t from range(2000000) order by t desc")
    assert (snapshot.published(home), named(snapshot.current(home))) == ([first], "Ada")
    assert not [left for left in in_memory(home) if left.startswith("run-")]


@pytest.mark.parametrize(("full", "kind"), [
    (duckdb.OutOfMemoryException("of Sara Khan"), machine.MEMORY), (duckdb.IOException("write: No space left on device"), machine.FULL),
    (duckdb.TransactionException("Failed to commit: No space left on device"), machine.FULL), (MemoryError(), machine.MEMORY)])
def test_no_room_is_one_sentence_of_a_command_with_its_own_code(home, monkeypatch, capsys, full, kind):
    def filling(*_):
        with snapshot.working(home):
            raise full

    monkeypatch.setattr("timeline.commands.update.telling.ended", filling)
    assert cli.main(["update"]) == cli.NOT_PUBLISHED
    assert capsys.readouterr().err.strip() == machine.Fault(kind).said(snapshot.NOT_PUBLISHED)


def test_a_publish_that_is_killed_leaves_the_last_snapshot_and_the_next_run_sweeps_up(home):
    first = publish(home, "Ada")
    killed = subprocess.Popen([sys.executable, "-c", PUBLISHES, str(home)], cwd=ROOT, stdout=subprocess.PIPE, text=True)
    assert killed.stdout.readline() == "sealing\n"
    killed.send_signal(signal.SIGKILL)
    killed.communicate()
    assert list((home / "snapshots").glob("*.tmp")) and (snapshot.current(home), named(first)) == (first, "Ada")
    subprocess.run([sys.executable, "-c", PUBLISHES.replace("s.publish()", ""), str(home)], cwd=ROOT, check=True)
    assert sorted(path.name for path in (home / "snapshots").iterdir()) == ["CURRENT", first.name]
    assert not [left for left in in_memory(home) if left.startswith("run-")]


def test_a_snapshot_that_was_changed_is_refused_by_name_and_a_command_says_so(home, capsys):
    first = publish(home, "Ada")
    whole = bytearray(first.read_bytes())
    whole[len(whole) // 2] ^= 1
    first.write_bytes(whole)
    with pytest.raises(sealed.Damaged, match=first.name):
        snapshot.open(first)
    assert cli.main(["trace", "police.csv:1"]) == cli.USED_WRONGLY
    assert first.name in capsys.readouterr().err


@pytest.mark.parametrize("words", [["run", "in"], ["update"], ["work"], ["serve"], ["trace", "x:1"], ["train", "--out", "m"]])
def test_without_a_key_no_command_starts_and_nothing_is_made(home, monkeypatch, capsys, words):
    monkeypatch.delenv("TIMELINE_KEY")
    assert cli.main(words) == cli.USED_WRONGLY
    assert capsys.readouterr().err.strip() == keys.MISSING and not home.exists()


def test_without_a_key_the_dashboard_does_not_start_and_nothing_is_made(home, monkeypatch):
    from dashboard.app import create
    monkeypatch.delenv("TIMELINE_KEY")
    with pytest.raises(keys.NoKey):
        create(home)
    assert not home.exists()


def test_after_a_change_of_keys_the_new_one_opens_the_home_and_the_old_one_does_not(home, tmp_path, monkeypatch, capsys):
    first, file = publish(home, "Ada"), tmp_path / "new.key"
    file.write_text(keys.new() + "\n")
    before = keys.of(home)
    assert cli.main(["keys", "rotate", "--new-key-file", str(file)]) == 0
    assert "the former key opens nothing here" in capsys.readouterr().out
    with pytest.raises(keys.NoKey, match="does not open"):
        keys.of(home)
    monkeypatch.setenv("TIMELINE_KEY", file.read_text().strip())
    assert keys.of(home) == before and named(first) == "Ada"
    assert not list(home.glob("key-*"))


def test_keys_are_changed_with_the_present_key_alone_and_only_where_there_is_a_home(home, tmp_path, monkeypatch, capsys):
    file = tmp_path / "new.key"
    file.write_text(keys.new())
    assert cli.main(["keys", "rotate", "--new-key-file", str(file)]) == cli.USED_WRONGLY and not home.exists()
    keys.of(home)
    ring = (home / keys.RING).read_bytes()
    monkeypatch.setenv("TIMELINE_KEY", keys.new())
    assert cli.main(["keys", "rotate", "--new-key-file", str(file)]) == cli.USED_WRONGLY
    assert (home / keys.RING).read_bytes() == ring


def test_a_process_that_this_one_starts_has_its_key_wherever_it_works(home, tmp_path, monkeypatch):
    monkeypatch.delenv("TIMELINE_KEY")
    monkeypatch.chdir(tmp_path)
    (tmp_path / "own.key").write_text(keys.new())
    monkeypatch.setenv("TIMELINE_KEY_FILE", "own.key")
    given = keys.environment(home)
    assert (given["TIMELINE_KEY_FILE"], given["TIMELINE_HOME"]) == (str(tmp_path / "own.key"), str(home))
