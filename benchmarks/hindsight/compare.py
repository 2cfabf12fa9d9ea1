"""What the history of the whole record says of a day, beside what is raised from what was known on that day."""

from datetime import timedelta

import duckdb

from benchmarks.hindsight import known
from timeline import signals

WHO = ("rule", "family_id", "person_id", "harmed_id")
LATER = ("R12",)
"""What follows from the other signals of today and keeps no history: held to its own day of raising alone."""


def history(s, settings, today) -> duckdb.DuckDBPyRelation:
    """Each change of each rule's answer over the whole record: who, on_day, grave."""
    return signals.look(s, settings, today).project(f"{', '.join(WHO)}, on_day, grave, before").filter("on_day is not null").materialize()


def sharp(history) -> list:
    """The days on which a level rose, and those before."""
    days = history.filter("grave > before").project("on_day").distinct().fetchall()
    return sorted({day - timedelta(back) for (day,) in days for back in (0, 1)})


def answers(s, history, settings, day) -> list[tuple]:
    """Every answer that either gives on the day: rule, family, person, harmed, day, grave by the history, grave as known that day."""
    told = known.by(day, s)
    that_day = history_on(signals.look(told, settings, day), day)
    in_all = history_on(history, day)
    return duckdb.sql(f"""
        with a as (select {', '.join(WHO)}, grave as by_history from in_all), b as (select {', '.join(WHO)}, grave as as_known from that_day)
        select coalesce(a.rule, b.rule) as rule, coalesce(a.family_id, b.family_id) as family_id, coalesce(a.person_id, b.person_id) as person_id,
               coalesce(a.harmed_id, b.harmed_id) as harmed_id, $day::date as day, coalesce(by_history, 0) as by_history, coalesce(as_known, 0) as as_known
        from a full join b on a.rule = b.rule and a.family_id = b.family_id and a.person_id is not distinct from b.person_id
             and a.harmed_id is not distinct from b.harmed_id
        order by all""", params={"day": day}).fetchall()


def history_on(history, day) -> duckdb.DuckDBPyRelation:
    """What is raised on a day by a history until then."""
    return duckdb.sql(f"""
        select {', '.join(WHO)}, arg_max(grave, on_day) as grave from history where on_day <= $day group by all having grave > 0""",
                      params={"day": day}).materialize()
