"""Run every linker on every set and print one table."""

import argparse
import json
import subprocess
import time
from pathlib import Path

import duckdb
import pandas as pd

from benchmarks.febrl import bare_splink, engine, records

OTHER = Path(__file__).with_name("other_library.py")


def measure(folder: Path, number: int, interpreter: Path | None) -> list[tuple]:
    """Of one set: who linked, what is counted, its precision, recall and F1, and the seconds."""
    known = records.read(folder, number)
    results = []
    for who, link, counted in (
            ("this engine", lambda: engine.link(known), ("pairs joined or asked about", "people joined by itself")),
            ("bare Splink", lambda: bare_splink.link(known, number), ("pairs more likely than not", "clusters at 0.99"))):
        since = time.monotonic()
        found = link()
        seconds = time.monotonic() - since
        results += [(number, who, what, *records.score(pairs, known), seconds) for what, pairs in zip(counted, found, strict=True)]
    if interpreter:
        pairs, seconds = _other(folder, number, interpreter)
        results.append((number, "recordlinkage", "pairs that its classifier accepts", *records.score(pairs, known), seconds))
    return results


def table(results: list[tuple]) -> str:
    """The results as Markdown."""
    lines = ["| set | linker | counted | precision | recall | F1 | seconds |", "|--:|---|---|--:|--:|--:|--:|"]
    lines += [f"| {number} | {who} | {what} | {p:.4f} | {r:.4f} | {f1:.4f} | {seconds:.1f} |" for number, who, what, p, r, f1, seconds in results]
    return "\n".join(lines)


def _other(folder: Path, number: int, interpreter: Path):
    files = [str(folder / name) for name in records.SETS[number]]
    done = subprocess.run([str(interpreter), str(OTHER), *files], check=True, capture_output=True, text=True)
    answer = json.loads(done.stdout)
    frame = pd.DataFrame(answer["pairs"], columns=["l", "r"])
    return duckdb.sql("from frame").materialize(), answer["seconds"]


def main() -> None:
    """Measure both sets, or say why not."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.febrl", description=__doc__)
    parser.add_argument("folder", nargs="?", type=Path, help="the folder with dataset3.csv, dataset4a.csv and dataset4b.csv")
    parser.add_argument("--recordlinkage", type=Path, metavar="INTERPRETER", help="a Python with recordlinkage 0.16 and pandas below 3; left out without")
    chosen = parser.parse_args()
    if why := records.missing(chosen.folder):
        print(why)
        return
    print(table([line for number in records.SETS for line in measure(chosen.folder, number, chosen.recordlinkage)]))
    if not chosen.recordlinkage:
        print("\nrecordlinkage was left out: name a Python that has it with --recordlinkage.")


if __name__ == "__main__":
    main()
