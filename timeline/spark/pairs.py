"""How alike two mentions are, weighed by Splink on Spark.

The keys, the guards and what a writing is come of the functions of timeline.pairs, run over parts; Splink weighs with the same ladders, told in Spark's
words. A writing's number is its id here, because nobody counts through all of them."""

from functools import partial
from pathlib import Path

import duckdb
from pyspark.sql import functions as f
from splink.backends.spark import SparkAPI

from timeline import pairs
from timeline.pairs import blocking, comparisons, doubles, guards, writings
from timeline.spark import likeness
from timeline.spark.parts import over

NAMED = ("k", "fn", "fc", "surname_key", "dob", "estimated", "home", "postcode", "nhs", "upn", "local_id")


def score(spark, mentions: duckdb.DuckDBPyRelation, model, into: Path, parts: int) -> duckdb.DuckDBPyRelation:
    """The `pairs` of `mentions` under the `model`, as timeline.pairs makes them, written as Parquet below the folder `into`, which every worker reaches."""
    into.mkdir()
    mentions.write_parquet(str(into / "mentions.parquet"))
    said = spark.read.parquet(str(into / "mentions.parquet"))
    written = _stored(over(said, partial(_written, model=model), ("writing_id",), parts), into / "writings")
    named = _stored(_named(said, written), into / "named")
    blocked = _stored(_blocked(written, named, parts), into / "blocked")
    weighed = _weighed(spark, written, blocked, model.parameters, parts)
    compared = _compared(spark, weighed, written, named, parts)
    _stored(over(compared, partial(_kept, parameters=model.parameters)), into / "pairs")
    return duckdb.read_parquet(f"{into}/pairs/*.parquet")


def _written(mentions, model):
    shaped = writings.shape(mentions, model)
    return duckdb.sql("select * replace (writing_id as k) from shaped")


def _named(said, written):
    return said.select("report_id", "mention_id", "agency", f.col("writing_id").alias("k")).join(written.select(*NAMED), "k")


def _blocked(written, named, parts):
    kin = over(named, _signed(blocking.kin), ("report_id",), parts).distinct()  # two reports may name the same kin, which counts once against the most
    keyed = over(written, _signed(blocking.keys)).unionByName(kin)
    brought = over(keyed, blocking.together, ("key",), parts).distinct()
    alike = written.where("mentions > 1").select(f.col("k").alias("join_key_l"), f.col("k").alias("join_key_r"))
    return brought.unionByName(alike).select(f.lit("0").alias("match_key"), "join_key_l", "join_key_r")


def _signed(stage):
    """The stage with its keys as signed numbers, since Spark knows no others."""
    def signed(relation):
        made = stage(relation)
        return duckdb.sql("select * replace ((key::hugeint - 9223372036854775808)::bigint as key) from made")
    return signed


def _weighed(spark, written, blocked, parameters, parts):
    prior = comparisons.prior_for(written.count(), parameters)
    likeness.known(spark)
    api = SparkAPI(spark_session=spark, break_lineage_method="parquet", num_partitions_on_repartition=parts)
    frequencies = {column: _frequency(written, column) for column in comparisons.NAMES}
    linker = comparisons.linked(api, written.drop(*(f"tf_{column}" for column in frequencies)), frequencies, blocked,
                                comparisons.settings(comparisons.LADDERS, parameters, prior, "spark"))
    predicted = linker.inference.predict(threshold_match_weight=parameters["floor"]["kept"], warning_mode="never").as_spark_dataframe()
    return over(predicted, partial(comparisons.shared, prior=prior))


def _frequency(written, column):
    return written.where(f"{column} is not null").groupBy(column).agg(f.any_value(f"tf_{column}").alias(f"tf_{column}"))


def _compared(spark, weighed, written, named, parts):
    tables = {"weighed": weighed, "written": written, "twins": over(named, doubles.twins, ("surname_key", "dob"), parts),
              "housemates": over(named, doubles.housemates, ("report_id",), parts).distinct(),
              "namesakes": over(written, doubles.namesakes, ("home",), parts)}
    for name, table in tables.items():
        table.createOrReplaceTempView(name)
    return spark.sql(guards.COMPARED)


def _kept(compared, parameters):
    return pairs.kept(guards.guarded(compared), parameters)


def _stored(frame, folder: Path):
    frame.write.parquet(str(folder))
    return frame.sparkSession.read.parquet(str(folder))
