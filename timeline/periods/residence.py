"""Where a person lived: as a housing, probation or refuge record states it, or as the addresses that agencies wrote suggest.

A stated residence without a last day ends on the day that any agency first writes another home for this person after the last
day that any agency wrote this one. An inferred residence runs from the first to the last sighting of one address. Within one
agency's sightings it breaks where that agency writes another home between; across agencies it is joined again where they
overlap, so that one agency's stale address does not break up what another saw.
"""

import duckdb

from timeline.agencies import titles
from timeline.dates import in_words

STATING = ("address", "tenancy", "refuge")
KINDS = "['safe', 'institution', 'shared house', 'no fixed abode', 'partner''s home', 'relative''s home', 'home', 'unknown']"  # the first wins
ELSEWHERE = ("contact", "caller", "witness")  # their address is where to reach them
SAID_TO_HARM = ("suspect", "offender", "respondent")


def find(reports, named) -> duckdb.DuckDBPyRelation:
    """Periods of kind residence. An address of a refuge is taken only where the source marks it as safe; else none is kept. Who is named in such a record as
    having caused harm has not moved there."""
    sightings = _sightings(named).materialize()
    stated = _end(_state(reports, named).materialize(), sightings).materialize()
    inferred = _infer(sightings).materialize()
    return duckdb.sql("""
        with stated as materialized (from stated), beside as (
            select i.* from inferred i anti join stated s
            on i.person_id = s.person_id and i.place_key = s.place_key and i.since >= s.since and (s.until is null or i.until <= s.until))
        select 'residence' as kind, person_id, null::varchar as other_person_id, place_key, place, place_kind, since, until,
               null::varchar as state, certainty, known_on, received_on, report_ids, because
        from (from stated union all by name from beside)""")


def _kind(column: str) -> str:
    return f"({KINDS})[min(list_position({KINDS}, {column}))]"


def _sightings(named):
    """Each mention that writes an address of a person as where he or she is, with whether it is a home."""
    return duckdb.sql(f"""
        select person_id, agency, address_key as place_key, day, address as place, address_kind as place_kind,
               address_kind not in ('institution', 'no fixed abode') as home, known_on, received_on, report_id
        from named
        where address_key is not null and (role not in {ELSEWHERE} or lives_here = 'yes') and (category <> 'refuge' or address_kind = 'safe')""")


def _state(reports, named):
    """Residences that a source states, each with its own last day where it gives one; a tenancy's end closes its tenancy."""
    return duckdb.sql(f"""
        with named as materialized (from named where category in {STATING} or category = 'tenancy_end'),
        heads as (
            select report_id, min(address_key) as place_key, min(address) as place, min(address_kind) as place_kind
            from named where category in {STATING} and address_key is not null and role in ('tenant', 'subject') group by report_id),
        said as (
            select n.person_id, n.agency, n.report_id, n.known_on, n.received_on, r.category, n.day as since, r.until,
                   case when r.category = 'refuge' then 'safe' when n.address_key is null then coalesce(h.place_kind, n.address_kind)
                        else n.address_kind end as place_kind,
                   case when r.category <> 'refuge' or n.address_kind = 'safe' then coalesce(n.address_key, h.place_key) end as place_key,
                   case when r.category <> 'refuge' or n.address_kind = 'safe' then coalesce(n.address, h.place) end as place
            from named n join reports r using (report_id)
            left join heads h on h.report_id = n.report_id and (n.role in ('household member', 'child', 'tenant', 'subject')
                                                                 or n.lives_here = 'yes')
            where r.category in {STATING} and (n.role not in {ELSEWHERE} or n.lives_here = 'yes')
                  and not (r.category = 'refuge' and n.role in {SAID_TO_HARM})),
        ends as (select person_id, agency, address_key as place_key, day from named where category = 'tenancy_end'),
        closed as (
            select s.person_id, s.agency, s.place_key, s.place_kind, s.since, s.report_id, min(s.place) as place,
                   coalesce(max(s.until), min(e.day)) as until, min(s.known_on) as known_on, min(s.received_on) as received_on
            from said s left join ends e on e.person_id = s.person_id and e.day >= s.since and s.category = 'tenancy'
                 and (e.place_key = s.place_key or (e.place_key is null and e.agency = s.agency))
            where s.place_key is not null or s.place_kind in ('no fixed abode', 'safe')
            group by all)
        select person_id, place_key, {_kind("place_kind")} as place_kind, since, min(place) as place, max(until) as until,
               min(known_on) as known_on, min(received_on) as received_on, list_sort(list_distinct(list(report_id))) as report_ids,
               {titles.listed("list(agency)")} as agencies
        from closed group by person_id, place_key, since""")


def _end(stated, sightings):
    """End what has no last day where the person is later seen to live elsewhere, and what the same residence's next record covers."""
    return duckdb.sql(f"""
        with stated as materialized (from stated), sightings as materialized (from sightings),
        last_at as (select person_id, place_key, max(day) as day from sightings group by all),
        elsewhere as (
            select s.person_id, s.place_key, s.since, min(o.day) as day
            from stated s left join last_at l on l.person_id = s.person_id and l.place_key = s.place_key
            join sightings o on o.person_id = s.person_id and o.home and o.place_key is distinct from s.place_key
                and o.day > greatest(s.since, coalesce(l.day, s.since))
            where s.until is null group by all)
        select s.person_id, s.place_key, s.place, s.place_kind, s.since, coalesce(s.until, e.day) as until, 'stated' as certainty,
               s.known_on, s.received_on, s.report_ids,
               s.agencies || case when s.place_kind = 'safe' then ': at a safe address since ' else ': lives here since ' end
               || {in_words("s.since")}
               || case when s.until is not null then ', until ' || {in_words("s.until")}
                       when e.day is not null then '; no last day was given, but another home is recorded on ' || {in_words("e.day")}
                       else '' end as because
        from stated s left join elsewhere e on e.person_id = s.person_id and e.place_key is not distinct from s.place_key
             and e.since = s.since""")


def _infer(sightings):
    """Residences from first to last sighting. `others` counts the sightings of other homes so far: equal counts, none between."""
    return duckdb.sql(f"""
        with runs as (
            select *, {_others("person_id, agency", "day, place_key rows")} as run, {_others("person_id", "day range")} as others
            from sightings),
        by_agency as (
            select person_id, place_key, agency, run, min(place) as place, {_kind("place_kind")} as place_kind, min(day) as since,
                   max(day) as until, min(others) as others_before, max(others) as others_after, min(known_on) as known_on,
                   min(received_on) as received_on, list(report_id) as report_ids
            from runs group by person_id, place_key, agency, run),
        marked as (
            select *, since > max(until) over earlier and others_before > max(others_after) over earlier as starts from by_agency
            window earlier as (partition by person_id, place_key order by since, until, agency, run
                               rows between unbounded preceding and 1 preceding)),
        numbered as (
            select *, count(*) filter (starts) over (partition by person_id, place_key order by since, until, agency, run) as stretch
            from marked)
        select person_id, place_key, min(place) as place, {_kind("place_kind")} as place_kind, min(since) as since, max(until) as until,
               'inferred' as certainty, min(known_on) as known_on, min(received_on) as received_on,
               list_sort(list_distinct(flatten(list(report_ids)))) as report_ids,
               'written as an address by ' || {titles.listed("list(agency)")} || case
               when min(since) = max(until) then ' on ' || {in_words("min(since)")}
               else ' from ' || {in_words("min(since)")} || ' to ' || {in_words("max(until)")} end as because
        from numbered group by person_id, place_key, stretch""")


def _others(partition: str, order: str) -> str:
    order, frame = order.rsplit(" ", 1)
    over = f"order by {order} {frame} between unbounded preceding and current row"
    return (f"count(*) filter (home) over (partition by {partition} {over})"
            f" - count(*) filter (home) over (partition by {partition}, place_key {over})")
