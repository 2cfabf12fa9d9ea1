"""The migrations make what is declared, on both engines, and carry every line along."""

import os
from contextlib import closing

import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory

from tests import postgres
from tests.test_database import line_of
from timeline.database import CannotOpen, Database, metadata, schema, upgrading
from timeline.database.migrations import HEAD

SECOND = '''"""For a test: one column more."""
from alembic import op
import sqlalchemy as sa
revision, down_revision = "9999", "{head}"
def upgrade():
    op.add_column("notes", sa.Column("colour", sa.String))
    op.execute("{then}")
'''


def without_tables(database) -> None:
    """Let it be as if nothing had ever been made."""
    database.close()
    if "TIMELINE_DATABASE" in os.environ:
        postgres.without_tables(os.environ["TIMELINE_DATABASE"])
    for file in database.home.glob("timeline.db*"):
        file.unlink()


def migrated(database, monkeypatch, to: str) -> Database:
    """The database of the same home, made by the migrations alone."""
    without_tables(database)
    with monkeypatch.context() as patched:
        patched.setattr(schema, "bring", lambda connection, _mark: upgrading.upgrade(connection, to))
        return Database(database.home)


def made(database) -> list[tuple]:
    """Each table's columns, and each trigger with what it does."""
    with database.read() as connection:
        tables = [(name, column["name"], str(column["type"]), column["nullable"]) for name in sorted(sa.inspect(connection).get_table_names())
                  for column in sa.inspect(connection).get_columns(name)]
        triggers = connection.exec_driver_sql(
            "select name, sql from sqlite_master where type in ('trigger', 'index') order by name" if connection.dialect.name == "sqlite" else
            "select tgname, pg_get_triggerdef(t.oid) || prosrc from pg_trigger t join pg_proc p on p.oid = tgfoid join pg_class c on c.oid = tgrelid "
            "where relnamespace = current_schema()::regnamespace union all "
            "select indexname, indexdef from pg_indexes where schemaname = current_schema() order by 1")
        return [*tables, *((name, "".join((what or "").lower().split())) for name, what in triggers)]


def test_the_last_migration_is_the_one_that_a_new_database_is_said_to_have():
    with sa.create_engine("sqlite://").connect() as connection:
        assert ScriptDirectory.from_config(upgrading.config(connection)).get_current_head() == HEAD


def test_the_migrations_make_what_is_declared(database, monkeypatch):
    declared = made(database)
    with closing(migrated(database, monkeypatch, "head")) as other:
        with other.read() as connection:
            assert compare_metadata(MigrationContext.configure(connection, opts={"compare_type": True}), metadata) == []
        assert made(other) == declared


def test_every_line_that_the_first_migration_could_hold_is_there_after_all(database, monkeypatch):
    with closing(migrated(database, monkeypatch, "0001")) as first, first.write() as connection:
        tables = sa.MetaData()
        tables.reflect(connection)
        tables.remove(tables.tables["alembic_version"])
        tables.remove(tables.tables["belongs"])
        for table in tables.sorted_tables:
            connection.execute(table.insert().values(**line_of(table)))
    with closing(Database(database.home)) as now, now.read() as connection:
        for table in tables.sorted_tables:
            (line,) = connection.execute(sa.select(table)).mappings()
            assert line.items() >= line_of(table).items(), table.name


@pytest.fixture
def a_second(monkeypatch, tmp_path):
    """A function that lets there be one migration more, which does something at its end."""
    def add(then: str) -> None:
        (tmp_path / "versions").mkdir()
        (tmp_path / "versions" / "9999_second.py").write_text(SECOND.format(head=HEAD, then=then))
        config = upgrading.config
        def told(connection):
            given = config(connection)
            given.set_main_option("version_locations", f"{given.get_main_option('script_location')}/versions {tmp_path / 'versions'}")
            given.set_main_option("path_separator", "space")
            return given
        monkeypatch.setattr(upgrading, "config", told)
        monkeypatch.setattr(schema, "HEAD", "9999")
    return add


def test_a_database_of_an_earlier_version_is_brought_to_this_one_when_it_is_opened(database, a_second):
    a_second("select 1")
    with closing(Database(database.home)) as now, now.read() as connection:
        assert "colour" in {column["name"] for column in sa.inspect(connection).get_columns("notes")}


def test_a_migration_that_breaks_off_has_changed_nothing(database, a_second):
    a_second("select nothing from nowhere")
    before = made(database)
    with pytest.raises(sa.exc.DBAPIError):
        Database(database.home)
    assert made(database) == before


def test_a_database_of_a_later_version_is_refused_with_a_sentence(database):
    with database.write() as connection:
        connection.exec_driver_sql("update alembic_version set version_num = '9998'")
    with pytest.raises(CannotOpen, match="made by a later version"):
        Database(database.home)
