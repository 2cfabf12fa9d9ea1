"""Who would have been in two places at once: in custody and at an incident, or dead and seen later.

For two people who may be one, and for one person who may be two. It is a reason for a person to look and no proof: days are
mistyped, people are let out for a day, and an incident may be told of the wrong man. So it only adds a sentence, never likeness,
and it joins and parts nobody. The days of arrest and of release contradict nothing; nor does what can be done from a cell by
letter, telephone or through others; nor what happened inside a prison. A spell without a release reaches no further than the day
on which it was recorded.
"""

import duckdb

from timeline.agencies import titles
from timeline.dates import in_words

HELD = "('offender', 'suspect', 'subject', 'respondent', 'patient')"
BLAMED = "('suspect', 'offender', 'respondent')"
PRISON = r"\b(hmp|hmyoi|yoi|prison|young offender)"
IN_PERSON = "(r.physical or r.category in ('weapon_shown', 'criminal_damage', 'public_order'))"  # what nobody does from a cell
BY_LETTER = "('court_hearing', 'police_notice', 'housing_contact')"  # contacts that do not need anybody to be alive


def find(couples, mentions, reports, owners):
    """Each couple of `couples` (person_id_l, person_id_r; twice the same for one person) with `places`, the sentences, the
    earliest of each kind; no row where there is none."""
    turned = duckdb.sql("""
        select person_id_l, person_id_r, person_id_l as one, person_id_r as other from couples
        union select person_id_l, person_id_r, person_id_r, person_id_l from couples""").materialize()
    absences = duckdb.sql("""
        select person_id, m.role, m.agency, r.category, r.since, r.until, r.due_on, r.occurred_from, r.occurred_to, r.known_on
        from reports as r join mentions as m using (report_id) join owners using (mention_id)
        where r.category in ('custody', 'recall', 'release', 'release_planned', 'death')""").materialize()
    away = _custody(turned, absences)
    inside, after = _named_inside(away, mentions, reports, owners), _seen_after(turned, absences, mentions, reports, owners)
    return duckdb.sql("""
        with told as (from inside union all from after),
        first as (select distinct on (person_id_l, person_id_r, turn) * from told order by person_id_l, person_id_r, turn, day, sentence)
        select person_id_l, person_id_r, list(sentence order by turn) as places from first group by all""").materialize()


def _custody(turned, absences):
    """The spells in custody of the one: to the first end, of whichever of the two, or else to the day on which it was recorded."""
    return duckdb.sql(f"""
        with gone as materialized (from absences),
        couples as materialized (from turned),
        starts as (select *, coalesce(since, occurred_from::date) as start from gone where category in ('custody', 'recall') and role in {HELD}),
        ends as (select person_id, coalesce(until, occurred_from::date, known_on) as day from gone where category = 'release'
                 union all select person_id, due_on from gone where category = 'release_planned' and due_on is not null)
        select c.*, s.agency, start, least(s.until, min(day)) as released, coalesce(released, s.known_on) as last
        from starts as s join couples as c on c.one = s.person_id
        left join ends as e on e.person_id in (c.one, c.other) and e.day >= start
        where start is not null group by c.person_id_l, c.person_id_r, c.one, c.other, s.agency, start, s.until, s.known_on""").materialize()


def _named_inside(away, mentions, reports, owners):
    """The incidents outside prison, strictly inside a spell, at which the other is named as having caused the harm."""
    return duckdb.sql(f"""
        with spells as materialized (from away),
        blamed as materialized (
            select person_id, m.agency, r.occurred_from::date as first, r.occurred_to::date as last
            from mentions as m join owners using (mention_id) join reports as r using (report_id)
            where person_id in (select other from spells) and m.role in {BLAMED} and r.kind = 'abuse' and {IN_PERSON}
              and not regexp_matches(lower(coalesce(r.place, '')), '{PRISON}'))
        select person_id_l, person_id_r, 1 as turn, b.first as day,
               if(one = other, '', 'one was ') || 'in custody from ' || {in_words("start")} || ' to ' || {in_words("s.last")}
               || if(released is null, ' at least', '') || ', recorded by ' || {titles.named("s.agency")} || ', while '
               || if(one = other, '', 'the other is ') || 'named by ' || {titles.named("b.agency")} || ' as at an incident on '
               || {in_words("b.first")} as sentence
        from spells as s join blamed as b on b.person_id = s.other where b.first > start and b.last < s.last""").materialize()


def _seen_after(turned, absences, mentions, reports, owners):
    """The contacts in person and the incidents of the other after the day on which the one is recorded as dead."""
    return duckdb.sql(f"""
        with deaths as materialized (
            select t.*, d.agency, coalesce(d.occurred_to::date, d.known_on) as died
            from absences as d join turned as t on t.one = d.person_id where d.category = 'death' and d.role in ('subject', 'patient')),
        seen as materialized (
            select person_id, m.agency, r.occurred_from::date as day
            from mentions as m join owners using (mention_id) join reports as r using (report_id)
            where person_id in (select other from deaths)
              and (r.kind = 'contact' and r.category not in {BY_LETTER} and m.role in ('subject', 'patient', 'offender')
                   or r.kind = 'abuse' and m.role in ('victim', 'suspect')))
        select person_id_l, person_id_r, 2 as turn, s.day,
               if(one = other, '', 'one is ') || 'recorded by ' || {titles.named("d.agency")} || ' as dead on ' || {in_words("died")} || ', while '
               || if(one = other, '', 'the other is ') || 'named by ' || {titles.named("s.agency")} || ' as seen on ' || {in_words("s.day")} as sentence
        from deaths as d join seen as s on s.person_id = d.other where s.day > died""").materialize()
