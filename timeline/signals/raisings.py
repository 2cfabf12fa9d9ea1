"""Every time that a rule's level rose on a family, and how it fell again: what a look back at a case reads."""

import duckdb


def find(history, events, reports) -> duckdb.DuckDBPyRelation:
    """The `raisings` in the rules' history, each with the sentence of that day and the evidence known by then, in order of occurrence."""
    changes = duckdb.sql("""
        select *, grave > before as rises, count(*) filter (grave > before) over (partition by signal_id order by on_day) as turn
        from history where grave <> before""").materialize()
    rested = duckdb.sql("""
        with parts as (select signal_id, on_day, unnest(evidence) as event_id from changes where rises)
        select signal_id, on_day, list(event_id order by occurred_from nulls last, event_id) as evidence
        from parts join events using (event_id) where known_on <= on_day group by all""")
    recorded = duckdb.sql("""
        with parts as (select signal_id, on_day, unnest(reports) as report_id from changes where rises)
        select signal_id, on_day, list(report_id order by report_id) as reports from parts join reports using (report_id)
        where known_on <= on_day group by all""")
    fallen = duckdb.sql("""
        select signal_id, turn, min(on_day) as until, list({'on_day': on_day, 'level': level} order by on_day) as falls
        from changes where not rises group by all""")
    return duckdb.sql("""
        with risen as (from changes where rises)
        select signal_id, rule, family_id, person_id, harmed_id, on_day as raised_on, level, until, coalesce(falls, []) as falls, because,
               coalesce(e.evidence, []) as evidence, coalesce(r.reports, []) as reports, rests_on_proposed_link
        from risen left join rested e using (signal_id, on_day) left join recorded r using (signal_id, on_day) left join fallen using (signal_id, turn)
        order by signal_id, raised_on""")
