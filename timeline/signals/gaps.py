"""What the coverage does not let us say: which agencies of the family's area supplied nothing while a rule was looking.

A count over a window in which an agency supplied nothing is an undercount; silence of more than three months is "no records",
never "no incidents". Each agency is told of once, by its longest gap; the coverage page lists every month."""

import duckdb

from timeline.agencies import titles

NAMED = 3


def between(answers, coverage, as_of) -> duckdb.DuckDBPyRelation:
    """For each family and first day looked at by the answers: the sentence about agencies that supplied nothing until `as_of`.

    Columns family_id, looked_from, gaps. A month of which the coverage says nothing counts as not supplied. The agencies with the
    longest gaps are named, NAMED at most, and the others counted."""
    windows = duckdb.sql("select distinct area, date_trunc('month', looked_from)::date as since, family_id, looked_from "
                         "from answers where level is not null and looked_from is not null").materialize()
    runs = _runs(coverage, windows, as_of)
    sentences = duckdb.sql(f"""
        with windows_only as (select distinct area, since from windows),
        meeting as (
            select w.area, w.since, agency, state, greatest(w.since, r.first) as first, least(date_trunc('month', $as_of)::date, r.last) as last
            from windows_only w join runs r on r.area = w.area and r.last >= w.since and r.first <= $as_of),
        counted as (select *, date_diff('month', first, last) + 1 as months from meeting),
        summed as (
            select area, since, agency, arg_max({{'state': state, 'first': first, 'last': last, 'months': months}}, (months, first)) as longest,
                   sum(months) - max(months) as others
            from counted group by area, since, agency),
        worded as (
            select area, since, row_number() over (partition by area, since order by longest.months desc, others desc, agency) as place,
                   {titles.named("agency")} || case longest.state when 'silent' then ': no records ' else ' supplied nothing ' end
                   || if(longest.months = 1, 'in ' || strftime(longest.first, '%B %Y'),
                         'from ' || strftime(longest.first, '%B %Y') || ' to ' || strftime(longest.last, '%B %Y'))
                   || case others when 0 then '' when 1 then ' and in 1 other month' else ' and in ' || others || ' other months' end as words
            from summed)
        select area, since, string_agg(words, '; ' order by place) filter (place <= $named)
               || if(count(*) > $named, '; and ' || (count(*) - $named) || if(count(*) - $named = 1, ' more agency', ' more agencies')
                                        || ', listed on the coverage page', '')
               || ': undercount likely' as gaps
        from worded group by all""", params={"as_of": as_of, "named": NAMED})
    return duckdb.sql("select family_id, looked_from, gaps from windows join sentences using (area, since)").materialize()


def _runs(coverage, windows, as_of):
    """Runs of months, from the first looked at until `as_of`, in which an agency of an area supplied nothing through any of its systems."""
    return duckdb.sql("""
        with coverage as materialized (from coverage),
        looked as (select min(since) as first from windows),
        months as (
            select unnest(generate_series(least(min(month), any_value(looked.first)), greatest(max(month), date_trunc('month', $as_of::date)::date),
                                          interval 1 month))::date as month from coverage, looked),
        feeds as (select distinct agency, area from coverage),
        states as (
            select f.agency, f.area, m.month,
                   case when bool_or(c.state in ('supplied', 'searched and none')) then 'heard'
                        when bool_or(c.state = 'silent') then 'silent' else 'not supplied' end as state
            from feeds f cross join months m
            left join coverage c on c.agency = f.agency and c.area = f.area and c.month = m.month group by all),
        numbered as (
            select *, row_number() over (partition by agency, area order by month)
                    - row_number() over (partition by agency, area, state order by month) as run from states)
        select agency, area, state, min(month) as first, max(month) as last
        from numbered where state <> 'heard' group by agency, area, state, run having state <> 'silent' or count(*) > 3""",
                      params={"as_of": as_of}).materialize()
