"""The traps of the planted stories: people who must never be one, and families that must stay apart."""

import tomllib
from collections import defaultdict
from itertools import combinations
from pathlib import Path

import duckdb

from benchmarks.linkage import engine
from benchmarks.linkage.truth import place, read
from sample_data import make


def joined(folder: Path, level: str, seed: int) -> dict:
    """Of the couples of people, and of families, that the stories plant in `folder` with that much noise, how many were joined."""
    make.small(folder, seed, stories_only=True, level=level)
    expected = tomllib.loads((folder / "stories.toml").read_text(encoding="utf-8"))["expected"]
    with engine.tables(folder) as s:
        placed = place(read(folder / "truth.csv"), s["mentions"], s["people"])
        families = s["families"]
        people = duckdb.sql("select distinct person, made from placed").fetchall()
        homes = duckdb.sql("""
            select distinct person, family_id from placed join families on person_id = made where part <> 'linked person'""").fetchall()
    places = {"distinct": _gathered(people), "apart": _gathered(homes)}
    shared = [bool(places[e["kind"]][one] & places[e["kind"]][other])
              for e in expected if e["kind"] in places for one, other in combinations(e["people"], 2)]
    return {"traps joined": (sum(shared), len(shared))}


def _gathered(rows):
    found = defaultdict(set)
    for person, where in rows:
        found[person].add(where)
    return found
