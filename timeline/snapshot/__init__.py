"""The tables of one run, published whole or not at all.

A run works in a DuckDB file of its own. Its tables live in the schema `made`, so that no table of the catalogue bears a
stage's name: a stage's SQL then reads the stage's own arguments and nothing else. When every table is made and the books
balance, the file is named by its content and a pointer is moved to it; a reader follows the pointer and never shares a file
with a writer. What a crash leaves behind is taken over by the next run of the same (broken_off.py), or swept.

Outside a demo the run works in memory alone (docs/adr/0025): its file lies in the folder of timeline.memory, DuckDB never writes what it has no room for
to a disk, and what is published is sealed.
"""

import hashlib
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import duckdb

from timeline import keys, locks, machine, memory, sealed, stopped
from timeline.snapshot import broken_off, enough, pointer
from timeline.snapshot.broken_off import forget
from timeline.snapshot.opening import ABOUT, LOCKED_DOWN, PLAIN, about, attach, day_of, ending, open, plain, share
from timeline.snapshot.pointer import KEPT, OVERLAYS, Lost, current, files, points, published
from timeline.tables import TABLES, check

LIMIT = "3500MB"
"""The memory that DuckDB uses before it writes to the disk. Where it never does, it may use half of what there is, and stops there."""
NOT_PUBLISHED = "Nothing was published."
GOES_ON = f"Stopped. {NOT_PUBLISHED} The last snapshot stands. What was made is kept, and the same command goes on from there."
PUBLISHED = "{name} had been published by then, and stands."


class Busy(Exception):
    """Another run works in this home; the message says so."""


class NotMade(Exception):
    """The machine broke a run off; the message says what it did not give, whether anything was published and what to do."""


class Stopped(KeyboardInterrupt):
    """Somebody stopped a run that can be taken up again; the message says so."""


class Overtaken(Busy):
    """A newer snapshot was published while this one was made from an older; the message says so."""


class Snapshot:
    """The tables of a run, by name: `s["events"] = relation` stores and checks, in place of what stood there,
    and `s["events"]` gives it back as a relation. `s["events"] = lambda: relation` makes it only where it was not taken over."""

    def __init__(self, connection: duckdb.DuckDBPyConnection, path: Path, told=lambda name, rows: None, home: Path | None = None,
                 parquet: Path | None = None):
        self.connection, self.path, self._told, self._home, self._parquet = connection, path, told, home, parquet
        self._files: dict[str, str] = {}
        self._before: Path | None = None
        self._made: Path | None = None
        self._of: Callable[[str], str] | None = None
        self._left: set[str] = set()
        self.taken_over: list[str] = []

    def take_up(self, of: Callable[[str], str]) -> None:
        """Work from here on in a file that stays if this run is broken off, and take over what another that was has left there: each table of which
        `of`, a hash of all that the table of this name is made of, says the same. One whose tables are Parquet begins anew."""
        if self._parquet is not None:
            return
        self._of, self.path = of, broken_off.place(self._home)
        self._left = broken_off.enter(self.connection, self.path, of)

    def once(self, names: tuple[str, ...], make: Callable[[], object]) -> None:
        """Have `make` make these tables, which are whole together and not before, unless they were taken over."""
        if self._left.issuperset(names):
            self.taken_over += names
            for name in names:
                self._tell(name)
            return
        make()
        for name in names if self._of else ():
            broken_off.say(self.connection, name, self._of(name))

    def __setitem__(self, name: str, relation) -> None:
        if callable(relation):
            self.once((name,), lambda: self._store(name, relation()))
        else:
            self._store(name, relation)

    def _store(self, name: str, relation) -> None:
        as_it_comes = name == "rows"  # line by line: to sort them again would need as much room as the files
        order = "" if as_it_comes else "order by " + ", ".join(f'"{k}"' for k in TABLES[name].order or TABLES[name].key)
        self.connection.execute(f"set preserve_insertion_order = {as_it_comes}")
        if self._parquet is None:
            self.connection.execute(f'create or replace table made."{name}" as select * from relation {order}')
        else:
            self._view(name, relation, order)
        check(name, self[name])
        self._tell(name)

    def __getitem__(self, name: str) -> duckdb.DuckDBPyRelation:
        return self.connection.table(f'made."{name}"')

    def _view(self, name: str, relation, order: str) -> None:
        """Write the table as Parquet into a new file, since it may be made of what stood there, and have it read from that."""
        file = self._parquet / f"{name}-{len(list(self._parquet.iterdir()))}.parquet"
        self._files[name] = quoted = "'" + str(file).replace("'", "''") + "'"
        self.connection.execute(f"copy (select * from relation {order}) to {quoted} (format parquet)")
        self.connection.execute(f'create or replace view made."{name}" as from read_parquet({quoted})')

    def _gather(self) -> None:
        """Take the tables that were kept as Parquet into the file, in their order."""
        self.connection.execute("set preserve_insertion_order = true")
        for name, quoted in self._files.items():
            self.connection.execute(f'drop view made."{name}"')
            self.connection.execute(f'create table made."{name}" as from read_parquet({quoted})')

    def _index(self) -> None:
        """Let a page find the few rows that it asks for without reading all."""
        for name in self._names():
            for column in TABLES[name].sought if name in TABLES else ():
                self.connection.execute(f'create index if not exists "{name} by {column}" on made."{name}" ("{column}")')

    def describe(self, **facts: str) -> None:
        """Keep facts about the run (as of, settings, model, who may be told) beside its tables, as text."""
        self.connection.execute("create or replace table made.about (fact varchar, value varchar)")
        self.connection.executemany("insert into made.about values (?, ?)", [(k, str(v)) for k, v in facts.items()])

    def follow(self, before: Path) -> None:
        """From here on this snapshot may follow the published one at `before` alone: it is not published over a newer."""
        self._before = before

    def reader(self) -> duckdb.DuckDBPyConnection:
        """Another connection to the tables, which finds them by their bare names."""
        working_in = self.connection.execute("select current_database()").fetchall()[0][0]
        reader = self.connection.cursor()
        reader.execute(f'use "{working_in}".made')
        return reader

    def take(self, before: Path, names: tuple[str, ...], through: dict | None = None) -> dict[str, str]:
        """Copy these tables from the published snapshot at `before`, those that are named in `through` as what it makes of them; returns what that one
        said about itself.

        It follows that one, as `follow` says."""
        self.follow(before)
        attach(self.connection, before, "before")
        for name in names:
            if name in (through or {}):
                self[name] = through[name](self.connection.table(f'before.made."{name}"'))
                continue
            self.connection.execute(f'create or replace table made."{name}" as from before.made."{name}"')
            self._tell(name)
        facts = dict(self.connection.execute("select fact, value from before.made.about").fetchall())
        self.connection.execute("detach before")
        return facts

    def publish(self) -> Path:
        """Close the file, name it by its content and move the pointer to it. Returns the published path.

        Raises Overtaken, and publishes nothing, where this was made from a snapshot that is no longer the current one."""
        if self._before is not None and self._before != current(self._home):
            raise Overtaken("A newer snapshot was published meanwhile, and this one was made from an older. Nothing was published; try again.")
        self._gather()
        self._index()
        self.connection.execute("checkpoint")
        self.connection.close()
        made = self._made = self._home / "snapshots" / f"snap-{_digest(self.path)[:16]}{ending(self._home)}"
        pointer.announce(made)
        _put(self.path, made)
        pointer.point(made)
        with suppress(OSError):  # what cannot be removed now, the next run removes
            pointer.sweep(self._home)
        return made

    @property
    def outcome(self) -> str:
        """Whether it was published, as whoever started the run is told when it breaks off."""
        return PUBLISHED.format(name=self._made.name) if self._made and points(self._made) else NOT_PUBLISHED

    def keep(self, path: Path, parts: dict[str, str] | None = None) -> Path:
        """Write the tables, or of each that `parts` names the rows of which its SQL tells, to a file of their own, whole or not at all, which no
        pointer names. Returns its path."""
        place = path.parent if path.suffix == PLAIN else memory.folder(keys.home_of(path))
        sealed.sweep(place)
        writing = place / f"{path.name}-{os.getpid()}-tables{sealed.ENDING}"
        _remove(writing)  # of an earlier try of this process that could not
        try:
            self.connection.execute(f"attach '{writing}' as kept (block_size 16384)")  # a small file: with the usual size a table takes a quarter of a megabyte
            self.connection.execute("create schema kept.made")
            for name, which in (parts or dict.fromkeys(self._names(), "true")).items():
                self.connection.execute(f'create table kept.made."{name}" as from made."{name}" where {which}')
            self.connection.execute("detach kept")
            return _put(writing, path)
        finally:
            _remove(writing)

    def _tell(self, name: str) -> None:
        self._told(name, self.connection.execute(f'select count(*) from made."{name}"').fetchall()[0][0])

    def _names(self) -> list[str]:
        named = "select table_name from duckdb_tables() where schema_name = 'made' and database_name = current_database()"
        return [name for (name,) in self.connection.execute(named).fetchall()]


@contextmanager
def working(home: Path, told=lambda name, rows: None, memory: str | None = None, parquet: Path | None = None):
    """A fresh snapshot to fill below `home`, on DuckDB's default connection; removed again if it was not published. `memory` is how much DuckDB may use.
    Its tables stand in the folder `parquet` until they are published, if it is given.

    One run at a time works in a home: two would each publish without what the other took account of. Raises Busy, NotMade and, before anything
    is made, keys.NoKey."""
    keys.of(home)
    folder, s = home / "snapshots", None
    try:
        with machine.told():
            folder.mkdir(parents=True, exist_ok=True)
            with _alone(home):
                pointer.sweep_left_over(folder)
                with _filled(home, told, memory, parquet) as s:
                    yield s
    except machine.Fault as fault:
        raise NotMade(fault.said(s.outcome if s else NOT_PUBLISHED, whole=False)) from fault


@contextmanager
def in_memory():
    """A fresh snapshot in memory, on DuckDB's default connection, which is put back afterwards."""
    before = duckdb.default_connection()
    config = {"autoinstall_known_extensions": "false", "autoload_known_extensions": "false", "temp_directory": ""}
    with duckdb.connect(":memory:", config=config) as connection:
        connection.execute("create schema made")
        duckdb.set_default_connection(connection)
        try:
            yield Snapshot(connection, Path(":memory:"))
        finally:
            duckdb.set_default_connection(before)


@contextmanager
def _alone(home: Path):
    with locks.held(home / "run.lock") as free:
        if not free:
            raise Busy("Another run is going on in this folder. Nothing was changed; try again when it has finished.")
        yield


@contextmanager
def _filled(home: Path, told, limit: str | None, parquet: Path | None):
    closed = keys.of(home).sealed
    folder = memory.folder(home) if closed else home / "snapshots"
    path = folder / f"run-{os.getpid()}.tmp"
    _remove(path)  # of an earlier run of this process that could not
    before = duckdb.default_connection()
    connection = duckdb.connect(path, config={"memory_limit": limit or (f"{memory.half()}B" if closed else LIMIT), "preserve_insertion_order": "false",
                                              "temp_directory": "" if closed else str(folder / f"spill-{os.getpid()}.tmp")})
    connection.execute("create schema made")
    duckdb.set_default_connection(connection)
    s, left = Snapshot(connection, path, told, home, parquet), False
    try:
        with enough.watched(connection), stopped.told(connection):
            yield s
    except BaseException as why:
        left = _resumable(why)
        if isinstance(why, KeyboardInterrupt) and s.path != path:
            raise Stopped(GOES_ON) from why
        raise
    finally:
        duckdb.set_default_connection(before)
        connection.close()
        _remove(path)
        if s.path != path and not left:
            broken_off.remove(s.path)


def _resumable(why: BaseException) -> bool:
    """Whether what breaks a run off says nothing against going on where it was: somebody stopped it, or there was not enough memory."""
    fault = machine.fault(why)
    return isinstance(why, KeyboardInterrupt | duckdb.InterruptException) or fault is not None and fault.kind == machine.MEMORY


def _remove(path: Path) -> None:
    path.unlink(missing_ok=True)
    path.with_suffix(".tmp.wal").unlink(missing_ok=True)


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _put(made: Path, path: Path) -> Path:
    """Give a file that is made the name by which it is read, and bring it to the disk: as it is, or sealed."""
    if path.suffix == PLAIN:
        sealed.flush(made)
        made.rename(path)
        sealed.flush(path.parent)
        return path
    with made.open("rb") as file:
        return sealed.write(keys.home_of(path), path, sealed.chunks(file))
