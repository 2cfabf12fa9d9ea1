"""Escalation: abuse again within twelve months of a MARAC referral.

**What.** A person was referred to MARAC as harmed by another, and within 365 days of the last referral (day 365 counts) the same person is
said to have harmed the same person again, in any way that an agency recorded as abuse: it need not be a crime, or be known to
police. Unwanted contact, a breach and a dispute over child contact count. The day of the event decides, not the day of its record.

**Since when.** Raised on the first day on which an agency knew of the referral and an agency knew of the event. It stays until a new
referral is recorded on or after the day of the event, or until the event is a year old; then as a note.

**What would change it.** A new MARAC referral on or after the day of the event makes it a note, and so does a year since the event. No
grade lowers it.

**Why it matters.** A repeat is brought back to MARAC whatever its grade. The older definition, of violence, threats, stalking and sexual
abuse alone, left out what case reviews found most: contact, control and the use of children.

**Cautions.** More than 365 days after the referral it is a new referral, not a repeat. Another person harmed is not a repeat but
may be a serial pattern; another person said to harm is a new case. A referral that names nobody as harming counts for everyone who is
said to harm that person, and says so. A case transferred from another area is known only if that area's list was supplied.

**Source.** SafeLives, definition of a repeat case."""

import duckdb

from timeline.agencies import titles

HEADING = "Escalation"
NOTHING = "no MARAC referral is recorded; 1 referral and abuse within {days} days after it are needed"
HARMED = ("victim", "patient", "applicant", "subject")
HARMING = ("suspect", "offender", "respondent")


def find(allegations, timelines, events, as_of, *, days, clock, counts):
    """What the rule says of each pair on each day on which its answer could change. `clock` is the category that starts the days."""
    referrals = _referrals(timelines, events, clock)
    pairs = _pairs(allegations, referrals)
    again = _again(allegations, pairs, days, counts)
    looks = _looks(pairs, again, as_of, days)
    judged = _judged(looks, pairs, again, days)
    return duckdb.sql("""
        select family_id, person_id, harmed_id, on_day,
               case when open > 0 then 'MARAC criterion met' when times > 0 then 'note' end as level,
               format('{} was referred to MARAC on {}{}. ', harmed, strftime(referred_on, '%-d %B %Y'),
                      if(unnamed, ', in a referral that names nobody as harming', ' as harmed by ' || person))
               || case when times = 0 then format('Since then no abuse of {} by {} is recorded within {} days; 1 event is needed.', harmed, person, $days)
                       else format('Within {} days of a referral, {} is said by {} to have harmed {} again: {}, the first on day {} ({}; first known {}).{}',
                                   $days, person, said_by, harmed, if(times = 1, '1 event', times || ' events'), first_after,
                                   strftime(first_on, '%-d %B %Y'), strftime(first_known, '%-d %B %Y'),
                                   if(open > 0, ' This meets the MARAC criterion of a repeat.',
                                      ' A later referral, or the time since, leaves it as a note.')) end as because,
               evidence, []::varchar[] as reports, both_ways as doubts,
               referred_on as looked_from, coalesce(last_on, referred_on) as latest_on, false as rests_on_proposed_link
        from judged""", params={"days": days})


def _referrals(timelines, events, clock):
    """Each referral as a family's timeline shows it: the day, who was harmed, and who is named as harming (empty where nobody is)."""
    return duckdb.sql("""
        with named as (
            select family_id, event_id, coalesce(occurred_from::date, e.known_on) as referred_on, e.known_on,
                   list_distinct([r.person_id for r in roles if r.role in $harmed]) as harmed,
                   list_distinct([r.person_id for r in roles if r.role in $harming]) as harming
            from timelines join events e using (event_id) where e.category = $clock)
        select family_id, event_id, referred_on, known_on, unnest(harmed) as harmed_id, harming from named""",
                      params={"clock": clock, "harmed": list(HARMED), "harming": list(HARMING)}).materialize()


def _pairs(allegations, referrals):
    """Each referral of a pair of whom abuse is recorded; one that names nobody as harming stands for everyone said to harm that person."""
    return duckdb.sql("""
        with said as (
            select family_id, person_id, harmed_id, any_value(person) as person, any_value(harmed) as harmed, any_value(both_ways) as both_ways
            from allegations where kind = 'abuse' and person_id <> 'not named' group by all)
        select s.*, event_id, referred_on, r.known_on, len(harming) = 0 as unnamed
        from said s join referrals r using (family_id, harmed_id)
        where len(harming) = 0 or list_contains(harming, s.person_id)""").materialize()


def _again(allegations, pairs, days, counts):
    """Each event of abuse after a referral of that pair and within the days, with each referral that it follows."""
    return duckdb.sql("""
        select a.family_id, a.person_id, a.harmed_id, a.event_id, a.day, a.asserted_by, p.referred_on, a.day - p.referred_on as after,
               greatest(a.known_on, p.known_on) as known_on, a.known_on as event_known_on, p.event_id as referral_id
        from allegations a join pairs p using (family_id, person_id, harmed_id)
        where a.kind = 'abuse' and a.day > p.referred_on and a.day - p.referred_on <= $days
          and ($counts = 'any abuse' or (list_contains(a.asserted_by, 'police') and a.category <> 'domestic_incident'))""",
                      params={"days": days, "counts": counts}).materialize()


def _looks(pairs, again, as_of, days):
    """The days on which a pair's answer could change: a referral or an event became known, an event grew a year old; and today."""
    return duckdb.sql("""
        with changes as (
            select family_id, person_id, harmed_id, unnest([known_on, day + $days::int + 1]) as on_day from again
            union all select family_id, person_id, harmed_id, unnest([known_on, referred_on]) from pairs
            union all select family_id, person_id, harmed_id, $as_of::date from pairs)
        select distinct * from changes where on_day <= $as_of""", params={"as_of": as_of, "days": days})


def _judged(looks, pairs, again, days):
    """Each pair on each day: its last referral known then, and the events again, each after the last referral before it that was known then, of
    which those are open that no later referral answers."""
    referred = duckdb.sql("""
        select l.family_id, l.person_id, l.harmed_id, l.on_day, any_value(person) as person, any_value(harmed) as harmed,
               any_value(both_ways) as both_ways, max(referred_on) as referred_on, arg_max(unnamed, (referred_on, event_id)) as unnamed
        from looks l join pairs p using (family_id, person_id, harmed_id)
        where p.known_on <= l.on_day and p.referred_on <= l.on_day group by all""").materialize()
    return duckdb.sql(f"""
        with known as (
            select r.family_id, r.person_id, r.harmed_id, r.on_day, a.* exclude (family_id, person_id, harmed_id, referred_on),
                   a.day > r.referred_on and r.on_day - a.day <= $days as open
            from referred r join again a using (family_id, person_id, harmed_id) where a.known_on <= r.on_day
            qualify row_number() over (partition by r.family_id, r.person_id, r.harmed_id, r.on_day, a.event_id order by a.referred_on desc, referral_id) = 1),
        counted as (
            select family_id, person_id, harmed_id, on_day, count(*) as times, count(*) filter (open) as open,
                   arg_min(after, (day, event_id)) as first_after, min(day) as first_on, arg_min(event_known_on, (day, event_id)) as first_known,
                   max(day) as last_on, {titles.listed("flatten(list(asserted_by))")} as said_by,
                   list_distinct(list(referral_id) || list(event_id)) as evidence
            from known group by all)
        select r.*, coalesce(times, 0) as times, coalesce(open, 0) as open, first_after, first_on, first_known, last_on, said_by,
               coalesce(evidence, []) as evidence
        from referred r left join counted using (family_id, person_id, harmed_id, on_day)""", params={"days": days})
