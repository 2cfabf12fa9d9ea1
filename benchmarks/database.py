"""What the database costs: the time to open it, and how many answers a second several processes keep in it, each with its line of the audit.

`python -m benchmarks.database [WRITERS] [SECONDS]` prints a row of the table in README.md. It measures the encrypted file; or, with TIMELINE_DATABASE, the
server of that address, whose database must be empty or its own."""

import os
import sys
import tempfile
import time
from contextlib import closing
from multiprocessing import get_context
from pathlib import Path
from statistics import median, quantiles

from timeline import audit, decisions
from timeline.access import User
from timeline.database import Database

PAIR = [("police:niche:1#victim", "ed:symphony:1#patient", "seen")]


def main(writers: int = 8, seconds: float = 10) -> None:
    """Measure and print."""
    with tempfile.TemporaryDirectory() as made:
        home = Path(made)
        first = _opened(home)
        again = median(_opened(home) for _ in range(20))
        with get_context("spawn").Pool(writers) as pool:
            took = [one for each in pool.starmap(_write, [(home, number, seconds) for number in range(writers)]) for one in each]
    name = "PostgreSQL" if "TIMELINE_DATABASE" in os.environ else "SQLCipher"
    print(f"| {name} | {writers} | {len(took) / seconds:,.0f} | {median(took) * 1000:.0f} | {quantiles(took, n=20)[-1] * 1000:.0f} | "
          f"{first * 1000:.0f} | {again * 1000:.1f} |")


def _opened(home: Path) -> float:
    began = time.perf_counter()
    Database(home).close()
    return time.perf_counter() - began


def _write(home: Path, number: int, seconds: float) -> list[float]:
    """The seconds that each answer took, of one process that gives one after another."""
    took, user = [], User(f"user {number}", "analyst")
    with closing(Database(home)) as database:
        ends = time.monotonic() + seconds
        while time.monotonic() < ends:
            began = time.perf_counter()
            decisions.answer(database, user, f"{number} {len(took)}", "same person", PAIR, "yes", "The same day of birth and the same number.")
            audit.write(database, user, "answer", "person")
            took.append(time.perf_counter() - began)
    return took


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
