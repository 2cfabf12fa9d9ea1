"""Where a person was last placed, by whom and with whom, in words that hold no address and no name.

Only the kind of place, the area and how many adults and children are recorded there: the people of another household, and
where anyone lives, are shown where a reader may see them, not here.
"""

import duckdb

from timeline.agencies import titles
from timeline.dates import in_words

NUMBERS = "['one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine']"
PLACES = """map {'home': 'at a home address', 'partner''s home': 'at a partner''s home', 'relative''s home': 'at a relative''s home',
             'institution': 'at an institution', 'shared house': 'in shared accommodation', 'no fixed abode': 'of no fixed abode',
             'safe': 'at an address recorded as safe', 'unknown': 'at an address of unknown kind'}"""


def find(watched, periods, reports, people) -> duckdb.DuckDBPyRelation:
    """For each watched person, as person_id and now, the latest that custody, address or household records say."""
    latest = _latest(_placings(watched, periods, reports).materialize()).materialize()
    company = _company(latest, periods, people).materialize()
    return duckdb.sql(f"""
        select l.person_id,
               case when l.kind = 'custody' and l.until is null then 'in custody' || coalesce(' from ' || {in_words("l.since")}, '') || ', by ' || l.called
                    when l.kind = 'custody' and l.certainty = 'planned'
                        then 'in custody, release planned for ' || {in_words("l.until")} || ', by ' || l.called
                    when l.kind = 'custody' then 'released from custody on ' || {in_words("l.until")} || ', by ' || l.called || '; no later address recorded'
                    when l.kind = 'residence' and l.certainty = 'stated' then 'placed by ' || l.called || ' on ' || {in_words("l.since")} || l.setting
                    else 'recorded by ' || l.called || ' on ' || {in_words("l.seen_on")} || l.setting end
               as now
        from (
            select l.*, {titles.named("l.agency")} as called,
                   coalesce(' ' || ({PLACES})[l.place_kind], '') || case when l.area <> '' then ' in ' || l.area else '' end
                   || coalesce(' in a household with ' || c.people, case when l.kind = 'residence' then '; nobody else is recorded there' else '' end)
                   as setting
            from latest l left join company c using (person_id)) l""")


def _placings(watched, periods, reports):
    """Each period that places a watched person, with the latest report behind it."""
    return duckdb.sql("""
        with wanted as (select distinct seen_as as person_id from watched),
        mine as materialized (
            select w.person_id, p.* exclude (person_id, other_person_id) from periods p join wanted w on w.person_id = p.person_id
            where p.kind in ('custody', 'residence') or (p.kind = 'household' and p.place_key is null)
            union all
            select w.person_id, p.* exclude (person_id, other_person_id) from periods p join wanted w on w.person_id = p.other_person_id
            where p.kind = 'household' and p.place_key is null),
        behind as (
            select m.person_id, m.period_id, max_by({'agency': r.agency, 'area': r.area, 'day': r.known_on}, (r.known_on, r.report_id)) as last
            from (select person_id, period_id, unnest(report_ids) as report_id from mine) m join reports r using (report_id) group by all)
        select m.*, b.last.agency as agency, b.last.area as area, least(coalesce(m.until, b.last.day), b.last.day) as seen_on
        from mine m join behind b using (person_id, period_id)""")


def _latest(placings):
    return duckdb.sql("""
        from placings
        qualify row_number() over (partition by person_id order by seen_on desc, until is null desc, kind, certainty desc, period_id) = 1""")


def _company(latest, periods, people):
    """How many adults and children are recorded with each of them at that place and time, in words; nothing where nobody is."""
    return duckdb.sql(f"""
        with latest as materialized (from latest),
        beside as (
            select l.person_id, p.other_person_id, l.seen_on from latest l join periods p on p.person_id = l.person_id and p.kind = 'household'
            where l.kind <> 'custody' and {_same_place()}
            union
            select l.person_id, p.person_id, l.seen_on from latest l join periods p on p.other_person_id = l.person_id and p.kind = 'household'
            where l.kind <> 'custody' and {_same_place()}),
        counted as (
            select b.person_id, count(*) filter (coalesce(p.dob <= b.seen_on - interval 18 year, false)) as adults,
                   count(*) filter (p.dob > b.seen_on - interval 18 year) as children, count(*) filter (p.dob is null) as ageless
            from beside b join people p on p.person_id = b.other_person_id group by b.person_id)
        select person_id, array_to_string(list_filter([
                   {_number("adults", "adult", "adults")}, {_number("children", "child", "children")},
                   {_number("ageless", "person of unknown age", "people of unknown age")}], lambda x: x is not null), ' and ') as people
        from counted""")


def _same_place() -> str:
    return """(p.place_key is null or l.place_key is null or p.place_key = l.place_key)
              and p.since <= l.seen_on and (p.until is null or p.until >= coalesce(l.since, l.seen_on))"""


def _number(count: str, one: str, many: str) -> str:
    return f"case when {count} = 1 then 'one {one}' when {count} > 1 then coalesce(({NUMBERS})[{count}], {count}::varchar) || ' {many}' end"
