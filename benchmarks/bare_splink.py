"""The whole run beside bare Splink, which merely links the same mentions: what it is worth to compare each way of writing a person once.

`python -m benchmarks.bare_splink [ROWS] [--repeats R ...]` generates ROWS rows of people whom agencies record R times as often as usual, makes a snapshot of
them (every table, the signals and the publishing), and lets Splink link its mentions with the engine's own comparisons, parameters and blocking
rules, each mention by itself. A key that more writings share than the engine allows is left out for Splink too, and so are the keys that the engine makes of
relatives, which would only add to its work; shaping names and keys is not counted to it. Each is a process of its own, in turn, on the same machine.
"""

import argparse
import json
import logging
import os
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import duckdb
from splink import DuckDBAPI, Linker, block_on

from benchmarks.run import WORK, processor
from timeline import agencies, decisions, pipeline, settings, snapshot
from timeline.model import load as load_model
from timeline.pairs import blocking, comparisons, writings

ROWS, REPEATS = 100_000, (1.0, 4.0, 20.0)


def generated(rows: int, repeats: float) -> Path:
    """The extracts of that many rows, made once."""
    folder = WORK / f"{rows}-{repeats:g}"
    if not (folder / "extracts" / "extracts.toml").exists():
        subprocess.run([sys.executable, "-m", "sample_data.make", str(folder), "--rows", str(rows), "--seed", "1", "--repeats", str(repeats)],
                       check=True, stdout=sys.stderr)
    return folder / "extracts"


def whole(extracts: Path, home: Path) -> dict:
    """The seconds of a whole run, on the clock and of the processor, and how many mentions and writings it compared."""
    spent = _Spent()
    with snapshot.working(home) as s:
        published = pipeline.run(extracts, decisions.none(), agencies.load(), settings.load(), load_model(), s)
    told = spent.told()
    with snapshot.open(published) as reader:
        counted = reader.execute("select count(*), count(distinct writing_id) from made.mentions").fetchall()[0]
    return told | {"mentions": counted[0], "writings": counted[1]}


def bare(home: Path) -> dict:
    """The seconds that Splink takes to block and weigh the mentions of the home's snapshot, each by itself, and the pairs at or above the floor."""
    model = load_model()
    with tempfile.TemporaryDirectory(dir=home) as folder:
        connection = duckdb.connect(Path(folder) / "bare.duckdb", config={"memory_limit": snapshot.LIMIT, "preserve_insertion_order": "false"})
        duckdb.set_default_connection(connection)
        snapshot.attach(connection, snapshot.current(home), "published")
        mentions = connection.table("published.made.mentions")
        records = _keyed(writings.shape(duckdb.sql("select * replace (mention_id as writing_id) from mentions"), model), mentions)
        spent = _Spent()
        found = _linker(records, model.parameters).inference.predict(threshold_match_weight=model.parameters["floor"]["kept"], warning_mode="never")
        told = spent.told()
        return told | {"pairs": len(found.as_duckdbpyrelation())}


def _keyed(shaped, mentions):
    """Each mention with a key for each of the engine's blocking rules, empty where too many writings share it."""
    rules = {**blocking.KEYS, "full name": ("fn", "sn")}
    keys = [f"case when {' and '.join(f'{column} is not null' for column in columns)} then hash({', '.join(columns)}) end as key_{n}"
            for n, columns in enumerate(rules.values())]
    keyed = duckdb.sql(f"""
        with written as (select mention_id as writing_id, writing_id as written from mentions)
        select *, {', '.join(keys)} from shaped join written using (writing_id)""").materialize()
    for n, name in enumerate(rules):
        most = blocking.MOST_NAMED if name == "full name" else blocking.MOST
        keyed = duckdb.sql(f"""
            with keyed as materialized (from keyed),
            crowded as (select key_{n} from keyed where key_{n} is not null group by key_{n} having count(distinct written) > {most})
            select * replace (if(key_{n} in (from crowded), null, key_{n}) as key_{n}) from keyed""").materialize()
    return keyed


def _linker(records, parameters):
    api, settled = DuckDBAPI(connection=duckdb.default_connection()), comparisons.settings(
        comparisons.LADDERS, parameters, comparisons.prior_for(len(records), parameters))
    keys = [column for column in records.columns if column.startswith("key_")]
    linker = Linker(api.register(records), settled | {"blocking_rules_to_generate_predictions": [block_on(key) for key in keys]}, log_level=logging.ERROR)
    for column, names in comparisons.frequencies(records).items():
        linker.table_management.register_term_frequency_lookup(api.register(names), column)
    return linker


class _Spent:
    """What this process has spent since it was made."""

    def __init__(self):
        self._clock, self._processor = time.monotonic(), processor()

    def told(self) -> dict:
        return {"seconds": time.monotonic() - self._clock, "processor": processor() - self._processor,
                "peak_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024}


def table(results: list[dict]) -> str:
    """The results as Markdown."""
    lines = ["| rows | mentions | of each writing | whole run: seconds (processor) | bare Splink: seconds (processor) | pairs | whole / bare, processor |",
             "|--:|--:|--:|--:|--:|--:|--:|"]
    for r in results:
        run, splink = r["whole"], r["bare"]
        lines.append(f"| {r['rows']:,} | {run['mentions']:,} | {run['mentions'] / run['writings']:.1f} | {run['seconds']:.0f} ({run['processor']:.0f}) "
                     f"| {splink['seconds']:.0f} ({splink['processor']:.0f}) | {splink['pairs']:,} | {run['processor'] / splink['processor']:.2f} |")
    return "\n".join(lines)


def compare(rows: int, repeats: float) -> dict:
    """Both, each in a process of its own."""
    extracts = generated(rows, repeats)
    with tempfile.TemporaryDirectory(dir=WORK) as home:
        return {"rows": rows, "whole": _alone("whole", str(extracts), home), "bare": _alone("bare", home)}


def _alone(*words: str) -> dict:
    done = subprocess.run([sys.executable, "-m", "benchmarks.bare_splink", "--only", *words], check=True, stdout=subprocess.PIPE, text=True,
                          env=os.environ | {"TIMELINE_DEMO": "1"})
    return json.loads(done.stdout.splitlines()[-1])


def main() -> None:
    """Compare at each number of repeats and print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("rows", nargs="?", type=int, default=ROWS)
    parser.add_argument("--repeats", nargs="*", type=float, default=REPEATS)
    parser.add_argument("--only", nargs="+", help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.only:
        part, *folders = asked.only
        print(json.dumps({"whole": whole, "bare": bare}[part](*map(Path, folders))))
        return
    print(table([compare(asked.rows, repeats) for repeats in asked.repeats]))


if __name__ == "__main__":
    main()
