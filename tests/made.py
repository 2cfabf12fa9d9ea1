"""Small tables for tests: what a test does not say is filled with something plain."""

import os

import duckdb

from timeline.tables import TABLES

MORE = int(os.environ.get("TIMELINE_MORE_EXAMPLES", "1"))
"""By how much the laws that cost most are tried more often than `make test` tries them."""

PLAIN = {"VARCHAR": "''", "DATE": "date '2024-01-01'", "TIMESTAMP": "timestamp '2024-01-01 00:00:00'", "BOOLEAN": "false",
         "VARCHAR[]": "[]::varchar[]", "MAP(VARCHAR, VARCHAR)": "map{}::map(varchar, varchar)",
         "MAP(VARCHAR, DATE)": "map{}::map(varchar, date)",
         TABLES["pairs"].columns[3].type: "{'prior': 0.0, 'name': 0.0, 'dob': 0.0, 'sex': 0.0, 'address': 0.0, 'ids': 0.0}"}
USUAL = {"dob_precision": "day", "precision": "day", "part": "record", "lives_here": "not asked", "present": "not asked",
         "seen": "not asked", "heard": "not asked", "statement": "allegation", "kind": None, "address_kind": "home"}


def made(name: str, *rows: dict) -> duckdb.DuckDBPyRelation:
    """A relation of the declared table `name` with these rows (dicts of its columns); missing cells get a plain value."""
    table = TABLES[name]
    for row in rows:
        unknown = set(row) - {c.name for c in table.columns}
        assert not unknown, f"{name} has no column {sorted(unknown)}"
    names = ", ".join(f'"{column.name}"' for column in table.columns)
    lines = ", ".join(_line(table, row) for row in rows or [{}])
    return duckdb.sql(f"select * from (values {lines}) as told({names}) limit {len(rows)}").materialize()


def _line(table, row) -> str:
    return "(" + ", ".join(f"({_cell(c, row)})::{c.type}" for c in table.columns) + ")"


def _cell(column, row) -> str:
    if column.name in row:
        return literal(row[column.name])
    if column.empty:
        return "null"
    if column.name in ("mention_id", "report_id", "row_id", "writing_id") and "mention_id" in row:
        return literal(row["mention_id"] if column.name == "writing_id" else row["mention_id"].split("#")[0])
    if column.values:
        usual = USUAL.get(column.name)
        return literal(usual if usual in column.values else column.values[0])
    if column.type.startswith("STRUCT") and column.type.endswith("[]"):
        return "[]"
    return PLAIN.get(column.type, "0")


def literal(value) -> str:
    """The value as DuckDB SQL: dicts become structs, unless every value is text, when they become maps."""
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, (int, float)):
        return str(value)
    if isinstance(value, (list, tuple)):
        return "[" + ", ".join(map(literal, value)) + "]"
    if isinstance(value, Map):
        return "map{" + ", ".join(f"{literal(k)}: {literal(v)}" for k, v in value.items()) + "}"
    if isinstance(value, dict):
        return "{" + ", ".join(f"'{k}': {literal(v)}" for k, v in value.items()) + "}"
    return "'" + str(value).replace("'", "''") + "'"


class Map(dict):
    """A dict that is meant as a MAP and not as a STRUCT."""
