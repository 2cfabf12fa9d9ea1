"""A line of the audit by itself: what it says, what it names, how it is sealed, and the anchor that follows it. What an earlier version sealed must open."""

import fcntl
import threading
from pathlib import Path

import pytest

from tests.test_audit import tamper
from timeline import audit, keys
from timeline.access import User
from timeline.audit import anchor
from timeline.audit.lines import SAID, Head, Sealing, cleared, content, indexed, named, shown
from timeline.audit.verifying import look

F1, F2, P1, P2, E1, L1 = (f"{letter}-{digit}123456789abcdef" for letter, digit in (("F", 0), ("F", 1), ("P", 0), ("P", 1), ("E", 0), ("L", 0)))
LINE = dict.fromkeys(SAID) | {"at": "2026-03-03T10:00:00.000000+00:00", "by": "ada", "action": "view family", "subject": "F-1", "outcome": "done"}
EMPTY = dict.fromkeys(("family", "person", "record", "document", "shown"))
SEAL = "c814c529c3ae4a74c9120f3d26c9fea772052f198da1f668"
ADA = User("ada", "coordinator")
FILES = Path("/proc/self/fd")


@pytest.fixture
def sealing(monkeypatch):
    """The sealing of a home with this key."""
    monkeypatch.setattr(keys, "of", lambda _home: keys.Keys(b"a key of 32 bytes for the tests.", False))
    return Sealing(None)


# --- sealed


def test_what_a_line_says_is_sealed_column_by_column_in_this_order():
    assert content(LINE | {"shown": ""}).split("\x1f") == [
        "+2026-03-03T10:00:00.000000+00:00", "+ada", "+view family", "+F-1", *"----", "+", *"---", "+done"]


def test_what_was_sealed_before_opens_and_follows(sealing):
    said = content(LINE)
    assert sealing.seal(5, said) == SEAL and sealing.opened(SEAL, said) == 5
    assert sealing.chain("", SEAL, said) == "19dab0662cfa568fe1800541dfefc769820b7baf37a25acae8aa99c55ccc57d2"
    assert sealing.chain("ab", SEAL, said) == "7e2b10a4e7f7b714f794b8392001f66f27d79f71ac38b44bf16242da4b9b1876"


@pytest.mark.parametrize("seal", ["", "no hex", SEAL[:-2], SEAL[:-2] + "00", "00" * 24])
def test_what_is_no_seal_of_the_line_does_not_open(sealing, seal):
    assert sealing.opened(seal, content(LINE)) is None


@pytest.mark.parametrize("name", SAID)
def test_a_line_of_which_anything_was_changed_does_not_open(sealing, name):
    changed = LINE | {name: "" if LINE[name] is None else LINE[name] + "x"}
    assert sealing.opened(SEAL, content(changed)) is None


def test_no_line_holds_what_stands_between_the_columns():
    assert cleared(LINE | {"reason": "a\x1fb\x1ec\x00d\ne", "session": ""}) == LINE | {"reason": "a b c d\ne", "session": ""}


# --- what a line names


@pytest.mark.parametrize(("subject", "told", "expected"), [
    ("", {}, {}),
    (f"{F1} of {F2}, {F1}", {}, {"family": f"{F1}\n{F2}"}),
    (f"{P2} {E1} and {L1} {P1}", {}, {"person": f"{P2}\n{P1}", "record": f"{E1}\n{L1}"}),
    (E1, {"record": E1}, {"record": E1}),
    (E1, {"record": "police:CR/1#victim"}, {"record": f"{E1}\npolice:CR/1#victim"}),
    ("", {"document": "a\nchronology", "record": "two\nlines"}, {"document": "a chronology", "record": "two lines"}),
    (F1, {"families": [F2, F1], "people": [P1]}, {"family": F1, "shown": f"{F2}\n{P1}"}),
    (f"x{F1} {F1}x -{F1} {F1[:9]}", {}, {}),
], ids=str)
def test_what_a_subject_names_and_what_is_told_besides(subject, told, expected):
    given = {"families": [], "people": [], "record": None, "document": None} | told
    assert named(subject, **given) == EMPTY | expected


def test_the_index_holds_each_thing_that_a_line_names_in_order():
    assert indexed(LINE | {"family": f"{F2}\n{F1}", "record": "r", "document": "d", "shown": P1}) == [
        ("family", F2), ("family", F1), ("record", "r"), ("document", "d"), ("shown", P1)]
    assert indexed(LINE) == []


def test_the_families_and_people_in_an_answer_are_those_that_are_shown():
    assert shown(f'{{"href": "\\u002f{F1}", "text": "{P1} {E1}"}} {F1[:8]}') == {F1, P1}


# --- the anchor


@pytest.fixture
def path(tmp_path):
    return tmp_path / "audit.anchor"


def test_an_anchor_is_one_line_for_its_owner_alone(path):
    assert anchor.read(path) is None and not path.exists()
    anchor.put(path, Head(7, "ab" * 32))
    assert path.read_bytes() == b"00000000000000000007 " + b"ab" * 32 + b"\n" and path.stat().st_mode & 0o777 == 0o600
    assert anchor.read(path) == Head(7, "ab" * 32)


@pytest.mark.parametrize("held", [b"x", b"7", b"0" * 19 + b"7 " + b"a" * 64, b"0" * 19 + b"7 " + b"a" * 64 + b"\n\n", b"0" * 19 + b"x " + b"a" * 64 + b"\n",
                                  b"\xff" * 86])
def test_what_is_no_anchor_is_said_and_not_written_over(path, held):
    path.write_bytes(held)
    for ask in (lambda: anchor.read(path), lambda: anchor.agree(path, Head(0, "")), lambda: anchor.forward(path, Head(8, "b" * 64))):
        with pytest.raises(anchor.NotKept, match="holds no anchor of an audit"):
            ask()
    assert path.read_bytes() == held


def test_an_audit_agrees_with_the_anchor_that_it_reaches_and_with_no_other(path):
    assert anchor.agree(path, Head(0, "")) is True and anchor.read(path) == Head(0, "")
    anchor.put(path, Head(5, "a" * 64))
    assert anchor.agree(path, Head(5, "a" * 64)) is True and anchor.agree(path, Head(6, "b" * 64)) is True
    with pytest.raises(anchor.NotKept, match="ends at line 4, and its anchor .* stands at line 5"):
        anchor.agree(path, Head(4, "a" * 64))
    with pytest.raises(anchor.NotKept, match="Line 5 of the audit is not the one"):
        anchor.agree(path, Head(5, "b" * 64))
    assert anchor.read(path) == Head(5, "a" * 64)


def test_an_audit_that_has_lines_and_no_anchor_does_not_agree(path):
    assert anchor.agree(path, Head(3, "a" * 64)) is False


def test_the_anchor_moves_forwards_alone(path):
    for head, stands in ((Head(3, "a" * 64), Head(3, "a" * 64)), (Head(3, "b" * 64), Head(3, "a" * 64)), (Head(2, "b" * 64), Head(3, "a" * 64)),
                         (Head(4, "b" * 64), Head(4, "b" * 64))):
        anchor.forward(path, head)
        assert anchor.read(path) == stands


def test_whoever_writes_the_anchor_waits_until_nobody_holds_it_and_lets_it_go(path):
    anchor.put(path, Head(1, "a" * 64))
    before = {one.name for one in FILES.iterdir()}
    with path.open() as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        waiting = threading.Thread(target=anchor.put, args=(path, Head(2, "b" * 64)), daemon=True)
        waiting.start()
        waiting.join(0.1)
        assert waiting.is_alive() and path.read_text().startswith("00000000000000000001 ")
    waiting.join(10)
    assert anchor.read(path) == Head(2, "b" * 64) and len({one.name for one in FILES.iterdir()}) == len(before)


# --- written


def test_the_end_that_was_written_anew_takes_no_line_until_it_is_accepted(database):
    audit.write(database, ADA, "view home", "")
    anchor.put(anchor.path(database.home), Head(1, "f" * 64))
    with pytest.raises(audit.NotKept, match="Line 1 of the audit is not the one"):
        audit.write(database, ADA, "view home", "")
    head = audit.accept(database, ADA, "looked into")
    assert head == audit.head(database) == anchor.read(anchor.path(database.home)) and head.number == 2


def test_what_is_done_with_a_line_is_kept_with_it_or_neither_is(database):
    def fails(connection):
        raise RuntimeError("cannot")
    with pytest.raises(RuntimeError):
        audit.write(database, ADA, "view home", "", also=fails)
    assert audit.head(database) == Head(0, "")
    done = []
    audit.write(database, ADA, "view home", "", also=done.append)
    assert len(done) == 1 and audit.head(database).number == 1


def test_accepting_an_audit_without_an_anchor_says_so_and_by_whom_and_why(database):
    audit.accept(database, ADA, "a first start")
    with database.read() as connection:
        line = connection.exec_driver_sql("select \"by\", action, subject, reason, outcome, snapshot from audit").one()
    assert tuple(line) == ("ada", "accept the audit as it stands", "it ended at line 0; it had no anchor", "a first start", "done", None)
    assert look(database, audit.head(database)).findings == []


def test_each_line_whose_index_differs_is_named_and_so_is_what_the_index_holds_of_no_line(database):
    for _ in range(3):
        audit.write(database, ADA, "view family", F1, people=[P1])
    assert look(database, None).findings == []
    tamper(database, "delete from audit_named where number = 2 and place = 2", "update audit_named set place = 3 where number = 3 and place = 2",
           *(f"insert into audit_named values ({number}, 1, 'family', 'F-9')" for number in (-1, 0, 4, 6)))
    assert [finding[:4] for finding in look(database, None).findings] == [("index", number, number, None) for number in (-1, 0, 2, 3, 4, 6)]


def test_an_index_of_an_empty_audit_is_found(database):
    tamper(database, "insert into audit_named values (1, 1, 'family', 'F-9')")
    assert [finding.first for finding in look(database, None).findings] == [1]
