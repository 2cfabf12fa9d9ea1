"""Court orders, bail and licence conditions: who is bound, who is protected, from when to when, and what is recorded as a breach.

An order is a marker of known risk and never a protection to be counted against it; made on an application or
without the other side being heard, it is no finding. Several sources' records of one order are one: the same person bound,
the same kind and day, or one reference with days that lie within four weeks. A breach counts only from the day that the order
was made to the day that it ended, between a person bound and a person protected.
"""

import duckdb
import networkx

from timeline.agencies import titles
from timeline.dates import in_words

KINDS = ("non_molestation_order", "occupation_order", "restraining_order", "protection_order", "bail_conditions", "licence_condition",
         "prohibited_steps", "child_arrangements")
BOUND = ("respondent", "suspect", "offender")
PROTECTED = ("applicant", "victim", "child", "unborn")
CRIMINAL = ("bail_conditions", "licence_condition")  # their breach is recorded as bail_breach; every other order's as order_breach
APART = 28
HASH = 16


def find(reports, mentions, people, events) -> duckdb.DuckDBPyRelation:
    """The table `orders`. A record that names nobody as bound keeps `bound_id` empty: the order exists, and that is a gap to show."""
    named = _named(mentions, people).materialize()
    records = _records(reports, named).materialize()
    groups = _gather(_same(records))
    orders = _settle(records, groups, named).materialize()
    breaches = _breaches(orders, events, named).materialize()
    return duckdb.sql(f"""
        select o.* exclude (first, agencies, sources, report_ids, until), coalesce(b.event_ids, []) as breach_event_ids, o.report_ids,
               replace(replace(kind, 'non_', 'non-'), '_', ' ')
               || coalesce(' made on ' || {in_words("made_on")}, ', the day of its making not recorded (it may be an application)')
               || coalesce(', served on ' || {in_words("served_on")}, ', service not recorded')
               || coalesce(', ended on ' || {in_words("ended_on")}, ', expires on ' || {in_words("expires_on")}, ', no last day recorded')
               || '; recorded by ' || o.agencies
               || case when o.sources > 1 then ' (' || o.sources || ' records of one order: same person and day, or same reference)' else '' end
               || case when o.bound_id is null then '; nobody is named as bound' else '' end
               || case when len(coalesce(b.event_ids, [])) > 0 then '; recorded as breached in ' || len(b.event_ids) || ' events' else '' end
               as because
        from orders o left join breaches b using (order_id)""")


def as_known(reports, mentions, people, events, orders) -> duckdb.DuckDBPyRelation:
    """The orders as they stood on each day on which more became known of them, for rules that must not judge in hindsight.

    The columns of `orders` but the words, and `known_from` and `known_until`: from which day until before which day it was known so. Which records
    are of one order is as the whole record has it."""
    told = duckdb.sql("""
        with parts as (select order_id, unnest(report_ids) as report_id from orders)
        select order_id, report_id, known_on from parts join reports using (report_id)""").materialize()
    days = duckdb.sql("""
        select *, lead(known_from) over (partition by order_id order by known_from) as known_until
        from (select distinct order_id, known_on as known_from from told)""").materialize()
    then = duckdb.sql("""
        select report_id, concat_ws('@', order_id, known_from) as first from told join days using (order_id) where known_on <= known_from""").materialize()
    named = _named(mentions, people).materialize()
    stood = _settle(_records(reports, named).materialize(), then, named).project("* exclude (order_id) rename (first as order_id)").materialize()
    breaches = _breaches(stood, events, named).materialize()
    return duckdb.sql("""
        select d.order_id, s.kind, bound_id, protected_ids, made_on, served_on, expires_on, ended_on, known_on, received_on,
               coalesce(b.event_ids, []) as breach_event_ids, report_ids, known_from, known_until
        from stood s join days d on s.order_id = concat_ws('@', d.order_id, known_from) left join breaches b on b.order_id = s.order_id""").materialize()


def _named(mentions, people):
    return duckdb.sql(f"""
        with who as (select unnest(mention_ids) as mention_id, person_id from people)
        select m.report_id, who.person_id, m.role, m.agency, m.mention_id
        from mentions m join who using (mention_id) where m.role in {BOUND + PROTECTED}""")


def _records(reports, named):
    """Each report of an order with its days and the person bound: the respondent first, then the suspect, then the offender."""
    return duckdb.sql(f"""
        with bound as (
            select report_id, person_id from named where role in {BOUND}
            qualify row_number() over (partition by report_id order by list_position({list(BOUND)}, role), mention_id) = 1)
        select r.report_id, r.agency, r.category as kind, b.person_id as bound_id,
               coalesce(r.made_on, r.since, case when r.category in {CRIMINAL} then r.occurred_from::date end) as made_on,
               r.served_on, coalesce(r.expires_on, r.until) as expires_on, r.ended_on, r.conditions, r.known_on, r.received_on,
               list_distinct([split_part(r.incident_ref, ':', -1), split_part(r.other_ref, ':', -1)]) as refs
        from reports r left join bound b using (report_id) where r.category in {KINDS}""")


def _same(records):
    """Pairs of records of one order, each record with itself among them."""
    return duckdb.sql(f"""
        with records as materialized (from records),
        referred as (select report_id, kind, made_on, unnest(refs) as ref, bound_id from records)
        select report_id as l, report_id as r from records
        union
        select min(report_id) over (partition by kind, bound_id, made_on), report_id from records where bound_id is not null and made_on is not null
        union
        select a.report_id, b.report_id from referred a join referred b on a.ref = b.ref and a.kind = b.kind and a.report_id < b.report_id
        where (a.bound_id = b.bound_id or a.bound_id is null or b.bound_id is null)
          and coalesce(abs(a.made_on - b.made_on), 0) <= {APART}""").fetchall()


def _gather(same):
    """Which records hang together, as a relation of report_id and the least report_id of its group."""
    groups = [sorted(group) for group in networkx.connected_components(networkx.Graph(same))]
    report_id = [report for group in groups for report in group]
    first = [group[0] for group in groups for _ in group]
    return duckdb.sql("select unnest($report_id) as report_id, unnest($first) as first", params={"report_id": report_id, "first": first}).materialize()


def _settle(records, groups, named):
    """One row per order; of what its sources say differently, the earliest making and service and the latest end stand."""
    return duckdb.sql(f"""
        with records as materialized (from records), groups as materialized (from groups),
        settled as (
            select first, 'O-' || left(md5(min_by(report_id, (received_on, report_id))), {HASH}) as order_id, min(kind) as kind,
                   min_by(bound_id, (known_on, report_id)) filter (bound_id is not null) as bound_id,
                   string_agg(distinct conditions, ' / ' order by conditions) as conditions, min(made_on) as made_on,
                   min(served_on) as served_on, max(expires_on) as expires_on, max(ended_on) as ended_on, min(known_on) as known_on,
                   min(received_on) as received_on, {titles.listed("list(agency)")} as agencies,
                   count(*) as sources, list_sort(list(report_id)) as report_ids
            from records join groups using (report_id) group by first),
        sheltered as (
            select g.first, list_sort(list_distinct(list(n.person_id))) as ids
            from named n join groups g using (report_id) where n.role in {PROTECTED} group by g.first)
        select s.first, s.order_id, s.kind, s.bound_id, coalesce(list_filter(p.ids, lambda x: x is distinct from s.bound_id), []) as protected_ids,
               s.conditions, s.made_on, s.served_on, s.expires_on, s.ended_on, s.known_on, s.received_on, s.agencies, s.sources,
               s.report_ids, least(s.expires_on, s.ended_on) as until
        from settled s left join sheltered p using (first)""")


def _breaches(orders, events, named):
    """Events recorded as a breach while the order ran, with the person bound as accused and a person protected as harmed."""
    return duckdb.sql(f"""
        with breached as (
            select event_id, category, coalesce(occurred_from::date, known_on) as day, unnest(report_ids) as report_id
            from events where category in ('order_breach', 'bail_breach')),
        named_there as materialized (
            select b.event_id, b.category, b.day, n.person_id, n.role in {BOUND} as accused from breached b join named n using (report_id)),
        met as (
            select distinct a.event_id, a.category, a.day, a.person_id as bound_id, v.person_id as protected_id
            from named_there a join named_there v using (event_id) where a.accused and not v.accused),
        runs as (select order_id, kind, bound_id, coalesce(made_on, known_on) as made_on, until, unnest(protected_ids) as protected_id from orders)
        select order_id, list(event_id order by day, event_id) as event_ids
        from (
            select distinct r.order_id, m.event_id, m.day
            from runs r join met m using (bound_id, protected_id)
            where m.day >= r.made_on and (r.until is null or m.day <= r.until) and (r.kind in {CRIMINAL}) = (m.category = 'bail_breach'))
        group by order_id""")
