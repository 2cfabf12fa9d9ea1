"""How a pair's pace compares with its own record, in words beside a count: it annotates, and decides nothing.

Counts after the pair's first incident, over at most the days of the settings. Only agencies that already supplied the
area when that time began are counted, and only time in which all of them supplied and the person was not in custody: a feed that starts
half-way is not escalation, nor is a release. Incidents within the hours of the settings are one. Given a constant rate, the share that
falls in the recent days is binomial; at fewer than eight incidents the test misses most true triplings. Where the recent days hold
no more than their share nothing is said: a slower pace is never shown as reassurance."""

import duckdb
import numpy as np
import pandas as pd

from timeline.signals import rates


def measure(allegations, known_periods, coverage, areas, as_of, *,
            incidents, recent_days, history_days, prior_days, ratio, p, interval, long_history, episode_hours):
    """For each pair with enough incidents and each recent day on which something became known: how its pace compares, in words."""
    looks = _looks(allegations, as_of, incidents, recent_days)
    windows = _windows(looks, allegations, recent_days, history_days)
    agencies = _agencies(windows, allegations, coverage, areas)
    blocked = _blocked(windows, agencies, known_periods, coverage)
    unseen = _unseen(blocked)
    seen = _seen(windows, agencies, blocked, allegations, episode_hours)
    counts = _counts(windows, unseen, seen)
    found = duckdb.sql("select * from counts where n >= $n and prior_seen >= $prior_days and recent_seen > 0 and recent * prior_seen > prior * recent_seen",
                       params={"n": incidents, "prior_days": prior_days}).df()
    found["chance"] = rates.chance(found.recent, found.n, found.recent_seen / (found.recent_seen + found.prior_seen))
    found["low"], found["high"] = rates.ratio(found.recent, found.recent_seen, found.prior, found.prior_seen, interval / 100)
    histories = _long(windows, unseen, seen, counts, long_history)
    return _in_words(found, histories, ratio, p, interval)


def _looks(allegations, as_of, incidents, recent_days):
    """Pairs with enough dated incidents, on each recent day on which one became known, and today."""
    return duckdb.sql("""
        with enough as (
            select pair, family_id, person_id, list(known_on) as known from allegations
            where kind = 'abuse' and person_id <> 'not named' and day is not null group by all
            having count(*) > $n and max(day) >= $as_of::date - $recent_days::int),
        days as (select distinct pair, family_id, person_id, unnest(list_append(known, $as_of::date)) as on_day from enough)
        select * from days where on_day between $as_of::date - $recent_days::int and $as_of""",
                      params={"n": incidents, "as_of": as_of, "recent_days": recent_days}).materialize()


def _windows(looks, allegations, recent_days, history_days):
    """The two stretches compared: from the first known incident, or the start of the history, to the recent days; and those."""
    return duckdb.sql("""
        with begun as (
            select l.pair, l.family_id, l.person_id, l.on_day, greatest(min(a.day), l.on_day - $history_days::int) as origin
            from looks l join allegations a using (pair)
            where a.kind = 'abuse' and a.day is not null and a.known_on <= l.on_day
            group by l.pair, l.family_id, l.person_id, l.on_day)
        select *, 'prior' as part, origin + 1 as first, on_day - $recent_days::int as last from begun
        union all select *, 'recent', greatest(origin, on_day - $recent_days::int) + 1, on_day from begun""",
                      params={"recent_days": recent_days, "history_days": history_days}).materialize()


def _agencies(windows, allegations, coverage, areas):
    """The agencies whose accounts are compared: those that supplied the area when the window began, or of whose supply nothing is known."""
    return duckdb.sql("""
        with supply as (
            select agency, area, min(month) filter (state in ('supplied', 'searched and none')) as begins from coverage group by all),
        telling as (
            select distinct pair, unnest(asserted_by) as agency from allegations
            where pair in (select pair from windows))
        select distinct w.pair, w.on_day, t.agency, r.area
        from windows w join telling t using (pair) join areas r using (family_id)
        left join supply s on s.agency = t.agency and s.area = r.area
        where s.agency is null or s.begins <= w.origin""").materialize()


def _blocked(windows, agencies, known_periods, coverage):
    """Time in which incidents could not be seen or could hardly happen: the person in custody, or an agency without supply."""
    unheard = duckdb.sql("""
        with months as (select distinct month from coverage), feeds as (select distinct agency, area from coverage),
        heard as (select distinct agency, area, month from coverage where state in ('supplied', 'searched and none'))
        select agency, area, month as first, (month + interval 1 month)::date - 1 as last
        from feeds cross join months anti join heard using (agency, area, month)""")
    return duckdb.sql("""
        with spans as materialized (from windows),
        away as (select person_id, since as first, until as last, known_from, known_until from known_periods where kind = 'custody' and since is not null),
        blocks as (
            select w.pair, w.on_day, w.part, w.first as window_first, w.last as window_last, b.first, b.last
            from spans w join away b on b.person_id = w.person_id and b.known_from <= w.on_day and (known_until is null or w.on_day < known_until)
            union all
            select w.pair, w.on_day, w.part, w.first, w.last, u.first, u.last
            from spans w join agencies a using (pair, on_day)
            join unheard u on u.agency = a.agency and u.area = a.area)
        select pair, on_day, part, greatest(first, window_first) as first,
               least(coalesce(last, window_last), window_last) as last
        from blocks where first <= window_last and coalesce(last, window_last) >= window_first""").materialize()


def _unseen(blocked):
    """The blocked time of each pair and look in stretches that do not overlap."""
    return duckdb.sql("""
        with ordered as (
            select *, max(last) over (partition by pair, on_day, part order by first, last
                                      rows between unbounded preceding and 1 preceding) as reached from blocked)
        select pair, on_day, part, greatest(first, coalesce(reached + 1, first)) as first, last from ordered
        where last > coalesce(reached, last - 1)""").materialize()


def _seen(windows, agencies, blocked, allegations, episode_hours):
    """The incidents of each pair and look that these agencies told of, outside blocked time; of those close together the first."""
    told = duckdb.sql("""
        select w.pair, w.on_day, w.origin, a.event_id, a.day, a.first_at
        from (select distinct pair, on_day, origin from windows) w
        join allegations a using (pair)
        where a.kind = 'abuse' and a.day between w.origin and w.on_day and a.known_on <= w.on_day
          and exists (from agencies g where g.pair = w.pair and g.on_day = w.on_day
                      and list_contains(a.asserted_by, g.agency))""").materialize()
    begun = duckdb.sql("""
        select * from told
        qualify coalesce(first_at > lag(first_at) over (partition by pair, on_day order by first_at, event_id)
                         + to_hours($hours::int), true)""", params={"hours": episode_hours})
    return duckdb.sql("""
        select * from begun e where not exists (
            from blocked b where b.pair = e.pair and b.on_day = e.on_day
            and e.day between b.first and b.last)""").materialize()


def _counts(windows, unseen, seen):
    """Per pair and look: incidents and days seen in the recent stretch and before it."""
    return duckdb.sql("""
        with lost as (select pair, on_day, part, sum(last - first + 1) as days from unseen group by all),
        parts as (
            select w.pair, w.on_day, w.part, greatest(0, w.last - w.first + 1) - coalesce(u.days, 0) as days,
                   count(e.event_id) as times
            from windows w left join lost u using (pair, on_day, part)
            left join seen e on e.pair = w.pair and e.on_day = w.on_day
                             and e.day between w.first and w.last
            group by all)
        select pair, on_day, sum(times)::int as n, sum(times) filter (part = 'recent')::int as recent, n - recent as prior,
               sum(days) filter (part = 'recent')::int as recent_seen, sum(days) filter (part = 'prior')::int as prior_seen
        from parts group by all""").materialize()


def _long(windows, unseen, seen, counts, long_history) -> pd.DataFrame:
    """For each long history: how it falls into two by its likeliest change of pace, and whether its gaps grow shorter."""
    days = duckdb.sql("""
        with at_risk as (
            select e.pair, e.on_day, e.day, e.day - e.origin - coalesce(sum(least(u.last, e.day - 1) - u.first + 1), 0) as seen_day
            from seen e join counts c on c.pair = e.pair and c.on_day = e.on_day and c.n >= $n
            left join unseen u on u.pair = e.pair and u.on_day = e.on_day and u.first < e.day
            where e.day > e.origin group by e.pair, e.on_day, e.event_id, e.day, e.origin)
        select pair, on_day, list(seen_day::int order by seen_day) as seen_days, list(day order by seen_day) as days,
               any_value(recent_seen + prior_seen) as span
        from at_risk join counts using (pair, on_day) group by pair, on_day order by pair, on_day""", params={"n": long_history}).fetchall()
    told = [(pair, on_day, n := rates.change(at, span), at[n], len(at) - n, span - at[n], dates[n], rates.order(np.diff(at)))
            for pair, on_day, at, dates, span in days]
    return pd.DataFrame(told, columns=["pair", "on_day", "before", "before_days", "since", "since_days", "changed_on", "tau"])


def _in_words(found, histories, ratio, p, interval):
    """The comparison as sentences, and whether it says faster."""
    return duckdb.sql("""
        select pair, on_day, chance <= $p and recent * prior_seen >= $ratio * prior * recent_seen as faster,
               concat_ws(' ', format('{}{} in the last {} days seen, {} in the {} before on the same coverage: between {:.1f} and {:.1f} times '
                                     'the earlier rate ({} % interval{}).', if(faster, 'Faster than this pair''s own record: ', ''), recent, recent_seen,
                                     prior, prior_seen, low, high, $interval, if(faster, format('; by chance in {:.1f} of 100 steady histories', 100 * chance),
                                                              '; with so few events this says little')),
                   case when since * before_days > before * since_days
                        then format('Over the whole record the pace changed most about {}: {} in {} days before, {} in {} days since.',
                                    strftime(changed_on::date, '%B %Y'), before, before_days, since, since_days) end,
                   case when tau < 0 then format('The gaps grow shorter (Kendall''s tau {:.2f}).', tau) end) as because
        from found left join histories using (pair, on_day)""", params={"p": p, "ratio": ratio, "interval": interval}).materialize()
