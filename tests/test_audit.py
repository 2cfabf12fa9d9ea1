"""The audit: what is written cannot be changed, taken out or cut off without being found; what cannot be written raises."""


import stat
import threading

import pytest
import sqlalchemy as sa

from timeline import audit
from timeline.access import User

USER = User("ada", "coordinator")


@pytest.fixture
def five_lines(database):
    for number in range(5):
        audit.write(database, USER, "view family", f"F-{number}", "snap-1", "weekly meeting")
    return database


def tamper(database, *statements):
    """Change the file behind the product's back, as someone with the disk could."""
    with database.write() as connection:
        connection.execute(sa.text("drop trigger audit_no_update"))
        connection.execute(sa.text("drop trigger audit_no_delete"))
        for statement in statements:
            connection.execute(sa.text(statement))


def test_a_line_says_who_did_what_to_what_on_which_snapshot_and_why(five_lines):
    with five_lines.read() as connection:
        line = connection.execute(sa.text("select * from audit where number = 1")).mappings().one()
    assert (line["by"], line["action"], line["subject"], line["snapshot"], line["reason"]) == (
        "ada", "view family", "F-0", "snap-1", "weekly meeting")


def test_an_audit_that_nobody_touched_verifies_and_returns_its_head(five_lines):
    assert audit.verify(five_lines) == audit.head(five_lines)
    assert audit.head(five_lines).number == 5


def test_an_empty_audit_verifies(database):
    assert audit.verify(database) == audit.Head(0, "")


@pytest.mark.parametrize("change", [
    "update audit set subject = 'F-9' where number = 3",
    "update audit set \"by\" = 'bob' where number = 1",
    "update audit set reason = null where number = 5",
    "update audit set at = '2020-01-01T00:00:00+00:00' where number = 2",
    "delete from audit where number = 2",
    "delete from audit where number = 1",
    "insert into audit select 6, at, \"by\", action, subject, snapshot, reason, chain from audit where number = 5",
])
def test_any_change_behind_its_back_is_found(five_lines, change):
    tamper(five_lines, change)
    with pytest.raises(audit.BrokenAudit, match="audit line"):
        audit.verify(five_lines)


def test_two_lines_that_change_places_are_found(five_lines):
    tamper(five_lines, "update audit set number = 99 where number = 2", "update audit set number = 2 where number = 3",
           "update audit set number = 3 where number = 99")
    with pytest.raises(audit.BrokenAudit, match="line 2 "):
        audit.verify(five_lines)


def test_lines_cut_off_at_the_end_are_found_with_a_head_that_was_kept_elsewhere(five_lines):
    kept = audit.head(five_lines)
    tamper(five_lines, "delete from audit where number > 3")
    audit.verify(five_lines)
    with pytest.raises(audit.BrokenAudit, match="line 5, kept earlier, is no longer there"):
        audit.verify(five_lines, kept)


def test_a_kept_head_stays_good_as_lines_are_added(five_lines):
    kept = audit.head(five_lines)
    audit.write(five_lines, USER, "sign out", "ada")
    assert audit.verify(five_lines, kept).number == 6


def test_another_key_does_not_verify(five_lines, monkeypatch):
    monkeypatch.setattr(audit, "key", lambda _home: b"another")
    with pytest.raises(audit.BrokenAudit, match="line 1 "):
        audit.verify(five_lines)


@pytest.mark.parametrize("statement", ["update audit set subject = ''", "delete from audit"])
def test_the_database_itself_refuses_to_change_a_line(five_lines, statement):
    with pytest.raises(sa.exc.DatabaseError, match="append-only"), five_lines.write() as connection:
        connection.execute(sa.text(statement))


def test_what_cannot_be_written_raises(database):
    with database.write() as connection:
        connection.execute(sa.text("drop table audit"))
    with pytest.raises(sa.exc.OperationalError):
        audit.write(database, USER, "view family", "F-1")


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


def test_a_reader_cannot_write(database):
    with pytest.raises(sa.exc.OperationalError, match="readonly"), database.read() as connection:
        connection.execute(sa.text("delete from accounts"))


def test_the_home_and_its_database_are_their_owners_alone(database, tmp_path):
    assert stat.S_IMODE(tmp_path.stat().st_mode) == 0o700
    assert stat.S_IMODE((tmp_path / "timeline.db").stat().st_mode) == 0o600
