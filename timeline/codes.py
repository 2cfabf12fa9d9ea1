"""Codes: what each supplier's codes mean to us, gathered from their layouts into one table.

`written_plainly` is how a code and a cell are made comparable, wherever they meet. Under the field `column` the table also
says which of the supplier's columns each of our fields is read from, so that a finding can name the column as they do.
"""

import duckdb
import pyarrow as pa

from timeline.agencies import Layout

DASHES = "[\u2010\u2011\u2012\u2013\u2014\u2015\u2212\uFE58\uFE63\uFF0D\u0096\u0097]"


def gather(layouts: dict[str, Layout]) -> duckdb.DuckDBPyRelation:
    """`codes` of all layouts. Two ways of writing one code that mean the same are one line."""
    written = pa.table(dict(zip(("layout", "field", "code", "means"), zip(*_lines(layouts), strict=True), strict=True)) if layouts
                       else {name: pa.array([], pa.string()) for name in ("layout", "field", "code", "means")})
    return duckdb.sql(f"""
        select layout, field, case when field = 'column' then code else {written_plainly('code')} end as code, min(means) as means
        from written group by all order by all""").materialize()


def written_plainly(text: str) -> str:
    """SQL for the cell `text` as codes are compared: trimmed, lower case, every dash a hyphen, repeated blanks folded."""
    return f"lower(trim(regexp_replace(regexp_replace({text}, '{DASHES}', '-', 'g'), '\\s+', ' ', 'g')))"


def _lines(layouts: dict[str, Layout]):
    for layout in layouts.values():
        for field, meanings in layout.codes.items():
            yield from ((layout.supplier, field, code, means) for code, means in meanings.items())
        yield from ((layout.supplier, "column", field, " and ".join(columns)) for field, columns in layout.mapped.items())
