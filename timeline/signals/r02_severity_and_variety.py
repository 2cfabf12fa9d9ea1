"""Escalation: what is said to be done is graver, or of more kinds, than before.

**What.** For one person said to harm another, in the last 180 days: an event of band 3 or more that is at least one band graver than
everything said to have happened before it; or two or more types of abuse recorded for the first time; or the first recorded injury.
Each needs something earlier to be compared with, more than 72 hours before, and a new type 90 days of history. And, as a note only: over at least six
events, ever, the later of two is more often the graver than the less grave (Kendall's tau above 0).

**Since when.** Raised on the first day on which what the agencies knew showed it. When the 180 days have passed it stays as a note. A
note about all events stands while that is so.

**What would change it.** It becomes a note when the 180 days have passed, or when an earlier event that was as grave or of the same types
becomes known. Later events that are less grave do not lower it.

**Why it matters.** Growing variety of control is one of the forms that escalation takes, and rare grave repeats do escalate.

**Cautions.** The first event is often the worst recorded, and in police records severity mostly falls: a fall is never
shown as reassurance, and a tau of 0 or below is not shown. Bands are ordinal and are never added or averaged; no slope is
fitted. A charge that is reduced changes no band. A type may be new because someone was asked about it for the first time, or
because another agency began to supply. In the first 90 days nearly every record is of a new type: they are what later ones are
compared with. How grave an injury was stands in no extract, only that there was one.

**Source.** Monckton Smith 2019 (stage 5); Loewenstein et al. 2023; Crime & Delinquency 2023."""

import duckdb

HEADING = "Escalation"
NOTHING = "no dated abuse by a named person; an event graver than any before, {new_types} new types or a first injury within {recent_days} days are needed"


def find(allegations, accounts, as_of, *, recent_days, step, gravity, new_types, prior_days, trend_events, episode_hours):
    """What the rule says of each pair on each day on which its answer changed, and today."""
    told = _told(allegations, accounts)
    looks = _looks(told, as_of, recent_days)
    compared = _compared(told, looks, recent_days, step, gravity, prior_days, episode_hours)
    trend = _trend(told, looks, trend_events, episode_hours)
    changes = duckdb.sql("""
        with judged as (
            select c.*, len(fresh) >= $new_types as wider, times, up, down,
                   case when graver or wider or hurt then 'review' when up > down then 'note' end as level
            from compared c left join trend using (pair, on_day))
        select * from judged qualify on_day = $as_of or level is distinct from lag(level) over (partition by pair order by on_day)""",
                         params={"new_types": new_types, "as_of": as_of}).materialize()
    details = duckdb.sql("""
        select c.pair, c.on_day, any_value(family_id) as family_id, any_value(person_id) as person_id, any_value(harmed_id) as harmed_id,
               any_value(person) as person, any_value(harmed) as harmed, any_value(both_ways) as both_ways,
               list(distinct event_id) as evidence, max(day) as latest_on
        from changes c join told t using (pair) where t.known_on <= c.on_day group by all""")
    return duckdb.sql("""
        with worded as (
            select *, concat_ws(' ',
                case when graver then format('One of band {}, graver than all before it ({}).', band, band_before) end,
                case when wider then 'Types of abuse recorded for the first time: ' || array_to_string(fresh, ', ') || '.' end,
                case when hurt then 'An injury recorded for the first time.' end) as reasons
            from changes join details using (pair, on_day))
        select family_id, person_id, harmed_id, on_day, level,
               format('{} is said to have harmed {} in {} in the {} days to {}, and in {} before. {}', person, harmed,
                      case late when 0 then 'no event' when 1 then '1 event' else late || ' events' end, $recent_days,
                      strftime(on_day, '%-d %B %Y'), case before when 0 then 'none' else before::varchar end,
                      case when level = 'review' then reasons
                           else format('New types: {}; nothing graver than before. An event of band {} or more that is {} band graver, {} new types or a '
                                       'first injury are needed.', len(fresh), $gravity, $step, $new_types) end)
               || if(up > down, format(' Of two of all {} events that are more than {} hours apart the later is the graver in {} pairs and the less grave '
                                       'in {}: a note only.', times, $hours, up, down), '') as because,
               evidence, []::varchar[] as reports, both_ways as doubts,
               on_day - $recent_days::int as looked_from, latest_on, false as rests_on_proposed_link
        from worded""", params={"recent_days": recent_days, "gravity": gravity, "step": step, "new_types": new_types,
                                      "hours": episode_hours})


def _told(allegations, accounts):
    """Each account of each dated event of abuse by a named person, with the day on which it was known."""
    return duckdb.sql("""
        select a.pair, a.family_id, a.person_id, a.harmed_id, a.person, a.harmed, a.both_ways, a.event_id, a.day, a.first_at,
               greatest(a.known_on, c.known_on) as known_on, c.gravity, nullif(c.type, 'unspecified') as type,
               coalesce(c.factors['injury'] = 'yes', false) as injury
        from allegations a join accounts c using (event_id)
        where c.kind = 'abuse' and a.person_id <> 'not named' and a.day is not null""").materialize()


def _looks(told, as_of, recent_days):
    """The days on which a pair's answer could change: something became known, or ceased to be recent; and today."""
    return duckdb.sql("""
        with seen as materialized (select pair, event_id, known_on, day from told),
        pairs as (select pair, count(distinct event_id) as times from seen group by all),
        changes as (select pair, unnest([greatest(known_on, day), day + $recent_days::int + 1]) as on_day from seen join pairs using (pair) where times > 1)
        select * from changes where on_day <= $as_of union select pair, $as_of::date from pairs""",
                      params={"recent_days": recent_days, "as_of": as_of}).materialize()


def _compared(told, looks, recent_days, step, gravity, prior_days, episode_hours):
    """Per pair and look, as far as known on that day: each recent event against everything more than an episode before it, and each type against the
    first days of the pair's history."""
    return duckdb.sql("""
        with known as (
            select l.pair, l.on_day, t.event_id, t.day, t.first_at, t.gravity, t.type, t.injury, t.day >= l.on_day - $recent_days::int as recent
            from looks l join told t using (pair) where t.known_on <= l.on_day and t.day <= l.on_day),
        placed as (
            select *, max(gravity) over (partition by pair, on_day order by first_at
                                         range between unbounded preceding and to_hours($hours::int) + interval 1 microsecond preceding) as before_it,
                   recent and gravity >= $gravity and gravity >= before_it + $step as graver
            from known),
        kinds as (select pair, on_day, type, min(day) as day from known where type is not null group by all),
        looked as (
            select pair, on_day, count(distinct event_id) filter (recent) as late, count(distinct event_id) filter (not recent) as before,
                   coalesce(bool_or(graver), false) as graver, max(gravity) filter (graver) as band,
                   arg_max(before_it, (gravity, before_it)) filter (graver) as band_before, min(first_at) + to_hours($hours::int) as settled_at,
                   min(day) + $prior_days::int as known_well,
                   coalesce(min(day) filter (injury) >= on_day - $recent_days::int and min(first_at) filter (injury) > settled_at, false) as hurt
            from placed group by pair, on_day)
        select l.*, list_sort(coalesce(list(k.type) filter (k.day >= l.on_day - $recent_days::int and k.day > known_well), [])) as fresh
        from looked l left join kinds k using (pair, on_day) group by all""",
                      params={"recent_days": recent_days, "step": step, "gravity": gravity, "prior_days": prior_days, "hours": episode_hours})


def _trend(told, looks, trend_events, episode_hours):
    """Per pair and look with enough events known: of two that are more than an episode apart, in how many the later is the graver, and in how many
    the less grave (Kendall's S, its two parts).

    An event counts with the band that was known of it first."""
    return duckdb.sql("""
        with events as materialized (
            select pair, event_id, min(first_at) as first_at, min(known_on) as known_on, arg_min(gravity, (known_on, -gravity)) as gravity
            from told group by pair, event_id qualify count(*) over (partition by pair) >= $needed),
        twos as (
            select pair, greatest(a.known_on, b.known_on) as known_on, b.gravity > a.gravity as graver, b.gravity < a.gravity as milder
            from events a join events b using (pair) where b.first_at > a.first_at + to_hours($hours::int)),
        steps as (
            select pair, known_on, 0 as times, count(*) filter (graver) as up, count(*) filter (milder) as down from twos group by all
            union all select pair, known_on, count(*), 0, 0 from events group by all),
        daily as (select pair, known_on, sum(times) as times, sum(up) as up, sum(down) as down from steps group by all),
        running as (
            select pair, known_on, sum(times) over upto as times, sum(up) over upto as up, sum(down) over upto as down from daily
            window upto as (partition by pair order by known_on))
        select l.pair, l.on_day, times::bigint as times, up::bigint as up, down::bigint as down
        from looks l asof join running r on l.pair = r.pair and l.on_day >= r.known_on where times >= $needed""",
                      params={"hours": episode_hours, "needed": trend_events}).materialize()
