"""Opening a published snapshot, or another file of tables, to read it: in a sealed home out of the folder in memory, where one process opens it once."""

import os
import weakref
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path

import duckdb

from timeline import keys, machine, sealed, unsealed
from timeline.snapshot import pointer

PLAIN, SEALED = pointer.ENDINGS
ABOUT = "select fact, value from made.about"
LOCKED_DOWN = {"autoinstall_known_extensions": "false", "autoload_known_extensions": "false", "enable_external_access": "false",
               "lock_configuration": "true", "dynamic_or_filter_threshold": "500"}
"""How published tables are opened. Of as many as 500 rows, and not of 50, that a question has gathered, the rest is found by an index (docs/adr/0038)."""


def share(processes: int) -> None:
    """Let this process, one of so many that answer readers, use its part of the processors for each question from here on.

    A page's questions are small: two threads answered them no sooner than one, for a sixth more of processor time."""
    LOCKED_DOWN["threads"] = str(max(1, (os.cpu_count() or 1) // processes))


def open(path: Path) -> duckdb.DuckDBPyConnection:
    """A read-only connection to a published snapshot that can neither write nor reach any other file. Raises sealed.Damaged, memory.NoMemory."""
    if path.suffix == PLAIN:
        with _whole(path):
            return duckdb.connect(path, read_only=True, config=LOCKED_DOWN)
    connection = duckdb.connect(_take(path), read_only=True, config=LOCKED_DOWN | {"temp_directory": ""})
    weakref.finalize(connection, unsealed.give_back, path)
    return connection


@contextmanager
def plain(path: Path) -> Iterator[Path]:
    """Where DuckDB can read the file while the block lasts, and afterwards for as long as it holds it open. Raises sealed.Damaged, memory.NoMemory."""
    if path.suffix == PLAIN:
        yield path
        return
    opened = _take(path)
    try:
        yield opened
    finally:
        unsealed.give_back(path)


def attach(connection: duckdb.DuckDBPyConnection, path: Path, name: str) -> None:
    """Let this connection read the tables of a published file under this name."""
    with plain(path) as opened, _whole(path):
        connection.execute(f"attach '{opened}' as {name} (read_only)")


def ending(home: Path) -> str:
    """What the name of a file of tables ends with in this home."""
    return SEALED if keys.of(home).sealed else PLAIN


def about(connection: duckdb.DuckDBPyConnection) -> dict[str, str]:
    """The facts that were kept about the run."""
    return dict(connection.execute(ABOUT).fetchall())


def day_of(text: str) -> date:
    """A day as the facts keep it."""
    return date.fromisoformat(text)


@contextmanager
def _whole(path: Path) -> Iterator[None]:
    """Raise sealed.Damaged where DuckDB finds that a plain file is not as it was written; a sealed one was proved before."""
    try:
        with machine.told():
            yield
    except machine.Fault as fault:
        if fault.kind != machine.DAMAGED:
            raise
        raise sealed.Damaged(sealed.NOT_WHOLE.format(name=path.name)) from fault


def _take(path: Path) -> Path:
    home = keys.home_of(path)
    return unsealed.take(home, path, wanted=lambda: pointer.points(path))
