"""The patterns of an area: which numbers there are, those that may be told, what was not supplied, and the families and events behind a number."""

from datetime import date

import pandas as pd

from dashboard import current
from timeline.access import User, require

SIZE = 50


def pattern_years(user: User) -> pd.DataFrame:
    """The years that figures are of, the latest first: the first and the last day, whether it is `over`, and how many months it holds."""
    require(user, "patterns:view")
    return current.ask("""
        with spans as (select distinct since, until from made.figures),
        years as (from spans where until - since > 31)
        select y.since, y.until, y.until <= (select value::date from made.about where fact = 'as_of') as over, count(m.since) as months
        from years y left join spans m on m.since >= y.since and m.until <= y.until and m.until - m.since <= 31
        group by all order by y.since desc""")


def pattern_areas(user: User) -> pd.DataFrame:
    """The areas that figures are of, all areas first where there are several; each with its agencies."""
    require(user, "patterns:view")
    return current.ask("""
        select area, list(distinct value order by value) filter (part = 'agency') as agencies from made.figures
        group by area order by area <> 'all areas', area""")


def pattern_numbers(user: User, area: str, agency: str | None, since: date, until: date) -> pd.DataFrame:
    """Each number of the area between two days, in the order of time: those of the agency alone, or, without one, all.

    A number that may not be told is empty. `share` is the per cent of the whole, in a part, where both may be told. A median of times in days, and of
    how many, is there where it may be told."""
    require(user, "patterns:view")
    return current.ask("""
        with told as (
            select *, if(shown, number, null) as said from made.figures where area = $area and since >= $since and until <= $until)
        select measure, part, value, since, until, until - since > 31 as yearly, said as number,
               if(part = '', null, round(100 * said / max(said) filter (part = '') over (partition by measure, since, until))::int) as share, timed, median
        from told qualify $agency::varchar is null or part = 'agency' and value = $agency
        order by measure, part, value, since, until""", area=area, agency=agency, since=since, until=until)


def pattern_gaps(user: User, area: str, agency: str | None, since: date, until: date) -> pd.DataFrame:
    """The months between two days of which not all is known: why, for all agencies or for the one.

    Silence counts for the one agency alone: of all, some agency is quiet in almost any month."""
    require(user, "patterns:view")
    return current.ask("""
        with lacking as (
            select month, agency, bool_and(state = 'not supplied') as absent, bool_and(state in ('not supplied', 'silent')) as silent from made.coverage
            where ($area = 'all areas' or area = $area) and month between $since and $until and ($agency::varchar is null or agency = $agency) group by all),
        known as (select value::date as as_of from made.about where fact = 'as_of')
        select month, if(last_day(month) > as_of, as_of, null) as to_day, coalesce(list(agency order by agency) filter (absent), []) as absent,
               coalesce(list(agency order by agency) filter (silent and not absent and $agency is not null), []) as silent
        from lacking, known where month <= as_of
        group by month, as_of having to_day is not null or len(absent) > 0 or len(silent) > 0 order by month""",
        area=area, agency=agency, since=since, until=until)


def pattern_measures(user: User) -> set[str]:
    """The measures that anything at all was found for."""
    require(user, "patterns:view")
    return set(current.ask("select distinct measure from made.measured")["measure"])


def pattern_units(user: User, measure: str, area: str, part: str, value: str, since: date, until: date, page: int = 1) -> pd.DataFrame:
    """A page of what one number counts, whether or not it may be told: each unit with its day, its family, event and
    person, as far as it has one; `found` is how many there are."""
    require(user, "patterns:view")
    require(user, "families:view")
    return current.ask("""
        with counted as (
            select unit_id, min(day) as day, min(family_id) as family_id, min(event_id) as event_id from made.measured
            where measure = $measure and ($area = 'all areas' or area = $area) and day between $since and $until and ($part = '' or parts[$part] = $value)
            group by unit_id),
        listed as materialized (
            select *, coalesce(nullif(split_part(unit_id, ' ', 2), ''), unit_id) as who, count(*) over () as found from counted
            order by day, unit_id limit $size offset $size * ($page - 1))
        select l.unit_id, l.day, l.family_id, h.name as family, l.event_id, coalesce(t.title, e.category) as title, p.person_id, p.name as person, found
        from listed l left join made.headlines h using (family_id) left join made.events e using (event_id)
        left join made.categories t using (category) left join made.people p on p.person_id = l.who
        order by l.day, l.unit_id""",
        measure=measure, area=area, part=part, value=value, since=since, until=until, size=SIZE, page=page)
