"""`timeline run`: read a folder of extracts, build every table and publish a snapshot."""

import argparse
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from typing import Any

from timeline import (
    accounts,
    agencies,
    audit,
    compared,
    decisions,
    keeping,
    pipeline,
    referrals,
    settings,
    snapshot,
    spark,
    told,
    uploaded,
    uploads,
)
from timeline.commands import here, telling
from timeline.commands.days import day
from timeline.database import Database
from timeline.model import SHIPPED
from timeline.model import load as load_model


def add(commands) -> None:
    """Add the words of this command to the parser."""
    run = commands.add_parser("run", help="read a folder of extracts, build every table and publish a snapshot",
                              description="Read a folder of extracts, build every table and publish a snapshot.")
    _options(run)
    run.set_defaults(do=do)


def unasked(extracts: Path) -> dict[str, object]:
    """The options of a run of this folder of which nothing else is asked, by name."""
    run = argparse.ArgumentParser()
    _options(run)
    return vars(run.parse_args([str(extracts)]))


def _options(run: argparse.ArgumentParser) -> None:
    run.add_argument("extracts", type=Path, metavar="EXTRACTS_FOLDER", help="the agencies' files, with extracts.toml beside them")
    run.add_argument("--as-of", type=day, metavar="DATE", help="use only what agencies had recorded by this day (yyyy-mm-dd)")
    run.add_argument("--agencies", type=Path, metavar="FOLDER", help="further suppliers' layouts, beside those that are shipped")
    run.add_argument("--settings", type=Path, metavar="FILE", help="settings that replace the shipped ones, key by key")
    run.add_argument("--model", type=Path, metavar="FOLDER", default=SHIPPED, help="linkage parameters that `timeline train` made, for the shipped ones")
    run.add_argument("--engine", choices=("duckdb", "spark"), default="duckdb", help="read and weigh on this machine, or on the machines of a Spark")
    run.add_argument("--master", metavar="ADDRESS", help="the Spark's address, such as spark://machine:7077, or local[2] for one on this machine")
    run.add_argument("--shared", type=Path, metavar="FOLDER", help="where Spark works: a folder that all its machines reach under the same path")


def do(chosen) -> None:
    """Read the extracts that were `chosen`, publish, and print what came of it."""
    judged_by = settings.load(chosen.settings)
    uploaded.refuse_alike(chosen.extracts)
    started = time.monotonic()
    with _engine(chosen) as (by, parquet), telling.ended(snapshot.working(here.home(), telling.progress(started), parquet=parquet)) as s, \
            closing(Database(here.home())) as database:
        decided, (last, job) = decisions.standing(database, chosen.as_of), uploaded.loaded(database)
        layouts = agencies.load(uploads.layouts_folder(here.home()), chosen.agencies)
        audit.write(database, accounts.operator(), "start run", str(chosen.extracts))
        with referrals.extract(database, chosen.as_of) as entered, uploaded.extract(database, last, job=job) as loaded:
            before = _before()
            published = pipeline.run(chosen.extracts, decided, layouts, judged_by, load_model(chosen.model), s, chosen.as_of, entered, loaded,
                                     keeping.of(database), by)
        audit.write(database, accounts.operator(), "publish snapshot", str(chosen.extracts), published.stem)
    print(f"Published {published.name} in {time.monotonic() - started:.0f} seconds.{telling.taken_over(s)}", flush=True)
    if before:
        with suppress(compared.NotCompared):
            compared.keep(before, published, here.home())
    print(told.report(snapshot.open(published)))


def _before() -> Path | None:
    """The snapshot that stands; none where the pointer is lost, since this run makes everything anew."""
    with suppress(snapshot.Lost):
        return snapshot.current(here.home())
    return None


@contextmanager
def _engine(chosen) -> Iterator[tuple[Any, Path | None]]:
    """Who reads and weighs, and the folder in which the run keeps its tables as Parquet, if it does. Raises spark.Refused, spark.BrokenOff."""
    if chosen.engine == "duckdb":
        spark.refuse_unasked(chosen.master, chosen.shared)
        yield pipeline.HERE, None
        return
    spark.refuse(chosen.master, chosen.shared, here.home())
    with spark.working(chosen.shared) as work, spark.connected(chosen.master, work, chosen.extracts) as by:
        yield by, spark.tables(work)
