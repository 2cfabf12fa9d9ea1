"""What the rules have said: each rule's history for each family, made once, and today's answer out of it.

A rule answers on every day on which its answer could change. Kept are the days on which its level did change, and the day of
its last word: from these come both today's answer and every raising (`raisings`)."""

import duckdb

from timeline.tables import LEVELS


def shape(rule, found, families) -> duckdb.DuckDBPyRelation:
    """One row per day kept, of what the rule named `rule` has `found` of these families and their people.

    `grave` is 0 where nothing is raised and the greater the graver the level, `before` that of the day before it. `place` is 1 for the last
    word: the latest that was raised or, where nothing ever was, the latest."""
    return duckdb.sql("""
        with mine as (
            select found.*, area, coalesce(len($levels) - list_position($levels, level) + 1, 0) as grave from found join families using (family_id)),
        stepped as (
            select *, coalesce(lag(grave) over (partition by family_id, person_id, harmed_id order by on_day), 0) as before,
                   row_number() over (partition by family_id, person_id, harmed_id order by grave > 0 desc, on_day desc, because) as place
            from mine)
        select $rule as rule, family_id, area, person_id, harmed_id,
               'S-' || left(md5(concat_ws('|', $rule, family_id, coalesce(person_id, ''), coalesce(harmed_id, ''))), 16) as signal_id,
               on_day, level, grave, before, place, latest_on, because, coalesce(evidence, []) as evidence, coalesce(reports, []) as reports, doubts,
               looked_from, rests_on_proposed_link
        from stepped where grave <> before or place = 1""",
                      params={"rule": rule, "levels": list(LEVELS)}).materialize()


def complete(said, areas, nothing) -> duckdb.DuckDBPyRelation:
    """What the rules have said, and one row without a day or a signal for each rule and family of which the rule found nothing.

    `nothing` holds the sentence for it by rule and area."""
    return duckdb.sql("""
        with said as materialized (from said)
        from said
        union all by name
        select rule, family_id, areas.area, because, 0 as grave, 0 as before, 1 as place, [] as evidence, [] as reports, false as rests_on_proposed_link
        from areas join nothing on areas.area is not distinct from nothing.area anti join said using (rule, family_id)""").materialize()


def settle(history) -> duckdb.DuckDBPyRelation:
    """Today's answer out of the history: the last word, as a note where what it raised has passed.

    `raised_on` is the day on which the level last rose, so no rule judges in hindsight."""
    return duckdb.sql("""
        with every as materialized (from history),
        said as materialized (from every where on_day is not null),
        lasting as (
            select signal_id, max(on_day) filter (grave > before) as raised_on, arg_max(grave, on_day) = 0 as passed from said group by signal_id)
        select rule, family_id, area, person_id, harmed_id, signal_id, raised_on, latest_on, if(grave > 0 and passed, 'note', level) as level,
               if(grave > 0 and passed, 'Earlier, not now. ', '') || because as because, evidence, reports, doubts, looked_from, rests_on_proposed_link
        from said join lasting using (signal_id) where place = 1
        union all by name
        select rule, family_id, area, because, evidence, reports, rests_on_proposed_link from every where on_day is null""").materialize()
