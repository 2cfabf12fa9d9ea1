"""What was done: nothing is recorded by any agency after a crisis.

**What.** In the last 365 days, an event of abuse or concern in band 4 or 5, or graded high by an agency, after which no agency recorded any contact,
protection, support, referral or enquiry with this family within 14 days.

**Since when.** Raised on the day after the 14 days ended, counted from the day on which the first agency recorded it as so grave. It ends when a record
made within the 14 days becomes known, or when the event is more than 365 days old.

**What would change it.** A record made within the 14 days that becomes known ends it; a later one does not. Otherwise it becomes a note
when the event is more than 365 days old.

**Why it matters.** Inspections find work that follows the crisis and stops with it, and crises that were recorded and left. This rule comes from the
inspections and not from the literature on risk.

**Cautions.** It is a gap in what was recorded or supplied, and nobody's fault: agencies whose records were not supplied may have done much, see the
coverage. A declined offer is seldom recorded. A record is counted whatever it says: it does not show that anyone was helped. School attendance,
another record of the same event on the same day and a copy of it are not counted; an agency's own account of it on a later day is.

**Source.** JTAI 2017, finding 1; JTAI 2024 to 2026."""

import duckdb

HEADING = "What was done"
NOTHING = "no event of abuse or concern in band {gravity} or above, or graded high, is recorded in {within} days whose {days} days have ended"


def find(timelines, events, reports, accounts, as_of, *, gravity, grades, days, within, kinds, also, left_out):
    """What the rule says of each family on each day on which the days after a crisis ended, a record became known, or the crisis grew too old."""
    crises = duckdb.sql("""
        with grave as (
            select a.event_id, min(a.known_on) as known_on from accounts a join reports r using (report_id)
            where a.gravity >= $gravity or list_contains($grades, r.grade) group by all)
        select t.family_id, e.event_id, e.occurred_from::date as day, g.known_on, greatest(day, g.known_on) + $days::int as due
        from timelines t join events e using (event_id) join grave g using (event_id)
        where e.kind in ('abuse', 'concern') and e.occurred_from is not null and day <= $as_of""",
                        params={"gravity": gravity, "grades": grades, "days": days, "as_of": as_of}).materialize()
    done = _done(crises, timelines, accounts, reports, kinds, also, left_out)
    asked = duckdb.sql("""
        select c.*, min(d.known_on) as done_on from crises c left join done d using (family_id, event_id) group by all""").materialize()
    judged = _judged(asked, as_of, within)
    return duckdb.sql("""
        select family_id, null::varchar as person_id, null::varchar as harmed_id, on_day, if(open > 0, 'review', null) as level,
               format('In the {} days to {}: ', $within, strftime(on_day, '%-d %B %Y'))
               || case when times = 0 then 'no event of that gravity whose days have ended.'
                       when open = 0 then format('{} in band {} or above, or graded high; a record of some agency follows within {} days.',
                                                 if(times = 1, '1 event', times || ' events'), $gravity, $days)
                       else format('{} of {} in band {} or above, or graded high: no agency recorded contact, protection or support within {} days ({}). '
                                   'A record may exist that was not supplied: ask what was done.',
                                   open, if(times = 1, '1 event', times || ' events'), $gravity, $days, on_days) end as because,
               coalesce(evidence, []) as evidence, []::varchar[] as reports, null::varchar as doubts,
               coalesce(first_on, on_day - $within::int) as looked_from, coalesce(latest_on, on_day) as latest_on, false as rests_on_proposed_link
        from judged""", params={"within": within, "gravity": gravity, "days": days})


def _done(crises, timelines, accounts, reports, kinds, also, left_out):
    """Each record within the days after a crisis: of another event of the family, or an agency's own account of this one on a later day."""
    return duckdb.sql("""
        with followed as (
            select t.family_id, a.event_id, coalesce(r.occurred_from::date, a.known_on) as day, a.known_on
            from (select distinct family_id from crises) join timelines t using (family_id) join accounts a using (event_id)
            join reports r using (report_id)
            where (list_contains($kinds, a.kind) or list_contains($also, a.category)) and not list_contains($left_out, a.category))
        select c.family_id, c.event_id, f.known_on from crises c join followed f using (family_id)
        where f.event_id <> c.event_id and f.day between c.day and c.due
        union all
        select c.family_id, c.event_id, a.known_on from crises c join accounts a using (event_id)
        where a.copied_from is null and a.known_on > c.known_on and a.known_on <= c.due""",
                      params={"kinds": kinds, "also": also, "left_out": left_out}).materialize()


def _judged(asked, as_of, within):
    """Each family and day: how many crises had their days ended, and how many of them nothing followed as far as known then."""
    return duckdb.sql("""
        with asked as materialized (from asked where due < $as_of),
        changes as (select family_id, unnest([due + 1, done_on, day + $within::int + 1, $as_of::date]) as on_day from asked),
        looks as (select distinct family_id, on_day from changes where on_day <= $as_of),
        known as (
            select l.*, a.* exclude (family_id), a.done_on is null or a.done_on > on_day as open
            from looks l left join asked a on a.family_id = l.family_id and due < on_day and day >= on_day - $within::int)
        select family_id, on_day, count(event_id) as times, count(event_id) filter (open) as open, max(day) as latest_on, min(day) filter (open) as first_on,
               string_agg(strftime(day, '%-d %B %Y'), ', ' order by day, event_id) filter (open) as on_days,
               list(event_id order by day, event_id) filter (open and event_id is not null) as evidence
        from known group by all""", params={"as_of": as_of, "within": within})
