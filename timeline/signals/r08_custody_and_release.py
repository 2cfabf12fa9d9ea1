"""Separation risk: a release from custody is near, or contact is made from custody.

**What.** Of a person said to have harmed someone of this family: a release that is planned within 28 days, or was within the last 28; and
events that are said to have happened between the two while that person was in custody (calls, letters, messages, contact through others).

**Since when.** A release is raised on the first day on which an agency knew of it and it lay within 28 days; it asks for someone the same day while
nobody is recorded as having been told of it, and for a review where somebody is. Contact from custody asks for a review on the first day on which an
agency knew of it, for a year, and then stays as a note.

**What would change it.** A record that somebody was told of the release makes it a review, and 28 days after the release it ends; a later
date of release, once recorded, moves it. Contact from custody becomes a note after a year.

**Why it matters.** Inspections found custody taken for containment: abuse went on from prison, and a release met nobody who had been told.

**Cautions.** Release dates move: what is shown is the last that was recorded. Who was told may be recorded elsewhere, the victim contact
scheme among them. A release address is not shown here, and is not compared with where the people said to be harmed live: ask probation. A
quiet time in custody is no improvement: it is not time in which the person could be at home. Release is no finding about what the person
will do.

**Source.** JTAI 2017; College of Policing on contact from prison."""

import duckdb

from timeline.agencies import titles

HEADING = "Separation risk"
NOTHING = "nobody said to have harmed someone of this family is recorded as about to be released, released within {near_days} days, or in contact from custody"
RELEASE = "('release', 'release_planned')"


def find(allegations, known_periods, reports, as_of, *, near_days, review_days):
    """What the rule says of each pair on each day on which its answer could change."""
    pairs = duckdb.sql("""
        select family_id, person_id, harmed_id, any_value(person) as person, any_value(harmed) as harmed, any_value(both_ways) as both_ways,
               min(known_on) as known_on
        from allegations where person_id <> 'not named' group by all""").materialize()
    spells = _spells(pairs, known_periods, reports, as_of)
    contact = _contact(allegations, spells)
    looks = _looks(pairs, spells, contact, as_of, near_days, review_days)
    judged = _judged(looks, pairs, spells, contact, near_days, review_days)
    return duckdb.sql("""
        select family_id, person_id, harmed_id, on_day,
               case when near and not told then 'same day' when near or recent then 'review' when contacts > 0 then 'note' end as level,
               person || ' ' || case when near then if(released_on > on_day, 'is to be released', 'was released') || ' from custody on '
                                                    || strftime(released_on, '%-d %B %Y') || ' (' || sources || '). '
                                                    || if(told, 'Recorded as told: ' || notices || '. ', 'Nobody is recorded as told. ')
                                     else 'has no release recorded within ' || $near_days || ' days. ' end
               || if(contacts > 0, 'Said to have been in contact with ' || harmed || ' while in custody: '
                                   || if(contacts = 1, '1 event', contacts || ' events') || ' (by ' || said_by || ').', 'No contact with ' || harmed
                                   || ' is recorded while in custody.') as because,
               coalesce(evidence, []) as evidence, report_ids as reports, both_ways as doubts,
               least(since, on_day) as looked_from, least(greatest(coalesce(last_on, since), coalesce(released_on, since)), on_day) as latest_on,
               false as rests_on_proposed_link
        from judged""", params={"near_days": near_days})


def _spells(pairs, known_periods, reports, as_of):
    """Each spell in custody of a pair's person as it was known from a day, with the day of release and whom an agency told."""
    held = duckdb.sql("""
        select period_id, person_id, since, until, known_from, known_until, report_ids from known_periods
        where kind = 'custody' and known_from <= $as_of and person_id in (select person_id from pairs)""", params={"as_of": as_of}).materialize()
    told = duckdb.sql(f"""
        with parts as (select period_id, unnest(report_ids) as report_id from held)
        select period_id, min(coalesce(r.notified_on, r.known_on)) filter (r.notified_to is not null) as told_on,
               {titles.listed("list(r.notified_to) filter (r.notified_to is not null)")} as notices,
               {titles.listed("list(r.agency)")} as sources
        from parts join reports r using (report_id) group by all""")
    return duckdb.sql("""
        select h.period_id, h.person_id, coalesce(h.since, h.until) as since, h.until as released_on, h.known_from, h.known_until, h.report_ids,
               t.told_on, t.notices, t.sources
        from held h join told t using (period_id) where coalesce(h.since, h.until) is not null""").materialize()


def _contact(allegations, spells):
    """Each event between a pair that is said to have happened while the person was in custody, after the day of arrest and before that of release."""
    return duckdb.sql("""
        select a.family_id, a.person_id, a.harmed_id, a.event_id, a.day, a.known_on, s.known_from, s.known_until, a.asserted_by
        from allegations a join spells s using (person_id)
        where a.kind = 'abuse' and a.day > s.since and a.day < coalesce(s.released_on, a.day + 1)""").materialize()


def _looks(pairs, spells, contact, as_of, near_days, review_days):
    """The days on which a pair's answer could change: a release became known, near, told of or past, contact became known or old, harm became
    known; and today."""
    return duckdb.sql("""
        with changes as (
            select p.family_id, p.person_id, p.harmed_id, unnest([known_from, known_until, greatest(known_from, released_on - $near_days::int),
                                                                  released_on, released_on + $near_days::int + 1, told_on]) as on_day
            from spells join pairs p using (person_id) where released_on is not null
            union all select family_id, person_id, harmed_id, unnest([greatest(known_on, known_from), known_until, known_on + $review_days::int]) from contact
            union all select family_id, person_id, harmed_id, unnest([known_on, $as_of::date]) from pairs)
        select distinct p.family_id, p.person_id, p.harmed_id, on_day from changes join pairs p using (family_id, person_id, harmed_id)
        where on_day <= $as_of and on_day >= p.known_on""", params={"as_of": as_of, "near_days": near_days, "review_days": review_days}).materialize()


def _judged(looks, pairs, spells, contact, near_days, review_days):
    """Each pair on each such day, as far as known then: the release that lies nearest, whether somebody was told of it, and contact from custody."""
    releases = duckdb.sql("""
        select l.family_id, l.person_id, l.harmed_id, l.on_day, s.released_on, s.sources, coalesce(s.told_on <= l.on_day, false) as told, s.notices,
               s.since, s.report_ids, coalesce(abs(s.released_on - l.on_day) <= $near_days, false) as near
        from looks l join spells s using (person_id)
        where s.known_from <= l.on_day and (s.known_until is null or l.on_day < s.known_until)
        qualify row_number() over (partition by l.family_id, l.person_id, l.harmed_id, l.on_day
                                   order by abs(s.released_on - l.on_day), s.since desc, s.period_id) = 1""", params={"near_days": near_days})
    contacts = duckdb.sql(f"""
        select l.family_id, l.person_id, l.harmed_id, l.on_day, count(*) as contacts, max(day) as last_on,
               list(event_id order by day, event_id) as evidence, bool_or(l.on_day < c.known_on + $review_days::int) as recent,
               {titles.listed("flatten(list(asserted_by))")} as said_by
        from looks l join contact c using (family_id, person_id, harmed_id)
        where greatest(c.known_on, c.known_from) <= l.on_day and (c.known_until is null or l.on_day < c.known_until) group by all""",
                         params={"review_days": review_days})
    return duckdb.sql("""
        select r.*, p.person, p.harmed, p.both_ways, coalesce(contacts, 0) as contacts, last_on, evidence, coalesce(recent, false) as recent, said_by
        from releases r join pairs p using (family_id, person_id, harmed_id) left join contacts using (family_id, person_id, harmed_id, on_day)""")
