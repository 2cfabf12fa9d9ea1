"""What the machine does to a command: it ends with one sentence that tells what became of the data, and its own code; and when the fault is gone, or as the
sentence says, the same command works."""

import random
import re
import shutil
from functools import partial

import duckdb
import pytest

from tests.made import made
from tests.reliability import SEED, WHOLE, amount, planted, standing
from timeline import cli, keys, machine, memory, pipeline, sealed, snapshot

RECORD = "police.csv:4"
whole = pytest.mark.skipif(not WHOLE, reason="it makes tables again and again: `make reliability` does it")


@pytest.fixture(params=standing.KINDS)
def home(request, tmp_path):
    """A home that stands, on which commands work."""
    with standing.stands(request.param, tmp_path / "home", tmp_path) as made:
        yield made


@pytest.fixture
def told(capfd):
    """Runs a command; its code and its sentence."""
    return partial(standing.told, capfd)


def flipped(content: bytes, at: int) -> bytes:
    return content[:at] + bytes([content[at] ^ 0x40]) + content[at + 1:]


def pointer(home):
    return home / "snapshots" / "CURRENT"


LOSING = {
    "deleted": lambda home: pointer(home).unlink(),
    "emptied": lambda home: pointer(home).write_bytes(b""),
    "other bytes": lambda home: pointer(home).write_bytes(b"\xff\xfe\0\0\n"),
    "naming what is not there": lambda home: pointer(home).write_text("snap-0123456789abcdef.duckdb\n"),
    "naming what is elsewhere": lambda home: pointer(home).write_text("../../etc/passwd\n"),
    "its snapshot deleted": lambda home: snapshot.current(home).unlink(),
}


@pytest.mark.parametrize("losing", list(LOSING)[:amount(3, len(LOSING))])
def test_where_the_pointer_is_lost_no_other_snapshot_is_taken_and_a_run_makes_all_anew(home, told, tmp_path, losing):
    whole, named = shutil.copytree(home / "snapshots", tmp_path / "whole"), snapshot.current(home).name
    LOSING[losing](home)
    with pytest.raises(snapshot.Lost):
        snapshot.current(home)
    for words in (("trace", RECORD), ("update",)):
        code, said = told(*words)
        assert code == cli.USED_WRONGLY and "CURRENT" in said and "timeline run" in said
    if WHOLE:
        assert told("run", standing.to_read(tmp_path))[0] == 0
        assert snapshot.current(home).name != named
    shutil.rmtree(home / "snapshots")
    shutil.copytree(whole, home / "snapshots")
    assert told("trace", RECORD)[0] == 0


def test_a_snapshot_that_was_cut_or_changed_is_refused_or_shows_what_it_showed_and_a_run_makes_another(home, told, tmp_path):
    path, shown, refused = snapshot.current(home), set(), 0
    content, drawn = path.read_bytes(), random.Random(SEED)
    changed = [b"", content[:len(content) // 2], content[:-1], *(flipped(content, drawn.randrange(len(content))) for _ in range(amount(3, 60)))]
    for damaged in changed:
        path.write_bytes(damaged)
        code, said = told("trace", RECORD)
        assert code == 0 or path.name in said or "not as it was written" in said, said
        shown |= {said} if code == 0 else set()
        refused += code != 0
    path.write_bytes(content)
    assert shown <= {told("trace", RECORD)[1]}, "nothing else is shown"
    assert refused == len(changed) or path.suffix == ".duckdb" and refused >= 2
    if not WHOLE:
        return
    path.write_bytes(content[:len(content) // 2])
    assert told("run", standing.to_read(tmp_path))[0] == 0
    assert told("trace", "visits.csv:2")[0] == 0


def test_a_database_that_was_cut_or_changed_is_never_taken_for_a_whole_one(home, told):
    path = home / "timeline.db"
    content, drawn = path.read_bytes(), random.Random(SEED)
    kept = {file.name: file.read_bytes() for file in home.iterdir() if file.is_file()}
    for damaged in (b"", content[:5000], content[:len(content) // 2], flipped(content, 50),
                    *(flipped(content, drawn.randrange(len(content))) for _ in range(amount(2, 40)))):
        path.write_bytes(damaged)
        code, said = told("trace", RECORD)
        assert code == 0 or "backup" in said or "timeline audit verify" in said, said
        assert code != 0 or len(damaged) == len(content), "what is lacking is missed"
        for file in home.glob("timeline.db*"):
            file.unlink()
        for name, before in kept.items():
            (home / name).write_bytes(before)
    assert told("trace", RECORD)[0] == 0


@pytest.mark.parametrize("home", ["sealed"], indirect=True)
def test_a_key_that_is_wrong_or_gone_and_a_keyring_that_is_damaged_are_said(home, told, tmp_path, monkeypatch):
    ring = home / keys.RING
    content = ring.read_bytes()
    for damaged in (b"", b"zz", content[:-2], b"\xff" * len(content), content.upper(), flipped(content, 30)):
        ring.write_bytes(damaged)
        code, said = told("users", "list")
        assert code == cli.USED_WRONGLY and "key" in said
    ring.unlink()
    assert "keyring" in told("users", "list")[1]
    ring.write_bytes(content)
    with monkeypatch.context() as other:
        other.setenv("TIMELINE_KEY", keys.new())
        assert "does not open" in told("users", "list")[1]
        other.delenv("TIMELINE_KEY")
        other.setenv("TIMELINE_KEY_FILE", str(tmp_path / "gone.key"))
        assert "gone.key" in told("users", "list")[1]
    assert told("users", "list")[0] == 0


@whole
def test_a_run_for_which_the_disk_is_full_publishes_nothing_and_works_when_there_is_room(home, told, tmp_path, figure):
    from_here, before = standing.to_read(tmp_path), snapshot.current(home)
    largest = max(path.stat().st_size for path in home.rglob("*") if path.is_file())
    drawn, full = random.Random(SEED), 0
    for size in (drawn.randrange(1 << 12, 2 * largest) for _ in range(8)):
        with planted.no_file_longer_than(size):
            code, said = told("run", from_here)
        now = snapshot.current(home)
        full += code != 0
        assert (now == before) == (code != 0 and "had been published" not in said), said
        before = now
    assert told("run", from_here)[0] == 0
    assert {path.name for path in (home / "snapshots").iterdir()} == {"CURRENT", *(path.name for path in snapshot.published(home))}
    figure("runs for which the disk was full", full)


CHANGES = {"written to": lambda path: path.write_bytes(path.read_bytes() + b"R99,12/03/2024,HV,Ann,Roe,01/02/1990,9434765919,Y,,later\n"),
           "changed within": lambda path: path.write_bytes(path.read_bytes().replace(b"Roe", b"Doe")),
           "cut short": lambda path: path.write_bytes(path.read_bytes()[:900]), "gone": lambda path: path.unlink()}


@pytest.mark.parametrize("home", ["demo"], indirect=True)
@pytest.mark.parametrize("change", list(CHANGES)[:amount(2, len(CHANGES))])
def test_a_file_that_changes_or_goes_while_it_is_read_ends_the_run_with_its_name(home, told, tmp_path, monkeypatch, change):
    from_here, before = standing.to_read(tmp_path), snapshot.current(home)
    content, read = (from_here / "visits.csv").read_bytes(), pipeline.HERE.read

    def meanwhile(*given):
        CHANGES[change](from_here / "visits.csv")
        return read(*given)

    with monkeypatch.context() as changing:
        changing.setattr(pipeline.HERE, "read", meanwhile)
        code, said = told("run", from_here)
    assert code in (cli.USED_WRONGLY, cli.NOT_PUBLISHED) and "visits.csv" in said and "Nothing was published" in said
    assert snapshot.current(home) == before
    (from_here / "visits.csv").write_bytes(content)
    if change == "gone" and WHOLE:
        assert told("run", from_here)[0] == 0


def test_a_run_that_needs_more_memory_than_it_may_have_spills_and_finishes_in_a_demo_and_ends_with_a_sentence_where_data_is_real(home):
    before, sealed_home = snapshot.current(home), snapshot.current(home).suffix == ".sealed"
    try:
        with snapshot.working(home, memory="60MB") as s:
            s.connection.execute("create table made.much as select range as i, repeat(range::varchar, 8) as t from range(1000000) order by t desc")
            s["people"] = made("people", dict(person_id="P-1"))
            s.describe(as_of="2025-03-31")
            s.publish()
        assert not sealed_home and snapshot.current(home) != before
    except snapshot.NotMade as why:
        assert sealed_home and snapshot.current(home) == before
        assert str(why) == machine.Fault(machine.MEMORY).said(snapshot.NOT_PUBLISHED)


@pytest.mark.parametrize("home", ["sealed"], indirect=True)
def test_a_full_memory_folder_is_named_and_what_is_not_opened_is_not_shown(home, told):
    largest = snapshot.current(home).stat().st_size
    with planted.no_file_longer_than(largest // 2):
        code, said = told("trace", RECORD)
    assert code != 0 and str(memory.shared(home)) in said and "TIMELINE_MEMORY" in said
    assert told("trace", RECORD)[0] == 0


@pytest.mark.parametrize(("error", "kind"), [
    (OSError(28, "No space left on device"), machine.FULL), (OSError(30, "Read-only file system", "/home/x"), machine.REFUSED),
    (PermissionError(13, "Permission denied", "/home/x"), machine.REFUSED), (FileNotFoundError(2, "No such file", "/home/x"), machine.GONE),
    (OSError(5, "Input/output error"), machine.BROKEN), (RuntimeError("can't start new thread"), machine.MEMORY),
    (MemoryError(), machine.MEMORY), (duckdb.OutOfMemoryException("of Sara Khan"), machine.MEMORY),
    (duckdb.IOException('Cannot open file "/home/x": Permission denied'), machine.REFUSED),
    (duckdb.IOException('Could not write file "/home/x": No space left on device'), machine.FULL),
    (duckdb.IOException("Corrupt database file: computed checksum 1 does not match stored checksum 2"), machine.DAMAGED),
    (OSError(98, "Address already in use"), None), (duckdb.BinderException('column "Sara Khan" is not there'), None), (ValueError("Sara Khan"), None)])
def test_a_fault_is_told_by_its_kind_and_never_by_words_that_may_hold_data(error, kind):
    fault = machine.fault(error)
    assert (fault and fault.kind) == kind
    assert fault is None or "Khan" not in str(fault) and ("/home/x" in str(fault)) == ("/home/x" in str(error)) and "/home" not in fault.said(whole=False)


def test_every_sentence_of_a_sealed_file_says_what_to_do():
    for sentence in (sealed.NOT_WHOLE, memory.FULL, *(" ".join(pair) for pair in machine.SENTENCES.values())):
        assert sentence.rstrip().endswith((".", "EXTRACTS_FOLDER")) and len(re.findall(r"[.:] [A-Z]", sentence)) >= 1
