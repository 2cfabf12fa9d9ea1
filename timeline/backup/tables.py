"""The lines of the database as text that no engine owns, and back: JSON, a line each, in parts of at most MOST lines that begin with the columns' names.

Who is signed in is left out, so that a session that was open then is not open again."""

import json
from collections.abc import Iterator

import sqlalchemy as sa

from timeline.backup.faults import BadBackup
from timeline.database.declared import metadata

MOST = 5_000
LEFT_OUT = ("sessions", "belongs")
LATER = "This backup was made by a later version of this program: it has {what}, which this one does not know. Put it back with that version."


def written(connection: sa.Connection) -> Iterator[tuple[str, bytes]]:
    """Every line that the connection sees, as parts: the table's name and the text. A table without lines has no part."""
    for table in _kept():
        columns = json.dumps(table.columns.keys())
        found = connection.execution_options(yield_per=MOST).execute(sa.select(table).order_by(*table.primary_key))
        for lines in found.partitions(MOST):
            yield table.name, "\n".join([columns, *(json.dumps(list(line), ensure_ascii=False) for line in lines)]).encode()


def put_back(connection: sa.Connection, table: str, text: bytes) -> int:
    """Add the lines of a part to the table; how many. Raises BadBackup for a table or column that this version does not have."""
    columns, *lines = (json.loads(line) for line in text.decode().split("\n"))
    there = metadata.tables.get(table)
    unknown = f"the table {table}" if there is None else next((f"the column {name} of {table}" for name in columns if name not in there.c), None)
    if unknown:
        raise BadBackup(LATER.format(what=unknown))
    connection.execute(there.insert(), [dict(zip(columns, line, strict=True)) for line in lines])
    return len(lines)


def empty(connection: sa.Connection) -> bool:
    """Whether no table that a backup fills holds a line."""
    return not any(connection.execute(sa.select(sa.exists().select_from(table))).scalar() for table in _kept())


def _kept() -> list[sa.Table]:
    return [table for table in metadata.sorted_tables if table.name not in LEFT_OUT]
