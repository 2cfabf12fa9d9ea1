"""The tables of one run, published whole or not at all.

A run works in a DuckDB file of its own. Its tables live in the schema `made`, so that no table of the catalogue bears a
stage's name: a stage's SQL then reads the stage's own arguments and nothing else. When every table is made and the books
balance, the file is named by its content and a pointer is moved to it; a reader follows the pointer and never shares a file
with a writer. What a crash leaves behind is swept by the next run.
"""

import fcntl
import hashlib
import os
import shutil
from contextlib import contextmanager
from datetime import date
from pathlib import Path

import duckdb

from timeline.tables import TABLES, check

KEPT = 3
NEXT = "CURRENT.tmp"
LOCKED_DOWN = {"autoinstall_known_extensions": "false", "autoload_known_extensions": "false", "enable_external_access": "false",
               "lock_configuration": "true"}


class Busy(Exception):
    """Another run works in this home; the message says so."""


class Overtaken(Busy):
    """A newer snapshot was published while this one was made from an older; the message says so."""


class Snapshot:
    """The tables of a run, by name: `s["events"] = relation` stores and checks, in place of what stood there,
    and `s["events"]` gives it back as a relation."""

    def __init__(self, connection: duckdb.DuckDBPyConnection, path: Path, told=lambda name, rows: None):
        self.connection, self.path, self._told = connection, path, told
        self._before: Path | None = None

    def __setitem__(self, name: str, relation) -> None:
        order = ", ".join(f'"{k}"' for k in (("file", "line_from") if name == "rows" else TABLES[name].key))
        self.connection.execute(f'create or replace table made."{name}" as select * from relation order by {order}')
        check(name, self[name])
        self._told(name, self.connection.execute(f'select count(*) from made."{name}"').fetchall()[0][0])

    def __getitem__(self, name: str) -> duckdb.DuckDBPyRelation:
        return self.connection.table(f'made."{name}"')

    def describe(self, **facts: str) -> None:
        """Keep facts about the run (as of, settings, model, who may be told) beside its tables, as text."""
        self.connection.execute("create or replace table made.about (fact varchar, value varchar)")
        self.connection.executemany("insert into made.about values (?, ?)", [(k, str(v)) for k, v in facts.items()])

    def take(self, before: Path, names: tuple[str, ...]) -> dict[str, str]:
        """Copy these tables from the published snapshot at `before`; returns what that one said about itself.

        From then on this snapshot may follow that one alone: it is not published over a newer."""
        self._before = before
        self.connection.execute(f"attach '{before}' as before (read_only)")
        for name in names:
            self.connection.execute(f'create table made."{name}" as from before.made."{name}"')
            self._told(name, self.connection.execute(f'select count(*) from made."{name}"').fetchall()[0][0])
        facts = dict(self.connection.execute("select fact, value from before.made.about").fetchall())
        self.connection.execute("detach before")
        return facts

    def publish(self) -> Path:
        """Close the file, name it by its content and move the pointer to it. Returns the published path.

        Raises Overtaken, and publishes nothing, where this was made from a snapshot that is no longer the current one."""
        if self._before is not None and self._before != current(self.path.parent.parent):
            raise Overtaken("A newer snapshot was published meanwhile, and this one was made from an older. Nothing was published; try again.")
        self.connection.execute("checkpoint")
        self.connection.close()
        flush(self.path)
        published = self.path.with_name(f"snap-{_digest(self.path)[:16]}.duckdb")
        _announce(published)
        self.path.rename(published)
        flush(published.parent)
        _point(published)
        _sweep(published.parent, keep=KEPT)
        return published

    def keep(self, path: Path) -> Path:
        """Write the tables to a file of their own, whole or not at all, which no pointer names. Returns its path."""
        writing = path.with_name(f"{path.name}-{os.getpid()}.tmp")
        try:
            self.connection.execute(f"attach '{writing}' as kept (block_size 16384)")  # a small file: with the usual size a table takes a quarter of a megabyte
            self.connection.execute("create schema kept.made")
            for (name,) in self.connection.execute("select table_name from duckdb_tables() where schema_name = 'made' and database_name = 'memory'").fetchall():
                self.connection.execute(f'create table kept.made."{name}" as from made."{name}"')
            self.connection.execute("detach kept")
            flush(writing)
            return writing.replace(path)
        finally:
            writing.unlink(missing_ok=True)


@contextmanager
def working(home: Path, told=lambda name, rows: None, memory: str = "3500MB"):
    """A fresh snapshot to fill below `home`, on DuckDB's default connection; removed again if it was not published.

    One run at a time works in a home: two would each publish without what the other took account of. Raises Busy."""
    folder = home / "snapshots"
    folder.mkdir(parents=True, exist_ok=True)
    with _alone(home):
        yield from _filled(folder, told, memory)


@contextmanager
def in_memory():
    """A fresh snapshot in memory, on DuckDB's default connection, which is put back afterwards."""
    before = duckdb.default_connection()
    with duckdb.connect(":memory:", config={"autoinstall_known_extensions": "false", "autoload_known_extensions": "false"}) as connection:
        connection.execute("create schema made")
        duckdb.set_default_connection(connection)
        try:
            yield Snapshot(connection, Path(":memory:"))
        finally:
            duckdb.set_default_connection(before)


@contextmanager
def _alone(home: Path):
    with (home / "run.lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise Busy("Another run is going on in this folder. Nothing was changed; try again when it has finished.") from None
        yield


def _filled(folder: Path, told, memory: str):
    _sweep_left_over(folder)
    path = folder / f"run-{os.getpid()}.tmp"
    before = duckdb.default_connection()
    connection = duckdb.connect(path, config={"memory_limit": memory, "temp_directory": str(folder / f"spill-{os.getpid()}.tmp"),
                                              "preserve_insertion_order": "false"})
    connection.execute("create schema made")
    duckdb.set_default_connection(connection)
    try:
        yield Snapshot(connection, path, told)
    finally:
        duckdb.set_default_connection(before)
        connection.close()
        path.unlink(missing_ok=True)
        path.with_suffix(".tmp.wal").unlink(missing_ok=True)


def current(home: Path) -> Path | None:
    """The published snapshot that the pointer names, or None where nothing has been published."""
    pointer = home / "snapshots" / "CURRENT"
    if not pointer.exists():
        return None
    return pointer.with_name(pointer.read_text().strip())


def published(home: Path) -> list[Path]:
    """The snapshots that are still kept, the latest first."""
    return sorted((home / "snapshots").glob("snap-*.duckdb"), key=lambda path: path.stat().st_mtime, reverse=True)


def open(path: Path) -> duckdb.DuckDBPyConnection:
    """A read-only connection to a published snapshot that can neither write nor reach any other file."""
    return duckdb.connect(path, read_only=True, config=LOCKED_DOWN)


def about(connection: duckdb.DuckDBPyConnection) -> dict[str, str]:
    """The facts that were kept about the run."""
    return dict(connection.execute("select fact, value from made.about").fetchall())


def day_of(text: str) -> date:
    """A day as the facts keep it."""
    return date.fromisoformat(text)


def flush(path: Path) -> None:
    """Bring a file, or the names in a folder, to the disk."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _announce(published: Path) -> None:
    """Write down what the pointer is to name, before a file has that name: so what a kill leaves unpublished is known for it."""
    with published.with_name(NEXT).open("w") as file:
        file.write(published.name + "\n")
        file.flush()
        os.fsync(file.fileno())


def _point(published: Path) -> None:
    published.with_name(NEXT).replace(published.with_name("CURRENT"))
    flush(published.parent)


def _sweep_left_over(folder: Path) -> None:
    """Remove what runs that were killed left behind, a file that no pointer came to name among it; a run that is still going keeps its files."""
    announced = folder / NEXT
    if announced.exists():
        never = announced.read_text().strip()
        for left in folder.glob("snap-*.duckdb"):
            if left.name == never and left != current(folder.parent):
                left.unlink()
        announced.unlink()
    for left in [*folder.glob("run-*.tmp*"), *folder.glob("spill-*.tmp")]:
        owner = int(left.name.split("-")[1].split(".")[0])
        if owner == os.getpid() or not _alive(owner):
            shutil.rmtree(left) if left.is_dir() else left.unlink()


def _alive(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


def _sweep(folder: Path, keep: int) -> None:
    """Remove the oldest snapshots. One that somebody reads stays readable to them: its file is open, and only its name goes."""
    pointed = folder / (folder / "CURRENT").read_text().strip()
    for old in published(folder.parent)[keep:]:
        if old != pointed:
            old.unlink()
