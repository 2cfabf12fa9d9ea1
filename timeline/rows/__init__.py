"""Rows: every physical line of every readable file, as it came, with a record's cells gathered under our names."""

import hashlib
from array import array
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

import duckdb
import pyarrow as pa

from timeline.agencies import Layout, plain
from timeline.rows.parts import Opened, opened, parts
from timeline.rows.shape import Shape, literal
from timeline.tables import TABLES

BATCH = 2_000
READ = pa.schema([("line_from", pa.int64()), ("line_to", pa.int64()), ("part", pa.string()), ("problem", pa.string()),
                  ("raw", pa.string()), ("cells", pa.string())])


def read(folder: Path, files: duckdb.DuckDBPyRelation, layouts: dict[str, Layout]) -> duckdb.DuckDBPyRelation:
    """`rows` of the files that were not refused.

    The relation reads the files as it is itself read, batch by batch, so that a file of any size needs little memory; it can
    be read once, and is then to be stored."""
    readable = duckdb.sql("select * from files where problem is null order by file").to_arrow_table().to_pylist()
    each = [_of_file(folder / file["file"], file, layouts[file["layout"]]) for file in readable]
    if not each:
        columns = ", ".join(f"null::{column.type} as {column.name}" for column in TABLES["rows"].columns)
        return duckdb.sql(f"select {columns} limit 0")
    together = each[0]
    for relation in each[1:]:
        together = together.union(relation)
    return together


def _of_file(path: Path, file: dict, layout: Layout) -> duckdb.DuckDBPyRelation:
    of = opened(path, file, layout)
    lines = pa.RecordBatchReader.from_batches(READ, _batches(of))
    known = {name: literal(str(file[name])) for name in ("file", "file_hash", "layout", "agency", "system", "area")}
    shape = Shape(layout, of.columns)
    return duckdb.sql(f"""
        with parted as (
            select * exclude cells, case when part = 'record' then 
                   coalesce(string_split(cells, chr(31)), string_split(raw, {literal(of.delimiter)})) end as c
            from lines),
        cleaned as (
            select * exclude c, md5({literal(_headings(of))} || array_to_string(c, chr(31))) as raw_hash, {shape.cells} from parted)
        select {known['file']} || ':' || line_from as row_id, {', '.join(f'{text} as "{name}"' for name, text in known.items())},
               line_from, line_to, part, problem, raw, raw_hash,
               date '{file['as_at']:%Y-%m-%d}' as as_at, date '{file['received_on']:%Y-%m-%d}' as received_on,
               {literal(layout.dates)} as date_style,
               case when part = 'record' then {shape.fields} end as fields,
               case when part = 'record' then {shape.people} end as people,
               case when part = 'record' then {shape.asked} end as asked
        from cleaned""")


def _headings(of: Opened) -> str:
    """A hash of the header that the file's supplier wrote; '' where there is none. The same cells under another header tell something else."""
    names = "\x1f".join(map(plain, of.columns)) if of.header_line else ""
    return hashlib.md5(names.encode(errors="surrogatepass"), usedforsecurity=False).hexdigest() if names else ""


def _batches(of: Opened) -> Iterator[pa.RecordBatch]:
    lines = parts(of)
    while some_lines := list(islice(lines, BATCH)):
        columns = zip(*some_lines, strict=True)
        yield pa.record_batch([_column(values, kind) for values, kind in zip(columns, READ.types, strict=True)], schema=READ)


def _column(values: tuple, kind: pa.DataType) -> pa.Array:
    """As pa.array, which would bring in pandas: it takes forty megabytes, and reading needs nothing of it."""
    if kind == pa.int64():
        return pa.Array.from_buffers(kind, len(values), [None, pa.py_buffer(array("q", values))])
    text = pa.lib.StringBuilder()
    text.append_values(values)
    return text.finish()
