"""What comes of a person's answer about a suggestion: a confirmed one counts as the report's own answer yes, and says who confirmed it."""

import duckdb

from timeline.tables import KINDS_FROM_WORDS

KINDS_COUNT = "R10"  # the one rule that counts a confirmed kind of abuse: another that names the kind has it from a category


def confirmed(reports, judgements) -> duckdb.DuckDBPyRelation:
    """The reports, with each factor that a person confirmed from their words answered yes; nothing else of them is changed.

    What waits, is contradicted, refused or unsure counts nothing. Of a report that answers no, the answer stays no."""
    yes = _yes(judgements).materialize()
    if not yes.fetchall():
        return reports
    return duckdb.sql("""
        with said as (select report_id, map_from_entries(list({'k': name, 'v': 'yes'} order by name)) as yes from (select distinct report_id, name from yes)
                      group by report_id)
        select reports.* replace (if(said.yes is null, factors, map_concat(said.yes, map_from_entries(
            list_filter(map_entries(factors), lambda f: f.value <> 'not asked' or not coalesce(map_contains(said.yes, f.key), false))))) as factors)
        from reports left join said using (report_id)""")


def told(signals, events, judgements) -> duckdb.DuckDBPyRelation:
    """The signals; one whose sentence names a factor that a person confirmed from the words of a record among its evidence says who and when."""
    yes = _yes(judgements).materialize()
    if not yes.fetchall():
        return signals
    return duckdb.sql("""
        with raised as materialized (from signals),
        rests as (select signal_id, rule, because, unnest(evidence) as event_id from raised),
        holds as (select event_id, unnest(report_ids) as report_id from events),
        words as (
            select distinct signal_id, format('{}, confirmed from the record''s words by {} on {} ({})', name, person,
                                              strftime(decided_on, '%-d %B %Y'), report_id) as one
            from rests join holds using (event_id) join yes using (report_id)
            where contains(lower(because), name) and (rule = $kinds_count or not list_contains($kinds, name))),
        said as (select signal_id, string_agg(one, '; ' order by one) as words from words group by signal_id)
        select raised.* replace (if(words is null, because, because || ' Among what it rests on: ' || words || '.') as because)
        from raised left join said using (signal_id)""", params={"kinds": list(KINDS_FROM_WORDS), "kinds_count": KINDS_COUNT})


def _yes(judgements):
    """The answers yes that stand: the report, the factor, by whom, when; the earliest of several."""
    return duckdb.sql("""
        select left_id as report_id, right_id as name, arg_min(decided_by, (decided_on, answer_id)) as person, min(decided_on) as decided_on
        from judgements where kind = 'factor in report' and state = 'standing' and verdict = 'yes' group by all order by all""")
