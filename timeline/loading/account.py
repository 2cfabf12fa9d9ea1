"""What a check or a load tells of the uploads that it read: the books of each, the reasons for which rows were set aside, what waits for a yes."""

import duckdb

from timeline.masking import sentence_hidden
from timeline.rows.shape import literal

BOOKS = ("lines", "header", "blank", "note", "record_lines", "unreadable_lines", "records", "current", "superseded", "withdrawn", "exact_duplicates",
         "quarantined", "removed")
FILE = ("file", "agency", "layout", "area", "extent")
HELD = "state = 'current' and contains(because, 'accept_vanished')"
"""SQL for a version that a full extract leaves out and that stands until a person says that it is gone."""


def give(reader: duckdb.DuckDBPyConnection, read: list[str], gone: list[str]) -> dict:
    """The account of the snapshot on this connection, as plain data that JSON can hold: of the uploads that were `read` anew, and `gone` from it.

    `files`: each upload that was read, with its books and why it was refused, if so; `reasons`: of those, how many records for each reason, with
    an example, most first; `queries`: on how many of their records something is noted; `held`: full extracts that leave out more than may go
    by itself, each with its sentence, how many records wait for a yes and which uploads say so; `all`: the books of every file together."""
    ask = reader.cursor()
    ask.execute("use made")
    those = f"file in ({', '.join(map(literal, ['', *read]))})"
    return {"read": read, "gone": gone, "files": _files(ask, those), "reasons": _reasons(ask, those), "queries": _queries(ask, those), "held": held(ask),
            "all": _all(ask)}


def held(ask) -> list[dict]:
    """Each full extract that waits for a yes: the sentence, how many records it leaves out, and the files of it that are uploads."""
    found = ask.execute(f"""
        with waiting as (select because, count(*) as records from versions where {HELD} group by because)
        select regexp_replace(because, ': kept.*', '') as because, records,
               list_sort(list(file) filter (starts_with(file, 'upload-') and contains(because, ' ' || file || ' '))) as uploads
        from waiting cross join files where extent = 'full' group by all order by all""").fetchall()
    return [{"because": because, "records": records, "uploads": files or []} for because, records, files in found]


def _files(ask, those: str) -> list[dict]:
    found = ask.execute(f"""select {', '.join(f'f.{name}' for name in FILE)}, as_at::varchar, {', '.join(f'b.{name}' for name in BOOKS)}, refused
                            from files f join books b using (file) where {those} order by file""").fetchall()
    return [dict(zip((*FILE, "as_at", *BOOKS, "refused"), line, strict=True)) for line in found]


def _reasons(ask, those: str) -> list[dict]:
    found = ask.execute(f"""select file, code, count(distinct row_id) as records, min_by(because, row_id) from issues join rows using (row_id)
                            where severity = 'error' and {those} group by file, code order by records desc, file, code""").fetchall()
    return [{"file": file, "code": code, "records": records, "example": sentence_hidden(example)} for file, code, records, example in found]


def _queries(ask, those: str) -> int:
    return ask.execute(f"select count(distinct row_id) from issues join rows using (row_id) where severity = 'query' and {those}").fetchall()[0][0]


def _all(ask) -> dict[str, int]:
    (sums,) = ask.execute(f"select {', '.join(f'coalesce(sum({name}), 0)::bigint' for name in BOOKS)} from books").fetchall()
    return dict(zip(BOOKS, sums, strict=True))
