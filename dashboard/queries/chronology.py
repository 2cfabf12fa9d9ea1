"""What a chronology of a family holds: its lines with the fields that its audience may have, and how many are left out, and why.

The columns of a frame of lines are those that the audience's list of fields needs, and no other is asked for."""

from datetime import date

import pandas as pd

from dashboard import current
from dashboard.queries.hidden import addresses_hidden
from timeline.access import User, require
from timeline.chronology import formal
from timeline.chronology.audiences import FULL, PARTNER_CATEGORIES, PARTNER_FACTORS, PERSON, Audience
from timeline.chronology.fields import needed

SPAN = """
    ($since::date is null or e.occurred_to >= $since::date) and ($until::date is null or e.occurred_from < $until::date + 1)"""
"""SQL: the event can have happened in the span; an undated event is in no span but the whole."""

SHARED = """
    r.handling is null and list_contains($categories::varchar[], r.category)
    and (r.category <> 'separation' or coalesce(r.separation, 'unclear') = 'occurred')"""
"""SQL of the records that a partner agency's document may tell of."""

LINES = f"""
    told as materialized (
        select t.event_id, t.position, t.known_on as days, t.children as ages, e.independent_accounts, e.disagreements, r.*,
               list_contains($factors::varchar[], 'any') as any_factor
        from made.timelines t join made.events e using (event_id) join made.reports r on list_contains(e.report_ids, r.report_id)
        where t.family_id = $id and {SPAN} and ($all::boolean or {SHARED})),
    mine as (select person_id, bool_or(part = 'child') as child from made.families where family_id = $id group by person_id),
    suspected as (select person_id from made.perpetrators where family_id = $id and link = 'confirmed'),
    member as (select person_id, name as best, mention_id from made.naming semi join told using (report_id) join made.people using (person_id)),
    ages as (select event_id, a.person_id, any_value(a.age) as age from (select event_id, unnest(ages) as a from told) group by all),
    named as (
        select m.report_id, m.mention_id, m.role, m.relationship, m.present, m.seen, m.heard, person_id, best, a.age,
               if(lower(m.name) = lower(best), best, m.name) as written,
               m.role in ('child', 'unborn') or coalesce(mine.child, false) as child,
               mine.person_id is not null or s.person_id is not null as ours,
               upper(left(forename, 1)) || coalesce(upper(left(surname, 1)), '') as initials
        from made.mentions m join told using (report_id) left join member using (mention_id) left join mine using (person_id)
        left join suspected s using (person_id) left join ages a on a.event_id = told.event_id and a.person_id = member.person_id),
    people as (
        select report_id,
               list({{name: coalesce(best, written, 'name not recorded'), role: role, relationship: relationship, child: child, age: age, present: present,
                     seen: seen, heard: heard}} order by role, best, mention_id) as people,
               list({{name: case when child and ours then coalesce(initials, 'a child') when child then 'a child outside the family'
                                when ours then coalesce(written, 'name not recorded') else 'someone outside the family' end,
                     role: role, relationship: null, child: child, age: age, present: present, seen: seen, heard: heard}}
                    order by role, written, mention_id) as people_shared
        from named group by report_id),
    line as (
        select dense_rank() over (order by position) as number,
               row_number() over (partition by event_id order by told.known_on, told.agency, report_id) as account,
               count(*) over (partition by event_id) as accounts, event_id, occurred_from, occurred_to, precision, told.kind,
               coalesce(title, told.category) as title, told.type, told.gravity, days, independent_accounts, disagreements,
               list_filter(map_keys(map_from_entries(list_filter(map_entries(told.factors), lambda x: x.value = 'yes'))),
                           lambda f: any_factor or list_contains($factors::varchar[], f)) as factors,
               told.agency, told.system, statement, words, relationship, separation, outcome, grade, grade_tool, told.known_on, told.received_on,
               notified_to, notified_on, copied_from, handling, report_id, w.file, w.line_from, w.line_to,
               coalesce(people.people, []) as people, coalesce(people_shared, []) as people_shared
        from told join made.rows w using (row_id) left join (select category, title from made.categories) using (category)
        left join people using (report_id))"""
"""SQL of every line, an account of an event, with every field that any audience's document may have."""


def chronology(user: User, family_id: str, audience: Audience, since: date | None = None, until: date | None = None) -> pd.DataFrame:
    """The lines of a document for the partnership (FULL) or for a partner agency (PARTNER), in order of event and account, with the
    columns that its fields need. The agencies' words come with addresses hidden."""
    require(user, "document:make")
    columns = needed(audience.fields)
    asked = {"all": audience is FULL, "categories": list(PARTNER_CATEGORIES), "factors": ["any"] if audience is FULL else list(PARTNER_FACTORS)}
    found = current.ask(f"with {LINES} select {', '.join(columns)} from line order by number, account", id=family_id, since=since, until=until, **asked)
    return addresses_hidden(found) if "words" in columns else found


STEPS = """
    against as materialized (
        select m.report_id from made.mentions m join (select unnest(mention_ids) as mention_id from made.people where person_id = $person) using (mention_id)
        where m.role in (select unnest($roles::varchar[]))
        and (select count(*) from made.mentions o where o.report_id = m.report_id and o.role in (select unnest($roles::varchar[]))) = 1),
    told as (
        select r.*, c.title from made.timelines t join made.events e using (event_id) join made.reports r on list_contains(e.report_ids, r.report_id)
        semi join against using (report_id) join (select category, title from made.categories) c on c.category = r.category
        where t.family_id = $id and r.agency in (select unnest($agencies::varchar[])) and r.handling is null and r.copied_from is null
        and r.statement <> 'opinion'),
    step as (
        select report_id, title, occurred_from, occurred_to, if(precision = 'minute', 'day', precision) as precision, outcomes.standing
        from told join (select unnest(map_entries($outcomes::map(varchar, varchar)), recursive := true)) as outcomes(outcome, standing) using (outcome)
        where kind = 'abuse' and category in (select unnest($offences::varchar[])) and precision <> 'undated'
        union all select report_id, title, served_on, served_on, 'day', 'served' from told
        where category in (select unnest($served::varchar[])) and served_on is not null
        union all select report_id, title, occurred_from, occurred_to, if(precision = 'minute', 'day', precision), 'recorded' from told
        where category in (select unnest($lived::varchar[])) and precision <> 'undated'),
    known as (
        select *, occurred_from::date as first_day, occurred_to::date as last_day from step
        where occurred_to::date <= (select value::date from made.about where fact = 'as_of')
        and ($since::date is null or occurred_to >= $since::date) and ($until::date is null or occurred_from < $until::date + 1)),
    line as (
        select dense_rank() over (order by first_day, last_day, precision, title, standing) as number,
               first_day::timestamp as occurred_from, last_day::timestamp as occurred_to, precision, title, standing, report_id
        from known)"""
"""SQL of the formal steps of which the person $person was told, on this family's timeline; a step that two records tell is one line."""


def steps(user: User, family_id: str, person_id: str, since: date | None = None, until: date | None = None) -> pd.DataFrame:
    """The lines of a document that may come before the person said to have caused harm (PERSON): the columns that its fields need, no more."""
    require(user, "document:make")
    return _steps(family_id, person_id, since, until, f"select distinct {', '.join(needed(PERSON.fields))} from line order by number")


def step_records(user: User, family_id: str, person_id: str, since: date | None = None, until: date | None = None) -> pd.DataFrame:
    """The same lines for whoever checks them before they go: each with its records, which the document does not hold."""
    require(user, "document:make")
    return _steps(family_id, person_id, since, until, """
        select number, any_value(occurred_from) as occurred_from, any_value(occurred_to) as occurred_to, any_value(precision) as precision,
               any_value(title) as title, any_value(standing) as standing, list(report_id order by report_id) as report_ids
        from line group by number order by number""")


def _steps(family_id: str, person_id: str, since: date | None, until: date | None, ask: str) -> pd.DataFrame:
    return current.ask(f"with {STEPS} {ask}", id=family_id, person=person_id, since=since, until=until, roles=list(formal.ROLES),
                       agencies=list(formal.AGENCIES), outcomes=formal.OUTCOMES, offences=list(formal.OFFENCES), served=list(formal.SERVED),
                       lived=list(formal.LIVED))


def suspected(user: User, family_id: str) -> pd.DataFrame:
    """Who is said to have caused harm in this family, where the identity is confirmed: for one of them a document can be made."""
    require(user, "document:make")
    return current.ask("""select person_id, name from made.perpetrators join made.people using (person_id)
                          where family_id = $id and link = 'confirmed' and len(event_ids) > 0 order by name, person_id""", id=family_id)


def chronology_counts(user: User, family_id: str, since: date | None = None, until: date | None = None):
    """One row: how many accounts the family's timeline has in the span and beyond it, and of those in the span how many are `handled`
    as restricted or confidential, and how many more are of a kind (`unlisted`) that no partner agency's document tells of."""
    require(user, "document:make")
    return next(current.ask(f"""
        with told as (
            select {SPAN} as inside, r.handling, {SHARED} as shared
            from made.timelines t join made.events e using (event_id) join made.reports r on list_contains(e.report_ids, r.report_id)
            where t.family_id = $id)
        select count(*) filter (inside) as inside, count(*) filter (not coalesce(inside, false)) as beyond,
               count(*) filter (inside and handling is not null) as handled,
               count(*) filter (inside and handling is null and not shared) as unlisted
        from told""", id=family_id, since=since, until=until, categories=list(PARTNER_CATEGORIES)).itertuples())
