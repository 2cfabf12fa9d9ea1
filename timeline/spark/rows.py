"""The `rows` of many files, each read by one worker with the reader that reads them on one machine."""

from collections.abc import Iterator
from pathlib import Path

import duckdb
import pyarrow as pa
from pyspark.sql.pandas.types import from_arrow_schema

from timeline import rows
from timeline.spark.parts import modest

BATCH = 2_000  # rows that pass at once from the reader to Spark: a narrative may fill a page


def read(spark, folder: Path, files: duckdb.DuckDBPyRelation, layouts, into: Path) -> duckdb.DuckDBPyRelation:
    """`rows` of the files that were not refused, written as Parquet to the folder `into`. Both folders must be reachable by every worker."""
    listed = files.filter("problem is null").order("file").to_arrow_table()
    nothing = rows.read(folder, files.limit(0), layouts)
    if not len(listed):
        return nothing
    columns = nothing.to_arrow_table().schema

    def of_files(numbers: Iterator[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        modest()
        for number in (number for batch in numbers for number in batch.column("id").to_pylist()):
            yield from rows.read(folder, duckdb.from_arrow(listed.slice(number, 1)), layouts).to_arrow_reader(BATCH)

    spark.range(0, len(listed), 1, len(listed)).mapInArrow(of_files, from_arrow_schema(columns)).write.parquet(str(into))
    return duckdb.read_parquet(f"{into}/*.parquet")
