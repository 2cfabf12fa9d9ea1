"""What each agency supplied, for which months, and where it is silent; which files came, and what was set aside."""

import pandas as pd

from dashboard import current
from timeline.access import User, require
from timeline.masking import sentence_hidden


def agencies_supply(user: User) -> pd.DataFrame:
    """Each agency's system in each area: first and last month known of, and how many months are in each state."""
    require(user, "coverage:view")
    return current.ask("""
        select agency, system, area, min(month) as since, max(month) as until, sum(rows)::bigint as rows,
               count(*) filter (state = 'supplied') as supplied, count(*) filter (state = 'searched and none') as none,
               count(*) filter (state = 'silent') as silent, count(*) filter (state = 'not supplied') as not_supplied
        from made.coverage group by agency, system, area order by area, agency, system""")


def months(user: User, area: str, last: int = 12) -> pd.DataFrame:
    """Every agency's months in this area, the `last` months up to the newest that any agency covers.

    `cell` is how a table shows the month: its reports, 0 (searched, and none), ? (silent) or – (not supplied), and in
    brackets the rows set aside."""
    require(user, "coverage:view")
    return current.ask("""
        select agency, system, month, rows, quarantined, state, because,
               case state when 'supplied' then rows::varchar when 'searched and none' then '0' when 'silent' then '?' else '–' end
               || case when quarantined > 0 then ' (' || quarantined || ')' else '' end as cell
        from made.coverage
        where area = $area and month > (select max(month) from made.coverage where area = $area) - to_months($last::int)
        order by agency, system, month""", area=area, last=last)


def family_coverage(user: User, family_id: str) -> pd.DataFrame:
    """Each agency's system in the areas that report on the family: how many months since the family's first event are in each
    state, and in `says` how many reports it gives of the family."""
    require(user, "family:view")
    return current.ask("""
        with mine as (select unnest(report_ids) as report_id from made.events
                      where event_id in (select event_id from made.timelines where family_id = $id)),
        told as (from made.reports where report_id in (from mine)),
        first_month as (select date_trunc('month', min(coalesce(occurred_from::date, known_on))) as month from told),
        says as (select agency, system, count(*) as says from told group by all)
        select area, agency, system, coalesce(any_value(says), 0) as says, min(month) as since,
               count(*) filter (state = 'supplied') as supplied, count(*) filter (state = 'searched and none') as none,
               count(*) filter (state = 'silent') as silent, count(*) filter (state = 'not supplied') as not_supplied
        from made.coverage left join says using (agency, system)
        where area in (select area from told) and month >= (select month from first_month)
        group by area, agency, system order by area, agency, system""", id=family_id)


def received(user: User) -> pd.DataFrame:
    """The files that came: what each is, its lines, how many records became current or were set aside, or why it was refused."""
    require(user, "coverage:view")
    return current.ask("""
        from (select f.file, f.agency, f.system, f.area, f.as_at, f.received_on, f.extent, f.covers_from, f.covers_to, f.searched_for, f.lines, f.problem,
               count(v.row_id) filter (v.state = 'current') as current, count(v.row_id) filter (v.state = 'quarantined') as quarantined,
               count(v.row_id) filter (v.state in ('superseded', 'withdrawn', 'exact duplicate')) as replaced
        from made.files f left join made.rows w using (file) left join made.versions v using (row_id)
        group by all) order by problem is null, received_on desc, file""")


def quarantined(user: User, most: int = 10) -> pd.DataFrame:
    """Why records were set aside: each kind of error, how many rows, and the first rows' sentences."""
    require(user, "coverage:view")
    found = current.ask("""
        select code, field, count(distinct row_id) as rows, list({row_id: row_id, because: because} order by row_id)[:$most] as examples
        from made.issues where severity = 'error' group by code, field order by rows desc, code, field""", most=most)
    return found.assign(examples=[[example | {"because": sentence_hidden(example["because"])} for example in examples]
                                  for examples in found["examples"]])
