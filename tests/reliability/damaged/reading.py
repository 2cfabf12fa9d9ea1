"""A folder of extracts read as a run reads it, as far as the books."""

from pathlib import Path

import duckdb

from timeline import codes, files, issues, ledger, rows, versions


def made(inside: Path, known: dict, categories) -> dict:
    """The tables of the folder."""
    found = {"files": files.find(inside, known, needed=False).materialize(), "codes": codes.gather(known).materialize()}
    found["rows"] = rows.read(inside, found["files"], known).materialize()
    found["issues"] = issues.find(found["rows"], found["codes"], categories).materialize()
    found["versions"] = versions.settle(found["rows"], found["issues"], found["codes"], found["files"]).materialize()
    found["books"] = ledger.books(found["files"], found["rows"], found["versions"]).materialize()
    return found


def unbalanced(tables: dict) -> list[tuple]:
    """The laws of the ledger over rows that do not hold, and the files whose books do not balance."""
    files, rows, versions, issues, books = (tables[name] for name in ("files", "rows", "versions", "issues", "books"))
    broken = []
    for law, sql in list(ledger.LAWS.items())[:5]:
        broken += [(law, *row) for row in duckdb.sql(sql).fetchall()]
    return broken + duckdb.sql("""
        select 'the books do not balance', file from books where refused is null and (lines <> header + blank + note + record_lines + unreadable_lines
        or records <> current + superseded + withdrawn + exact_duplicates + quarantined)""").fetchall()
