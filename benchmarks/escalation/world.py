"""Drawn histories as the tables that the rules read: one person said to harm one other in each family, each incident one report."""

from datetime import date, timedelta

import duckdb
import numpy as np

from benchmarks.escalation import histories

FIRST = date(2023, 1, 1)
TODAY = FIRST + timedelta(histories.DAYS)


def tables(told, families: int, kind, categories, rng) -> dict:
    """The tables of these incidents; `kind` is the history that drew them, which says who supplied since when and who was in custody.

    Each agency records on the day, or in three of a hundred cases about a month later."""
    told = told.sort_values(["family", "day", "agency"]).reset_index(drop=True)
    told["at"] = np.datetime64(FIRST) + (told.day * 86_400).astype("timedelta64[s]")
    late = np.where(rng.random(len(told)) < 0.03, 31, 0)
    told["known_on"] = np.minimum(told["at"].dt.normalize() + late.astype("timedelta64[D]"), np.datetime64(TODAY))
    told["number"] = told.index
    incidents = duckdb.sql("""
        select 'E' || number as event_id, 'F' || family as family_id, 'B' || family as source_id, 'A' || family as harmed_id, "at"::timestamp as moment,
               known_on::date as known_on, agency, c.category, c.kind, c.gravity, c.type,
               map_from_entries([{'k': f, 'v': 'yes'} for f in c.factors]) as factors
        from told join categories c using (category)""").materialize()
    return {"categories": categories, "coverage": _coverage(kind), "known_periods": _custody(families, kind), **_tables(incidents, families)}


def _tables(incidents, families):
    homes = duckdb.sql(f"""select 'F' || n as family_id, unnest(['A' || n, 'B' || n]) as person_id,
                                  unnest(['adult', 'linked person']) as part, date '2020-01-01' as since, null::date as until from range({families}) t(n)""")
    return {
        "reports": duckdb.sql("""select event_id as report_id, agency, 'Here' as area, known_on, kind, category, gravity, type, factors,
                                        null::varchar as copied_from, null::varchar as grade from incidents""").materialize(),
        "events": duckdb.sql("""select event_id, [event_id] as report_ids, moment as occurred_from, moment as occurred_to, 'minute' as precision,
                                       known_on, kind, category, gravity from incidents""").materialize(),
        "harms": duckdb.sql("""select event_id, source_id, harmed_id, 'intimate' as relation, 'named' as manner, [agency] as asserted_by, 'alleged' as status,
                                      false as against_decision, known_on, known_on as named_on from incidents""").materialize(),
        "timelines": duckdb.sql("select family_id, event_id, map {agency: known_on} as known_on from incidents").materialize(),
        "families": homes.materialize(),
        "people": duckdb.sql("select person_id, person_id as name, []::varchar[] as mention_ids, null::date as dob from homes").materialize(),
        "mentions": duckdb.sql("select '' as mention_id, '' as report_id limit 0").materialize()}


def _coverage(kind):
    """Every agency from the first month; the second one from half-way where that is the history."""
    begins = FIRST + timedelta(histories.BEGINS if kind is histories.second_agency else 0)
    return duckdb.sql("""
        select agency, 'Here' as area, month::date as month, if(agency = 'idva' and month < $begins, 'not supplied', 'supplied') as state
        from unnest($agencies) a(agency), generate_series(date_trunc('month', $first::date), $today::date, interval 1 month) m(month)""",
                      params={"begins": begins, "agencies": list(histories.AGENCIES), "first": FIRST, "today": TODAY}).materialize()


def _custody(families, kind):
    """Custody of every person said to harm where that is the history, known on its first day and, as a release, on its last."""
    first, last = (FIRST + timedelta(day) for day in histories.AWAY)
    n = families if kind is histories.custody else 0
    return duckdb.sql("select 'custody' as kind, 'B' || n as person_id, null::varchar as other_person_id, 'stated' as certainty, null::varchar as state, "
                      " $first::date as since, $last::date as until, $first::date as known_on, "
                      "$first::date as known_from, null::date as known_until from range($n) t(n)",
                      params={"first": first, "last": last, "n": n}).materialize()
