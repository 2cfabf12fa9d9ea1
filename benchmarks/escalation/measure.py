"""Asks the rules of many drawn families at once, and counts."""

from datetime import timedelta

import duckdb
import numpy as np

from benchmarks.escalation import histories, world
from timeline import settings, signals

RULES = ("R01", "R02", "R03", "R04", "R10")
YEARS = histories.DAYS / 365


def constant(families: int, sizes, seed: int):
    """For each constant history and number of incidents: how often each signal rose, per hundred families and year, and in how
    many of a hundred the pace is called faster at the end."""
    for name, kind in histories.CONSTANT.items():
        for mean in sizes:
            said = ask(families, mean, kind, seed)
            yield (name, mean, *_risings(said, families), _faster(said, families))


def changing(families: int, sizes, seed: int):
    """For each changing history: how many of a hundred families have a signal raised anew in the last days, how many of a hundred in whom
    nothing changes, and how long after the change it was. Then, of the tripled rate: in how many the pace is called faster, and in how many
    the rule on several agencies stands, on the last day."""
    for mean in sizes:
        still, faster, grave = (ask(families, mean, kind, seed) for kind in (histories.steady, histories.tripled, histories.factor))
        for name, said, rule in (("the rate triples", faster, "R01"), ("the rate triples", faster, "R04"),
                                 ("a factor appears", grave, "R03"), ("a factor appears", grave, "R02")):
            share, delay = _found(said, rule, families, said is grave)
            yield (name, mean, f"{rule} rises", share, _found(still, rule, families, False)[0], delay)
        yield "the rate triples", mean, "R01 words: faster", _faster(faster, families), _faster(still, families), float("nan")
        yield "the rate triples", mean, "R04 stands", _stands(faster, "R04", families), _stands(still, "R04", families), float("nan")


def ask(families: int, mean: float, kind, seed: int) -> duckdb.DuckDBPyRelation:
    """The rules' histories on so many families with that history and so many incidents on average."""
    rng = np.random.default_rng([seed, mean])
    judged_by = settings.load()
    s = world.tables(kind(families, mean, rng), families, kind, judged_by.categories, rng)
    return signals.look(s, judged_by, world.TODAY, RULES).materialize()


def _risings(said, families) -> list[float]:
    """How often each signal rose, per hundred families and year: R01 by its two levels, the others to more than a note."""
    found = dict(duckdb.sql("""
        select if(rule = 'R01', rule || ' ' || level, rule) as what, count(*) from said
        where grave > before and level in ('same day', 'MARAC criterion met', 'review') group by all""").fetchall())
    return [100 * found.get(what, 0) / families / YEARS for what in ("R01 MARAC criterion met", "R01 review", *RULES[1:])]


def _faster(said, families) -> float:
    return 100 * duckdb.sql("select count(*) from said where rule = 'R01' and because like '%Faster than%' and on_day = $day",
                            params={"day": world.TODAY}).fetchall()[0][0] / families


def _found(said, rule, families, from_event: bool) -> tuple[float, float]:
    """In how many of a hundred families the rule's level rose in the last days, and the median of days since the change, or since the event."""
    onset = world.TODAY - timedelta(histories.LATE)
    days = [day for (day,) in duckdb.sql("""
        select min(on_day) - if($from_event, min(latest_on), $onset::date) from said where rule = $rule and grave > before and grave > 1 and on_day > $onset
        group by family_id""", params={"rule": rule, "onset": onset, "from_event": from_event}).fetchall()]
    return 100 * len(days) / families, float(np.median(days)) if days else float("nan")


def _stands(said, rule, families) -> float:
    """In how many of a hundred families the rule asks for more than a note on the last day."""
    return 100 * duckdb.sql("""
        select count(*) from (select family_id from said where rule = $rule and on_day is not null group by family_id having arg_max(grave, on_day) > 1)""",
                            params={"rule": rule}).fetchall()[0][0] / families
