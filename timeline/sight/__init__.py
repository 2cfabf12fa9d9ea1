"""What a reader may see of a snapshot: its tables with everything left out that is hidden from this account.

A catalogue in memory holds the snapshot, read only, and a view for each of its tables; all questions are asked of the views, so no page, export,
search or document can forget what is hidden. Where nothing is hidden the snapshot itself is read. docs/adr/0028 says what is hidden, and why so."""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import duckdb

from timeline import overlay
from timeline.overlay import Overlay
from timeline.sight.hidden import RECORDS, STANDING
from timeline.sight.raised import RAISED, TOLD
from timeline.sight.what import WHAT
from timeline.sight.who import WHO
from timeline.sight.written import WRITTEN
from timeline.tables import TABLES

VIEWS = WRITTEN | WHO | WHAT | RAISED
"""Every table as a reader may see it, and what is made again for it, in the order in which they are made."""

NEEDED = ("naming",)
"""Without these a snapshot of an earlier version cannot be read at all: an empty one would say that nobody is named anywhere."""


@dataclass(frozen=True)
class Sight:
    """What tells apart what two accounts see: the areas and agencies whose records alone they may see (None where there is no such limit), the
    restricted reports that they are named for, and a mention of each excluded person for whom they are not."""

    areas: frozenset[str] | None = None
    agencies: frozenset[str] | None = None
    released: frozenset[str] = frozenset()
    excluded: frozenset[str] = frozenset()


def draw(path: Path, sight: Sight, elsewhere: Iterable[str] = (), over: Overlay | None = None) -> duckdb.DuckDBPyConnection | None:
    """A connection that shows in `made` what may be seen of the snapshot at `path`, and can reach nothing else; None where nothing is hidden.

    `elsewhere` are reports that are hidden besides, `over` is the overlay that lies on the snapshot. Raises duckdb.Error for a snapshot
    that an earlier version of this program made."""
    connection = duckdb.connect(":memory:", config={"autoinstall_known_extensions": "false", "autoload_known_extensions": "false", "temp_directory": ""})
    tables = overlay.draw(connection, path, over)
    connection.execute("set enable_external_access = false; set lock_configuration = true")
    _begin(connection, tables, sight, elsewhere)
    _make(connection, RECORDS)
    if not any(connection.execute(f"select exists (from hidden.{name})").fetchall()[0][0] for name in ("reports", "rows")):
        connection.close()
        return None
    _make(connection, STANDING | VIEWS | TOLD)
    return connection


def shared(drawn: duckdb.DuckDBPyConnection, other: duckdb.DuckDBPyConnection) -> list[str]:
    """The reports that are hidden in what was `drawn` and stand in the snapshot of another connection too."""
    there = [report for (report,) in other.cursor().execute("select report_id from made.reports").fetchall()]
    return [report for (report,) in drawn.cursor().execute("""
        select report_id from hidden.reports where report_id in (select unnest($there::varchar[]))""", {"there": there}).fetchall()]


def _begin(connection: duckdb.DuckDBPyConnection, tables: dict[str, str], sight: Sight, elsewhere: Iterable[str]) -> None:
    for schema in ("src", "hidden", "remade", "made", "told"):
        connection.execute(f"create schema {schema}")
    for name in (*TABLES, "about"):
        rows = tables.get(name) or (f'from snap.made."{name}"' if name in NEEDED else None)
        connection.execute(f'create view src."{name}" as {rows}' if rows else _empty(name))
    connection.execute("create table hidden.limits as select $areas::varchar[] as areas, $agencies::varchar[] as agencies, $excluded::varchar[] as excluded",
                       {"areas": _listed(sight.areas), "agencies": _listed(sight.agencies), "excluded": _listed(sight.excluded)})
    for name, ids in (("released", sight.released), ("elsewhere", elsewhere)):
        connection.execute(f"create table hidden.{name} as select unnest($ids::varchar[]) as report_id", {"ids": sorted(ids)})


def _empty(name: str) -> str:
    """SQL for the table, with no row in it: an earlier version of this program did not make it."""
    return f'create table src."{name}" ({", ".join(f"""{chr(34)}{column.name}{chr(34)} {column.type}""" for column in TABLES[name].columns)})'


def _listed(names: frozenset[str] | None) -> list[str] | None:
    return None if names is None else sorted(names)


def _make(connection: duckdb.DuckDBPyConnection, statements: dict[str, str]) -> None:
    """Views of what a reader may see, and tables of what is hidden and of what is made again."""
    for name, sql in statements.items():
        connection.execute(f"create {'view' if name.startswith('made.') else 'table'} {name} as {sql}")
