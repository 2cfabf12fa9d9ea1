"""Escalation: incidents are many, or are coming faster.

**What.** One person is said to have harmed another in several incidents within a year ("potential escalation", a MARAC
referral criterion whose number each area sets; some areas also count crimes apart, or ask for a rise in number or gravity), or in several
incidents within three months. What is said to have happened within 72 hours is one incident. Beside the count stands how the pace of
late compares with that pair's own record before, with an interval.

**Since when.** Raised on the first day on which the agencies between them knew enough incidents. When the year no longer holds
them, it stays as a note that says when it held.

**What would change it.** It becomes a note when neither the year nor the three months hold enough incidents any more. A decision that the
other is the primary perpetrator ends it. Nothing else in the records lowers it; a person may dismiss it with a reason.

**Why it matters.** Three incidents in twelve months is common practice for "potential escalation"; areas differ. In
police records of pairs who come back, frequency rises more often than severity.

**Cautions.** More reports may mean that someone has found help: more reporting can be protection working. A new order creates
breaches to record. An agency whose supply starts half-way is left out of the comparison with the pair's own record,
and so is time in custody. The comparison decides nothing: with few incidents hardly any change can be told from chance, and below five it is not
made; of a history of fewer than three events, or of less than 180 days, it is said that it is too short. A slower pace is never shown as
reassurance.
Where each of two people is recorded as harming the other, the way of fewer incidents is not counted until a person
has assessed who is the primary perpetrator. Quiet records are not safety.

**Source.** SafeLives, MARAC referral criteria; Bland and Ariel 2015; Morgan et al. 2018 (AIC); simulations of histories of
3 to 30 incidents."""

import duckdb

from timeline.agencies import titles

HEADING = "Escalation"
NO_CRIME = ("domestic_incident", "abuse_disclosed", "child_contact_dispute")
NOTHING = "no incident in which a named person is said to have harmed someone of this family; {incidents} within {days} days are needed"


def find(allegations, accounts, standings, pace, as_of, *, incidents, crimes, increase, days, counts, recent_incidents, recent_days, prior_days, episode_hours):
    """What the rule says of each pair on each day on which its answer changed, and today."""
    counted = _counted(allegations, counts)
    looks = _looks(counted, accounts, standings, as_of, min(incidents, crimes or incidents, recent_incidents), increase, days, recent_days)
    tallies = _tallies(counted, looks, days, recent_days, episode_hours)
    graver = _graver(tallies, counted, accounts, days) if increase else duckdb.sql("select pair, on_day, false as graver from tallies limit 0")
    changes = duckdb.sql("""
        with judged as (
            select t.*, p.because as pace, episodes >= $incidents or ($crimes > 0 and crimes >= $crimes) as enough,
                   graver or later > episodes - later as rises,
                   case when enough and (rises or not $increase) and not undecided then 'MARAC criterion met'
                        when enough or recent >= $recent_incidents then 'review' end as level, graver
            from tallies t left join pace p using (pair, on_day) left join graver using (pair, on_day))
        select * from judged
        qualify on_day = $as_of or level is distinct from lag(level) over (partition by pair order by on_day)""",
                         params={"incidents": incidents, "crimes": crimes, "increase": increase, "recent_incidents": recent_incidents,
                                 "as_of": as_of}).materialize()
    details = _details(counted, changes, days)
    doubts = _doubts(allegations, as_of, days)
    return duckdb.sql("""
        select family_id, person_id, harmed_id, on_day, level,
               case when recorded is null then format('No incident in which {} is said to have harmed {} in the {} days to {}; {} are needed.',
                                                person, harmed, $days, strftime(on_day, '%-d %B %Y'), $incidents)
               else format('{} is said by {} to have harmed {} in {} ({}) in the {} days to {}; {} are needed for the MARAC criterion of potential '
                           'escalation. {} in the last {} days; {} ask for a review.{}{}{}',
                      person, said_by, harmed, case episodes when 1 then '1 incident' else episodes || ' incidents' end,
                      case recorded when 1 then '1 event recorded, ' || statuses else recorded || ' events recorded, ' || statuses end,
                      $days, strftime(on_day, '%-d %B %Y'),
                      $incidents || if($crimes > 0, format(', or {} crime{} ({} recorded),', $crimes, if($crimes = 1, '', 's'), crimes), ''),
                      recent, $recent_days, $recent_incidents,
                      if($increase, format(' A rise in number or gravity is asked for too: {} in the earlier half of the days and {} in the later{}.',
                                           episodes - later, later, if(graver, ', one of them graver than any in the earlier', '')), ''),
                      case when children > 0 then ' Children were present or live there in ' || children || '.' else '' end,
                      coalesce(' ' || pace, if(ever < 3 or on_day - first_on < $recent_days + $prior_days, ' The history is too short to compare its pace.',
                                               ''))) end as because,
               evidence, []::varchar[] as reports, doubts, on_day - $days::int as looked_from, latest_on, false as rests_on_proposed_link
        from changes join details using (pair, on_day) left join doubts using (pair)""", params={
        "incidents": incidents, "crimes": crimes, "increase": increase, "days": days, "recent_incidents": recent_incidents, "recent_days": recent_days,
        "prior_days": prior_days})


def _counted(allegations, counts):
    """Dated abuse by a named person, the right way round, told by any agency or only what police tell."""
    return duckdb.sql("""
        select * from allegations
        where kind = 'abuse' and person_id <> 'not named' and day is not null
          and ($counts = 'any agency' or list_contains(asserted_by, 'police'))""", params={"counts": counts}).materialize()


def _looks(counted, accounts, standings, as_of, few, increase, days, recent_days):
    """The days on which a pair's answer could change: something became known, or left a window, or the way
    round was disputed, or, where a rise is asked for, another account became known; and today.

    A pair with too few incidents ever has today alone."""
    return duckdb.sql("""
        with told as materialized (select pair, person_id, harmed_id, known_on, day from counted),
        disputed as (
            select pair, from_on, to_on, standing = 'undecided' as undecided from standings
            join (select distinct pair, person_id, harmed_id from told) using (person_id, harmed_id)),
        pairs as (select pair, count(*) as times from told group by all),
        changes as (
            select pair, unnest([greatest(known_on, day), day + $days::int + 1, day + $recent_days::int + 1]) as on_day
            from told join pairs using (pair) where times >= $few
            union select pair, $as_of::date from pairs
            union select pair, from_on from disputed
            union select c.pair, a.known_on from counted c join accounts a using (event_id) where $increase)
        select c.pair, c.on_day, coalesce(bool_or(undecided), false) as undecided
        from changes c left join disputed d on d.pair = c.pair and on_day between from_on and coalesce(to_on, on_day)
        where on_day <= $as_of group by all""",
                      params={"days": days, "recent_days": recent_days, "few": few, "increase": increase, "as_of": as_of}).materialize()


def _tallies(counted, looks, days, recent_days, episode_hours):
    """Per pair and look: the incidents within the window and the recent days, as far as known on that day."""
    return duckdb.sql("""
        with known as (
            select l.pair, l.on_day, c.first_at, c.day >= on_day - $recent_days::int as late, c.day > on_day - $days::int // 2 as later,
                   list_contains(c.asserted_by, 'police') and not list_contains($no_crime, c.category) as crime
            from looks l join counted c using (pair) where c.known_on <= on_day and c.day between on_day - $days::int and on_day),
        parted as (
            select *, first_at <= lag(first_at) over look + to_hours($hours::int) as goes_on, lag(late) over look as late_before
            from known window look as (partition by pair, on_day order by first_at)),
        tallied as (
            select pair, on_day, count(*) as recorded, count(*) filter (goes_on is not true) as episodes, count(*) filter (crime) as crimes,
                   count(*) filter (goes_on is not true and later) as later,
                   count(*) filter (late and (goes_on is not true or not late_before)) as recent
            from parted group by all)
        select * from looks left join tallied using (pair, on_day)""",
                      params={"days": days, "recent_days": recent_days, "hours": episode_hours, "no_crime": list(NO_CRIME)}).materialize()


def _graver(tallies, counted, accounts, days):
    """Per pair and look: whether an account of the later half of the days is graver than every account of the earlier half, as far as known then."""
    return duckdb.sql("""
        with known as (
            select t.pair, t.on_day, a.gravity, c.day > t.on_day - $days::int // 2 as later
            from tallies t join counted c using (pair) join accounts a using (event_id)
            where c.day between t.on_day - $days::int and t.on_day and greatest(c.known_on, a.known_on) <= t.on_day)
        select pair, on_day, max(gravity) filter (later) > max(gravity) filter (not later) as graver from known group by all""",
                      params={"days": days})


def _details(counted, changes, days):
    """For each pair and day that is told: names, who says so, how far each account goes, children and the events."""
    return duckdb.sql(f"""
        with known as (
            select ch.pair, ch.on_day, c.* exclude (pair), c.day between on_day - $days::int and on_day and c.known_on <= on_day as inside
            from changes ch join counted c using (pair))
        select pair, on_day, any_value(family_id) as family_id, any_value(person_id) as person_id, any_value(harmed_id) as harmed_id,
               any_value(person) as person, any_value(harmed) as harmed, count(*) filter (inside and len(children) > 0) as children,
               list(event_id order by first_at, event_id) filter (inside) as evidence,
               coalesce(max(day) filter (inside), max(day)) as latest_on,
               count(*) filter (known_on <= on_day) as ever, min(day) filter (known_on <= on_day) as first_on,
               {titles.listed("flatten(list(asserted_by) filter (inside))")} as said_by,
               concat_ws(', ', nullif('alleged ' || count(*) filter (inside and status = 'alleged'), 'alleged 0'),
                         nullif('charged ' || count(*) filter (inside and status = 'charged'), 'charged 0'),
                         nullif('cautioned ' || count(*) filter (inside and status = 'cautioned'), 'cautioned 0'),
                         nullif('convicted ' || count(*) filter (inside and status = 'convicted'), 'convicted 0'),
                         nullif('acquitted ' || count(*) filter (inside and status = 'acquitted'), 'acquitted 0')) as statuses
        from known group by all""", params={"days": days})


def _doubts(allegations, as_of, days):
    """What should give a reader pause: recorded both ways, incidents that name nobody, incidents without a date."""
    return duckdb.sql("""
        with said as materialized (
            select pair, family_id, person_id, harmed_id, both_ways, day from allegations where kind = 'abuse'),
        unnamed as (
            select family_id, harmed_id, count(*) as times from said where person_id = 'not named' and day >= $as_of::date - $days::int group by all),
        pairs as (
            select pair, family_id, person_id, harmed_id, any_value(both_ways) as both_ways, count(*) filter (day is null) as undated
            from said group by all)
        select p.pair, nullif(concat_ws('; ',
               both_ways,
               nullif(u.times || case u.times when 1 then ' further incident names nobody' else ' further incidents name nobody' end, ''),
               case when undated > 0 then undated || ' more without a date to the month: not counted' end), '') as doubts
        from pairs p left join unnamed u using (family_id, harmed_id)""", params={"as_of": as_of, "days": days})
