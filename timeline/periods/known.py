"""What held for a time as it stood on each day on which more became known of it.

A release, a return or another agency's word can change what an earlier record seemed to say. So that no rule judges in hindsight,
each couple's signs, and each person's records, are read again as far as known on each day on which one became known."""

import duckdb

from timeline.periods import custody, pregnancy, separation

CUSTODY = ("custody", "recall", "release", "release_planned")


def separations(signs) -> duckdb.DuckDBPyRelation:
    """The separations of each couple from each such day, `known_from`, until the day before the next, `known_until`."""
    days = turns(signs.filter("word <> 'together'"), signs)
    return dated(separation.find(again(signs, days)), days)


def spells(periods, reports, named) -> duckdb.DuckDBPyRelation:
    """The stated times in custody of each person from each such day; one that is only inferred from an address as it is in `periods`."""
    days, then = by_person(duckdb.sql("select * from named where category in $kinds", params={"kinds": list(CUSTODY)}).materialize())
    stated = dated(custody.find(periods.limit(0), reports, then), days)
    return duckdb.sql("""
        from stated union all by name
        select * exclude (period_id), known_on as known_from, null::date as known_until from periods where kind = 'custody' and certainty = 'inferred'""")


def pregnancies(reports, named) -> duckdb.DuckDBPyRelation:
    """The pregnancies of each person from each such day."""
    days, then = by_person(pregnancy.bearing(named))  # whose it is, is asked of the records themselves: of several days' copies of one, each counts
    return dated(pregnancy.spans(reports, then), days)


def by_person(named) -> tuple[duckdb.DuckDBPyRelation, duckdb.DuckDBPyRelation]:
    """Each day on which a record of a person became known, and the next such day; and these records as far as known on each, under a name of that day."""
    days = duckdb.sql("""
        select *, lead(known_from) over (partition by person_id order by known_from) as known_until, '' as other_id
        from (select distinct person_id, known_on as known_from from named)""").materialize()
    then = duckdb.sql("""
        select n.* replace (concat_ws('@', n.person_id, d.known_from) as person_id)
        from named n join days d using (person_id) where n.known_on <= d.known_from""").materialize()
    return days, then


def turns(couples, signs) -> duckdb.DuckDBPyRelation:
    """Each day on which what the agencies say of one of these couples changed, and the next such day."""
    return duckdb.sql("""
        with told as materialized (select person_id, coalesce(other_person_id, '') as other_id, counts_from, counts_until from signs),
        chosen as (select distinct person_id, coalesce(other_person_id, '') as other_id from couples),
        turning as (
            select person_id, other_id, unnest([counts_from, counts_until]) as known_from from told semi join chosen using (person_id, other_id))
        select *, lead(known_from) over (partition by person_id, other_id order by known_from) as known_until
        from (select distinct * from turning where known_from is not null)""").materialize()


def again(signs, days) -> duckdb.DuckDBPyRelation:
    """The signs of each couple as far as they counted on each of its days, under a name of that day."""
    return duckdb.sql("""
        select s.* replace (concat_ws('@', s.person_id, d.known_from) as person_id)
        from signs s join days d on d.person_id = s.person_id and d.other_id = coalesce(s.other_person_id, '')
         and d.known_from >= s.counts_from and (s.counts_until is null or d.known_from < s.counts_until)""").materialize()


def dated(found, days) -> duckdb.DuckDBPyRelation:
    """What was found of each couple or person on each day, under their own names, with the days from and until which it stood."""
    return duckdb.sql("""
        with found as (
            select * replace (split_part(person_id, '@', 1) as person_id), split_part(person_id, '@', 2)::date as known_from from found)
        select f.*, d.known_until from found f
        join days d on d.person_id = f.person_id and d.other_id = coalesce(f.other_person_id, '') and d.known_from = f.known_from""").materialize()
