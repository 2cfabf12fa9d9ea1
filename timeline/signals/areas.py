"""Each family's MARAC area: the one whose agencies report it most often. It decides whose numbers judge the family."""

import duckdb


def find(timelines, accounts, families) -> duckdb.DuckDBPyRelation:
    """One row per family: family_id, area; the area is empty where no report of the family is known."""
    return duckdb.sql("""
        with told as (select family_id, area, count(*) as times from timelines join accounts using (event_id) group by all),
        most as (select family_id, arg_min(area, (-times, area)) as area from told group by all)
        select family_id, area from (select distinct family_id from families) left join most using (family_id)""").materialize()
