"""Children: no record that a child was seen, or that the child's school or health visitor was told.

**What.** In the last 365 days, events of abuse with a child present or living there, of which: no record says within 5 working days that each child there
was seen or spoken to; or police recorded the event and no record says that a school-age child's school was told by the next school day; or
police recorded it and no health visitor, midwife or early-years record of the family follows within 3 working days for a child below reception.

**Since when.** Raised on the day after the last day for one of these, counted from the day of the event or, where it became known later, from that
day. It ends when a record made in time becomes known, or when the event is more than 365 days old.

**What would change it.** A record made in time that becomes known ends it for that event; a record made too late does not. Otherwise it
becomes a note when the event is more than 365 days old.

**Why it matters.** Case reviews and inspections find children who were in the home and were neither seen nor heard, and schools and health visitors who
were not told. "Asleep upstairs" is not seen. The duty to tell a school holds although the child was not present, and does not reach below reception.

**Cautions.** It is a gap between agencies, or in what they supplied, and nobody's fault: a notice may have been given and not exported. Working days are
Monday to Friday: bank holidays and school holidays are not in the calendar. Brothers and sisters may be at different schools, and each is asked for.
A child may have moved school, be educated at home, or have no date of birth recorded: then neither school nor early years is asked for. Where no school,
or no health visitor, midwife or early years, supplied records for that month, it is not asked. A notice must not carry a private address.

**Source.** Operation Encompass: Victims and Prisoners Act 2024 and guidance of November 2025; CSPR Panel 2022."""

import duckdb

from timeline.dates import working_days

HEADING = "What was done"
NOTHING = "no event of abuse with a child there in {days} days whose time for seeing the child, or telling school or health visitor, has run out"


def find(harms, events, families, people, mentions, reports, timelines, accounts, coverage, areas, as_of, *,
         days, seen_days, school_days, early_days, seen_in, notices, schools, early_years):
    """What the rule says of each family on each day on which a time ran out, a record became known, or an event grew too old."""
    there = _there(harms, events, families, people, accounts, as_of)
    due = _supplied(_due(there, seen_days, school_days, early_days), coverage, areas, schools, early_years)
    done = _done(there, people, mentions, reports, timelines, accounts, as_of, seen_in, notices, schools, early_years)
    asked = duckdb.sql("""
        with due as materialized (from due), done as materialized (from done)
        select d.family_id, d.event_id, name, d.duty, d.day, due, greatest(due + 1, d.known_on) as late_on, min(w.known_on) as done_on
        from due d left join done w on w.child_id = d.child_id and w.duty = d.duty and w.family_id = d.family_id and w.day between d.day and d.due
             and (w.event_id is null or w.event_id = d.event_id)
        group by all""").materialize()
    judged = _judged(asked, as_of, days)
    return duckdb.sql("""
        with worded as (
            select *, if(open > 0, open || ' of ', '') || if(times = 1, '1 event', times || ' events') as events,
                   if(open > 0, ' (' || array_to_string(names, ', ') || '). ', '. ') as whose from judged),
        told as (
            select family_id, on_day, sum(open) as open, list_distinct(flatten(list(evidence))) as evidence, max(latest_on) as latest_on,
                   string_agg(format(case
                       when duty is null then 'no event whose time has run out. '
                       when duty = 1 and open > 0
                           then '{} of abuse with a child there: no record within {} working days that each child was seen or spoken to{}'
                       when duty = 1 then '{} of abuse with a child there: each child is recorded as seen or spoken to within {} working days{}'
                       when duty = 2 and open > 0
                           then '{} with a child of school age, recorded by police: no record within {} working day that each school was told{}'
                       when duty = 2 then '{} with a child of school age, recorded by police: each school is recorded as told within {} working day{}'
                       when open > 0 then '{} with a child below reception, recorded by police: '
                                       || 'no health visitor, midwife or early-years record within {} working days{}'
                       else '{} with a child below reception, recorded by police: '
                         || 'health visitor, midwife or early years have a record within {} working days{}' end,
                       events, [$seen_days, $school_days, $early_days][coalesce(duty, 1)], whose), '' order by duty) as words
            from worded group by all)
        select family_id, null::varchar as person_id, null::varchar as harmed_id, on_day, if(open > 0, 'review', null) as level,
               format('In the {} days to {}: ', $days, strftime(on_day, '%-d %B %Y')) || words
               || if(open > 0, 'A record may exist that was not supplied: ask whether it was done.', '') as because,
               coalesce(evidence, []) as evidence, []::varchar[] as reports, null::varchar as doubts, on_day - $days::int as looked_from,
               coalesce(latest_on, on_day) as latest_on, false as rests_on_proposed_link
        from told""", params={"days": days, "seen_days": seen_days, "school_days": school_days, "early_days": early_days})


def _there(harms, events, families, people, accounts, as_of):
    """Each event of abuse and child of a family who is in it: the day, when known, when police knew, and whether at school or below it.

    A child starts school in the September after the fourth birthday."""
    return duckdb.sql("""
        with kids as (select distinct family_id, person_id from families where part = 'child'),
        police as (select event_id, min(known_on) as police_on from accounts where agency = 'police' and copied_from is null group by all),
        said as (select event_id, harmed_id as child_id, min(known_on) as known_on from harms where not against_decision and known_on <= $as_of group by all)
        select k.family_id, s.event_id, s.child_id, p.name, e.occurred_from::date as day, s.known_on, police_on,
               make_date(year(p.dob) + if(month(p.dob) < 9, 4, 5), 9, 1) as starts,
               case when day >= starts and date_sub('year', p.dob, day) < 18 then 'school' when day < starts then 'early years' end as age
        from said s join kids k on k.person_id = s.child_id join people p using (person_id) join events e using (event_id) left join police using (event_id)
        where e.kind = 'abuse' and e.occurred_from is not null and e.precision in ('minute', 'day') and (p.dob is null or date_sub('year', p.dob, day) < 18)
        """, params={"as_of": as_of}).materialize()


def _due(there, seen_days, school_days, early_days):
    """What is asked for each child in each event, 1 to be seen, 2 school told, 3 early years told: and the last day for it."""
    return duckdb.sql(f"""
        with asked as (
            select *, 1 as duty, greatest(day, known_on) as start, $seen as n from there
            union all select *, 2, greatest(day, police_on), $school from there where police_on is not null and age = 'school'
            union all select *, 3, greatest(day, police_on), $early from there where police_on is not null and age = 'early years')
        select * exclude (start, n), {working_days("start", "n")} as due from asked""",
                      params={"seen": seen_days, "school": school_days, "early": early_days}).materialize()


def _supplied(due, coverage, areas, schools, early_years):
    """What is asked of those whose agencies supplied records in that month; to see the child is asked of everyone."""
    return duckdb.sql("""
        with heard as (
            select distinct area, month, if(list_contains($schools, agency), 2, 3) as duty
            from coverage where state in ('supplied', 'searched and none') and list_contains($schools || $early, agency))
        select d.* from due d where duty = 1
        union all
        select d.* from due d join areas a using (family_id)
        semi join heard h on h.area = a.area and h.duty = d.duty and h.month = date_trunc('month', d.due)""",
                      params={"schools": schools, "early": early_years})


def _done(there, people, mentions, reports, timelines, accounts, as_of, seen_in, notices, schools, early_years):
    """Each record that answers what is asked: for which child, the day of it and the day it became known; of one event only where it says so."""
    return duckdb.sql("""
        with kids as (select distinct family_id, child_id from there),
        named as (
            select k.family_id, k.child_id, m.seen = 'yes' or m.heard = 'yes' as seen, r.agency, r.category, r.known_on,
                   coalesce(r.occurred_from::date, r.known_on) as day
            from (select person_id as child_id, unnest(mention_ids) as mention_id from people) join kids k using (child_id)
            join mentions m using (mention_id) join reports r using (report_id) where r.known_on <= $as_of),
        knew as (
            select t.family_id, t.event_id, unnest(map_entries(t.known_on)) as told
            from timelines t semi join kids k on k.family_id = t.family_id)
        select family_id, child_id, null as event_id, 1 as duty, day, known_on from named where seen or list_contains($seen_in, category)
        union all
        select family_id, child_id, null, 2, known_on, known_on from named where list_contains($notices, category) and list_contains($schools, agency)
        union all
        select t.family_id, t.child_id, t.event_id, 2, coalesce(r.notified_on, r.known_on), r.known_on
        from there t join accounts a using (event_id) join reports r using (report_id) where list_contains($schools, r.notified_to)
        union all
        select k.family_id, k.child_id, null, 3, told.value, told.value from knew join kids k using (family_id)
        where list_contains($early, told.key) and told.value <= $as_of""",
                      params={"as_of": as_of, "seen_in": seen_in, "notices": notices, "schools": schools, "early": early_years}).materialize()


def _judged(asked, as_of, days):
    """Each family, day and thing asked: how many events it was asked of whose time had run out, and how many are open as far as known then."""
    return duckdb.sql("""
        with asked as materialized (from asked where late_on <= $as_of),
        changes as (select family_id, unnest([late_on, done_on, day + $days::int + 1, $as_of::date]) as on_day from asked),
        looks as (select distinct family_id, on_day from changes where on_day <= $as_of),
        known as (
            select l.*, a.* exclude (family_id), a.done_on is null or a.done_on > on_day as late
            from looks l left join asked a on a.family_id = l.family_id and late_on <= on_day and day >= on_day - $days::int)
        select family_id, on_day, duty, count(distinct event_id) as times, count(distinct event_id) filter (late) as open,
               list_sort(list(distinct name) filter (late)) as names, list_sort(list(distinct event_id) filter (late)) as evidence, max(day) as latest_on
        from known group by all""", params={"as_of": as_of, "days": days})
