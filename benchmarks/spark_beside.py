"""Two runs of the same extracts beside one another, one of this machine and one of Spark: edges that one alone has, weights, and tables that differ.

    python -m benchmarks.spark_beside ONE.duckdb OTHER.duckdb"""

import sys
from dataclasses import dataclass
from pathlib import Path

from timeline import snapshot
from timeline.tables import TABLES


@dataclass(frozen=True)
class Beside:
    """How many pairs there are, those that one run alone has or judges otherwise, how far apart the others' weights are in bits, and the tables that differ."""

    pairs: int
    alone: list[tuple]
    apart: float
    tables: list[str]


def compare(one: Path, other: Path) -> Beside:
    """The two published snapshots beside one another."""
    with snapshot.open(one) as ours, snapshot.open(other) as theirs:
        left, right = (reader.execute("select mention_id_l, mention_id_r, match_weight, gate, guard from made.pairs").fetchall() for reader in (ours, theirs))
        differ = [name for name in TABLES if _hash(ours, name) != _hash(theirs, name)]
    held, found = ({(row[0], row[1]): row[2:] for row in rows} for rows in (left, right))
    both = held.keys() & found.keys()
    otherwise = [pair for pair in both if held[pair][1:] != found[pair][1:]]
    apart = max((abs(held[pair][0] - found[pair][0]) for pair in both), default=0)
    return Beside(len(held), sorted([*(held.keys() ^ found.keys()), *otherwise]), apart, differ)


def _hash(reader, name: str) -> str:
    cells, order = (", ".join(f'"{column}"' for column in columns) for columns in ([column.name for column in TABLES[name].columns], TABLES[name].key))
    lines = f"select md5(row({cells})::varchar) as line, row({order})::varchar as place from made.\"{name}\""
    return reader.execute(f"select md5(coalesce(string_agg(line, '' order by place, line), '')) from ({lines})").fetchall()[0][0]


if __name__ == "__main__":
    beside = compare(Path(sys.argv[1]), Path(sys.argv[2]))
    print(f"{beside.pairs:,} pairs; {len(beside.alone)} of one run alone or judged otherwise; weights at most {beside.apart:.3f} bits apart")
    for left, right in beside.alone:
        print(f"  {left}  {right}")
    print("tables that differ: " + (", ".join(beside.tables) or "none"))
