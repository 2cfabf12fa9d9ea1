"""Bringing a database to the tables that `declared` declares: made whole where there is none, and otherwise by the migrations, in one transaction.

A new database is given the declared tables at once, which is quick; that the migrations give the same is a test's to show."""

import importlib
from functools import cache

import sqlalchemy as sa

from timeline.database.declared import WRITTEN, belongs, metadata
from timeline.database.emptying import only_empties
from timeline.database.faults import CannotOpen
from timeline.database.migrations import HEAD

version = sa.Table("alembic_version", sa.MetaData(), sa.Column("version_num", sa.String(32)),
                   sa.PrimaryKeyConstraint("version_num", name="alembic_version_pkc"))  # as Alembic makes it
APPEND_ONLY = ("audit", "audit_named", *WRITTEN)
ANOTHERS = "The database that TIMELINE_DATABASE names belongs to another home. Give each home a database of its own."
FOREIGN = ("The database that TIMELINE_DATABASE names holds tables that this program did not make. Give it a database of its own: createdb NAME.")


def bring(connection: sa.Connection, mark: str) -> None:
    """Give the database behind this connection, which holds the write lock, the tables of this version, and let it belong to this home. Raises CannotOpen."""
    there = sa.inspect(connection).get_table_names()
    if not there:
        for statement in statements(connection.dialect.name):
            connection.exec_driver_sql(statement)
    elif version.name not in there:
        raise CannotOpen(FOREIGN)
    elif connection.execute(sa.select(version.c.version_num)).scalar() != HEAD:
        importlib.import_module("timeline.database.upgrading").upgrade(connection)  # it takes a third of a second to import
    if not _is_home(connection, mark):
        connection.execute(belongs.insert().values(home=mark))


def is_brought(connection: sa.Connection, mark: str) -> bool:
    """Whether the database has the tables of this version and belongs to this home. Raises CannotOpen where it is another's."""
    if not sa.inspect(connection).has_table(version.name):
        return False
    return connection.execute(sa.select(version.c.version_num)).scalar() == HEAD and _is_home(connection, mark)


def _is_home(connection: sa.Connection, mark: str) -> bool:
    """Whether the database belongs to this home; not where it belongs to none yet. Raises CannotOpen where it is another's."""
    home = connection.execute(sa.select(belongs.c.home)).scalar()
    if home not in (None, mark):
        raise CannotOpen(ANOTHERS)
    return home is not None


@cache
def statements(dialect: str) -> list[str]:
    """What makes every table in an empty database of this kind, 'sqlite' or 'postgresql'."""
    made = []
    engine = sa.create_mock_engine(f"{dialect}://", lambda ddl, *_: made.append(str(ddl.compile(dialect=engine.dialect))))
    for tables in (metadata, version.metadata):
        tables.create_all(engine, checkfirst=False)
    return [*made, f"insert into {version.name} values ('{HEAD}')", *append_only(dialect)]


def append_only(dialect: str) -> list[str]:
    """What keeps the lines that people wrote, and the audit, from being changed; the one change that an order may make to them is emptying's."""
    tables = [metadata.tables[name] for name in APPEND_ONLY]
    return [statement for table in tables for statement in (_in_postgresql(table) if dialect == "postgresql" else _in_sqlite(table))]


def _in_sqlite(table: sa.Table) -> list[str]:
    refused = f"begin select raise(abort, 'the table {table} is append-only'); end"
    return [f"create trigger {table}_no_update before update on {table} when not ({only_empties(table)}) {refused}",
            f"create trigger {table}_no_delete before delete on {table} {refused}"]


def _in_postgresql(table: sa.Table) -> list[str]:
    return [f"create function {table}_append_only() returns trigger language plpgsql as $$begin "
            f"if tg_op = 'UPDATE' then if {only_empties(table)} then return new; end if; end if; "
            f"raise exception using errcode = 'integrity_constraint_violation', message = 'the table {table} is append-only'; end$$",
            f"create trigger {table}_no_update before update or delete on {table} for each row execute function {table}_append_only()",
            f"create trigger {table}_no_truncate before truncate on {table} for each statement execute function {table}_append_only()"]
