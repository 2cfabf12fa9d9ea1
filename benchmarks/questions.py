"""How long the questions of a family's page, and a search by name, take over a published home of any size.

`python -m benchmarks.questions HOME [TIMES]` opens the current snapshot of a demo home (`timeline run`, with TIMELINE_DEMO=1), makes as many pages of
families drawn from all, each opened for the first time, and prints within how many milliseconds half and 95 in 100 were through: all questions of the
page to the tables together, the page with them, and a search by name. One process, one thread: a page's questions are asked one after another."""

import os
import random
import sys
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

from flask import g

from dashboard import answered, queries
from dashboard.app import create
from dashboard.pages import family
from timeline import snapshot
from timeline.access import User

READER = User("benchmark", "coordinator")
TIMES, SEED = 100, 1
DRAWN = {
    "families": "select family_id from made.headlines where events > 0 order by family_id",
    "names": "select distinct name from made.people where name like '% %' order by name",
}


class Questions:
    """The milliseconds that the tables took to answer since it was last asked."""

    def __init__(self):
        self._spent, self._ask = 0.0, answered._told
        answered._told = self._told

    def taken(self) -> float:
        """The milliseconds, which are counted from none again."""
        spent, self._spent = self._spent, 0.0
        return spent

    def _told(self, *given):
        since = time.perf_counter()
        try:
            return self._ask(*given)
        finally:
            self._spent += 1000 * (time.perf_counter() - since)


def main(home: Path, times: int = TIMES) -> None:
    """Open, measure and print."""
    with closing(snapshot.open(snapshot.current(home))) as reader:
        reports = reader.execute("select count(*) from made.reports").fetchone()[0]
        there = {what: [one for (one,) in reader.execute(sql).fetchall()] for what, sql in DRAWN.items()}
    snapshot.share(os.cpu_count() or 1)
    server, drawn, questions = create(home).server, random.Random(SEED), Questions()
    families, names = (drawn.sample(there[what], min(times + 1, len(there[what]))) for what in DRAWN)
    pages = _timed(server, questions, families, lambda family_id: family.layout(READER, family_id, {}))
    searches = _timed(server, questions, names, lambda name: queries.search(READER, name))
    print(f"{reports:,} reports, {len(there['families']):,} families\n\n| what | times | half within, ms | 95 in 100 within, ms |\n|---|--:|--:|--:|")
    for what, taken in (("a family's questions", [asked for asked, _ in pages]), ("a family's page", [whole for _, whole in pages]),
                        ("a search by name", [asked for asked, _ in searches])):
        print(f"| {what} | {len(taken)} | {_within(taken, 50):,.0f} | {_within(taken, 95):,.0f} |")


def _timed(server, questions: Questions, about: list[str], do: Callable[[str], object]) -> list[tuple[float, float]]:
    """For each but the first, which opens the file: the milliseconds of its questions, and all of it."""
    taken = []
    for one in about:
        with server.test_request_context():
            g.user = READER
            questions.taken()
            since = time.perf_counter()
            do(one)
            taken.append((questions.taken(), 1000 * (time.perf_counter() - since)))
    return taken[1:]


def _within(taken: list[float], percent: int) -> float:
    return sorted(taken)[min(len(taken) - 1, len(taken) * percent // 100)]


if __name__ == "__main__":
    main(Path(sys.argv[1]), *map(int, sys.argv[2:]))
