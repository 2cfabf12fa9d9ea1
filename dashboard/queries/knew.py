"""Who knew what, and when: a family's events by agency, with the day that each recorded the event or was told of it.

What `timelines.known_on` says of an agency is what the records supplied say. An agency that it leaves out may have known."""

from datetime import date

import pandas as pd

from dashboard import current
from timeline.access import User, require

LINE = """
    line as (
        select event_id, position, occurred_from, occurred_to, precision, category, kind, gravity, agencies, report_ids, t.known_on as days
        from made.timelines t join made.events using (event_id)
        where family_id = $id and kind in (select unnest($kinds::varchar[]))),
    knowing as (
        select event_id, known.key as agency, known.value as day, agencies
        from (select event_id, agencies, unnest(map_entries(days)) as known from line))"""
"""SQL of the family's events of these kinds, and of each agency's day for each of them."""

AS_KNOWN = """
    case when $on::date is null then null
         when days[$agency::varchar] <= $on::date then 'known'
         when least(occurred_from::date, list_min(map_values(days))) <= $on::date then 'not known'
         else 'later' end"""
"""SQL of how an event stood for one agency on one day; 'later' is what had not happened by then and no agency knew of."""


def knew(user: User, family_id: str, kinds: list[str], agency: str | None = None, on: date | None = None) -> pd.DataFrame:
    """The family's events of these kinds in order of occurrence, with `knew`: agency to what is recorded of its knowing.

    That is its `day`; `least` and `most` days from the event to it (the same where the event's day is known, empty where it
    is undated, below 0 where it was known beforehand); whether that day is of its own record (`recorded`); which agencies
    told it that day (`told_by`), and whether none of them says when (`undated`), so that the day is their own. With an
    agency and a day, `as_known` says whether the event was known to it by that day, not known, or later."""
    require(user, "family:view")
    return current.ask(f"""
        with {LINE},
        accounts as (
            select event_id, r.agency, r.known_on as day, r.notified_to, r.notified_on
            from (select event_id, unnest(report_ids) as report_id from line) join made.reports r using (report_id)),
        recorded as (select distinct event_id, agency, day, true as recorded from accounts),
        told as (
            select event_id, notified_to as agency, coalesce(notified_on, day) as day, list(distinct agency order by agency) as tellers,
                   bool_and(notified_on is null) as undated
            from accounts where notified_to is not null group by event_id, notified_to, coalesce(notified_on, accounts.day)),
        spans as (
            select k.*, k.day - occurred_to::date as least, k.day - occurred_from::date as most
            from knowing k join line using (event_id)),
        cells as (
            select event_id, map_from_entries(list({{k: agency, v: {{
                       day: day, least: if(most >= 0, greatest(least, 0), least), most: most, recorded: coalesce(recorded, false),
                       told_by: coalesce(tellers, []), undated: coalesce(undated, false)}}}} order by agency)) as knew
            from spans left join recorded using (event_id, agency, day) left join told using (event_id, agency, day) group by event_id)
        select event_id, position, occurred_from, occurred_to, precision, kind, gravity, coalesce(title, category) as title, knew,
               {AS_KNOWN} as as_known
        from line join cells using (event_id) left join (select category, title from made.categories) using (category)
        order by position""", id=family_id, kinds=kinds, agency=agency, on=on)


def knowers(user: User, family_id: str, kinds: list[str]) -> pd.DataFrame:
    """Each agency that knew of any event of the family, of whatever kind, the first to know of these kinds first.

    How many of these it `knew`, of how many it was only `told` and gives no account, its first day, and `days_after`: the
    days from the first day of any agency to its own first."""
    require(user, "family:view")
    return current.ask(f"""
        with {LINE},
        agencies as (select distinct unnest(map_keys(known_on)) as agency from made.timelines where family_id = $id)
        select agency, count(day) as knew, count(*) filter (not list_contains(agencies, agency)) as told, min(day) as first_on,
               min(day) - (select min(day) from knowing) as days_after
        from agencies left join knowing using (agency) group by agency
        order by first_on nulls last, agency""", id=family_id, kinds=kinds)


def most_seen(user: User, family_id: str, kinds: list[str]):
    """One row: how many events of these kinds the family has, the `most` that one agency knew of, and which agencies did."""
    require(user, "family:view")
    return next(current.ask(f"""
        with {LINE},
        counted as (select agency, count(*) as knew from knowing group by agency)
        select (select count(*) from line) as events, coalesce(max(knew), 0) as most,
               coalesce(list(agency order by agency) filter (knew = (select max(knew) from counted)), []) as agencies
        from counted""", id=family_id, kinds=kinds).itertuples())


def known_then(user: User, family_id: str, kinds: list[str], agency: str, on: date):
    """One row: of how many events of these kinds this agency knew by this day, and how many there were by then: events
    that had happened or that any agency knew of. `beyond`: the day is after the day of the snapshot."""
    require(user, "family:view")
    return next(current.ask(f"""
        with {LINE},
        stood as (select {AS_KNOWN} as as_known from line)
        select count(*) filter (as_known = 'known') as known, count(*) filter (as_known != 'later') as events,
               $on::date > (select value::date from made.about where fact = 'as_of') as beyond
        from stood""",
        id=family_id, kinds=kinds, agency=agency, on=on).itertuples())
