"""Separation risk: abuse goes on after two people have separated.

**What.** After a recorded separation, the same person is said to have harmed the same other again: at least twice within 60 days (more
than 72 hours apart), or once after an order that protects the other. Messages, money, contact at handovers and through
others count as much as violence does. Besides, and as a note only: the person said to harm is recorded as the applicant against the
other in three or more applications or hearings within a year, after the separation.

**Since when.** Raised on the first day on which the agencies knew of the separation and of enough such events. A review for a year, then a note.
Two events of stalking within 14 days, or unwanted contact on more than 3 days of a week, ask for someone the same day, for four weeks.
Applications and hearings are a note from the day on which enough of them were known until a year after the last of these, and never more.

**What would change it.** It falls as the days pass, from the same day to a review and after a year to a note, unless another such event
becomes known. What turns out to have happened after a recorded reconciliation, and before the next separation, no longer counts.

**Why it matters.** Harassment and stalking after separation is graded too low most often, because nothing physical happened.

**Cautions.** Seeing one's children and going to court are rights: what counts here is what an agency recorded as abuse, and a person must judge
whether the contact was unwanted. Applications and hearings are counted and not judged: to apply again can be right, and one case makes
several hearings. An application by the person said to be harmed never counts, and none does once each is recorded as harming the other.
Controlling or coercive behaviour after separation could be charged only from 5 April 2023. An order makes
breaches recordable. Events between a recorded reconciliation and the next separation do not count here.

**Source.** Wire and Myhill 2018; SafeLives, definition of a repeat case; statutory guidance on controlling or coercive behaviour
2023."""

import duckdb

from timeline.agencies import titles
from timeline.signals import proceedings

HEADING = "Separation risk"
NOTHING = "no abuse by a named person is recorded after a separation; 2 events within {days} days, or 1 after an order, are needed"


def find(allegations, accounts, known_periods, known_orders, standings, reports, mentions, people, events, as_of, *, days, stalking_days, episode_hours,
         inferred_reports, same_day_days, review_days, visits, visit_days, more_than, applications, filings, filings_days):
    """What the rule says of each pair on each day on which its answer could change."""
    apart = _apart(known_periods, inferred_reports)
    after = _after(allegations, accounts, apart, visits)
    triggers = _triggers(after, known_orders, days, stalking_days, episode_hours).union(_weekly(after, visit_days, more_than)).materialize()
    filed = proceedings.filed(allegations, standings, apart, reports, mentions, people, events, applications, as_of)
    looks = _looks(after, triggers, filed, as_of, same_day_days, review_days)
    abused = _abused(looks, after, triggers, days, same_day_days, review_days)
    applied = proceedings.enough(looks, filed, filings, filings_days, review_days)
    return duckdb.sql("""
        with asked as (
            select *, format('{} is recorded (by {}) as the applicant against {} in {} and {} since a separation said to be from {}: going to court is a '
                             'right, and only a person can judge what these are.', person, told_by, harmed,
                             if(applications = 1, '1 application', applications || ' applications'), if(hearings = 1, '1 hearing', hearings || ' hearings'),
                             strftime(apart_on, '%-d %B %Y')) as filing from applied)
        select family_id, person_id, harmed_id, on_day, coalesce(level, if(filing is null, null, 'note')) as level,
               coalesce(nullif(concat_ws(' ', because, filing), ''), $nothing) as because,
               list_distinct(coalesce(a.evidence, []) || coalesce(f.evidence, [])) as evidence, []::varchar[] as reports, both_ways as doubts,
               coalesce(least(a.apart_on, f.apart_on), on_day) as looked_from, coalesce(greatest(a.latest_on, f.latest_on), on_day) as latest_on,
               false as rests_on_proposed_link
        from looks left join abused a using (family_id, person_id, harmed_id, on_day) left join asked f using (family_id, person_id, harmed_id, on_day)""",
                      params={"nothing": NOTHING.format(days=days)})


def _looks(after, triggers, filed, as_of, same_day_days, review_days):
    """The days on which the answer could change: something became known or no longer holds, a level ends; and today."""
    return duckdb.sql("""
        with changes as (
            select family_id, person_id, harmed_id,
                   unnest([greatest(known_on, known_from), known_until, known_on + $same_day_days::int,
                           known_on + $same_day_days::int + $review_days::int]) as on_day from triggers
            union all select family_id, person_id, harmed_id, unnest([known_on, known_until, day + $review_days::int]) from filed)
        select * from changes where on_day <= $as_of
        union select family_id, person_id, harmed_id, $as_of::date from after
        union select family_id, person_id, harmed_id, $as_of::date from filed""",
                      params={"as_of": as_of, "same_day_days": same_day_days, "review_days": review_days}).materialize()


def _abused(looks, after, triggers, days, same_day_days, review_days):
    """What is said of abuse after the separation on each day looked at: the level, or none, the sentence and what it rests on."""
    raised = duckdb.sql("""
        select l.family_id, l.person_id, l.harmed_id, l.on_day, string_agg(distinct t.why, '; ' order by t.why) as why,
               min(case when t.urgent and on_day < t.known_on + $same_day_days::int then 1
                        when on_day < t.known_on + $same_day_days::int + $review_days::int then 2 else 3 end) as step
        from looks l join triggers t using (family_id, person_id, harmed_id)
        where greatest(t.known_on, t.known_from) <= l.on_day and (t.known_until is null or l.on_day < t.known_until) group by all""",
                        params={"same_day_days": same_day_days, "review_days": review_days}).materialize()
    told = duckdb.sql(f"""
        select l.family_id, l.person_id, l.harmed_id, l.on_day, any_value(person) as person, any_value(harmed) as harmed,
               any_value(both_ways) as both_ways, min(apart_on) as apart_on, count(*) as events, count(*) filter (violent_on <= l.on_day) as physical,
               list(event_id order by first_at, event_id) as evidence, max(day) as latest_on,
               {titles.listed("flatten(list(asserted_by))")} as said_by
        from looks l join after a using (family_id, person_id, harmed_id)
        where greatest(a.known_on, a.known_from) <= l.on_day and (a.known_until is null or l.on_day < a.known_until) group by all""")
    return duckdb.sql("""
        select family_id, person_id, harmed_id, on_day, ['same day', 'review', 'note'][step] as level,
               format('{} is said by {} to have harmed {} in {} since a separation said to be from {}, {} of them with physical violence. ',
                      person, said_by, harmed, case events when 1 then '1 event' else events || ' events' end, strftime(apart_on, '%-d %B %Y'),
                      case physical when 0 then 'none' else physical::varchar end)
               || coalesce(upper(left(why, 1)) || substr(why, 2) || '.', format('2 within {} days, or 1 after an order, are needed.', $days)) as because,
               evidence, both_ways, apart_on, latest_on
        from told left join raised using (family_id, person_id, harmed_id, on_day)""", params={"days": days})


def _apart(known_periods, inferred_reports):
    """Each separation or reconciliation as known in a stretch of days, told from either of the two people."""
    return duckdb.sql("""
        with told as (
            select person_id as one, other_person_id as other, coalesce(state, 'unclear') as state, coalesce(since, known_on) as apart_on, known_on,
                   known_from, known_until
            from known_periods where kind = 'separation' and state is distinct from 'planned'
              and (certainty <> 'inferred' or len(report_ids) >= $inferred_reports))
        select * from told union all select other, one, state, apart_on, known_on, known_from, known_until from told""",
                      params={"inferred_reports": inferred_reports}).materialize()


def _after(allegations, accounts, apart, visits):
    """Dated abuse of a pair while its latest recorded state was separated, with the day on which both were known, and since when an account calls it
    stalking, violence or a visit."""
    kinds = duckdb.sql("""
        select event_id, min(known_on) filter (factors['stalking'] = 'yes') as stalking_on,
               min(known_on) filter (type in ('physical', 'sexual')) as violent_on, min(known_on) filter (list_contains($visits, category)) as visit_on
        from accounts group by all""", params={"visits": visits})
    return duckdb.sql("""
        with placed as (
            select a.*, s.state, s.apart_on, s.known_on as apart_known, s.known_from, s.known_until from allegations a
            join apart s on s.one = a.person_id and s.other = a.harmed_id and s.apart_on <= a.day
            where a.kind = 'abuse'
            qualify row_number() over (partition by family_id, person_id, harmed_id, event_id, s.known_from
                                       order by s.apart_on desc, s.known_on desc, s.state) = 1)
        select p.* replace (greatest(p.known_on, apart_known) as known_on), stalking_on, violent_on, visit_on
        from placed p join kinds using (event_id) where state <> 'reversed'""").materialize()


def _triggers(after, known_orders, days, stalking_days, episode_hours):
    """What is enough, and the day on which it was known: two events close together, stalking twice, or one after an order."""
    return duckdb.sql("""
        with told as materialized (select family_id, person_id, harmed_id, known_on, known_from, known_until, day, first_at, stalking_on from after),
        twice as (
            select b.family_id, b.person_id, b.harmed_id, greatest(a.known_on, b.known_on) as known_on, b.known_from, b.known_until,
                   a.stalking_on as one_on, b.stalking_on as other_on, b.day - a.day as parted
            from told a join told b using (family_id, person_id, harmed_id, known_from)
            where b.first_at > a.first_at + to_hours($hours::int))
        select family_id, person_id, harmed_id, known_on, known_from, known_until, false as urgent,
               'twice within ' || $days || ' days' as why from twice where parted <= $days
        union select family_id, person_id, harmed_id, greatest(known_on, one_on, other_on), known_from, known_until, true,
              'stalking twice within ' || $stalking_days || ' days' from twice
              where one_on is not null and other_on is not null and parted <= $stalking_days
        union
        select a.family_id, a.person_id, a.harmed_id, greatest(a.known_on, o.known_on), greatest(a.known_from, o.known_from),
               least(a.known_until, o.known_until), false, 'after an order was made on ' || strftime(o.made_on, '%-d %B %Y')
        from told a join known_orders o on o.bound_id = a.person_id and list_contains(o.protected_ids, a.harmed_id)
        where a.day >= o.made_on and a.day <= coalesce(least(o.expires_on, o.ended_on), a.day)""",
                      params={"days": days, "stalking_days": stalking_days, "hours": episode_hours}).materialize()


def _weekly(after, visit_days, more_than):
    """Unwanted contact or attendance on more days of a week than the settings say, and the day on which that many were known."""
    return duckdb.sql("""
        with told as materialized (
            select family_id, person_id, harmed_id, known_from, known_until, day, min(greatest(known_on, visit_on)) as known_on
            from after where visit_on is not null group by all),
        weeks as (
            select b.family_id, b.person_id, b.harmed_id, b.known_from, b.known_until, b.day, list_sort(list(a.known_on))[$more + 1] as known_on
            from told a join told b using (family_id, person_id, harmed_id, known_from)
            where a.day > b.day - $days::int and a.day <= b.day group by all having count(*) > $more)
        select family_id, person_id, harmed_id, known_on, known_from, known_until, true as urgent,
               'unwanted contact on more than ' || $more || ' days within ' || $days as why from weeks""",
                      params={"days": visit_days, "more": more_than})
