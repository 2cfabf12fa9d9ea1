"""The patterns of an area: what is counted, of whom, in which month and by which agency; and the numbers that may be told.

A measure is one of ITEMS: its words, its definition and source, and its SQL. `measure` finds every unit that a measure counts, and `figures` counts
them once for all, by month and year, area and part, with small numbers settled. No page counts anything again."""

import duckdb

from timeline.patterns import children, incidents, response
from timeline.patterns.cells import ALL as ALL
from timeline.patterns.cells import count
from timeline.patterns.item import AGENCY as AGENCY
from timeline.patterns.item import Item as Item
from timeline.patterns.item import Part as Part

ITEMS: dict[str, Item] = {item.key: item for item in (*incidents.ITEMS, *children.ITEMS, *response.ITEMS)}


def measure(events, timelines, reports, mentions, people, families, harms, perpetrators, raisings, dismissals, headlines, coverage, as_of, *,
            repeat_days, soon_days, school_days, notices, schools) -> duckdb.DuckDBPyRelation:
    """The table `measured`: a row for each unit that a measure counts and each day that it counts for, until the day `as_of`."""
    given = {"repeat_days": repeat_days, "soon_days": soon_days, "school_days": school_days, "notices": notices, "schools": schools, "as_of": as_of}
    happened = _happened(events, timelines, reports, headlines)
    found = None
    for item in ITEMS.values():
        facts = duckdb.sql(item.sql, params={name: value for name, value in given.items() if f"${name}" in item.sql})
        told = duckdb.sql("""
            select $measure as measure, unit_id, family_id, event_id::varchar as event_id, area, day, parts::map(varchar, varchar) as parts,
                   days::integer as days
            from facts where day <= $as_of""", params={"measure": item.key, "as_of": as_of}).materialize()
        found = told if found is None else found.union(told)
    return found


def figures(measured, coverage, as_of, *, least, median_of) -> duckdb.DuckDBPyRelation:
    """The table `figures`: what each measure counts in each month and year until the day `as_of`, and which of these numbers may be told."""
    return count(measured, coverage, list(ITEMS.values()), as_of, least, median_of)


def _happened(events, timelines, reports, headlines):
    """A row for each incident of each family: its day, the days since that family's incident before, and the area and agency that recorded it first.

    An incident of two families is `counted` with the first of them. `home` is the area that most often reports the family."""
    return duckdb.sql("""
        with own as (
            select t.family_id, event_id, coalesce(e.occurred_from::date, e.known_on) as day, e.physical, e.report_ids
            from timelines t join events e using (event_id) where e.kind = 'abuse'),
        accounts as (select event_id, unnest(report_ids) as report_id from events where kind = 'abuse'),
        recorded as (
            select event_id, arg_min(r.area, (r.copied_from is not null, r.known_on, r.report_id)) as area,
                   arg_min(r.agency, (r.copied_from is not null, r.known_on, r.report_id)) as agency
            from accounts join reports r using (report_id) group by event_id)
        select o.*, day - lag(day) over (partition by family_id order by day, event_id) as days, r.area, r.agency, h.area as home,
               row_number() over (partition by event_id order by family_id) = 1 as counted
        from own o join recorded r using (event_id) left join headlines h using (family_id)""").materialize()
