"""Where the accounts of one event differ, in sentences that name the agencies."""

import duckdb

from timeline.agencies import titles


def find(accounts) -> duckdb.DuckDBPyRelation:
    """A row per event (`gathered`) whose accounts differ, with the sentences. A question that an agency did not ask makes no difference."""
    gravity = duckdb.sql("""
        select gathered, agency, 'gravity' as subject, -gravity as turn, 'put it in gravity band ' || gravity as said
        from accounts where gravity is not null""").materialize()
    day = duckdb.sql("""
        select gathered, agency, 'day' as subject, datediff('day', date '2000-01-01', occurred_from) as turn,
               'dated it ' || strftime(occurred_from, '%-d %B %Y') as said
        from accounts where precision in ('minute', 'day') and (kind = 'abuse' or category = 'police_notice')""").materialize()
    relation = duckdb.sql("""
        select gathered, agency, 'relation' as subject, if(starts_with(relationship, 'ex-'), 0, 1) as turn,
               if(starts_with(relationship, 'ex-'), 'recorded the two as separated', 'recorded the two as partners') as said
        from accounts where relationship in ('partner', 'spouse', 'ex-partner', 'ex-spouse')""").materialize()
    factor = duckdb.sql("""
        select gathered, agency, 'says ' || e.key as subject, if(e.value = 'yes', 0, 1) as turn,
               'recorded ' || if(e.value = 'yes', e.key, 'none') as said
        from (select gathered, agency, unnest(map_entries(factors)) as e from accounts) where e.value <> 'not asked'""").materialize()
    return duckdb.sql(f"""
        with said as (from gravity union from day union from relation union from factor),
        sides as (
            select gathered, subject, turn, said, string_agg({titles.named("agency")}, ', ' order by agency) as agencies
            from said group by gathered, subject, turn, said),
        sentences as (
            select gathered, subject, string_agg(agencies || ' ' || said, '; ' order by turn) as sentence
            from sides group by gathered, subject having count(*) > 1)
        select gathered, list(sentence order by subject) as disagreements from sentences group by gathered""")
