"""The database on both engines: the same tables, whose lines cannot be changed, closed with the home's key or belonging to the home alone."""

import os
import shutil
import sqlite3
import threading
from contextlib import closing

import pytest
import sqlalchemy as sa

from tests.conftest import EMBEDDED, POSTGRESQL
from timeline import keys, notes
from timeline.access import User
from timeline.database import CannotOpen, Database, embedded, metadata, postgresql, schema

ADA = User("ada", "analyst")
WORDS = "She said that the door was painted vermilion"


def line_of(table: sa.Table) -> dict:
    """A line with something in each column that may not be empty."""
    return {column.name: 1 if isinstance(column.type, (sa.Integer, sa.Boolean)) else "x" for column in table.c if not column.nullable}


def noted(database) -> None:
    notes.write(database, ADA, "k", "police:n:1#victim", WORDS)


@pytest.mark.parametrize("name", schema.APPEND_ONLY)
def test_a_line_is_added_and_never_changed_put_in_place_of_another_or_taken_out(database, engine, name):
    with database.write() as connection:
        connection.execute(metadata.tables[name].insert().values(**line_of(metadata.tables[name])))
    for change in (f"update {name} set number = 2", f"delete from {name}",
                   f"insert or replace into {name} select * from {name}" if engine == EMBEDDED else f"truncate {name}"):
        with pytest.raises(sa.exc.IntegrityError, match="append-only"), database.write() as connection:
            connection.exec_driver_sql(change)


def test_what_is_read_cannot_be_written(database):
    with pytest.raises((sa.exc.DBAPIError, CannotOpen)), database.read() as connection:
        connection.exec_driver_sql("delete from accounts")


def test_what_raises_is_undone(database):
    with pytest.raises(ZeroDivisionError), database.write() as connection:
        connection.execute(metadata.tables["accounts"].insert().values(**line_of(metadata.tables["accounts"])))
        raise ZeroDivisionError
    with database.read() as connection:
        assert connection.exec_driver_sql("select count(*) from accounts").scalar() == 0


def test_a_reader_sees_one_moment_however_much_is_written_meanwhile(database):
    count = "select count(*) from notes"
    with database.read() as connection:
        before = connection.exec_driver_sql(count).scalar()
        noted(database)
        assert connection.exec_driver_sql(count).scalar() == before == 0
    with database.read() as connection:
        assert connection.exec_driver_sql(count).scalar() == 1


def written_elsewhere(database) -> None:
    """A note that another thread writes meanwhile."""
    thread = threading.Thread(target=noted, args=(database,))
    thread.start()
    thread.join()


def read(database) -> int:
    return len(notes.standing(database))


def test_all_that_one_thread_reads_in_a_block_may_be_of_one_moment(database):
    with database.one_moment():
        before = read(database)
        written_elsewhere(database)
        assert (before, read(database)) == (0, 0)
    assert read(database) == 1


def test_whoever_reads_one_moment_sees_what_it_wrote_itself(database):
    with database.one_moment():
        assert read(database) == 0
        noted(database)
        assert read(database) == 1
    with database.one_moment():
        assert read(database) == 1


def test_a_moment_that_broke_off_is_not_read_again(database):
    with pytest.raises(RuntimeError), database.one_moment():
        read(database)
        raise RuntimeError
    written_elsewhere(database)
    assert read(database) == 1
    with database.one_moment():
        assert read(database) == 1


def test_a_character_that_no_server_keeps_breaks_nothing(database):
    notes.write(database, ADA, "k", "police:n:1#victim", "left\0 the house")
    with database.read() as connection:
        assert connection.execute(sa.select(sa.literal("a\0b"))).scalar() in ("a\0b", "a\ufffdb")
    assert notes.standing(database)["words"][0].startswith("left")


def test_opened_again_it_holds_what_was_kept(database, tmp_path):
    noted(database)
    with closing(Database(tmp_path)) as again:
        assert list(notes.standing(again)["words"]) == [WORDS]


@pytest.mark.parametrize("engine", [EMBEDDED], indirect=True)
class TestInAFile:
    def test_no_byte_of_it_can_be_read_without_the_key(self, database, tmp_path):
        noted(database)
        files = [file.read_bytes() for file in tmp_path.iterdir()]
        assert not any(WORDS.encode() in file or b"SQLite format 3" in file or b"create table" in file.lower() for file in files)

    def test_another_homes_key_is_said_not_to_open_it(self, database, tmp_path):
        Database(tmp_path / "other").close()
        database.close()
        shutil.copy(tmp_path / embedded.NAME, tmp_path / "other" / embedded.NAME)
        with pytest.raises(keys.NoKey, match="does not open its timeline.db"):
            Database(tmp_path / "other")

    @pytest.mark.parametrize("ring", ["kept", "gone"])
    def test_one_that_an_early_version_left_unencrypted_is_not_read(self, database, tmp_path, ring):
        database.close()
        (tmp_path / embedded.NAME).unlink()
        with closing(sqlite3.connect(tmp_path / embedded.NAME)) as plain:
            plain.execute("create table accounts (name)")
        if ring == "gone":
            (tmp_path / keys.RING).unlink()
        with pytest.raises(keys.NoKey, match="an early version.*Begin in a new folder"):
            Database(tmp_path)

    def test_a_byte_that_was_changed_behind_its_back_is_found(self, database, tmp_path):
        noted(database)
        database.close()
        path = tmp_path / embedded.NAME
        content = bytearray(path.read_bytes())
        for at in range(100, len(content), 4096):  # one in each page
            content[at] ^= 1
        path.write_bytes(content)
        with pytest.raises(keys.NoKey, match="or it is damaged"):
            Database(tmp_path)

    def test_a_sqlite_that_can_damage_it_is_refused(self, database, tmp_path):
        with pytest.raises(CannotOpen, match="3.51.2; 3.51.3 is needed"):
            embedded.prove(tmp_path / embedded.NAME, bytes(32), (3, 51, 2))

    def test_a_sqlite_that_does_not_encrypt_is_refused(self, tmp_path, engine, monkeypatch):
        monkeypatch.setattr(embedded, "sqlcipher", sqlite3)
        with pytest.raises(CannotOpen, match="does not encrypt"):
            Database(tmp_path)

    def test_it_reaches_the_disk_before_it_answers_and_wipes_what_it_takes_out(self, database):
        with database.write() as connection:
            set_to = {name: connection.exec_driver_sql(f"pragma {name}").scalar() for name in ("synchronous", "journal_mode", "secure_delete")}
        assert set_to == {"synchronous": 2, "journal_mode": "wal", "secure_delete": 1}


@pytest.mark.parametrize("engine", [POSTGRESQL], indirect=True)
class TestOnAServer:
    def test_it_belongs_to_one_home(self, database, tmp_path):
        with pytest.raises(CannotOpen, match="belongs to another home"):
            Database(tmp_path / "other")

    def test_a_restored_home_finds_its_own(self, database, tmp_path):
        noted(database)
        shutil.copytree(tmp_path, tmp_path / "restored", ignore=lambda *_: ["restored"])
        with closing(Database(tmp_path / "restored")) as restored:
            assert list(notes.standing(restored)["words"]) == [WORDS]

    def test_nothing_of_it_is_kept_in_the_home(self, database, tmp_path):
        noted(database)
        assert not (tmp_path / embedded.NAME).exists()

    def test_tables_of_another_program_are_left_alone(self, engine, tmp_path):
        reached = sa.create_engine(os.environ["TIMELINE_DATABASE"].replace("postgresql:", "postgresql+psycopg:"))
        with reached.begin() as connection:
            connection.exec_driver_sql("drop table if exists alembic_version; create table if not exists orders (number integer, what text)")
        reached.dispose()
        with pytest.raises(CannotOpen, match="did not make"):
            Database(tmp_path)


@pytest.mark.parametrize("address", ["mysql://ada:secret@host/timeline", "postgresql://ada:secret@host", "secret", "postgresql://ada:secret@[::1/x"])
def test_an_address_that_is_none_is_refused_and_not_repeated(address):
    with pytest.raises(CannotOpen, match="Write it as postgresql") as refused:
        postgresql.engines(address)
    assert "secret" not in str(refused.value)


def test_a_server_that_does_not_answer_is_a_sentence_without_its_address():
    with pytest.raises(CannotOpen, match="cannot be opened") as refused:
        postgresql.engines("postgresql://ada:secret@127.0.0.1:1/timeline?connect_timeout=2")
    assert not any(word in str(refused.value) for word in ("secret", "ada", "127.0.0.1"))
