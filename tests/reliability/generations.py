"""Small snapshots, each of a generation that stands in every table and in what it says of itself: whole, torn and older are told apart at a look."""

import fcntl
import os
from multiprocessing import parent_process
from pathlib import Path

import duckdb

from dashboard.current import Shelf
from tests.made import made
from timeline import keys, memory, sealed, snapshot

COLUMNS = {"people": "name", "events": "because", "families": "because"}
"""The tables of such a snapshot, and the column of each that says the generation."""
IDS = {"people": "person_id", "events": "event_id", "families": "person_id"}
ROWS = 40  # of generation 0; each later one has one more


def publish(home: Path, first: int, last: int, acknowledged: Path) -> None:
    """Publish these generations one after another, and put down each that was acknowledged, with the name of its file."""
    for generation in range(first, last + 1):
        with snapshot.working(home) as s:
            for table, column in COLUMNS.items():
                one = made(table, {column: str(generation)})
                s[table] = duckdb.sql(f"select one.* replace ('P-' || range as {IDS[table]}) from one, range({ROWS + generation})")
            s.describe(generation=generation)
            published = s.publish()
        with acknowledged.open("a") as file:
            file.write(f"{generation} {published.name}\n")


def told(acknowledged: Path) -> dict[int, str]:
    """The generations that were acknowledged, each with the name of its file."""
    lines = acknowledged.read_text().splitlines() if acknowledged.exists() else []
    return {int(generation): name for generation, name in map(str.split, lines)}


def of(reader: duckdb.DuckDBPyConnection) -> int:
    """The generation of the snapshot on this connection. Fails where it is not the same in every table, or where a table lacks a row."""
    asked = " union all ".join(f"select {column}, count(*) from made.{table} group by all" for table, column in COLUMNS.items())
    found = reader.cursor().execute(f"select value, {ROWS} + value::int from made.about where fact = 'generation' union all {asked}").fetchall()
    assert len(found) == len(COLUMNS) + 1 and len(set(found)) == 1, f"torn: {found}"
    return int(found[0][0])


def current(home: Path) -> int | None:
    """The generation of the current snapshot; None where nothing has been published."""
    path = snapshot.current(home)
    if path is None:
        return None
    with snapshot.open(path) as reader:
        return of(reader)


def read_by_opening(home: Path, stop, counted) -> None:
    """Open the current snapshot anew for each read, until `stop` is set; `counted` holds how many reads there were. Fails where one is torn, or older
    than the one before."""
    _read(lambda: current(home), stop, counted)


def read_from_the_shelf(home: Path, stop, counted) -> None:
    """As `read_by_opening`, as a web process reads: a snapshot is held open until a newer one stands in its place."""
    shelf = Shelf(home)

    def one() -> int:
        taken = shelf.take()
        try:
            return of(taken.connection)
        finally:
            shelf.give_back(taken)

    _read(one, stop, counted)
    shelf.close()


def _read(one, stop, counted) -> None:
    last = 0
    while not stop.is_set() and parent_process().is_alive():
        generation = one()
        assert generation >= last, f"older: {generation} after {last}"
        last = generation
        counted.value += 1


def left_over(home: Path) -> list[str]:
    """What processes that were killed have left below the home and, where it is sealed, in its folder in memory."""
    unfinished = [path for path in home.rglob("*") if ".tmp" in path.name]
    shared = memory.shared(home)
    dead = [path for path in shared.iterdir() if path.is_dir() and not sealed.alive(int(path.name.split("-")[0]))]
    in_memory = [*dead, *filter(_nobodys, shared.glob(f"{memory.OPEN}*"))]
    return [str(path.relative_to(path.parents[1])) for path in (*unfinished, *(in_memory if keys.of(home).sealed else ()))]


def _nobodys(opened: Path) -> bool:
    """Whether nobody uses this open file."""
    handle = os.open(opened, os.O_RDONLY)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    finally:
        os.close(handle)
    return True
