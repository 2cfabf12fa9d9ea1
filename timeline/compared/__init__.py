"""What changed between two snapshots, and why: people, families, connections and signals.

Nothing is compared by its id alone, since an id moves when an earlier record comes in: a person is the mentions that he or she is gathered from, a
family the people at its core, a signal its rule, family and people (`matched`). `changes` are what has no match, several, or another
level; `inputs` is what differs in what the two were made of: records, people's answers, settings, the day; `reasons` says which of that touches each
change. Swapped, new is gone, merged is split and raised is gone; a snapshot compared with itself holds no change.

A comparison is a small file of its own, which stays when the snapshots that it was made from are swept."""

from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache
from pathlib import Path

import duckdb

from timeline import machine, memory, sealed, snapshot
from timeline.compared import changes, inputs, matched, reasons
from timeline.compared.tables import TABLES
from timeline.tables import TABLES as declared

ASKED, MOST_ASKED = "asked", 12
"""Where comparisons that somebody asked for are kept, beside those of the loads, and how many of them."""


@dataclass(frozen=True)
class Kept:
    """A comparison that is kept: its name, its file, and what it says of itself."""

    name: str
    path: Path
    facts: dict[str, str]


class NotCompared(Exception):
    """One of the two snapshots is no longer kept or not whole, or was made by another version of this program, or the machine broke it off; the message
    says which."""


def compare(before: Path, after: Path, out: Path) -> Path:
    """Write what changed between the snapshots at these paths to a file at `out`, whole or not at all; its path. Raises NotCompared.

    Works on DuckDB's default connection, in memory, and puts the former one back."""
    for path in (before, after):
        if not path.exists():
            raise NotCompared(f"Snapshot {path.stem} is no longer kept. Choose another.")
    try:
        with machine.told():
            return _compared(before, after, out)
    except (machine.Fault, sealed.Damaged, memory.NoMemory) as fault:
        raise NotCompared(f"{fault} Nothing else was changed.") from fault


def _compared(before: Path, after: Path, out: Path) -> Path:
    out.parent.mkdir(parents=True, exist_ok=True)
    with snapshot.in_memory() as s:
        was, now = (_Side(s.connection, path, name) for path, name in ((before, "before"), (after, "after")))
        tables = _tables(was, now)
        for name in TABLES:
            relation = tables[name]
            s.connection.execute(f"create table made.{name} as select {', '.join(TABLES[name])} from relation")
        s.describe(before=before.stem, after=after.stem, made_at=datetime.now(UTC).isoformat(timespec="seconds"),
                   before_as_of=was.facts["as_of"], as_of=now.facts["as_of"])
        return s.keep(out)


def keep(before: Path, after: Path, home: Path) -> Path:
    """Keep what the load that made the snapshot at `after`, when the one at `before` stood, has changed; the path of the file.

    It is made once, and stays when the snapshots are swept. Raises NotCompared."""
    path = home / "compared" / f"{before.stem}-{after.stem}{snapshot.ending(home)}"
    return path if path.exists() else compare(before, after, path)


def asked(before: Path, after: Path, home: Path) -> Path:
    """Keep what changed between two snapshots of which somebody asks; the latest MOST_ASKED of such stay. Raises NotCompared."""
    folder = home / "compared" / ASKED
    path = folder / f"{before.stem}-{after.stem}{snapshot.ending(home)}"
    made = path if path.exists() else compare(before, after, path)
    others = [file for file in snapshot.files(folder) if file != made]  # whatever the clock says of it, what was just asked for stays
    for old in sorted(others, key=lambda file: file.stat().st_mtime, reverse=True)[MOST_ASKED - 1:]:
        old.unlink(missing_ok=True)
    return made


def kept(home: Path) -> list[Kept]:
    """The comparisons of loads that are kept, the latest first."""
    return _in(home / "compared")


def find(home: Path, name: str) -> Kept | None:
    """The comparison of this name, of a load or asked for; None where there is none."""
    return next((one for folder in (home / "compared", home / "compared" / ASKED) for one in _in(folder) if one.name == name), None)


def _in(folder: Path) -> list[Kept]:
    found = [Kept(path.stem, path, _facts(path)) for path in snapshot.files(folder)]
    return sorted(found, key=lambda one: (one.facts["made_at"], one.name), reverse=True)


@lru_cache(maxsize=1000)
def _facts(path: Path) -> dict[str, str]:
    """What a comparison says of itself; its file never changes."""
    with snapshot.open(path) as reader:
        return snapshot.about(reader)


class _Side:
    """One of the two snapshots, attached: its tables by name, and what it says of itself."""

    def __init__(self, connection: duckdb.DuckDBPyConnection, path: Path, name: str):
        snapshot.attach(connection, path, name)
        self._connection, self._path, self._name = connection, path, name
        self.facts = dict(connection.execute(f"select fact, value from {name}.made.about").fetchall())

    def __getitem__(self, table: str) -> duckdb.DuckDBPyRelation:
        held = self._connection.execute("select column_name from duckdb_columns() where database_name = $1 and table_name = $2 order by column_index",
                                        [self._name, table]).fetchall()
        if [name for (name,) in held] != [column.name for column in declared[table].columns]:
            raise NotCompared(f"Snapshot {self._path.stem} was made by another version of this program. Make a new one, and compare later ones with that.")
        return self._connection.table(f'{self._name}.made."{table}"')


def _tables(was: _Side, now: _Side) -> dict[str, duckdb.DuckDBPyRelation]:
    """What changed, why, and in what the two differ, by the name of its table."""
    same_people = matched.people(was["people"], now["people"])
    same_families = matched.families(was["families"], now["families"], same_people)
    same_signals = matched.signals(was["signals"], now["signals"], same_families, same_people)
    found = changes.number(
        changes.people(was["people"], now["people"], same_people),
        changes.families(was["families"], was["headlines"], now["families"], now["headlines"], same_families),
        changes.connections(was["perpetrators"], was["headlines"], was["people"], now["perpetrators"], now["headlines"], now["people"], same_families),
        changes.signals(was["signals"], was["headlines"], now["signals"], now["headlines"], same_signals))
    records = inputs.records(was["reports"], was["mentions"], was["versions"], was["rows"],
                             now["reports"], now["mentions"], now["versions"], now["rows"])
    answers = inputs.answers(was["judgements"], now["judgements"])
    differs = inputs.made_with(was.facts, now.facts, was["codes"], now["codes"], was["categories"], now["categories"])
    return {"changes": found, "records": records, "answers": answers, "made_with": differs,
            "reasons": reasons.find(found, records, answers, differs, was, now)}
