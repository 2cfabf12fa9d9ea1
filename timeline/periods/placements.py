"""Where people with a history of alleged harm were placed and with whom, as it stood on each day on which more became known of it.

A later record can end a residence, or say who lived where before. To read everybody's residences again on each day would be slow
and tell nothing: asked are those who are said to have harmed somebody outside a family, and those of that family whom some record, of
whatever day, places with them."""

import duckdb

from timeline.periods import household, known, relationship, residence, separation


def find(reports, named, signs, periods, harms, families, links) -> duckdb.DuckDBPyRelation:
    """Residences, households and relationships of those who are asked, from `known_from` until the day before `known_until`.

    Which addresses are dwellings, and not shared by many, is as the whole record has it."""
    placed = _placed(periods, harms, families, links)
    residences = _residences(reports, named, placed)
    couples = _relationships(signs, placed)
    shared = _shared(residences, placed, household.dwellings(periods.filter("kind = 'residence'").join(
        residences.project("place_key").distinct(), "place_key", "semi")).materialize())
    told = _told(named, placed)
    return duckdb.sql("""
        from residences union all by name from couples union all by name from shared union all by name from told""")


def _placed(periods, harms, families, links):
    """Pairs of people whom some record places together: one who harmed, or by an open link may have, and one of a family whom that did not concern."""
    return duckdb.sql("""
        with harming as materialized (
            select distinct source_id as person_id, harmed_id from harms
            where manner = 'named' and source_id <> 'not named' and source_id <> harmed_id and not against_decision),
        open as (select person_id_l, person_id_r from links where state <> 'refused'),
        history as materialized (
            select person_id as placed_id, harmed_id from harming
            union select person_id_l, harmed_id from open join harming on person_id = person_id_r
            union select person_id_r, harmed_id from open join harming on person_id = person_id_l),
        homes as materialized (select distinct family_id, person_id from families where part <> 'linked person'),
        held as materialized (
            select distinct kind, person_id, other_person_id, place_key from periods where kind in ('residence', 'household', 'relationship')),
        lived as materialized (select person_id, place_key from held where kind = 'residence' and place_key is not null),
        met as (
            select a.person_id as placed_id, b.person_id as with_id from lived a join lived b using (place_key)
            where a.person_id <> b.person_id and a.person_id in (select placed_id from history)
            union select person_id, other_person_id from held where other_person_id is not null and person_id in (select placed_id from history)
            union select other_person_id, person_id from held where other_person_id is not null and other_person_id in (select placed_id from history)),
        beside as (select placed_id, with_id, family_id from met join homes on person_id = with_id),
        apart as (
            select distinct placed_id, family_id from (select distinct placed_id, family_id from beside) join history using (placed_id)
            where (family_id, harmed_id) not in (select (family_id, person_id) from homes))
        select distinct placed_id, with_id from beside semi join apart using (placed_id, family_id)""").materialize()


def _residences(reports, named, placed):
    """Where each of them lived; a record that places a household at its tenant's address is read with that tenant's entry."""
    mine = duckdb.sql(f"""
        with asked as (select placed_id as person_id from placed union select with_id from placed)
        select * from named semi join asked using (person_id)
        where address_key is not null or category in {residence.STATING + ("tenancy_end",)}""").materialize()
    days, read = known.by_person(mine)
    beside = duckdb.sql(f"""
        with asked as (select distinct report_id from mine)
        from read union all by name
        select * replace ('@0001-01-01' as person_id) from named semi join asked using (report_id)
        where category in {residence.STATING} and role in ('tenant', 'subject') and address_key is not null""").materialize()
    return known.dated(residence.find(reports, beside), days)


def _relationships(signs, placed):
    """From when to when each pair of them was said to be a couple."""
    couples = duckdb.sql("select distinct least(placed_id, with_id) as person_id, greatest(placed_id, with_id) as other_person_id from placed").materialize()
    days = known.turns(couples, signs)
    then = known.again(signs, days)
    return known.dated(relationship.find(then, separation.find(then).materialize()), days)


def _shared(residences, placed, dwellings):
    """From when to when each pair of them had residences at one dwelling."""
    return duckdb.sql("""
        with residences as materialized (from residences), pairs as materialized (from placed),
        homes as (
            select r.*, coalesce(until, date '9999-12-31') as last_day, coalesce(known_until, date '9999-12-31') as ends
            from residences r semi join dwellings using (place_key) where place_kind not in ('institution', 'shared house', 'no fixed abode'))
        select 'household' as kind, a.person_id, b.person_id as other_person_id, a.place_key, least(a.place_kind, b.place_kind) as place_kind,
               greatest(a.since, b.since) as since, least(a.until, b.until) as until, 'inferred' as certainty, greatest(a.known_on, b.known_on) as known_on,
               list_distinct(a.report_ids || b.report_ids) as report_ids, greatest(a.known_from, b.known_from) as known_from,
               least(a.known_until, b.known_until) as known_until
        from pairs join homes a on a.person_id = placed_id join homes b on b.person_id = with_id and b.place_key = a.place_key
        where a.since <= b.last_day and b.since <= a.last_day and a.known_from < b.ends and b.known_from < a.ends""").materialize()


def _told(named, placed):
    """From when to when each pair of them was said by an agency to live together."""
    mine = duckdb.sql("""
        with asked as (select placed_id as person_id from placed union select with_id from placed)
        select * from named semi join asked using (person_id)""").materialize()
    said = household.said(mine).materialize()
    return duckdb.sql("""
        with said as materialized (
            select s.* from (from said union all select * replace (other_person_id as person_id, person_id as other_person_id) from said) s
            join placed on placed_id = s.person_id and with_id = s.other_person_id),
        days as (
            select *, lead(known_from) over (partition by person_id, other_person_id order by known_from) as known_until
            from (select distinct person_id, other_person_id, known_on as known_from from said))
        select 'household' as kind, person_id, other_person_id, min(day) as since, max(day) as until, 'stated' as certainty, min(known_on) as known_on,
               list_sort(list(distinct report_id)) as report_ids, known_from, known_until
        from days join said using (person_id, other_person_id) where known_on <= known_from
        group by person_id, other_person_id, known_from, known_until""").materialize()
