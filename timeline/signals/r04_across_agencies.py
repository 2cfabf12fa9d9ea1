"""Escalation: several agencies each saw a little, and none saw the whole.

**What.** Within 180 days at least four events of concern or abuse in this family, told independently by at least two agencies, each of band 1 to 3 and
none graded high, where no agency held 60 in 100 of them or more, and no MARAC meeting is recorded in that time.

**Since when.** Raised on the first day on which the agencies between them knew enough. An agency holds what it recorded and what it was told. It ends
when the days no longer hold four, or a meeting brings the agencies together, and then stays as a note.

**What would change it.** It becomes a note when the 180 days no longer hold four such events, when a MARAC meeting is recorded, when one
agency comes to hold 60 in 100 of them, or when an agency grades one of them high.

**Why it matters.** Each event alone was graded standard, or led to no further action, by an agency that knew nothing of the others. Inspections and
case reviews keep finding that nobody joined them.

**Cautions.** What one agency repeats from another's record counts once. Ordinary contact, such as routine visits and attendance, is not counted. More
contact with agencies means more records: a family that asks for help is seen more. An agency that supplied nothing may have held more.

**Source.** JTAI 2017; CSPR Panel 2022; Darlington on cumulative concern."""

import duckdb

from timeline.agencies import titles

HEADING = "Escalation"
NOTHING = "no event of concern or abuse in bands 1 to {gravity} is recorded within {days} days; {events_needed} from {agencies} agencies are needed"


def find(timelines, events, accounts, reports, as_of, *, events_needed, agencies, days, gravity, share, meetings):
    """What the rule says of each family on each day on which its answer could change."""
    seen = _seen(timelines, events, accounts, reports, gravity, as_of)
    met = duckdb.sql("""
        select t.family_id, coalesce(e.occurred_from::date, e.known_on) as day, e.known_on from timelines t join events e using (event_id)
        where list_contains($meetings, e.category) and e.known_on <= $as_of""", params={"meetings": meetings, "as_of": as_of}).materialize()
    looks = _looks(seen, met, as_of, days, events_needed)
    judged = _judged(looks, seen, met, days)
    return duckdb.sql("""
        select family_id, null::varchar as person_id, null::varchar as harmed_id, on_day,
               case when times >= $needed and len(origins) >= $agencies and most < $share * times and meetings = 0 and not graded_high
                    then 'review' end as level,
               format('{} of concern or abuse in bands 1 to {} in the {} days to {}, told by {}; {} from {} agencies ask for a review. '
                      'No single agency saw more than {} of {}.',
                      case times when 0 then 'No event' when 1 then '1 event' else times || ' events' end, $gravity, $days,
                      strftime(on_day, '%-d %B %Y'), if(times = 0, 'anybody', called),
                      $needed, $agencies, most, times)
               || if(meetings > 0, ' A MARAC meeting is recorded in that time.', ' No MARAC meeting is recorded in that time.')
               || if(graded_high, ' An agency graded one of them high.', '') as because,
               evidence, []::varchar[] as reports, null::varchar as doubts, on_day - $days::int as looked_from, latest_on,
               false as rests_on_proposed_link
        from judged""", params={"needed": events_needed, "agencies": agencies, "share": share, "gravity": gravity, "days": days})


def _seen(timelines, events, accounts, reports, gravity, as_of):
    """Each such event on a family's timeline: its day, when known, who told it independently, who held it since when, and a grade of high."""
    told = duckdb.sql("""
        select a.event_id, list_sort(list(distinct a.agency) filter (a.copied_from is null)) as origins,
               bool_or(r.grade is not distinct from 'high') as graded_high
        from accounts a join reports r using (report_id) group by all""").materialize()
    return duckdb.sql("""
        select t.family_id, e.event_id, e.occurred_from::date as day, e.known_on, coalesce(o.origins, []) as origins, o.graded_high,
               map_entries(t.known_on) as holders
        from timelines t join events e using (event_id) join told o using (event_id)
        where e.kind in ('abuse', 'concern') and e.gravity <= $gravity and e.occurred_from is not null and e.known_on <= $as_of""",
                      params={"gravity": gravity, "as_of": as_of}).materialize()


def _looks(seen, met, as_of, days, events_needed):
    """The days on which a family's answer could change: an event, a telling or a meeting became known or left the days; and today.

    A family with too few events ever has today alone."""
    return duckdb.sql("""
        with many as (select family_id from seen group by family_id having count(*) >= $needed),
        changes as (
            select family_id, unnest([known_on, day + $days::int + 1] || [h.value for h in holders]) as on_day from seen semi join many using (family_id)
            union all select family_id, unnest([known_on, day + $days::int + 1]) from met semi join many using (family_id)
            union all select family_id, $as_of::date from seen)
        select distinct family_id, on_day from changes where on_day <= $as_of""", params={"as_of": as_of, "days": days, "needed": events_needed}).materialize()


def _judged(looks, seen, met, days):
    """Each family on each such day: the events within the days as far as known then, and the most that one agency held of them."""
    inside = duckdb.sql("""
        select l.family_id, l.on_day, s.* exclude (family_id, known_on) from looks l join seen s using (family_id)
        where s.known_on <= l.on_day and s.day between l.on_day - $days::int and l.on_day""", params={"days": days}).materialize()
    held = duckdb.sql("""
        with holding as (select family_id, on_day, event_id, unnest(holders) as holder from inside),
        counted as (select family_id, on_day, holder.key as agency, count(*) as n from holding where holder.value <= on_day group by all)
        select family_id, on_day, max(n) as most from counted group by all""").materialize()
    meetings = duckdb.sql("""
        select l.family_id, l.on_day, count(*) as meetings from looks l join met m using (family_id)
        where m.known_on <= l.on_day and m.day between l.on_day - $days::int and l.on_day group by all""", params={"days": days})
    return duckdb.sql(f"""
        with told as (
            select family_id, on_day, count(event_id) as times, coalesce(list_sort(list_distinct(flatten(list(origins)))), []) as origins,
                   coalesce(bool_or(graded_high), false) as graded_high,
                   coalesce(list(event_id order by day, event_id) filter (event_id is not null), []) as evidence,
                   coalesce(max(day), any_value(on_day)) as latest_on
            from looks left join inside using (family_id, on_day) group by all)
        select t.*, {titles.listed("origins")} as called, coalesce(most, 0) as most, coalesce(meetings, 0) as meetings
        from told t left join held using (family_id, on_day) left join meetings using (family_id, on_day)""")
