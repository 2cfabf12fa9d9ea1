"""What happened, once, with every agency's account of it.

Every report is in exactly one event (`same.py` says which reports speak of one). Severity is never averaged: an event carries
its gravest account and says where the others differ (`differences.py`). What one agency repeats from another's record is an
account and no independent one. Where a person said that reports are one event or are not, it says who and when (`answers.py`).
"""

import duckdb

from timeline.agencies import titles
from timeline.events import answers, differences, same

PRECISIONS = ("minute", "day", "range", "month", "year", "undated")   # the most exact first
GRAVEST_FIRST = ("abuse", "concern", "protection", "life", "movement", "contact", "strength")


def merge(reports, mentions, people, judgements) -> duckdb.DuckDBPyRelation:
    """The events table."""
    said = answers.heard(judgements)
    merged = tell(reports, same.together(reports, mentions, people, said).materialize()).materialize()
    return _with_answers(merged, said)


def tell(reports, together) -> duckdb.DuckDBPyRelation:
    """The events that reports tell, `together` saying which are one: report_id, gathered (a name for the event) and the reasons."""
    accounts = duckdb.sql("""
        select r.* exclude (row_id, words, conditions), gathered, reasons from reports r join together using (report_id)""").materialize()
    alone = _alone(reports, together).materialize()
    shared = _shared(accounts).materialize()
    return duckdb.sql("from alone union all by name from shared")


def _with_answers(merged, said):
    """The events in order, with who said of their reports that they are one event, or are not."""
    spoken = duckdb.sql("""
        with said as materialized (select left_id, right_id, because from said),
        each as (select left_id as report_id, because from said union all select right_id, because from said),
        held as (select event_id, unnest(report_ids) as report_id from merged)
        select event_id, string_agg(distinct because, '; ' order by because) as because from held join each using (report_id) group by event_id""")
    return duckdb.sql("""
        select merged.* replace (concat_ws('; ', nullif(merged.because, ''), spoken.because) as because)
        from merged left join spoken using (event_id) order by event_id""")


def _alone(reports, together):
    """The events that one report alone tells."""
    return duckdb.sql(f"""
        select 'E-' || left(md5(report_id), 16) as event_id, occurred_from, coalesce(occurred_to, occurred_from) as occurred_to, precision,
               known_on, received_on, category, kind, gravity, if(type is null, [], [type]) as types, physical, factors,
               [agency] as agencies, [report_id] as report_ids, 1::integer as independent_accounts, []::varchar[] as disagreements,
               'one account, by ' || {titles.named("agency")} as because
        from reports anti join together using (report_id)""")


def _shared(accounts):
    """The events that several reports tell."""
    factors = _factors(accounts).materialize()
    differing = differences.find(accounts).materialize()
    return duckdb.sql(f"""
        with events as (
            select gathered, 'E-' || left(md5(arg_min(report_id, {{'received_on': received_on, 'report_id': report_id}})), 16) as event_id,
                   any_value(reasons) as reasons,
                   arg_min({{'occurred_from': occurred_from, 'occurred_to': coalesce(occurred_to, occurred_from), 'precision': precision}},
                           (list_position({list(PRECISIONS)}, precision), occurred_from, report_id)) as dated,
                   min(known_on) as known_on, min(received_on) as received_on,
                   arg_min({{'category': category, 'kind': kind, 'gravity': gravity}},
                           (-coalesce(gravity, 0), list_position({list(GRAVEST_FIRST)}, kind), received_on, report_id)) as gravest,
                   coalesce(list_sort(list(distinct type) filter (type is not null)), []) as types, bool_or(physical) as physical,
                   list_sort(list(distinct agency)) as agencies, list_sort(list(report_id)) as report_ids,
                   count(distinct coalesce(copied_from, agency))::integer as independent_accounts
            from accounts group by gathered)
        select event_id, dated.occurred_from, dated.occurred_to, dated.precision, known_on, received_on, gravest.category, gravest.kind,
               gravest.gravity, types, physical, coalesce(factors, map {{}}) as factors, agencies, report_ids, independent_accounts,
               coalesce(disagreements, []) as disagreements, array_to_string(reasons, '; ') as because
        from events left join factors using (gathered) left join differing using (gathered)""")


def _factors(accounts):
    """Each event's risk factors: yes if any account says yes, else no if any says no, else not asked."""
    return duckdb.sql("""
        select gathered, map(list(factor order by factor), list(answer order by factor)) as factors from (
            select gathered, e.key as factor, if(bool_or(e.value = 'yes'), 'yes', if(bool_or(e.value = 'no'), 'no', 'not asked')) as answer
            from (select gathered, unnest(map_entries(factors)) as e from accounts) group by gathered, factor)
        group by gathered""")
