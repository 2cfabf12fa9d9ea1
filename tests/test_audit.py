"""The audit: what is written cannot be changed, taken out or cut off without being found and named; what cannot be written raises."""

import threading

import pytest
import sqlalchemy as sa

from timeline import audit, keys
from timeline.access import User
from timeline.audit import anchor, verifying
from timeline.database import audit as lines

USER = User("ada", "coordinator")
F1, F2, P1, P2, E1 = "F-0123456789abcdef", "F-1123456789abcdef", "P-0123456789abcdef", "P-1123456789abcdef", "E-0123456789abcdef"


@pytest.fixture
def five_lines(database):
    for number in range(5):
        audit.write(database, USER, "view family", f"{F1} {number}", "snap-1", "weekly meeting")
    return database


def unguarded(connection):
    """Take away what refuses to change a line, as someone who has the database could."""
    if connection.dialect.name == "postgresql":
        statements = [f"alter table {table} disable trigger user" for table in ("audit", "audit_named")]
    else:
        found = connection.execute(sa.text("select name from sqlite_master where type = 'trigger' and tbl_name in ('audit', 'audit_named')"))
        statements = [f"drop trigger {name}" for (name,) in found]
    for statement in statements:
        connection.execute(sa.text(statement))


def tamper(database, *statements):
    """Change the tables behind the product's back."""
    with database.write() as connection:
        unguarded(connection)
        for statement in statements:
            connection.execute(sa.text(statement))


def found(database, kept=None):
    """What a look finds, without the words: (kind, first, last, where it stands now)."""
    return [finding[:4] for finding in verifying.look(database, kept).findings]


def line(database, number):
    with database.read() as connection:
        return connection.execute(sa.select(lines).where(lines.c.number == number)).mappings().one()


def test_a_line_says_who_did_what_to_what_on_which_snapshot_from_which_sign_in_and_why(database):
    audit.write(database, USER, "opened mention", f"police:CR/1#victim of {F1}", "snap-1", "to arrange a visit", people=[P1], record="police:CR/1#victim",
                document="chronology", session="abc")
    told = line(database, 1)
    assert (told["by"], told["action"], told["snapshot"], told["reason"]) == ("ada", "opened mention", "snap-1", "to arrange a visit")
    assert (told["family"], told["person"], told["record"], told["document"], told["shown"]) == (F1, None, "police:CR/1#victim", "chronology", P1)
    assert (told["session"], told["outcome"]) == ("abc", "done")


def test_what_a_subject_names_is_opened_and_what_is_shown_besides_is_told_apart(database):
    audit.write(database, USER, "correct event", f"{E1} of {F1} with {P1}", families=[F2, F1], people=[P2, P1])
    assert {name: line(database, 1)[name] for name in ("family", "person", "record", "shown")} == {
        "family": F1, "person": P1, "record": E1, "shown": f"{F2}\n{P2}"}
    with database.read() as connection:
        assert connection.execute(sa.text("select how, thing from audit_named order by place")).all() == [
            ("family", F1), ("person", P1), ("record", E1), ("shown", F2), ("shown", P2)]


def test_an_audit_that_nobody_touched_verifies_and_returns_its_head(five_lines):
    assert audit.verify(five_lines) == audit.head(five_lines)
    assert audit.head(five_lines).number == 5
    looked = verifying.look(five_lines, None)
    assert (looked.lines, looked.since, looked.until) == (5, line(five_lines, 1)["at"], line(five_lines, 5)["at"])


def test_an_empty_audit_verifies(database):
    assert audit.verify(database) == audit.Head(0, "")


@pytest.mark.parametrize("statement", ["update audit set subject = ''", "delete from audit", "update audit_named set thing = ''", "delete from audit_named"])
def test_the_database_itself_refuses_to_change_a_line(five_lines, statement):
    with pytest.raises(sa.exc.DatabaseError, match="append-only"), five_lines.write() as connection:
        connection.execute(sa.text(statement))


def test_what_is_wrong_is_said_in_words(five_lines):
    tamper(five_lines, "update audit set subject = 'F-9' where number = 2", "delete from audit where number = 4")
    with pytest.raises(audit.BrokenAudit, match=r"^Line 2 was altered\. Line 4 was removed\.$"):
        audit.verify(five_lines)


@pytest.mark.parametrize("change", ["delete from audit_named where number = 3", "update audit_named set how = 'shown' where number = 3",
                                    "insert into audit_named values (3, 9, 'family', 'F-9')", "update audit_named set thing = 'F-9' where number = 3"])
def test_an_index_that_hides_a_look_is_found(five_lines, change):
    tamper(five_lines, change)
    assert found(five_lines) == [("index", 3, 3, None)]


def test_an_index_of_a_line_that_is_not_there_is_found(five_lines):
    tamper(five_lines, "insert into audit_named values (6, 1, 'family', 'F-9')", "insert into audit_named values (0, 1, 'family', 'F-9')")
    assert {finding[0] for finding in found(five_lines)} == {"index"}


# --- the anchor


def test_a_kept_head_stays_good_as_lines_are_added(five_lines):
    kept = audit.head(five_lines)
    audit.write(five_lines, USER, "sign out", "ada")
    assert audit.verify(five_lines, kept).number == 6


def test_the_anchor_follows_every_line_and_never_goes_back(five_lines):
    path = anchor.path(five_lines.home)
    assert anchor.read(path) == audit.head(five_lines)
    anchor.forward(path, audit.Head(3, "x" * 64))
    assert anchor.read(path) == audit.head(five_lines)


def test_the_anchor_lies_where_the_operator_says(database, tmp_path_factory, monkeypatch):
    elsewhere = tmp_path_factory.mktemp("volume") / "anchor"
    assert anchor.beside(database.home)
    monkeypatch.setenv("TIMELINE_AUDIT_ANCHOR", str(elsewhere))
    audit.write(database, USER, "sign in", "ada")
    assert anchor.read(elsewhere).number == 1 and not anchor.beside(database.home)


def test_where_the_anchor_cannot_be_written_nothing_is(five_lines, monkeypatch):
    monkeypatch.setenv("TIMELINE_AUDIT_ANCHOR", "/no/such/volume/anchor")
    with pytest.raises(audit.NotKept, match="/no/such/volume/anchor, cannot be read and written"):
        audit.write(five_lines, USER, "view family", F1)
    assert audit.head(five_lines).number == 5


def test_an_audit_that_ends_before_its_anchor_takes_no_line_until_somebody_says_why(five_lines):
    tamper(five_lines, "delete from audit where number > 3", "delete from audit_named where number > 3")
    with pytest.raises(audit.NotKept, match="ends at line 3, and its anchor .* stands at line 5"):
        audit.write(five_lines, USER, "view family", F1)
    assert found(five_lines, anchor.read(anchor.path(five_lines.home))) == [("cut off", 4, 5, None)]
    audit.accept(five_lines, USER, "restored from Friday's backup")
    assert "its anchor held line 5 with the chain" in line(five_lines, 4)["subject"]
    audit.write(five_lines, USER, "view family", F1)
    assert audit.verify(five_lines).number == 5


def test_lines_written_after_an_older_copy_was_put_back_are_found(five_lines, monkeypatch, tmp_path):
    kept = anchor.read(anchor.path(five_lines.home))
    tamper(five_lines, "delete from audit where number > 3", "delete from audit_named where number > 3")
    monkeypatch.setenv("TIMELINE_AUDIT_ANCHOR", str(tmp_path / "another"))
    for _ in range(4):
        audit.write(five_lines, USER, "view family", F2)
    assert found(five_lines, kept) == [("another end", 5, 5, None)]
    assert found(five_lines) == []


def test_an_anchor_that_was_taken_away_is_begun_again_with_a_line_that_says_so(five_lines):
    anchor.path(five_lines.home).unlink()
    audit.write(five_lines, USER, "view family", F1)
    told = line(five_lines, 6)
    assert (told["action"], told["by"]) == ("begin an anchor", "(the program)") and "line 5" in told["subject"]
    assert audit.verify(five_lines).number == 7


def test_an_anchor_that_holds_something_else_stops_everything_until_it_is_accepted(five_lines):
    anchor.path(five_lines.home).write_text("hello")
    with pytest.raises(audit.NotKept, match="holds no anchor"):
        audit.write(five_lines, USER, "view family", F1)
    audit.accept(five_lines, USER, "the file was overwritten")
    assert audit.verify(five_lines).number == 6


# --- what cannot be written, and many at once


def test_what_cannot_be_written_raises(database):
    with database.write() as connection:
        connection.execute(sa.text("drop table audit"))
    with pytest.raises(sa.exc.DBAPIError):
        audit.write(database, USER, "view family", F1)


def test_many_who_write_at_once_lose_no_line_and_break_no_chain(database):
    def write_ten(name):
        for number in range(10):
            audit.write(database, User(name, "analyst"), "view", str(number))
    writers = [threading.Thread(target=write_ten, args=(f"user{i}",)) for i in range(8)]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
    assert audit.verify(database).number == 80
    assert anchor.read(anchor.path(database.home)) == audit.head(database)


def test_another_key_does_not_verify(five_lines, monkeypatch):
    monkeypatch.setattr(keys, "of", lambda _home: keys.Keys(b"another key that is 32 bytes lon", False))
    assert found(five_lines) == [("altered", 1, 5, None)]
