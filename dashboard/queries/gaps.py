"""The times in which nothing is recorded of a family, and what the agencies supplied of them. Never as reassurance."""

import pandas as pd

from dashboard import current
from timeline.access import User, require
from timeline.agencies import titles

LEAST = 90
"""Days without any record that are worth a line: a quarter."""

CAUTION = "What nobody recorded may still have happened."
SAID = {
    "lacking = months": "who || ' supplied nothing in that time.'",
    "silent = months": "'Not one row came in that time from ' || who || ': it was quiet, or a feed was lost.'",
    "lacking + silent + short > 0": "'For some of that time nothing came, or not from every system, from ' || who || '.'",
    "supplied > 0": "'Records of that time, and none of this family, came from ' || who || '.'",
    "agency is not null": "'Searched for the people asked about, and none found: ' || who || '.'",
    "true": "'No file says what any agency supplied of that time.'",
}
"""What is said of the agencies of which this is the first condition that holds, in this order: an agency's months are lacking (no system supplied
them), silent (no row came), short (some system is without a row), supplied, or searched in vain."""
LENGTH = """
    case when days < 730 then date_sub('month', since, until) || ' months'
         else date_sub('year', since, until) || ' years' || case date_sub('month', since, until) % 12 when 0 then '' when 1 then ' and 1 month'
              else ' and ' || date_sub('month', since, until) % 12 || ' months' end end"""


def gaps(user: User, family_id: str) -> pd.DataFrame:
    """The times of LEAST days or more between two dated events of the family, and after the latest, in order.

    `since` is the last day of the event before, `until` the first day of the one after, `event_id`, which is empty for the last gap: it
    lasts to the day that the snapshot shows. `length` says how long it is and `because` what each agency of its areas supplied of its months."""
    require(user, "family:view")
    which = " ".join(f"when {condition} then {at}" for at, condition in enumerate(SAID))
    words = " ".join(f"when {at} then {said}" for at, said in enumerate(SAID.values()))
    return current.ask(f"""
        with mine as materialized (
            select event_id, position, occurred_from, occurred_to, report_ids from made.timelines join made.events using (event_id) where family_id = $id),
        told_in as materialized (select distinct unnest(report_ids) as report_id from mine),
        dated as (select event_id, position, occurred_from::date as first_day, coalesce(occurred_to, occurred_from)::date as last_day
                  from mine where occurred_from is not null),
        between_two as (
            select event_id, max(last_day) over (order by first_day, position rows between unbounded preceding and 1 preceding) as since, first_day as until
            from dated
            union all select null, max(last_day), $today::date from dated),
        gap as materialized (select *, until - since as days from between_two where until - since >= {LEAST}),
        areas as (select distinct area from made.reports where report_id in (from told_in)),
        monthly as (
            select since, agency, month, bool_and(state = 'not supplied') as lacking, not lacking and bool_and(state in ('not supplied', 'silent')) as silent,
                   not lacking and not silent and bool_or(state in ('not supplied', 'silent')) as short, bool_or(state = 'supplied') as supplied
            from gap join made.coverage on month between date_trunc('month', since + 1) and until - 1
            where area in (from areas) group by all),
        told as (select since, agency, count(*) as months, count(*) filter (lacking) as lacking, count(*) filter (silent) as silent,
                        count(*) filter (short) as short,
                        count(*) filter (supplied) as supplied from monthly group by all),
        judged as (select gap.*, agency, case {which} end as which from gap left join told using (since)),
        sentences as (select since, until, days, event_id, which, {titles.listed("list(agency)")} as who from judged group by all)
        select since, until, days, event_id, {LENGTH} as length, string_agg(case which {words} end, ' ' order by which) || ' {CAUTION}' as because
        from sentences group by since, until, days, event_id order by since""", id=family_id, today=current.about()["as_of"])
