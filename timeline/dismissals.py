"""Signals that somebody dismissed: whether each dismissal holds today, and why it no longer does.

A dismissal is about the reports that a signal rested on, its rule and the people whom it was about, so it finds its signal by
these, whatever id that has now. It says that somebody looked, and why nothing more was asked for; it hides no record. It holds
until its day, and ends sooner when the signal rests on a report that was not among those seen, when it is graver than the
one dismissed, or when an agency has changed one of its records. The rules never see it: whatever rests on a dismissed signal is
raised as if nobody had dismissed it.
"""

import duckdb

from timeline.tables import LEVELS


def settle(judgements, signals, events, people, families, as_of) -> duckdb.DuckDBPyRelation:
    """The table `dismissals`: a row for every signal of this run that a person dismissed, and every such answer; `as_of` is the run's day."""
    said = _said(judgements).materialize()
    about = _about(said, signals, people, families).materialize()
    seen = _weighed(about, said, events)
    return duckdb.sql("""
        with weighed as materialized (
            select *, list_filter([
                case when len(new_reports) = 1 then 'it rests on 1 record that was not among those seen'
                     when len(new_reports) > 1 then 'it rests on ' || len(new_reports) || ' records that were not among those seen' end,
                case when $today > until then 'the end date has passed' end,
                case when list_position($levels, level_now) < list_position($levels, level)
                     then 'it is graver now: ''' || level_now || ''', and was ''' || level || '''' end,
                case when changed then 'an agency has changed one of its records since' end], lambda why: why is not null) as ended
            from seen)
        select signal_id, answer_id,
               case when waits and len(ended) > 0 then 'overtaken' when len(ended) > 0 then 'returned'
                    when waits then 'waiting for a second person' else 'dismissed' end as state,
               level, until, reason, decided_by, decided_on, seconded_by, new_reports,
               if(waits, 'Asked for by ', 'Dismissed by ') || decided_by || coalesce(' and ' || seconded_by, '')
               || ' on ' || strftime(decided_on, '%-d %B %Y') || ', until ' || strftime(until, '%-d %B %Y') || '.'
               || case when len(ended) = 0 then if(waits, ' It stays raised until a second person agrees.', '')
                       else if(waits, ' Nobody else has agreed, and it would no longer hold because ', ' Returned because ')
                            || array_to_string(ended, ', and ') || '.' end as because
        from weighed order by signal_id, answer_id""", params={"today": as_of, "levels": list(LEVELS)})


def _said(judgements):
    """The dismissals, a row each: what tells the signal apart, the reports that were seen, and how the answer stands."""
    return duckdb.sql("""
        select answer_id, signal ->> 'rule' as rule, signal ->> 'level' as level, signal ->> 'person' as person, signal ->> 'harmed' as harmed,
               min(right_id) as heart, list(left_id) as seen, until, reason, decided_by, decided_on, seconded_by,
               bool_or(changed) as changed, bool_or(state = 'waiting for a second person') as waits
        from judgements where kind = 'signal dismissed' group by all""")


def _about(said, signals, people, families):
    """Which signals each dismissal is about: of its rule, on the family gathered around the same person, about the same people."""
    return duckdb.sql("""
        with spoken as materialized (select unnest([person, harmed, heart]) as mention_id from said),
        holder as materialized (
            select person_id, mention_id from (select person_id, unnest(mention_ids) as mention_id from people) semi join spoken using (mention_id)),
        parts as (
            select mention_id, family_id, min(list_position(['carer', 'adult', 'child', 'other adult'], part)) as part
            from holder join families using (person_id) where part <> 'linked person' group by all),
        homes as (from parts qualify part = min(part) over (partition by mention_id))
        select answer_id, signal_id, s.level as level_now, s.evidence, s.reports
        from said join homes on homes.mention_id = heart
        join signals as s on s.rule = said.rule and s.family_id = homes.family_id
        left join holder as p on p.mention_id = person left join holder as h on h.mention_id = harmed
        where s.person_id is not distinct from p.person_id and (person is null) = (p.person_id is null)
          and s.harmed_id is not distinct from h.person_id and (harmed is null) = (h.person_id is null)""")


def _weighed(about, said, events):
    """Each dismissal of a signal with the reports that the signal rests on now and that were not seen; one that shares none is about another."""
    return duckdb.sql("""
        with shown as materialized (select unnest(evidence) as event_id from about),
        told as materialized (select event_id, unnest(report_ids) as report_id from events semi join shown using (event_id)),
        rests as (
            select answer_id, signal_id, report_id from (select answer_id, signal_id, unnest(evidence) as event_id from about) join told using (event_id)
            union select answer_id, signal_id, unnest(reports) from about),
        compared as (
            select answer_id, signal_id, list_sort(list(report_id) filter (not list_contains(seen, report_id))) as new_reports
            from rests join said using (answer_id) group by all having bool_or(list_contains(seen, report_id)))
        select signal_id, level_now, said.*, coalesce(new_reports, []) as new_reports
        from compared join about using (answer_id, signal_id) join said using (answer_id)""")
