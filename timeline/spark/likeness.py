"""How alike two names are, measured by DuckDB wherever Splink asks for it on Spark.

Makers of the Jaro-Winkler measure count an odd number of letters out of place differently: Abigail and Biagail are 0.952 alike to
DuckDB and 0.929 to the function that Splink brings for Spark, and the ladders ask for 0.93. So there is one measure."""

import duckdb
import pyarrow as pa
from pyspark.sql.functions import arrow_udf

from timeline.spark.parts import modest

NAME = "likeness"
"""What it is called in Spark's SQL, as timeline.pairs.comparisons knows."""


def _likeness(left: pa.Array, right: pa.Array) -> pa.Array:
    modest()
    said = pa.table({"l": left, "r": right})
    return duckdb.sql("select jaro_winkler_similarity(l, r) as alike from said").to_arrow_table()["alike"].combine_chunks()


def known(spark) -> None:
    """Make the measure known to the session."""
    spark.udf.register(NAME, arrow_udf(_likeness, "double"))
