"""Which reports tell of one thing that happened: precision and recall of pairs of reports."""

import duckdb


def accounts(events, told) -> dict:
    """Precision and recall of pairs of reports in one event, against the event of which each truly tells (`told`)."""
    right, made, real = duckdb.sql("""
        with truly as (select distinct report_id, event from told),
        cells as materialized (
            select event_id, event, count(*) as n from (select event_id, unnest(report_ids) as report_id from events) join truly using (report_id) group by all)
        select (select sum(n * (n - 1) / 2) from cells), (select sum(n * (n - 1) / 2) from (select sum(n) as n from cells group by event_id)),
               (select sum(n * (n - 1) / 2) from (select sum(n) as n from cells group by event))""").fetchall()[0]
    return {"events precision": (right, made), "events recall": (right, real)}
