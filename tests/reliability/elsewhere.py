"""A run as a process of its own, in whatever surroundings it is started: `python -m tests.reliability.elsewhere`, with a JSON object as its input.

It says `extracts`, `home`, how many `threads` DuckDB may use, the `answers` that a person gives, and whether these are given before the `run` or
come by an update after it (`way`). It prints the logical hashes of what was published, as JSON."""

import json
import sys
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

from tests import logical
from timeline import agencies, decisions, kept, pipeline, settings, snapshot
from timeline.access import User
from timeline.database import Database
from timeline.model import load as load_model

ANN = User("ann", "analyst")


class OneDay(datetime):
    """A clock that stands, so that answers given in different runs bear the same day."""

    @classmethod
    def now(cls, tz=None):
        return datetime(2025, 6, 1, 12, tzinfo=UTC)


def main(said: dict) -> dict[str, str]:
    """Run as was `said`; the logical hashes of the tables."""
    kept.datetime = OneDay
    home, extracts = Path(said["home"]), Path(said["extracts"])
    home.mkdir(parents=True)
    with closing(Database(home)) as database:
        if said["way"] == "run":
            answer(database, said["answers"])
        with working(home, said["threads"]) as s:
            published = pipeline.run(extracts, decisions.standing(database), agencies.load(), settings.load(), load_model(), s)
        if said["way"] == "update":
            answer(database, said["answers"])
            with working(home, said["threads"]) as s:
                published = pipeline.again(published, decisions.standing(database), s)
    return logical.tables(published, said["lines"])


def working(home: Path, threads: int):
    """A snapshot to fill with so many of DuckDB's threads."""
    return snapshot.working(home, told=lambda *_: snapshot.duckdb.default_connection().execute(f"set threads = {threads}"))


def answer(database: Database, answers: list) -> None:
    """Give each answer: a kind, its two records and a verdict."""
    for number, (kind, left, right, verdict) in enumerate(answers):
        decisions.answer(database, ANN, f"key {number}", kind, [(left, right, None)], verdict, "Told by the school.")


if __name__ == "__main__":
    print(json.dumps(main(json.load(sys.stdin))))
