"""A logical hash of a snapshot: what its tables say, whatever file they stand in and whoever made them.

Of each table it is the hash of its rows as text in the order of the key: lists as they stand, numbers with all their digits. What a snapshot says of
itself, `about`, is no table and is left out."""

from pathlib import Path

from timeline import snapshot
from timeline.tables import TABLES

OF_LINES = ("files", "rows", "issues", "versions", "books", "codes", "categories")
"""The tables that speak of the files' lines, so that they change where lines are put in another order."""


def tables(path: Path, lines: bool = True) -> dict[str, str]:
    """The hash of each table of the published snapshot at `path`; without `lines`, of what does not say in which line of which file it was written."""
    with snapshot.open(path) as reader:
        return {name: _hash(reader, name, lines) for name in TABLES if lines or name not in OF_LINES}


def _hash(reader, name: str, lines: bool) -> str:
    table = TABLES[name]
    cells = ", ".join(f'"{column.name}"' for column in table.columns if lines or column.name != "row_id")
    order = ", ".join(f'"{key}"' for key in table.key)
    sql = f'select md5(coalesce(string_agg(line, chr(10) order by {order}), \'\')) from (select *, row({cells})::varchar as line from made."{name}")'
    return reader.execute(sql).fetchall()[0][0]
