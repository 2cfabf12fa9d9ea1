"""The cases that an area's MARAC heard in a span of days, each as the records show it: what the quarterly return counts."""

from datetime import date

import pandas as pd
from flask import current_app

from dashboard import current
from timeline import meetings, pipeline, signals
from timeline.access import User, require

HARMED, HARMING = ["victim", "patient", "applicant", "subject"], ["suspect", "offender", "respondent"]


def marac_areas(user: User) -> list[str]:
    """The areas of which a MARAC meeting or referral is recorded, or a meeting was held here, by name."""
    require(user, "return:view")
    held = {row.area for row in _held().itertuples()}
    recorded = current.ask("select distinct area from made.reports where agency = 'marac' and category in ('marac_meeting', 'marac_referral')")
    return sorted(held | set(recorded["area"]))


def heard(user: User, area: str, on: date, until: date) -> pd.DataFrame:
    """A row for each case that was heard at a meeting of the area from the day `on` until the last day: the columns of `quarterly.Case`, and what to
    open: the family's name, the victim's, and the `records` of the meeting and the referral, each {what, id}.

    Meetings are those that the MARAC's own list records; of a day that the list lacks, those that were held here, by their agenda. The referral
    of a case is the last of its victim by that day. It is a repeat if another of the same victim, and of a same person said to have caused
    harm, came before it within the days of a repeat; empty where an earlier one names nobody, or the list does not reach back so far."""
    require(user, "return:view")
    settings, _ = pipeline.judged_by(current.about())
    return current.ask("""
        with marac as materialized (
            select report_id, category, area, coalesce(occurred_from::date, known_on) as day, referred_by
            from made.reports where agency = 'marac' and category in ('marac_meeting', 'marac_referral')),
        homes as materialized (select person_id, family_id, min(since) as since, max(coalesce(until, date '9999-12-31')) as until
                               from made.families where part <> 'linked person' group by all),
        agenda as (select unnest($agenda::struct(day date, item_id varchar, anchor varchar)[], recursive := true)),
        asked as (select mention_id, report_id, role from made.mentions semi join marac using (report_id)
                  union all select mention_id, report_id, null from made.mentions where mention_id in (select anchor from agenda)),
        named as materialized (
            select asked.report_id, role, mention_id, person_id from asked join made.naming using (mention_id)),
        roles as materialized (
            select report_id, min(person_id) filter (role in $harmed) as victim_id, coalesce(list(distinct person_id) filter (role in $harming), []) as sources
            from named where role is not null group by all),
        referrals as materialized (select m.report_id, m.day, m.referred_by, victim_id, sources from marac m join roles using (report_id)
                                   where category = 'marac_referral'),
        listed as (select report_id as case_id, day as meeting_on, victim_id, sources, report_id, null::varchar as family_id
                   from marac left join roles using (report_id) where category = 'marac_meeting' and area = $area and day between $on and $until),
        kept as (
            select item_id as case_id, a.day as meeting_on, r.victim_id, r.sources, null::varchar as report_id, h.family_id
            from agenda a join named n on n.mention_id = a.anchor and n.role is null join homes h on h.person_id = n.person_id
            left join (select f.family_id, r.* from referrals r join homes f on f.person_id = r.victim_id) r
                on r.family_id = h.family_id and r.day <= a.day
            where a.day not in (select meeting_on from listed)
            qualify row_number() over (partition by item_id order by r.day desc nulls last, r.report_id, h.family_id) = 1),
        cases as materialized (
            select c.* exclude (family_id), coalesce(c.family_id, h.family_id) as family_id
            from (from listed union all from kept) c left join homes h on h.person_id = c.victim_id and c.family_id is null
            qualify row_number() over (partition by case_id order by meeting_on between h.since and h.until desc nulls last, h.since desc, h.family_id) = 1),
        referred as (
            select case_id, r.report_id as referral_id, r.day as referred_on, referred_by, if(len(r.sources) > 0, r.sources, c.sources) as referred_sources
            from cases c join referrals r on r.victim_id = c.victim_id and r.day <= c.meeting_on
            qualify row_number() over (partition by case_id order by r.day desc, r.report_id) = 1),
        reach as (select min(covers_from) as since from made.files where agency = 'marac' and area = $area and problem is null),
        before as (
            select case_id, referral_id, referred.referred_by,
                   case when bool_or(list_has_any(e.sources, referred_sources)) then true
                        when bool_or(len(e.sources) = 0) or len(referred_sources) = 0 and count(e.report_id) > 0 then null
                        when referred_on - $days::int >= reach.since then false end as repeated
            from referred join cases c using (case_id) cross join reach
            left join referrals e on e.victim_id = c.victim_id and e.report_id <> referral_id
                 and e.day < referred_on and e.day >= referred_on - $days::int
            group by case_id, referral_id, referred.referred_by, referred_on, referred_sources, reach.since),
        children as (
            select case_id, count(distinct f.person_id) as children from cases join made.families f using (family_id) join made.people p using (person_id)
            where part = 'child' and f.since <= meeting_on and coalesce(f.until, meeting_on) >= meeting_on
              and coalesce(date_sub('year', p.dob, meeting_on) < 18, true) group by all),
        harming as (
            select case_id, list(if(dob_precision = 'day', date_sub('year', dob, meeting_on), null) order by person_id) as ages
            from (select case_id, meeting_on, unnest(sources) as person_id from cases) join made.people using (person_id) group by all),
        recorded as (
            select person_id, list(distinct value order by value) filter (kind = 'ethnicity') as ethnicity,
                   list(distinct value order by value) filter (kind = 'disability') as disability
            from (select person_id, unnest(mention_ids) as mention_id from made.people where person_id in (select victim_id from cases))
            join made.characteristics using (mention_id) group by all)
        select c.case_id, meeting_on, c.family_id, h.name as family, v.name as victim, b.repeated as repeat,
               if(c.family_id is null, null, coalesce(children.children, 0)) as children, referred_by, v.sex,
               if(v.dob_precision = 'day', date_sub('year', v.dob, meeting_on), null) as victim_age, coalesce(ages, []) as ages,
               coalesce(ethnicity, []) as ethnicity, coalesce(disability, []) as disability,
               list_filter([{what: 'meeting', id: c.report_id}, {what: 'referral', id: referral_id}], lambda r: r.id is not null) as records
        from cases c left join before b using (case_id) left join children using (case_id) left join harming using (case_id)
        left join made.people v on v.person_id = c.victim_id left join made.headlines h on h.family_id = c.family_id
        left join recorded on recorded.person_id = c.victim_id
        order by meeting_on, h.name nulls last, c.case_id""",
        area=area, on=on, until=until, harmed=HARMED, harming=HARMING, days=signals.numbers(settings, "R15", area)["days"],
        agenda=_agenda(area, on, until))


def _held() -> pd.DataFrame:
    every = meetings.every(current_app.extensions["database"])
    return every[every["state"] == "held"]


def _agenda(area: str, on: date, until: date) -> list[dict]:
    """The agendas of the area's meetings that were held here in these days: an item's day, id and anchor."""
    held = _held()
    days = {row.meeting_id: row.day for row in held.itertuples() if row.area == area and on <= row.day <= until}
    items = meetings.items_of(current_app.extensions["database"])
    return [{"day": days[item.meeting_id], "item_id": item.item_id, "anchor": item.anchor} for item in items.itertuples()
            if item.meeting_id in days and item.off_by is None]
