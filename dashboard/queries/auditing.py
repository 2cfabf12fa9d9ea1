"""Cases to draw for audit, and what the records hold of those that were drawn: days, ages, agencies, grades and signals, and no address or free text."""

from datetime import date

import pandas as pd
from flask import current_app

from dashboard import current
from dashboard.queries.anchored import PARTS
from dashboard.queries.here import NotHere
from dashboard.queries.inspection import given
from timeline import actions, inspection
from timeline.access import User, require
from timeline.inspection import samples
from timeline.inspection.drawing import OLDER, YOUNG, Case

DONE = ["contact", "protection", "strength"]
"""Kinds of record that are of something done."""
LEFT_OUT = ["school_attendance", "disclosure_scheme", "protection_application"]
"""What does not answer a signal, and what must not be known to be where a document might travel on to."""

CASES = """
    cases as (select unnest($families::varchar[]) as family_id),
    days as (select $since::date as first_day, $until::date as last_day),
    mine as materialized (select distinct family_id, person_id, part from made.families semi join cases using (family_id) where part <> 'linked person'),
    happened as materialized (
        select t.family_id, e.event_id, e.kind, e.category, e.report_ids, t.children, t.known_on as knew, coalesce(e.occurred_from::date, e.known_on) as day
        from made.timelines t semi join cases using (family_id) join made.events e using (event_id), days
        where coalesce(e.occurred_from::date, e.known_on) between first_day and last_day),
    told as materialized (
        select family_id, event_id, r.* from (select family_id, event_id, unnest(report_ids) as report_id from happened) join made.reports r using (report_id)),
    causing as (select distinct s.family_id, s.person_id from made.perpetrators s semi join cases using (family_id) where len(harmed) > 0),
    titles as (select category, title from made.categories)"""
"""SQL of the families in $families, of what happened to them from the day $since to the day $until, who told it, and who is said to have harmed there."""


def drawable(user: User, since: date, until: date, area: str | None = None) -> list[Case]:
    """The families from which cases are drawn: with an event of abuse in these days and a child under 18 or of unknown age, or one expected. A family
    counts as of the young where any child was unborn to 7 on the last day or is of unknown age."""
    require(user, "inspection:view")
    found = current.ask(f"""
        with {inspection.GROUND},
        expected as (
            select distinct family_id from made.periods p join belonging using (person_id), span
            where p.kind = 'pregnancy' and since <= last_day and coalesce(until, last_day) >= last_day),
        asked as (
            select family_id, bool_or(band in ('unborn', 'under 2', '2 to 4', '5 to 7', 'age not recorded')) as young from kids group by all
            union all select family_id, true from expected where family_id in (select family_id from abuse)),
        heart as (
            select family_id, arg_min(person_id, (list_position({PARTS}, part), person_id)) as person_id from belonging group by all)
        select a.family_id, min(mention_id) as anchor, coalesce(any_value(h.area), 'area not recorded') as area, bool_or(young) as young
        from asked a join homes h using (family_id) join heart using (family_id) join who on who.person_id = heart.person_id
        group by a.family_id order by a.family_id""", **given(since, until, area))
    return [Case(row.family_id, row.anchor, row.area, YOUNG if row.young else OLDER) for row in found.itertuples()]


def drawn(user: User) -> list[samples.Sample]:
    """Every sample of cases that was drawn, the latest first."""
    require(user, "inspection:view")
    return samples.every(current_app.extensions["database"])


def sample(user: User, sample_id: str) -> samples.Sample:
    """One sample. Raises NotHere."""
    found = [one for one in drawn(user) if one.sample_id == sample_id]
    if not found:
        raise NotHere(f"sample {sample_id}")
    return found[0]


def case_homes(user: User, anchors: list[str]) -> pd.DataFrame:
    """The family that holds each of these mentions in this snapshot, with its name and area; a mention that none holds is not there."""
    require(user, "inspection:view")
    return current.ask(f"""
        with held as (select person_id, unnest(mention_ids) as anchor from made.people)
        select anchor, family_id, name, area
        from (from held where anchor in (select unnest($anchors::varchar[]))) join made.families using (person_id)
        join (select family_id, name, area from made.headlines) using (family_id) where part <> 'linked person'
        qualify row_number() over (partition by anchor order by list_position({PARTS}, part), since desc, family_id) = 1""", anchors=anchors)


def case_children(user: User, families: list[str], since: date, until: date) -> pd.DataFrame:
    """Each child of the families, the youngest first: age on the last day (-1 unborn), events of abuse in these days in which the child stands, how many
    of them say that the child was present, and by agency how often a record says that the child was seen and heard, and on which last day."""
    return _asked(user, f"""
        with {CASES},
        stood as (
            select family_id, child.person_id, count(*) as events, count(*) filter (child.present = 'yes') as present
            from (select family_id, unnest(children) as child from happened where kind = 'abuse') group by all),
        who as (select person_id, unnest(mention_ids) as mention_id from made.people where person_id in (select person_id from mine where part = 'child')),
        met as (
            select person_id, list({{agency: agency, records: records, seen: seen, seen_on: seen_on, heard: heard, heard_on: heard_on, unsaid: unsaid}}
                                   order by agency) as met
            from (select person_id, agency, count(*) as records, count(*) filter (seen = 'yes' or child_seen) as seen,
                         max(day) filter (seen = 'yes' or child_seen) as seen_on, count(*) filter (heard = 'yes' or child_seen) as heard,
                         max(day) filter (heard = 'yes' or child_seen) as heard_on,
                         count(*) filter (seen = 'not asked' and heard = 'not asked' and not child_seen) as unsaid
                  from (select w.person_id, r.agency, m.seen, m.heard, r.category = 'child_seen' as child_seen,
                               coalesce(r.occurred_from::date, r.known_on) as day
                        from who w join made.mentions m using (mention_id) join made.reports r using (report_id)), days
                  where day between first_day and last_day group by person_id, agency) group by person_id)
        select distinct m.family_id, m.person_id, p.name, case when p.dob > last_day then -1 else date_sub('year', p.dob, last_day) end as age, p.dob,
               coalesce(events, 0) as events, coalesce(present, 0) as present, coalesce(met, []) as met
        from mine m join made.people p using (person_id) left join stood using (family_id, person_id) left join met using (person_id), days
        where m.part = 'child' and (p.dob is null or date_sub('year', p.dob, last_day) < 18)
        order by m.family_id, p.dob desc nulls first, p.name, m.person_id""", families, since, until)


def case_agencies(user: User, families: list[str], since: date, until: date) -> pd.DataFrame:
    """Each agency that gives records of the families in these days: how many, the first and last day, the median and longest days from event to record,
    of how many it told another agency."""
    return _asked(user, f"""
        with {CASES},
        lags as (select *, if(precision in ('minute', 'day') and copied_from is null, date_diff('day', occurred_from::date, known_on), null) as lag from told)
        select family_id, agency, count(distinct report_id) as records, min(known_on) as first_on, max(known_on) as last_on, median(lag) as half,
               max(lag) as longest, count(distinct report_id) filter (notified_to is not null) as notices
        from lags group by all order by family_id, agency""", families, since, until)


def case_grades(user: User, families: list[str], since: date, until: date) -> pd.DataFrame:
    """Each grade that an agency gave in these days, and the pattern as it stood that day: how many events of abuse of the year before were known to any
    agency, to how many agencies, how many of them the grading agency knew, and which rules were raised."""
    return _asked(user, f"""
        with {CASES},
        graded as (select distinct family_id, report_id, agency, grade, grade_tool, known_on from told where grade is not null),
        before as (
            select t.family_id, e.event_id, coalesce(e.occurred_from::date, e.known_on) as day, knew.key as agency, knew.value as on_day
            from (select family_id, event_id, unnest(map_entries(known_on)) as knew from made.timelines semi join cases using (family_id)) t
            join made.events e using (event_id) where e.kind = 'abuse'),
        pattern as (
            select g.report_id, g.family_id, count(distinct b.event_id) as events, count(distinct b.agency) as agencies,
                   count(distinct b.event_id) filter (b.agency = g.agency) as own
            from graded g join before b on b.family_id = g.family_id and b.on_day <= g.known_on and b.day > g.known_on - interval 1 year
            and b.day <= g.known_on group by all),
        raised as (
            select g.report_id, g.family_id, list(distinct r.rule order by r.rule) as rules
            from graded g join made.raisings r on r.family_id = g.family_id and r.raised_on <= g.known_on and (r.until is null or r.until > g.known_on)
            group by all)
        select g.*, coalesce(events, 0) as events, coalesce(agencies, 0) as agencies, coalesce(own, 0) as own, coalesce(rules, []) as rules
        from graded g left join pattern using (report_id, family_id) left join raised using (report_id, family_id)
        order by g.family_id, known_on, report_id""", families, since, until)


def case_sources(user: User, families: list[str], since: date, until: date) -> pd.DataFrame:
    """Who is said to have harmed in the families: how named and by whom, where last placed (no address, no name), and what was done about each in these
    days, as {title, day, agency}; an order stands with the day that it was made."""
    return _asked(user, f"""
        with {CASES},
        who as (select person_id, unnest(mention_ids) as mention_id from made.people where person_id in (select person_id from causing)),
        done as (
            select person_id, title, coalesce(r.occurred_from::date, r.known_on) as day, r.agency
            from who join made.mentions m using (mention_id) join made.reports r using (report_id) join titles using (category)
            where list_contains($work::varchar[], r.category) and list_contains($worked_with::varchar[], m.role)
            union
            select bound_id, title, made_on, null from made.orders o join titles on titles.category = o.kind
            where made_on is not null and bound_id in (select person_id from causing)),
        lately as (select person_id, list({{title: title, day: day, agency: agency}} order by day, title) as done
                   from done, days where day between first_day and last_day group by person_id)
        select s.family_id, s.person_id, p.name, s.standing, s.now as placed, s.link, coalesce(done, []) as done
        from made.perpetrators s semi join causing using (family_id, person_id) join made.people p using (person_id) left join lately using (person_id)
        order by s.family_id, p.name, s.person_id""", families, since, until, **given(since, until, None, ("work", "worked_with")))


def case_signals(user: User, families: list[str], since: date, until: date) -> pd.DataFrame:
    """Each time in these days that a rule's level rose: the rule, the level, since when and until when, on how many events it rested, and what followed: the
    first record after it of something done, and how many days later; with how each that a person dismissed stands."""
    return _asked(user, f"""
        with {CASES},
        raised as (select r.* from made.raisings r semi join cases using (family_id), days where raised_on between first_day and last_day),
        followed as (
            select signal_id, raised_on, arg_min({{title: title, agencies: map_keys(knew), day: day}}, (day, event_id)) as followed
            from raised join happened h using (family_id) join titles on titles.category = h.category
            where h.day >= raised_on and list_contains($done::varchar[], h.kind) and not list_contains($left_out::varchar[], h.category)
            group by signal_id, raised_on)
        select r.family_id, r.rule, r.level, r.raised_on, r.until, len(r.evidence) as events, followed, d.state as dismissed
        from raised r left join followed using (signal_id, raised_on)
        left join (select signal_id, any_value(state) as state from made.dismissals where state = 'dismissed' group by all) d using (signal_id)
        order by r.family_id, raised_on, rule, signal_id""", families, since, until, done=DONE, left_out=LEFT_OUT)


def case_actions(user: User, families: list[str]) -> pd.DataFrame:
    """How many actions agreed at meetings here fall on whom, and how many of them are done, by family: `family_id`, `falls_on`, `agreed`, `done`."""
    require(user, "inspection:view")
    agreed = actions.of(current_app.extensions["database"])
    said = [{"anchor": row.anchor, "falls_on": row.falls_on, "done": row.state == "done"} for row in agreed.itertuples()]
    return current.ask("""
        with said as (select unnest($said::struct(anchor varchar, falls_on varchar, done boolean)[], recursive := true)),
        mine as (select distinct family_id, person_id from made.families where family_id in (select unnest($families::varchar[])) and part <> 'linked person')
        select family_id, falls_on, count(*) as agreed, count(*) filter (done) as done
        from said join (select person_id, unnest(mention_ids) as anchor from made.people semi join mine using (person_id)) using (anchor)
        join mine using (person_id)
        group by all order by family_id, falls_on""", families=families, said=said)


def _asked(user: User, sql: str, families: list[str], since: date, until: date, **more) -> pd.DataFrame:
    require(user, "inspection:view")
    return current.ask(sql, families=families, since=since, until=until, **more)
