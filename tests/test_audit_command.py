"""`timeline audit`: what is wrong is printed exactly, with exit code 1; an export verifies by itself; the end that was cut off is found and accepted."""

from contextlib import closing

import pytest

from tests.test_audit import F1, USER, tamper
from timeline import audit, cli
from timeline.database import Database


@pytest.fixture
def at(tmp_path, monkeypatch):
    """A home with five lines in its audit, and its anchor elsewhere."""
    home = tmp_path / "home"
    monkeypatch.setenv("TIMELINE_HOME", str(home))
    monkeypatch.setenv("TIMELINE_AUDIT_ANCHOR", str(tmp_path / "anchor"))
    with closing(Database(home)) as database:
        for number in range(5):
            audit.write(database, USER, "view family", f"{F1} {number}")
    return tmp_path


def said(capsys, *words):
    code = cli.main(["audit", *map(str, words)])
    told = capsys.readouterr()
    return code, told.out + told.err


def spoilt(at, *statements):
    with closing(Database(at / "home")) as database:
        tamper(database, *statements)


def test_an_audit_as_it_was_written_says_how_many_lines_and_from_when_to_when(at, capsys):
    code, told = said(capsys, "verify")
    assert code == 0 and told.startswith("All is as it was written: 5 lines, from 20") and told.strip().endswith("the last has the number 5.")


def test_an_anchor_beside_the_data_is_cautioned_of(at, capsys, monkeypatch):
    monkeypatch.delenv("TIMELINE_AUDIT_ANCHOR")
    assert "Caution: there is no anchor" in said(capsys, "verify")[1]
    (at / "home" / "audit.anchor").write_bytes((at / "anchor").read_bytes())
    assert "lies beside the data" in said(capsys, "verify")[1]


def test_what_is_wrong_is_printed_with_code_1(at, capsys):
    spoilt(at, "update audit set reason = 'none' where number = 2", "delete from audit where number = 5")
    code, told = said(capsys, "verify")
    assert code == 1
    assert told.splitlines() == ["Line 2 was altered.", "Line 5 was cut off at the end.", "The audit is not as it was written: 2 findings in 4 lines."]


def test_an_anchor_that_was_kept_elsewhere_can_be_named(at, capsys):
    kept = at / "kept"
    kept.write_bytes((at / "anchor").read_bytes())
    spoilt(at, "delete from audit where number > 3")
    (at / "anchor").unlink()
    assert "Lines 4 to 5 were cut off at the end." in said(capsys, "verify", "--anchor", kept)[1]
    assert said(capsys, "verify", "--anchor", at / "none")[0] == 2


def test_an_export_is_written_down_and_verifies_by_itself(at, capsys):
    file = at / "audit.jsonl"
    assert said(capsys, "export", file)[0] == 0
    assert "6 lines" in said(capsys, "verify", "--file", file)[1]
    assert file.stat().st_mode & 0o077 == 0
    assert said(capsys, "export", file)[0] == 2, "nothing is written over"


def test_a_part_of_the_audit_verifies_too_and_what_was_changed_in_it_is_named(at, capsys):
    file = at / "audit.jsonl"
    said(capsys, "export", file)
    lines = file.read_text().splitlines(keepends=True)
    part = at / "part.jsonl"
    part.write_text("".join(lines[2:]))
    assert said(capsys, "verify", "--file", part)[0] == 0
    part.write_text("".join([*lines[2:3], lines[3].replace("view family", "view nothing"), *lines[5:]]))
    code, told = said(capsys, "verify", "--file", part)
    assert (code, told.splitlines()[:2]) == (1, ["Line 4 was altered.", "Line 5 was removed."])
    part.write_text("not a line\n")
    assert said(capsys, "verify", "--file", part) == (2, f"Line 1 of {part} is not a line of an exported audit.\n")


@pytest.mark.parametrize(("days", "count"), [(("--since", "2000-01-01"), 6), (("--until", "2000-01-01"), 0), (("--since", "2999-01-01"), 0)])
def test_an_export_is_of_the_days_that_were_asked_for(at, capsys, days, count):
    assert f"Wrote {count} line" in said(capsys, "export", at / "some.jsonl", *days)[1]


def test_going_on_after_a_cut_takes_a_reason_and_stands_in_the_audit(at, capsys):
    spoilt(at, "delete from audit where number > 3", "delete from audit_named where number > 3")
    assert said(capsys, "export", at / "x.jsonl")[0] == 2, "no line can be written"
    assert said(capsys, "accept", "--reason", "because")[0] == 2
    assert said(capsys, "accept", "--reason", "restored from Friday's backup")[0] == 0
    assert said(capsys, "verify")[0] == 0
    assert said(capsys, "export", at / "x.jsonl")[0] == 0
