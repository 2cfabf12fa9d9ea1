"""Each family as the list of families shows it: who, how many children, what its signals say, how much is recorded.

Nothing is added up. A family's level is that of its gravest signal, in the order that one can say aloud (tables.LEVELS), and
its reasons stand in that order, the most recent first within a level. A signal that a person has dismissed ranks no family: it
is counted beside the others. A family without signals keeps an empty level.
"""

import duckdb

from timeline.tables import LEVELS

NAMELESS = "name not recorded"
SURNAME = r"^\S+\s.*?((?:(?:van|von|de|der|den|del|la|le|al|el|bin|ben|ap|ab|st|mac|o)\s+)*\S+)$"
NAMES_SHOWN = 4


def write(families, people, signals, dismissals, timelines, events, reports) -> duckdb.DuckDBPyRelation:
    """The table `headlines`: one row for every family, with or without signals."""
    names = _names(families, people).materialize()
    raised = _raised(signals, dismissals).materialize()
    recorded = _recorded(timelines, events).materialize()
    areas = _areas(timelines, events, reports).materialize()
    return duckdb.sql("""
        select n.family_id, n.name, a.area, n.children::integer as children, r.level, r.raised_on, coalesce(r.signals, 0)::integer as signals,
               coalesce(r.because, []) as because, coalesce(r.rules, []) as rules, coalesce(r.dismissed, 0)::integer as dismissed,
               coalesce(e.agencies, []) as agencies,
               coalesce(e.events, 0)::integer as events, e.last_on
        from names n left join raised r using (family_id) left join recorded e using (family_id) left join areas a using (family_id)""")


def _names(families, people):
    """A family's name: its children's and adults' family names, the most frequent first; and how many children it has."""
    return duckdb.sql(f"""
        with belonging as (
            select distinct f.family_id, f.person_id, f.part = 'child' as child, p.name
            from families f join people p using (person_id) where f.part in ('child', 'carer', 'adult')),
        surnames as (
            select family_id, max(regexp_extract(name, '{SURNAME}', 1, 'i')) as surname, count(distinct person_id) as times
            from belonging where name <> '{NAMELESS}' and contains(name, ' ')
            group by family_id, lower(regexp_extract(name, '{SURNAME}', 1, 'i'))),
        joined as (
            select family_id, array_to_string(list(surname order by times desc, surname)[:{NAMES_SHOWN}], ' / ') as name
            from surnames group by family_id),
        counted as (
            select family_id, count(distinct person_id) filter (part = 'child') as children from families group by family_id)
        select c.family_id, coalesce(j.name, '{NAMELESS}') as name, c.children from counted c left join joined j using (family_id)""")


def _raised(signals, dismissals):
    """Each family's signals in reading order, the gravest level with its most recent day, and how many are dismissed."""
    order = f"list_position({list(LEVELS)}, level), raised_on desc, rule, signal_id"
    return duckdb.sql(f"""
        with ranked as (
            select *, signal_id in (select signal_id from dismissals where state = 'dismissed') as dismissed from signals)
        select family_id, first(level order by {order}) filter (not dismissed) as level,
               first(raised_on order by {order}) filter (not dismissed) as raised_on, count(*) filter (not dismissed) as signals,
               list(because order by {order}) filter (not dismissed) as because, list(rule order by {order}) filter (not dismissed) as rules,
               count(*) filter (dismissed) as dismissed
        from ranked group by family_id""")


def _recorded(timelines, events):
    return duckdb.sql("""
        select t.family_id, count(*) as events, max(coalesce(e.occurred_to, e.occurred_from)::date) as last_on,
               list_sort(list_distinct(flatten(list(e.agencies)))) as agencies
        from timelines t join events e using (event_id) group by t.family_id""")


def _areas(timelines, events, reports):
    """The area that most of a family's reports come from; of areas with equally many, the first by name."""
    return duckdb.sql("""
        with said as (
            select t.family_id, r.area, count(*) as times
            from timelines t join (select event_id, unnest(report_ids) as report_id from events) e using (event_id)
            join reports r using (report_id) group by all)
        select family_id, first(area order by times desc, area) as area from said group by family_id""")
