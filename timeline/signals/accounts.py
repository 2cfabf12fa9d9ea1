"""Each agency's account of an event, with the day that the agency knew it: what a rule may use on a given day.

An event gathers accounts that became known on different days. A rule that asks what was known on a day asks here."""

import duckdb


def shape(events, reports, as_of) -> duckdb.DuckDBPyRelation:
    """One row per event and report known by the day `as_of`: agency, day known, gravity, type of abuse, factors, category."""
    return duckdb.sql("""
        with told as (select event_id, unnest(report_ids) as report_id from events)
        select t.event_id, t.report_id, r.agency, r.area, r.known_on, r.kind, r.category, r.gravity, r.type, r.factors, r.copied_from
        from told t join reports r using (report_id) where r.known_on <= $as_of""", params={"as_of": as_of}).materialize()
