"""Coverage: what each agency's system supplied in which month of an area, and where it is silent.

Silence is never reassurance. Outside what its files cover, an agency has supplied nothing; inside, no row means that there is
none only where named people were searched for. Where everyone was searched for, no row may be a quiet month or a lost feed. A month of
which records were removed is one of which nothing can be told any more, unless others stand.
"""

import duckdb

from timeline.agencies import titles

EVERYONE = "everyone"


def measure(files, versions, rows, reports):
    """`coverage`: each month from an area's first covered day to its last, for each system that supplies the area."""
    supplied = duckdb.sql("""
        select agency, system, area, date_trunc('month', known_on)::date as month, count(*) as current_rows from reports group by all""")
    refused = duckdb.sql("""
        select f.agency, f.system, f.area, date_trunc('month', f.as_at)::date as month, count(*) as quarantined_rows
        from versions as v join rows as r using (row_id) join files as f on f.file = r.file where v.state = 'quarantined' group by all""")
    removed = duckdb.sql("""
        select agency, system, area, try_strptime(regexp_extract(raw, ' of ([0-9-]+)', 1), '%Y-%m')::date as month, count(*) as removed_rows
        from rows where part = 'removed' group by all""")
    covered = _covered(files)
    return duckdb.sql(f"""
        with states as (
            select c.*, coalesce(current_rows, 0) as current_rows, coalesce(quarantined_rows, 0) as quarantined_rows, removed_rows,
                   case when current_rows > 0 then 'supplied' when searches is null or removed_rows > 0 then 'not supplied'
                        when list_contains(searches, '{EVERYONE}') then 'silent' else 'searched and none' end as state
            from covered as c left join supplied using (agency, system, area, month) left join refused using (agency, system, area, month)
            left join removed using (agency, system, area, month))
        select agency, system, area, month, current_rows as rows, quarantined_rows as quarantined, state,
               case state when 'supplied' then current_rows || if(current_rows = 1, ' report', ' reports') || ' known in the month'
                    || if(searches is null, ', though no file says that it covers it', '')
                    when 'not supplied' then if(removed_rows > 0, 'records of this month were removed (' || removed_rows || '), so what there was can '
                         || 'no longer be told', 'no file of ' || {titles.named("agency")} || ' covers this month')
                    when 'silent' then 'covered, everyone was searched for, and no row came: a quiet month or a lost feed'
                    else 'searched for ' || array_to_string(searches, ' and ') || ', and none was found' end
               || if(quarantined_rows > 0, '; quarantined of extracts of this month: ' || quarantined_rows, '') as because
        from states""")


def _covered(files):
    """Each system, area and month, with who was searched for by the files that cover a day of it; NULL where none does."""
    return duckdb.sql("""
        with read as (select * from files where problem is null),
        spans as (
            select area, unnest(generate_series(date_trunc('month', min(covers_from)), max(covers_to), interval 1 month))::date as month
            from read group by area)
        select s.agency, s.system, s.area, month, list_sort(list(distinct who) filter (who is not null)) as searches
        from (select distinct agency, system, area from read) as s join spans using (area)
        left join (select *, lower(trim(searched_for)) as who from read) as f on f.agency = s.agency and f.system = s.system and f.area = s.area
             and f.covers_from <= last_day(month) and f.covers_to >= month
        group by all""")
