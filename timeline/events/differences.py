"""Where the accounts of one event differ, in sentences that name the agencies."""

import duckdb


def find(accounts) -> duckdb.DuckDBPyRelation:
    """A row per event whose accounts differ, with the sentences. A question that an agency did not ask makes no difference."""
    told = duckdb.sql("""
        from accounts qualify count(*) over (partition by event_id) > 1""").materialize()
    gravity = duckdb.sql("""
        select event_id, agency, 'gravity' as subject, -gravity as turn, 'put it in gravity band ' || gravity as said
        from told where gravity is not null""").materialize()
    day = duckdb.sql("""
        select event_id, agency, 'day' as subject, datediff('day', date '2000-01-01', occurred_from) as turn,
               'dated it ' || strftime(occurred_from, '%-d %B %Y') as said
        from told where precision in ('minute', 'day') and (kind = 'abuse' or category = 'police_notice')""").materialize()
    relation = duckdb.sql("""
        select event_id, agency, 'relation' as subject, if(starts_with(relationship, 'ex-'), 0, 1) as turn,
               if(starts_with(relationship, 'ex-'), 'recorded the two as separated', 'recorded the two as partners') as said
        from told where relationship in ('partner', 'spouse', 'ex-partner', 'ex-spouse')""").materialize()
    factor = duckdb.sql("""
        select event_id, agency, 'says ' || e.key as subject, if(e.value = 'yes', 0, 1) as turn,
               'recorded ' || if(e.value = 'yes', e.key, 'none') as said
        from (select event_id, agency, unnest(map_entries(factors)) as e from told) where e.value <> 'not asked'""").materialize()
    return duckdb.sql("""
        with said as (from gravity union from day union from relation union from factor),
        sides as (
            select event_id, subject, turn, said, string_agg(agency, ', ' order by agency) as agencies
            from said group by event_id, subject, turn, said),
        sentences as (
            select event_id, subject, string_agg(agencies || ' ' || said, '; ' order by turn) as sentence
            from sides group by event_id, subject having count(*) > 1)
        select event_id, list(sentence order by subject) as disagreements from sentences group by event_id""")
