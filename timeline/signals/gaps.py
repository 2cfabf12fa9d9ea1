"""What the coverage does not let us say: which agencies of the family's area supplied nothing while a rule was looking.

A count over a window in which an agency supplied nothing is an undercount; silence of more than three months is "no records",
never "no incidents" (risk.md 7.17, R17). Agencies that are missing for the same months are named together."""

import duckdb


def between(answers, coverage, as_of) -> duckdb.DuckDBPyRelation:
    """For each family and first day looked at by the answers: the sentences about agencies that supplied nothing until `as_of`.

    Columns family_id, looked_from, gaps. A month of which the coverage says nothing counts as not supplied."""
    runs = _runs(coverage)
    windows = duckdb.sql("select distinct area, date_trunc('month', looked_from)::date as since, family_id, looked_from "
                         "from answers where level is not null").materialize()
    sentences = duckdb.sql("""
        with windows_only as (select distinct area, since from windows),
        meeting as (
            select w.area, w.since, agency, state, greatest(w.since, r.first) as first, least(date_trunc('month', $as_of)::date, r.last) as last
            from windows_only w join runs r on r.area = w.area and r.last >= w.since and r.first <= $as_of),
        alike as (
            select area, since, state, first, last, string_agg(agency, ', ' order by agency) as agencies from meeting group by all)
        select area, since, string_agg(
            agencies || case state when 'silent' then ': no records ' else ' supplied nothing ' end
            || case when first = last then 'in ' || strftime(first, '%B %Y')
                    else 'from ' || strftime(first, '%B %Y') || ' to ' || strftime(last, '%B %Y') end, '; '
            order by state, first, last) || ': undercount likely' as gaps
        from alike group by all""", params={"as_of": as_of})
    return duckdb.sql("select family_id, looked_from, gaps from windows join sentences using (area, since)").materialize()


def _runs(coverage):
    """Runs of months in which an agency of an area supplied nothing through any of its systems."""
    return duckdb.sql("""
        with months as (select unnest(generate_series(min(month), max(month), interval 1 month))::date as month from coverage),
        feeds as (select distinct replace(agency, '_', ' ') as agency, area from coverage),
        states as (
            select f.agency, f.area, m.month,
                   case when bool_or(c.state in ('supplied', 'searched and none')) then 'heard'
                        when bool_or(c.state = 'silent') then 'silent' else 'not supplied' end as state
            from feeds f cross join months m
            left join coverage c on replace(c.agency, '_', ' ') = f.agency and c.area = f.area and c.month = m.month group by all),
        numbered as (
            select *, row_number() over (partition by agency, area order by month)
                    - row_number() over (partition by agency, area, state order by month) as run from states)
        select agency, area, state, min(month) as first, max(month) as last
        from numbered where state <> 'heard' group by agency, area, state, run having state <> 'silent' or count(*) > 3""").materialize()
