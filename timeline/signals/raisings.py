"""Every time that a rule's level rose on a family, and how it fell again: what a look back at a case reads."""

import duckdb


def find(history, events, reports) -> duckdb.DuckDBPyRelation:
    """The `raisings` in the rules' history, each with the sentence of that day and the evidence known by then, in order of occurrence."""
    changes = duckdb.sql("select * from history where grave <> before").materialize()
    risen = duckdb.sql("select * from changes where grave > before").materialize()
    rested = duckdb.sql("""
        with parts as (select signal_id, on_day, unnest(evidence) as event_id from risen)
        select signal_id, on_day, list(event_id order by occurred_from nulls last, event_id) as evidence
        from parts join events using (event_id) where known_on <= on_day group by all""").materialize()
    recorded = duckdb.sql("""
        with parts as (select signal_id, on_day, unnest(reports) as report_id from risen)
        select signal_id, on_day, list(report_id order by report_id) as reports from parts join reports using (report_id)
        where known_on <= on_day group by all""").materialize()
    became = duckdb.sql("""
        select r.signal_id, r.on_day, min(c.on_day) filter (c.grave < r.grave) as until, list({'on_day': c.on_day, 'level': c.level} order by c.on_day) as later
        from risen r join changes c on c.signal_id = r.signal_id and c.on_day > r.on_day group by all""").materialize()
    return duckdb.sql("""
        with told as (from risen)
        select signal_id, rule, family_id, person_id, harmed_id, on_day as raised_on, level, until, coalesce(later, []) as later, because,
               coalesce(e.evidence, []) as evidence, coalesce(r.reports, []) as reports, rests_on_proposed_link
        from told left join rested e using (signal_id, on_day) left join recorded r using (signal_id, on_day) left join became using (signal_id, on_day)
        order by signal_id, raised_on""")
