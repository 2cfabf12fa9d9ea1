"""Applications and hearings after a separation in which a person said to harm another is recorded as the applicant against that other.

They are counted and not judged: going to court is a right, and one case makes several hearings. An application by the person said to
be harmed never counts, and nothing counts from the day on which each of the two was recorded as harming the other, until a
person has decided who is the primary perpetrator."""

import duckdb

from timeline.agencies import titles


def filed(allegations, standings, apart, reports, mentions, people, events, categories, as_of) -> duckdb.DuckDBPyRelation:
    """One row per pair, application or hearing, and stretch of days [known_on, known_until) in which it counts, known by the day `as_of`.

    `apart` holds the separations as known day by day, each with both people as `one` and `other`. A record of an order made is no application."""
    told = _told(reports, mentions, people, events, categories, as_of)
    return duckdb.sql("""
        with pairs as (
            select family_id, person_id, harmed_id, any_value(person) as person, any_value(harmed) as harmed, min(known_on) as said_on
            from allegations where kind = 'abuse' and manner = 'named' group by all),
        disputed as (select person_id, harmed_id, min(from_on) as disputed_on from standings group by all),
        placed as (
            select p.*, t.event_id, t.day, t.hearing, t.agencies, s.state, s.apart_on, greatest(t.known_on, said_on, s.known_on, s.known_from) as known_on,
                   nullif(least(coalesce(s.known_until, date '9999-12-31'), coalesce(disputed_on, date '9999-12-31')), date '9999-12-31') as known_until
            from pairs p join told t using (person_id, harmed_id) join apart s on s.one = p.person_id and s.other = p.harmed_id and s.apart_on <= t.day
            left join disputed using (person_id, harmed_id)
            qualify row_number() over (partition by family_id, p.person_id, p.harmed_id, event_id, s.known_from
                                       order by s.apart_on desc, s.known_on desc, s.state) = 1)
        from placed where state <> 'reversed' and known_on < coalesce(known_until, date '9999-12-31')""").materialize()


def enough(looks, filed, filings, days, stays) -> duckdb.DuckDBPyRelation:
    """Of each pair on each day looked at: how many were filed, where that many fell within so many days and the last of these not too long ago."""
    known = duckdb.sql("""
        select l.family_id, l.person_id, l.harmed_id, l.on_day, f.* exclude (family_id, person_id, harmed_id),
               count(*) over (partition by l.family_id, l.person_id, l.harmed_id, l.on_day order by f.day
                              range between to_days($days::int) preceding and current row) as within
        from looks l join filed f using (family_id, person_id, harmed_id)
        where f.known_on <= l.on_day and l.on_day < coalesce(f.known_until, date '9999-12-31')""", params={"days": days})
    return duckdb.sql(f"""
        select family_id, person_id, harmed_id, on_day, any_value(person) as person, any_value(harmed) as harmed, min(apart_on) as apart_on,
               max(day) as latest_on, list(event_id order by day, event_id) as evidence, count(*) filter (not hearing) as applications,
               count(*) filter (hearing) as hearings,
               {titles.listed("flatten(list(agencies))")} as told_by
        from known group by all
        having max(within) >= $filings and on_day < max(day) filter (within >= $filings) + $stays::int""",
                      params={"filings": filings, "stays": stays}).materialize()


def _told(reports, mentions, people, events, categories, as_of):
    """Each event of an application or hearing, with who is recorded as applicant and who as respondent."""
    return duckdb.sql("""
        with held as materialized (
            select report_id, category = 'court_hearing' as hearing, coalesce(occurred_from::date, known_on) as day, known_on, agency
            from reports where list_contains($categories, category) and made_on is null and known_on <= $as_of),
        named as materialized (select report_id, mention_id, role from mentions semi join held using (report_id) where role in ('applicant', 'respondent')),
        who as (select person_id, unnest(mention_ids) as mention_id from people),
        sides as materialized (select report_id, role, person_id from named join who using (mention_id)),
        carried as (select event_id, unnest(report_ids) as report_id from events)
        select one.person_id, other.person_id as harmed_id, event_id, min(day) as day, min(known_on) as known_on, bool_and(hearing) as hearing,
               list_sort(list(distinct agency)) as agencies
        from held join carried using (report_id) join sides one using (report_id) join sides other using (report_id)
        where one.role = 'applicant' and other.role = 'respondent' and one.person_id <> other.person_id group by all""",
                      params={"categories": categories, "as_of": as_of}).materialize()
