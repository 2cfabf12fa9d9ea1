"""A stage's own function run on Spark, over parts of a table in which everything that it looks at stands together.

Spark moves the rows and decides who works on which part; what is made of a part is made by DuckDB, by the function that makes it on one machine. So no
rule is written twice."""

from collections.abc import Callable, Iterator

import duckdb
import pyarrow as pa
from pyspark.sql.pandas.types import from_arrow_schema, to_arrow_schema

MEMORY = "1GB"
"""What DuckDB may use for one part before it writes into the worker's temporary folder."""


def over(frame, stage: Callable, by: tuple[str, ...] = (), parts: int = 0):
    """What `stage`, from a relation to a relation, makes of the Spark frame: of each of its `parts`, in which all rows that are alike in the columns `by`
    stand together; without `by` of a few thousand rows at a time, for a stage that looks at each row by itself."""
    columns = to_arrow_schema(frame.schema)
    made = _of(stage, columns.empty_table()).schema

    def of_part(batches: Iterator[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        modest()
        held = [pa.Table.from_batches(list(batches), columns)] if by else (pa.Table.from_batches([batch], columns) for batch in batches)
        for table in held:
            yield from _of(stage, table).cast(made).to_batches()

    moved = frame.repartition(parts, *by) if by else frame
    return moved.mapInArrow(of_part, from_arrow_schema(made))


def modest() -> None:
    """Let DuckDB use one core and little memory in this process, which works beside others."""
    duckdb.execute(f"set threads = 1; set memory_limit = '{MEMORY}'")


def _of(stage, table: pa.Table) -> pa.Table:
    return stage(duckdb.from_arrow(table)).to_arrow_table()
