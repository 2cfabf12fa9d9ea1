"""When a person was in custody, as prison, probation and police records state it.

A spell begins with a record of custody or recall and ends with the first release, or the first stated last day, on or after it;
overlapping spells of several sources are one. A planned release gives the last day of a spell that has none, as *planned*.
An address that the source calls a prison is an inferred spell where no record states one. Custody is not
containment: a spell says where someone was, and nothing about contact from there.
"""

import duckdb

from timeline import addresses
from timeline.agencies import titles
from timeline.dates import in_words

STARTS = ("custody", "recall")
HELD = ("offender", "suspect", "subject", "respondent", "patient")
PRISON = r"\b(hmp|hmyoi|hmp/yoi|prison|young offender)"


def find(residences, reports, named) -> duckdb.DuckDBPyRelation:
    """Periods of kind custody. A release before any known start gives a spell without a first day."""
    stated = _state(_records(reports, named).materialize()).materialize()
    seen = _seen(residences)
    return duckdb.sql("""
        with stated as materialized (from stated), beside as (
            select seen.* from seen anti join stated s on s.person_id = seen.person_id
            and coalesce(s.since, date '1900-01-01') <= seen.until and coalesce(s.until, date '9999-12-31') >= seen.since)
        select 'custody' as kind, person_id, null::varchar as other_person_id, null::varchar as place_key, null::varchar as place,
               'institution' as place_kind, since, until, null::varchar as state, certainty, known_on, received_on, report_ids, because
        from (from stated union all by name from beside)""")


def _records(reports, named):
    return duckdb.sql(f"""
        select distinct n.person_id, n.report_id, n.agency, n.known_on, n.received_on, r.category, n.day, r.until, r.due_on
        from named n join reports r using (report_id)
        where r.category in ('custody', 'recall', 'release', 'release_planned') and n.role in {HELD}""")


def _state(records):
    """Each start closed by the first end on or after it; a release before any start stands alone; overlaps are joined."""
    return duckdb.sql(f"""
        with records as materialized (from records), ends as (
            select person_id, coalesce(until, day) as day, report_id from records where category = 'release'
            union all select person_id, until, report_id from records where category in {STARTS} and until is not null),
        closed as materialized (
            select r.person_id, r.agency, r.day as since, min(e.day) as until, r.known_on, r.received_on,
                   [r.report_id, min_by(e.report_id, (e.day, e.report_id))] as report_ids, false as lone
            from records r left join ends e on e.person_id = r.person_id and e.day >= r.day
            where r.category in {STARTS} group by r.person_id, r.agency, r.day, r.known_on, r.received_on, r.report_id
            union all
            select r.person_id, r.agency, coalesce(r.until, r.day), coalesce(r.until, r.day), r.known_on, r.received_on, [r.report_id], true
            from records r
            where r.category = 'release' and not exists (
                from records s where s.person_id = r.person_id and s.category in {STARTS} and s.day <= coalesce(r.until, r.day))),
        spells as materialized ({_join_overlaps("closed")}),
        plans as (
            select s.person_id, s.spell, max_by(r.due_on, (r.known_on, r.report_id)) as due_on, list(r.report_id) as report_ids
            from spells s join records r on r.person_id = s.person_id and r.category = 'release_planned' and r.due_on is not null
                 and (s.since is null or r.due_on >= s.since)
            where s.until is null group by all),
        lone as (
            select person_id, null::date as since, max_by(due_on, (known_on, report_id)) as until, min(known_on) as known_on,
                   min(received_on) as received_on, list(report_id) as report_ids, list(agency) as agencies
            from records r where category = 'release_planned' and due_on is not null
                 and not exists (from spells s where s.person_id = r.person_id and (s.until is null or s.until >= r.due_on))
            group by person_id),
        all_spells as (
            select s.person_id, s.since, coalesce(s.until, p.due_on) as until, p.due_on is not null as planned, s.known_on, s.received_on,
                   s.report_ids || coalesce(p.report_ids, []) as report_ids, s.agencies
            from spells s left join plans p using (person_id, spell)
            union all select person_id, since, until, true, known_on, received_on, report_ids, agencies from lone)
        select person_id, since, until, case when planned then 'planned' else 'stated' end as certainty, known_on, received_on,
               list_sort(list_distinct(report_ids)) as report_ids,
               {titles.listed("agencies")} || ': in custody'
               || coalesce(' from ' || {in_words("since")}, '; its first day is not recorded')
               || coalesce(case when planned then '; release planned for ' else '; released on ' end || {in_words("until")}, '; no release recorded')
               as because
        from all_spells""")


def _join_overlaps(intervals: str) -> str:
    """SQL that makes one of overlapping intervals; an empty last day is after all, and a lone release has no first day."""
    order = "partition by person_id order by since, coalesce(until, date '9999-12-31'), report_ids"
    return f"""
        with marked as (
            select *, since > max(coalesce(until, date '9999-12-31')) over ({order} rows between unbounded preceding and 1 preceding)
                      as starts
            from {intervals}),
        numbered as (select *, count(*) filter (starts) over ({order}) as spell from marked)
        select person_id, spell, case when not bool_and(lone) then min(since) end as since,
               case when bool_and(until is not null) then max(until) end as until, min(known_on) as known_on,
               min(received_on) as received_on, flatten(list(report_ids)) as report_ids, list(agency) as agencies
        from numbered group by person_id, spell"""


def _seen(residences):
    return duckdb.sql(f"""
        select person_id, since, until, 'inferred' as certainty, known_on, received_on, report_ids,
               'a prison is ' || because as because
        from residences
        where place_kind = 'institution' and certainty = 'inferred' and regexp_matches({addresses.itself("lower(place)")}, '{PRISON}')""")
