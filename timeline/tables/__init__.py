"""Every table of a snapshot: its grain, its key, its columns, what each means, what may be empty.

Each table is declared once. `check` holds a made table against its declaration when it is stored, and `docs/tables.md` is
made from the same lines. A type is DuckDB's. `empty=True` says that a cell may be empty and the meaning says when.
"""

import duckdb

from timeline.tables import gathered, raised, written
from timeline.tables.declared import Column, Table
from timeline.tables.vocabulary import (
    ANSWERS,
    ASKED_TYPE,
    FACTORS,
    FIELDS_TYPE,
    IDENTIFIERS,
    INTIMATE,
    KINDS,
    KINDS_FROM_WORDS,
    LEVELS,
    PEOPLE_TYPE,
    PERSON_FIELDS,
    RELATIONSHIPS,
    REPORT_FIELDS,
    ROLES,
    STRONG_IDENTIFIERS,
)

TABLES: dict[str, Table] = {table.name: table for table in (*written.TABLES, *gathered.TABLES, *raised.TABLES)}


class BrokenTable(Exception):
    """A stage made a table that is not as declared: a fault of ours, never of a user."""


def check(name: str, relation: duckdb.DuckDBPyRelation) -> None:
    """Hold a stored relation against its declaration: columns and types in order, key unique, empty cells, allowed values.

    Raises BrokenTable naming the table, the column and what was found."""
    table = TABLES[name]
    made = [(n, str(t).replace('"', '')) for n, t in zip(relation.columns, relation.types, strict=True)]  # DuckDB quotes reserved names
    declared = [(c.name, c.type) for c in table.columns]
    if made != declared:
        wrong = [f"{m} instead of {d}" for m, d in zip(made, declared, strict=False) if m != d] or [f"{len(made)} columns instead of {len(declared)}"]
        raise BrokenTable(f"table {name}: {'; '.join(wrong[:3])}")
    key = ", ".join(f'"{k}"' for k in table.key)
    tests = {f"the key ({key}) is not unique": f"count(*) - count(distinct ({key}))"}
    for column in table.columns:
        cell = f'"{column.name}"'
        if not column.empty:
            tests[f"{column.name} is empty"] = f"count(*) filter ({cell} is null)"
        if column.values:
            words = ", ".join("'" + value.replace("'", "''") + "'" for value in column.values)
            tests[f"{column.name} holds an undeclared value"] = f"count(*) filter ({cell} not in ({words}))"
    found = duckdb.sql(f"select {', '.join(tests.values())} from relation").fetchall()[0]
    for fault, count in zip(tests, found, strict=True):
        if count:
            raise BrokenTable(f"table {name}: {fault} in {count} rows")
