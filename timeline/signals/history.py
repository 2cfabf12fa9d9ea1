"""What the rules have said: each rule's history for each family, made once, and today's answer out of it.

A rule answers on every day on which its answer could change. Kept are the days on which its level did change, and the day of
its last word: from these come both today's answer and every raising (`raisings`)."""

import duckdb

from timeline.tables import LEVELS


def shape(rule, found, families, nothing) -> duckdb.DuckDBPyRelation:
    """One row per day kept, of what the rule named `rule` has `found` of these families and their people.

    `grave` is 0 where nothing is raised and the greater the graver the level, `before` that of the day before it. `place` is 1 for the last
    word: the latest that was raised or, where nothing ever was, the latest. A family of which nothing is found has one row with
    the sentence `nothing`."""
    return duckdb.sql("""
        with homes as materialized (from families),
        mine as (select *, coalesce(len($levels) - list_position($levels, level) + 1, 0) as grave from found semi join homes using (family_id)),
        stepped as (
            select *, coalesce(lag(grave) over (partition by family_id, person_id, harmed_id order by on_day), 0) as before,
                   row_number() over (partition by family_id, person_id, harmed_id order by grave > 0 desc, on_day desc, because) as place
            from mine),
        kept as (from stepped where grave <> before or place = 1)
        select $rule as rule, family_id, area, person_id, harmed_id,
               'S-' || left(md5(concat_ws('|', $rule, family_id, coalesce(person_id, ''), coalesce(harmed_id, ''))), 16) as signal_id,
               on_day, level, coalesce(grave, 0) as grave, coalesce(before, 0) as before, coalesce(place, 1) as place, latest_on,
               coalesce(because, $nothing) as because, coalesce(evidence, []) as evidence, coalesce(reports, []) as reports, doubts, looked_from,
               coalesce(rests_on_proposed_link, false) as rests_on_proposed_link
        from homes left join kept using (family_id)""",
                      params={"rule": rule, "levels": list(LEVELS), "nothing": nothing}).materialize()


def settle(history) -> duckdb.DuckDBPyRelation:
    """Today's answer out of the history: the last word, as a note where what it raised has passed.

    `raised_on` is the day on which the level last rose, so no rule judges in hindsight."""
    return duckdb.sql("""
        with said as materialized (from history),
        lasting as (
            select signal_id, max(on_day) filter (grave > before) as raised_on, arg_max(grave, on_day) = 0 as passed from said group by signal_id)
        select rule, family_id, area, person_id, harmed_id, signal_id, raised_on, latest_on, if(grave > 0 and passed, 'note', level) as level,
               if(grave > 0 and passed, 'Earlier, not now. ', '') || because as because, evidence, reports, doubts, looked_from, rests_on_proposed_link
        from said join lasting using (signal_id) where place = 1""").materialize()
