"""A snapshot and the overlay that lies on it, read as one: which overlay that is, and how the tables of the two are put together."""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import duckdb

from timeline import snapshot
from timeline.overlay.differing import NEAR, WENT
from timeline.tables import TABLES

LOAD_WIDE = ("measured", "figures", "books")
"""The tables that decisions change and that stay as the snapshot has them: they count the whole load."""


@dataclass(frozen=True)
class Overlay:
    """An overlay by its file, whose name says which snapshot it rests on and up to which line of the decisions it goes."""

    path: Path

    @property
    def name(self) -> str:
        """The name, which begins with that of the snapshot."""
        return self.path.stem

    @property
    def last(self) -> int:
        """The number of the last line of the decisions that it takes account of."""
        return int(self.name.rpartition("-")[2])

    def rests_on(self, published: Path) -> bool:
        """Whether it was made of this snapshot."""
        return self.name.rpartition("-")[0] == published.stem


def path(home: Path, published: Path, last: int) -> Path:
    """Where the overlay of a snapshot is kept that takes account of the decisions up to the line `last`."""
    return home / snapshot.OVERLAYS / f"{published.stem}-{last}{snapshot.ending(home)}"


def newest(home: Path, published: Path) -> Overlay | None:
    """The overlay of a snapshot that takes account of most; None where there is none."""
    there = [over for over in map(Overlay, snapshot.files(home / snapshot.OVERLAYS)) if over.rests_on(published)]
    return max(there, key=lambda over: over.last, default=None)


def open(published: Path, over: Overlay | None) -> duckdb.DuckDBPyConnection:
    """As snapshot.open, with the overlay laid over it. Raises sealed.Damaged, memory.NoMemory."""
    if over is None:
        return snapshot.open(published)
    connection = duckdb.connect(":memory:", config={"autoinstall_known_extensions": "false", "autoload_known_extensions": "false", "temp_directory": ""})
    tables = draw(connection, published, over)
    connection.execute("set enable_external_access = false; set lock_configuration = true; create schema made")
    for name, rows in tables.items():
        connection.execute(f'create view made."{name}" as {rows}')
    return connection


def draw(connection: duckdb.DuckDBPyConnection, published: Path, over: Overlay | None) -> dict[str, str]:
    """Attach the snapshot as `snap`, and the overlay as `over`; of each table that the snapshot has, SQL for its rows as they stand together."""
    snapshot.attach(connection, published, "snap")
    tables = {name: f'from snap.made."{name}"' for name in _named(connection, "snap")}
    if over is None:
        return tables
    snapshot.attach(connection, over.path, "over")
    there = _named(connection, "over")
    return tables | {name: _together(name) for name in NEAR if name in there} | {"touched": "from over.made.touched", "about": ABOUT}


ABOUT = "select s.fact, coalesce(o.value, s.value) as value from snap.made.about s left join (from over.made.about where fact = 'decided') o using (fact)"


def _together(name: str) -> str:
    keys = ", ".join(f'"{key}"' for key in TABLES[name].key)
    return f'from snap.made."{name}" anti join over.made."{WENT.format(name)}" using ({keys}) union all by name from over.made."{name}"'


def _named(connection: duckdb.DuckDBPyConnection, database: str) -> Iterable[str]:
    return {name for (name,) in connection.execute(
        "select table_name from duckdb_tables() where database_name = $database and schema_name = 'made'", {"database": database}).fetchall()}
