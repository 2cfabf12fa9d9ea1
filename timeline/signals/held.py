"""How DuckDB reads a table that is held in memory and named several times in one query, as the rules do.

Left to itself it copies the whole table for each time that a query names it, since it writes a step named twice out twice. That made three
fifths of the time of all signals at 100 thousand rows. Elsewhere, where each table is named once, writing the steps out is the faster way."""

from contextlib import contextmanager

import duckdb


@contextmanager
def named_often():
    """While this lasts, a step that a query names is made once for all who name it, on DuckDB's default connection."""
    duckdb.execute("set disabled_optimizers = 'cte_inlining'")
    try:
        yield
    finally:
        duckdb.execute("reset disabled_optimizers")
