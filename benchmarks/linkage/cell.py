"""One cell of the table: a population drawn, the engine run on it, every figure taken."""

import tempfile
from pathlib import Path

from benchmarks.linkage import engine, events, families, joins, mixed, moves, review, traps
from benchmarks.linkage.truth import Truth, hold, place
from sample_data import make
from timeline import model


def measure(size: int, level: str, seed: int) -> dict:
    """The figures of a population of that many families with that much noise, drawn from that seed: name to (part, whole)."""
    with tempfile.TemporaryDirectory() as folder:
        drawn, told = Path(folder) / "drawn", Path(folder) / "told"
        make.large(drawn, seed=seed, level=level, families=size)
        with engine.tables(drawn) as s:
            found = figures(s, Truth(drawn))
        found |= traps.joined(told, level, seed)
    return {name: (float(part or 0), float(whole or 0)) for name, (part, whole) in found.items()}


def figures(s, truth: Truth) -> dict:
    """Every figure of the tables in `s` against the truth."""
    placed = place(truth.mentions, s["mentions"], s["people"])
    size = {"mentions": (len(placed), 1), "people in truth": (len(truth.people), 1), "people made": (len(s["people"]), 1)}
    return (size | joins.overall(placed) | joins.by_kind(placed, s["mentions"]) | joins.by_stratum(placed, truth.people)
            | mixed.couples(placed, truth.people, truth.couples) | review.queue(placed, s["links"]) | review.order(placed, s["pairs"], s["links"])
            | moves.followed(placed, s["mentions"], s["pairs"], s["links"], model.load())
            | families.members(s["families"], hold(placed), placed, truth.families) | events.accounts(s["events"], truth.mentions))
