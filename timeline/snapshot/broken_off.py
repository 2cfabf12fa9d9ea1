"""What a run that was broken off has left: a file with the tables that it had made, for the next run in its home to take over.

A table that is whole says in its comment what it was made of, as a hash. The comment is written when the table is stored and checked, so one that a kill
left half has none. In a sealed home the file lies in the home's folder in memory, for its owner alone (docs/adr/0036)."""

from pathlib import Path

import duckdb

from timeline import keys, locks, memory
from timeline.tables import BrokenTable, check

FILE = "broken-off.tmp"
NAME = "made_so_far"
"""What the file is called on the connection that works in it."""


def place(home: Path) -> Path:
    """Where the file lies. Raises memory.NoMemory."""
    return (memory.shared(home) if keys.of(home).sealed else home / "snapshots") / FILE


def enter(connection: duckdb.DuckDBPyConnection, path: Path, of) -> set[str]:
    """Let the connection work in the file at `path` from here on; the tables that stand in it, whole and of what `of` says of their names.

    All others are taken away. A file of which nothing can be used is begun anew."""
    before = connection.execute("select current_database()").fetchall()[0][0]
    try:
        usable = _usable(connection, path, of) if path.exists() else set()
    except (duckdb.InterruptException, duckdb.OutOfMemoryException):
        raise
    except (duckdb.Error, BrokenTable):  # it is not as it was written
        usable = set()
    if usable:
        return usable
    connection.execute(f'use "{before}"')
    connection.execute(f"detach database if exists {NAME}")
    remove(path)
    _open(connection, path)
    return set()


def say(connection: duckdb.DuckDBPyConnection, name: str, made_of: str) -> None:
    """Write down of a table that it is whole, and what it was made of."""
    connection.execute(f"""comment on table made."{name}" is '{made_of}'""")


def forget(home: Path) -> None:
    """Take away what was left, unless a run is at work with it."""
    with locks.held(home / "run.lock") as free:
        if free:
            remove(place(home))


def remove(path: Path) -> None:
    """Take the file away, with DuckDB's logs of it."""
    for left in path.parent.glob(f"{path.name}*"):
        left.unlink(missing_ok=True)


def _usable(connection, path: Path, of) -> set[str]:
    _open(connection, path)
    stand = connection.execute("select table_name, comment from duckdb_tables() where database_name = current_database()").fetchall()
    usable = {name for name, made_of in stand if made_of is not None and made_of == of(name)}
    for name in usable:
        check(name, connection.table(f'made."{name}"'))
    for name in {name for name, _ in stand} - usable if usable else ():
        connection.execute(f'drop table made."{name}"')
    return usable


def _open(connection, path: Path) -> None:
    connection.execute(f"attach '{str(path).replace(chr(39), chr(39) * 2)}' as {NAME}")
    connection.execute(f"use {NAME}")
    connection.execute("create schema if not exists made")
