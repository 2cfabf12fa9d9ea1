"""What all signals cost on the tables of a finished run, in processor seconds and on the clock.

    python -m benchmarks.signals SNAPSHOT

SNAPSHOT is a published snapshot, such as the benchmark leaves in its home. Timed is everything that a run does from its other tables to
`raisings`, `signals` and `asked`: separations and custody as they were known day by day, every rule's history, and what is said of each family.
"""

import argparse
import time
from pathlib import Path

from timeline import pipeline, settings, signals, snapshot, suggestions


def main() -> None:
    """Print a line per step, and one for all."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.signals", description=__doc__.splitlines()[0])
    parser.add_argument("snapshot", type=Path)
    path = parser.parse_args().snapshot
    with snapshot.in_memory() as fresh:
        fresh.connection.execute(f"attach '{path}' as kept (read_only)")
        costs = measure(Finished(fresh.connection))
    for name, (processor, clock, rows) in costs.items():
        print(f"{name:10} {processor:6.1f} processor s {clock:6.1f} s {rows:10,} rows")
    print(f"{'all':10} {sum(p for p, _, _ in costs.values()):6.1f} processor s {sum(c for _, c, _ in costs.values()):6.1f} s")


class Finished(dict):
    """The tables of the snapshot that is attached as `kept`, by name."""

    def __init__(self, connection):
        self._connection = connection

    def __missing__(self, name: str):
        return self._connection.table(f'kept.made."{name}"')


def measure(s) -> dict[str, tuple[float, float, int]]:
    """Processor seconds, seconds on the clock and rows of each step."""
    numbers, today, costs = settings.load(), pipeline.last_day(s["files"]), {}

    def timed(name, make):
        before = time.process_time(), time.monotonic()
        made = make()
        costs[name] = time.process_time() - before[0], time.monotonic() - before[1], len(made)
        return made

    history = timed("history", lambda: signals.look(pipeline.recalled(pipeline.heard(s)), numbers, today))
    timed("raisings", lambda: signals.raisings.find(history, s["events"], s["reports"]).materialize())
    replies = timed("answers", lambda: signals.history.settle(history))
    timed("signals", lambda: suggestions.told(signals.raised(replies, s["events"], s["coverage"], numbers, today), s["events"], s["judgements"]).materialize())
    timed("asked", lambda: signals.not_raised(replies).materialize())
    return costs


if __name__ == "__main__":
    main()
