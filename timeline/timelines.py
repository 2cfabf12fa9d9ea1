"""Each family's events in order, with who is named as what, each child's age that day, and which agency knew when.

An event is on a family's timeline when a child or adult of the family is named in it while he or she belongs to it. It is not
when it is another household's: the family's people are in it only as said to have caused harm, as partner or as contact, and a
member of another family is in it as harmed, protected or living there. Of someone who is only linked with the family, or who
has left it as an adult, a timeline shows movements to and from custody, and orders and conditions that protect nobody outside
the family; in these only the family's own people are named. Never where such a person lives now, nor another household's history.
"""

import duckdb

AT_DISTANCE = ("suspect", "offender", "respondent", "partner", "contact", "subject", "witness", "caller")
CUSTODY = ("custody", "recall", "release", "release_planned")
GESTATION = 280


def build(events, reports, mentions, people, families) -> duckdb.DuckDBPyRelation:
    """The table `timelines`: one row for each event on each family's timeline; undated events come last."""
    named = _named(events, mentions, people).materialize()
    members = _members(families).materialize()
    placed = _placed(events, named, members).materialize()
    roles = _roles(placed, named, members).materialize()
    children = _children(placed, named, members, people).materialize()
    told = _told(events, reports).materialize()
    return duckdb.sql("""
        with ordered as (
            select family_id, event_id, row_number() over course as position, day - lag(day) over course as days_since
            from placed window course as (partition by family_id order by occurred_from nulls last, known_on, event_id))
        select family_id, event_id, position::integer as position, days_since::integer as days_since, roles,
               coalesce(children, []) as children, told.known_on
        from ordered join roles using (family_id, event_id) left join children using (family_id, event_id) join told using (event_id)""")


def _named(events, mentions, people):
    """Each person named in each event, by each agency, with what was said of a child's presence."""
    return duckdb.sql("""
        with who as (select unnest(mention_ids) as mention_id, person_id from people),
        accounts as (select event_id, unnest(report_ids) as report_id from events)
        select a.event_id, who.person_id, m.role, m.agency, m.present, m.seen, m.heard
        from accounts a join mentions m using (report_id) join who using (mention_id)""")


def _members(families):
    """Each person of a family once: whether a member or only linked, whether a child, and the last day if all parts have ended."""
    return duckdb.sql("""
        select family_id, person_id, bool_or(part <> 'linked person') as member, bool_or(part = 'child') as child,
               case when bool_and(until is not null) filter (part <> 'linked person') then max(until) end as until
        from families group by family_id, person_id""")


def _placed(events, named, members):
    """Which event is on which family's timeline, and whether it is the family's own, so that all whom it names are shown."""
    return duckdb.sql(f"""
        with members as materialized (from members),
        named as materialized (select distinct event_id, person_id, role not in {AT_DISTANCE} as close from named),
        belonging as (select distinct person_id, true as member from members where member),
        close_people as (
            select event_id, count(*) as people, count(*) filter (b.member) as members
            from named left join belonging b using (person_id) where close group by event_id),
        dated as (select event_id, kind, category, occurred_from, occurred_from::date as day, known_on from events),
        standing as (
            select n.event_id, m.family_id, n.person_id, n.close, m.child, m.member,
                   m.member and (m.until is null or d.day is null or d.day <= m.until) as belongs, d.* exclude (event_id)
            from named n join members m using (person_id) join dated d using (event_id)),
        here as (
            select event_id, family_id, any_value(kind) as kind, any_value(category) as category, any_value(occurred_from) as occurred_from,
                   any_value(day) as day, any_value(known_on) as known_on, bool_or(belongs) as inside, bool_or(belongs and (close or child)) as close,
                   count(*) filter (close) as people, count(*) filter (close and member) as members
            from standing where belongs or not child group by event_id, family_id),
        judged as (
            select h.* exclude (people, members), coalesce(c.people, 0) > h.people as others, coalesce(c.members, 0) > h.members as foreigners
            from here h left join close_people c using (event_id))
        select family_id, event_id, occurred_from, day, known_on, inside and (close or not foreigners) as own from judged
        where inside and (close or not foreigners) or category in {CUSTODY} or (kind = 'protection' and not others)""")


def _roles(placed, named, members):
    """Who is named in each event of each timeline: everyone where the event is the family's own, else the family's people only."""
    return duckdb.sql("""
        with named as materialized (select distinct event_id, person_id, role, agency from named),
        placed as materialized (select family_id, event_id, own from placed),
        everyone as (
            select event_id, list_sort(list({'person_id': person_id, 'role': role, 'agency': agency})) as roles
            from named group by event_id)
        select family_id, event_id, roles from placed join everyone using (event_id) where own
        union all
        select family_id, event_id, list_sort(list({'person_id': person_id, 'role': role, 'agency': agency}))
        from placed join named using (event_id) join members using (family_id, person_id) where not own group by family_id, event_id""")


def _children(placed, named, members, people):
    """Each child of the family on the day of each event: from conception as far as the birth date tells, until he or she left."""
    return duckdb.sql(f"""
        with answers as (
            select event_id, person_id, {_answer("present")} as present, {_answer("seen")} as seen, {_answer("heard")} as heard
            from named where 'yes' in (present, seen, heard) or 'no' in (present, seen, heard) group by event_id, person_id),
        kids as (
            select m.family_id, m.person_id, m.until, p.dob from members m join people p using (person_id) where m.child),
        there as (
            select s.family_id, s.event_id, s.day, k.person_id, k.dob
            from placed s join kids k using (family_id)
            where s.day is null or ((k.until is null or s.day <= k.until) and (k.dob is null or s.day >= k.dob - {GESTATION})))
        select family_id, event_id,
               list_sort(list({{'person_id': person_id, 'age': (case when day < dob then -1 else date_sub('year', dob, day) end)::integer,
                      'present': coalesce(present, 'not asked'), 'seen': coalesce(seen, 'not asked'),
                      'heard': coalesce(heard, 'not asked')}})) as children
        from there left join answers using (event_id, person_id) group by family_id, event_id""")


def _answer(column: str) -> str:
    return f"case when bool_or({column} = 'yes') then 'yes' when bool_or({column} = 'no') then 'no' else 'not asked' end"


def _told(events, reports):
    """For each event, the first day that each agency recorded it or was told of it."""
    return duckdb.sql("""
        with accounts as (
            select e.event_id, [{'agency': r.agency, 'day': r.known_on},
                                {'agency': r.notified_to, 'day': coalesce(r.notified_on, r.known_on)}] as tellings
            from (select event_id, unnest(report_ids) as report_id from events) e join reports r using (report_id)),
        knowing as (
            select event_id, t.agency, min(t.day) as day from (select event_id, unnest(tellings) as t from accounts)
            where t.agency is not null group by event_id, t.agency)
        select event_id, map_from_entries(list_sort(list({'k': agency, 'v': day}))) as known_on from knowing group by event_id""")
