"""Who lived with whom: two people at one address at overlapping times, or said by an agency to live together.

Institutions, shared houses and no fixed abode make no household, nor does an address with more than eight people at once
(multi-occupancy). Kept are a child with an adult, and anyone with a person whom some report names as suspect, offender or
respondent: what a rule about a new household asks for, and few enough to hold.
"""

import duckdb

from timeline.agencies import titles
from timeline.dates import in_words

CROWD = 8
BRIEFLY = 60  # people ever seen at one address; beyond it the address is no dwelling
ACCUSED = ("suspect", "offender", "respondent")
ABOUT = ("child", "unborn", "subject", "tenant", "patient", "victim", "applicant", "offender")
MEMBERS = ("subject", "child", "unborn", "household member", "carer", "tenant")


def find(residences, named) -> duckdb.DuckDBPyRelation:
    """Periods of kind household, each pair once for each address and time, or for what agencies say without an address."""
    standing = _standing(named).materialize()
    met = _met(residences, standing, dwellings(residences).materialize())
    told = _told(said(named))
    return duckdb.sql("""
        select 'household' as kind, least(person_id, other_person_id) as person_id, greatest(person_id, other_person_id) as other_person_id,
               place_key, place, place_kind, since, until, null::varchar as state, certainty, known_on, received_on, report_ids, because
        from (from met union all by name from told)""")


def _standing(named):
    """Each person's birth date or, failing it, whether ever named as a child; and whether ever named as said to cause harm."""
    return duckdb.sql(f"""
        select person_id, coalesce(min(dob), case when bool_or(role in ('child', 'unborn')) then date '9999-12-31' end) as born_on,
               bool_or(role in {ACCUSED}) as accused
        from named group by person_id""")


def _wanted(since: str) -> str:
    """SQL: of two people `a` and `b`, one is accused, or one is a child on the day `since` and the other is not."""
    child = "coalesce({0}.born_on > {1} - interval 18 year, false)"
    return f"(a.accused or b.accused or {child.format('a', since)} <> {child.format('b', since)})"


def _met(residences, standing, dwellings):
    """Pairs whose residences at one dwelling overlap."""
    ends = "case when bool_and(until is not null) then max(until) end"
    return duckdb.sql(f"""
        with homes as materialized (
            select r.*, s.born_on, s.accused, coalesce(r.until, date '9999-12-31') as last_day
            from residences r join standing s using (person_id) semi join dwellings using (place_key)
            where r.place_kind not in ('institution', 'shared house', 'no fixed abode')),
        pairs_met as (
            select a.person_id, b.person_id as other_person_id, a.place_key, a.place, least(a.place_kind, b.place_kind) as place_kind,
                   greatest(a.since, b.since) as since, nullif(least(a.last_day, b.last_day), date '9999-12-31') as until,
                   case when a.certainty = 'stated' and b.certainty = 'stated' then 'stated' else 'inferred' end as certainty,
                   greatest(a.known_on, b.known_on) as known_on, greatest(a.received_on, b.received_on) as received_on,
                   a.report_ids || b.report_ids as report_ids
            from homes a join homes b on a.place_key = b.place_key and a.person_id < b.person_id
                 and a.since <= b.last_day and b.since <= a.last_day
            where {_wanted("greatest(a.since, b.since)")})
        select person_id, other_person_id, place_key, min(place) as place,
               case when bool_or(place_kind = 'safe') then 'safe' else min(place_kind) end as place_kind, since, {ends} as until,
               max(certainty) as certainty, min(known_on) as known_on, min(received_on) as received_on,
               list_sort(list_distinct(flatten(list(report_ids)))) as report_ids,
               'both at one address from ' || {in_words("since")} || coalesce(' to ' || {in_words(ends)}, '') as because
        from pairs_met group by person_id, other_person_id, place_key, since""")


def dwellings(residences) -> duckdb.DuckDBPyRelation:
    """Addresses where no more than a household's people are at once: comings and goings counted in order of days."""
    return duckdb.sql(f"""
        with residences as materialized (select place_key, person_id, since, until from residences where place_key is not null),
        peopled as (
            select place_key from residences group by place_key having count(distinct person_id) between 2 and {BRIEFLY}),
        moves as (
            select place_key, since as day, 1 as step from residences semi join peopled using (place_key)
            union all select place_key, until + 1, -1 from residences semi join peopled using (place_key) where until is not null)
        select place_key
        from (select place_key, sum(step) over (partition by place_key order by day, step rows unbounded preceding) as at_once from moves)
        group by place_key having max(at_once) <= {CROWD}""")


def said(named) -> duckdb.DuckDBPyRelation:
    """Pairs of whom a report says that they live together: a household's members, or one who lives with its child or subject."""
    standing = _standing(named).materialize()
    return duckdb.sql(f"""
        with named_here as materialized (
            select n.report_id, n.person_id, n.agency, n.known_on, n.received_on, n.day, n.role in {ABOUT} as about,
                   n.lives_here = 'yes' or n.role = 'household member'
                   or (n.category = 'household' and n.lives_here <> 'no' and n.role in {MEMBERS}) as lives, s.born_on, s.accused
            from named n join standing s using (person_id)
            where n.role in {ABOUT} or n.lives_here = 'yes' or n.role = 'household member')
        select distinct a.person_id, b.person_id as other_person_id, a.report_id, a.agency, a.known_on, a.received_on, a.day
        from named_here a join named_here b on a.report_id = b.report_id and a.person_id <> b.person_id
        where a.lives and b.about and {_wanted("a.day")}""")


def _told(pairs_told):
    """Each such pair once: from the first day on which a report says so to the last."""
    return duckdb.sql(f"""
        select least(person_id, other_person_id) as person_id, greatest(person_id, other_person_id) as other_person_id,
               null::varchar as place_key, null::varchar as place, null::varchar as place_kind, min(day) as since, max(day) as until,
               'stated' as certainty, min(known_on) as known_on, min(received_on) as received_on,
               list_sort(list_distinct(list(report_id))) as report_ids,
               'said to live together by ' || {titles.listed("list(agency)")}
               || ' from ' || {in_words("min(day)")} || ' to ' || {in_words("max(day)")} as because
        from pairs_told group by all""")
