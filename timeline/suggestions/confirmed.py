"""What comes of a person's answer about a suggestion: a confirmed one counts as the report's own answer yes."""

import duckdb


def confirmed(reports, judgements) -> duckdb.DuckDBPyRelation:
    """The reports, with each factor that a person confirmed from their words answered yes; nothing else of them is changed.

    What waits, is contradicted, refused or unsure counts nothing."""
    said = duckdb.sql("""
        select left_id as report_id, map_from_entries(list(distinct {'k': right_id, 'v': 'yes'} order by {'k': right_id, 'v': 'yes'})) as yes
        from judgements where kind = 'factor in report' and state = 'standing' and verdict = 'yes' group by left_id""").materialize()
    if not said.fetchall():
        return reports
    return duckdb.sql("""
        select reports.* replace (if(yes is null, factors, map_concat(factors, yes)) as factors)
        from reports left join said using (report_id)""")
