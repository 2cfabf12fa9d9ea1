"""Escalation: the person said to cause the harm is the one whom no agency sees.

**What.** Within 180 days at least three events of concern or abuse in this family name the same person as causing harm, and in that time no agency is
recorded as having worked with that person. Or two agencies name that person and none of them has a full name or a date of birth. Or at
least one event names that person, three or more actions in that time are with whoever is said to be harmed, and none is aimed at that person.

**Since when.** Raised on the first day on which the agencies between them knew of enough such events, or actions, and of no work with that person; it
ends when such work becomes known, or when the 180 days no longer hold enough.

**What would change it.** A record that some agency worked with this person makes it a note, and so do 180 days that no longer hold enough
such events or actions. An order, bail or licence condition that binds this person ends what it says of actions. A full name or a date
of birth ends what it says about who this is.

**Why it matters.** Case reviews find the same again and again: services see whoever is harmed, and the person who harms stays "mum's partner".

**Cautions.** Agencies whose records were not supplied may have worked with that person: see the coverage. Contacting someone can raise the danger for
others: this is a prompt to ask who should, and no instruction. Attending a programme is not a sign that anyone is out of danger. Actions
with whoever is harmed may be help that was wanted: their number says what agencies did and is no fault of the people they were for.

**Source.** JTAI 2017; CSPR Panel 2022."""

import duckdb

from timeline.agencies import titles

HEADING = "Moved to a new relationship"
NOTHING = "nobody is named as causing harm in {events} events within {days} days"


def find(counted, mentions, people, reports, as_of, *, events, days, work, worked_with, orders, bound, laid, laid_on, laid_needed):
    """What the rule says of each family and person named as causing harm, on each day on which its answer could change."""
    named = duckdb.sql("""
        select family_id, person_id, person, harmed_id, event_id, day, counts_from as known_on, counts_to, asserted_by from counted
        where day is not null""").materialize()
    known_as = _known_as(named, mentions, people)
    worked = _worked(named, mentions, people, reports, work, worked_with)
    acted = _acted(named, mentions, people, reports, {"orders": orders, "bound": bound, "laid": laid, "laid_on": laid_on})
    looks = _looks(named, worked, acted, as_of, days)
    actions = _actions(looks, worked, acted, days)
    judged = _judged(looks, named, known_as, worked, days)
    return duckdb.sql("""
        select family_id, person_id, null::varchar as harmed_id, on_day,
               case when (times >= $events and worked = 0) or (agencies >= 2 and nameless and times > 0)
                       or (times > 0 and on_harmed >= $laid_needed and at_source = 0) then 'review' end as level,
               if(agencies = 0, format('No event that counts on {} names {} as causing harm. ', strftime(on_day, '%-d %B %Y'), person),
                  format('{} is named by {} as causing harm in {} in the {} days to {}; {} ask for a review. ', person,
                         called_by, if(times = 1, '1 event', times || ' events'), $days, strftime(on_day, '%-d %B %Y'), $events))
               || if(worked = 0, 'No agency is recorded as having worked with this person in that time.',
                     'Work with this person is recorded ' || if(worked = 1, 'once', worked || ' times') || ' in that time (by ' || by_whom || ').')
               || if(nameless, ' No agency has recorded a full name or a date of birth.', '')
               || if(action_reports is null, '', format(' Actions recorded in that time: {} with whoever is said to be harmed, {} aimed at '
                                                        'this person; {} and none ask for a review.', on_harmed, at_source, $laid_needed)) as because,
               evidence, list_distinct(coalesce(work_reports, []) || coalesce(action_reports, [])) as reports, null::varchar as doubts,
               on_day - $days::int as looked_from, coalesce(latest_on, on_day) as latest_on, false as rests_on_proposed_link
        from judged left join actions using (family_id, person_id, on_day)""",
                      params={"events": events, "days": days, "laid_needed": laid_needed})


def _known_as(named, mentions, people):
    """Each such person: whether nobody has written a first and family name, and nobody a date of birth."""
    return duckdb.sql("""
        with who as (select person_id, unnest(mention_ids) as mention_id from people where person_id in (select person_id from named))
        select person_id, not coalesce(bool_or(forename is not null and surname is not null), false) and bool_and(dob is null) as nameless
        from who join mentions using (mention_id) group by all""").materialize()


def _worked(named, mentions, people, reports, work, worked_with):
    """Each record of an agency's work with such a person: of that kind, in a role of one who is worked with."""
    return duckdb.sql("""
        with who as (select person_id, unnest(mention_ids) as mention_id from people where person_id in (select person_id from named))
        select distinct w.person_id, r.report_id, coalesce(r.occurred_from::date, r.known_on) as day, r.known_on, r.agency
        from who w join mentions m using (mention_id) join reports r using (report_id)
        where list_contains($work, r.category) and list_contains($worked_with, m.role)""",
                      params={"work": work, "worked_with": worked_with}).materialize()


def _acted(named, mentions, people, reports, chosen):
    """Each record of an order that binds such a person, or of an action with one whom he or she is said to have harmed; a copy is none of its own."""
    return duckdb.sql("""
        with pairs as materialized (
            select family_id, person_id, harmed_id, min(known_on) as said_on, counts_to from named group by all),
        sides as materialized (
            select family_id, person_id, person_id as who_id, true as aimed, min(said_on) as said_on, counts_to from pairs group by all
            union all select family_id, person_id, harmed_id, false, said_on, counts_to from pairs),
        held as (
            select report_id, coalesce(occurred_from::date, known_on) as day, known_on, list_contains($orders, category) as binds
            from reports where copied_from is null and (list_contains($orders, category) or list_contains($laid, category))),
        who as (select person_id as who_id, unnest(mention_ids) as mention_id from people where person_id in (select who_id from sides))
        select distinct s.family_id, s.person_id, s.aimed, report_id, h.day, greatest(h.known_on, said_on) as known_on, counts_to
        from held h join mentions m using (report_id) join who using (mention_id) join sides s using (who_id)
        where aimed = binds and list_contains(if(aimed, $bound, $laid_on), m.role)""", params=chosen).materialize()


def _looks(named, worked, acted, as_of, days):
    """The days on which the answer could change: an event, work or an action became known or left the days; and today."""
    return duckdb.sql("""
        with changes as (
            select family_id, person_id, unnest([known_on, counts_to + 1, day + $days::int + 1]) as on_day from named
            union all select n.family_id, n.person_id, unnest([w.known_on, w.day + $days::int + 1]) from named n join worked w using (person_id)
            union all select family_id, person_id, unnest([known_on, day + $days::int + 1]) from acted
            union all select family_id, person_id, $as_of::date from named)
        select distinct c.*, person from changes c join named using (family_id, person_id) where on_day <= $as_of""",
                      params={"as_of": as_of, "days": days}).materialize()


def _actions(looks, worked, acted, days):
    """How many actions within the days of each day looked at, known by then, are with whoever is said to be harmed, and aimed at the person."""
    return duckdb.sql("""
        with every as (
            select l.family_id, l.person_id, l.on_day, aimed, report_id from looks l join acted a using (family_id, person_id)
            where l.on_day between a.known_on and coalesce(a.counts_to, l.on_day) and a.day between l.on_day - $days::int and l.on_day
            union
            select l.family_id, l.person_id, l.on_day, true, report_id from looks l join worked w using (person_id)
            where w.known_on <= l.on_day and w.day between l.on_day - $days::int and l.on_day)
        select family_id, person_id, on_day, count(*) filter (not aimed) as on_harmed, count(*) filter (aimed) as at_source,
               list(report_id) as action_reports
        from every group by all""", params={"days": days}).materialize()


def _judged(looks, named, known_as, worked, days):
    """Each family and person on each such day: events and work within the days, as far as known then; and where by then no event counts any more."""
    told = duckdb.sql(f"""
        select l.*,
               count(distinct event_id) filter (day between on_day - $days::int and on_day) as times,
               list(distinct event_id) filter (day between on_day - $days::int and on_day) as evidence,
               len(list_distinct(flatten(list(asserted_by)))) as agencies, {titles.listed("flatten(list(asserted_by))")} as called_by, max(day) as latest_on
        from looks l left join named n
        on n.family_id = l.family_id and n.person_id = l.person_id and l.on_day between n.known_on and coalesce(n.counts_to, l.on_day)
        group by all""", params={"days": days})
    done = duckdb.sql(f"""
        select l.family_id, l.person_id, l.on_day, count(distinct report_id) as worked, list(report_id) as work_reports,
               {titles.listed("list(agency)")} as by_whom
        from looks l join worked w using (person_id) where w.known_on <= l.on_day and w.day between l.on_day - $days::int and l.on_day
        group by all""", params={"days": days})
    return duckdb.sql("""
        select t.* replace (coalesce(evidence, []) as evidence), coalesce(worked, 0) as worked, work_reports, by_whom, coalesce(nameless, false) as nameless
        from told t left join done using (family_id, person_id, on_day) left join known_as using (person_id)""")
