"""How a pair's pace compares with its own record: an exact test, on the time in which it could be seen.

Counts after the pair's first incident, over at most the days of the settings. Only agencies that already supplied the
area when that time began are counted, and only time in which all of them supplied and the person was not in custody: a feed that starts
half-way is not escalation. Incidents within the hours of the settings are one. Given a constant rate, the share that falls in the recent
days is binomial; at fewer than eight incidents the test misses most true triplings, so it never decides a criterion."""

import duckdb
from scipy.stats import binom


def measure(allegations, periods, coverage, areas, as_of, *, incidents, recent_days, history_days, prior_days, ratio, p, episode_hours):
    """For each pair with enough incidents and each recent day on which something became known: whether it is faster, in words."""
    looks = _looks(allegations, as_of, incidents, recent_days)
    windows = _windows(looks, allegations, recent_days, history_days)
    agencies = _agencies(windows, allegations, coverage, areas)
    blocked = _blocked(windows, agencies, periods, coverage)
    counts = _counts(windows, agencies, blocked, allegations, episode_hours)
    found = duckdb.sql("select * from counts where n >= $n and prior_seen >= $prior_days and recent_seen > 0",
                       params={"n": incidents, "prior_days": prior_days}).df()
    found["chance"] = binom.sf(found.recent - 1, found.n, found.recent_seen / (found.recent_seen + found.prior_seen))
    return _in_words(found, ratio, p)


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


def _blocked(windows, agencies, periods, coverage):
    """Time in which incidents could not be seen or could hardly happen: the person in custody, or an agency without supply."""
    unheard = duckdb.sql("""
        with months as (select distinct month from coverage), feeds as (select distinct agency, area from coverage),
        heard as (select distinct agency, area, month from coverage where state in ('supplied', 'searched and none'))
        select agency, area, month as first, (month + interval 1 month)::date - 1 as last
        from feeds cross join months anti join heard using (agency, area, month)""")
    return duckdb.sql("""
        with spans as materialized (from windows),
        away as (select person_id, since as first, until as last, known_on from periods where kind = 'custody' and since is not null),
        blocks as (
            select w.pair, w.on_day, w.part, w.first as window_first, w.last as window_last, b.first, b.last
            from spans w join away b on b.person_id = w.person_id and b.known_on <= w.on_day
            union all
            select w.pair, w.on_day, w.part, w.first, w.last, u.first, u.last
            from spans w join agencies a using (pair, on_day)
            join unheard u on u.agency = a.agency and u.area = a.area)
        select pair, on_day, part, greatest(first, window_first) as first,
               least(coalesce(last, window_last), window_last) as last
        from blocks where first <= window_last and coalesce(last, window_last) >= window_first""").materialize()


def _counts(windows, agencies, blocked, allegations, episode_hours):
    """Per pair and look: incidents and days seen in the recent stretch and before it."""
    unseen = duckdb.sql("""
        with ordered as (
            select *, max(last) over (partition by pair, on_day, part order by first, last
                                      rows between unbounded preceding and 1 preceding) as reached from blocked)
        select pair, on_day, part, sum(greatest(0, last - greatest(first, coalesce(reached + 1, first)) + 1)) as days
        from ordered group by all""").materialize()
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
    seen = duckdb.sql("""
        select * from begun e where not exists (
            from blocked b where b.pair = e.pair and b.on_day = e.on_day
            and e.day between b.first and b.last)""").materialize()
    return duckdb.sql("""
        with parts as (
            select w.pair, w.on_day, w.part, greatest(0, w.last - w.first + 1) - coalesce(u.days, 0) as days,
                   count(e.event_id) as times
            from windows w left join unseen u using (pair, on_day, part)
            left join seen e on e.pair = w.pair and e.on_day = w.on_day
                             and e.day between w.first and w.last
            group by all)
        select pair, on_day, sum(times)::int as n, sum(times) filter (part = 'recent')::int as recent,
               sum(days) filter (part = 'recent')::int as recent_seen, sum(days) filter (part = 'prior')::int as prior_seen
        from parts group by all""")


def _in_words(found, ratio, p):
    """The comparison as a sentence, and whether it says faster."""
    return duckdb.sql("""
        select pair, on_day,
               chance <= $p and recent * prior_seen >= $ratio * (n - recent) * recent_seen as faster,
               case when faster then format('Faster than this pair''s own record: {} in the last {} days seen against {} in {} days before '
                                            '(by chance in {:.1f} of 100 steady histories).', recent, recent_seen,
                                       n - recent, prior_seen, 100 * chance) end as because
        from found""", params={"p": p, "ratio": ratio}).materialize()
