"""Escalation: a pattern of control, stalking, money and words, whether or not anyone was hit.

**What.** One person is said to have done several things to another that are not physical violence and that belong to controlling or coercive
behaviour: at least three events of at least two kinds over at least fourteen days, told by any agencies. Also where one agency recorded "parental
conflict" in the family while another recorded control or fear. Two such events stay as a note.

**Since when.** Raised on the first day on which the agencies between them knew of enough. A review for a year after the latest event became known,
then a note.

**What would change it.** It becomes a note when a year has passed since the latest such event became known, and a review again with the
next. No physical incident, and no absence of one, lowers it.

**Why it matters.** Each of these is graded low on its own, and crime-harm weights make them disappear; case reviews found abuse without violence
called parental conflict. The rule does not ask for a physical incident, and none makes it weigh less.

**Cautions.** Whether this is control is for a person to judge: families share money and a carer may speak for someone who needs it. A victim may be
the one accused of control: where both are recorded as harming the other, a person must assess who is the primary perpetrator. One
entry is not a pattern. What only free text says counts once a person has confirmed it. An appointment that was missed, or always attended with
somebody, is not counted: no extract says who kept a patient away or why.

**Source.** Serious Crime Act 2015 s.76 and statutory guidance on controlling or coercive behaviour 2023; CSPR Panel 2022."""

import duckdb

from timeline.agencies import titles

HEADING = "Escalation"
NOTHING = "no control, stalking, money or emotional abuse by a named person is recorded; {events} events of {kinds} kinds over {span_days} days are needed"


def find(allegations, accounts, categories, families, reports, mentions, people, as_of, *, types, factors, events, kinds, span_days, review_days):
    """What the rule says of each pair on each day on which its answer could change."""
    signs = _signs(allegations, accounts, categories, types, factors)
    called = _called_conflict(families, reports, mentions, people, as_of)
    looks = _looks(signs, called, as_of, review_days)
    judged = _judged(looks, signs, called)
    return duckdb.sql("""
        with placed as (
            select *, times >= $events and kinds_seen >= $kinds and span >= $span_days as pattern, conflict is not null as renamed from judged)
        select family_id, person_id, harmed_id, on_day,
               case when (pattern or renamed) and on_day < newest + $review_days::int then 'review'
                    when pattern or renamed or times >= 2 then 'note' end as level,
               format('{} is said by {} to have done to {}: {}, in {} over {} days; {} events of {} kinds over {} days ask for a review.',
                      person, said_by, harmed, signs, if(times = 1, '1 event', times || ' events'), span, $events, $kinds, $span_days)
               || if(renamed, ' ' || conflict, '') as because,
               evidence, coalesce(conflict_reports, []) as reports, both_ways as doubts,
               looked_from, latest_on, false as rests_on_proposed_link
        from placed""", params={"events": events, "kinds": kinds, "span_days": span_days, "review_days": review_days})


def _signs(allegations, accounts, categories, types, factors):
    """Each event that an account codes as such abuse, or in which a question about it was answered yes, with what it is called and when known."""
    asked = duckdb.sql("select unnest($names::varchar[]) as factor, unnest($kinds::varchar[]) as kind",
                       params={"names": list(factors), "kinds": list(factors.values())}).materialize()
    return duckdb.sql("""
        with coded as (
            select a.event_id, a.known_on, a.agency, lower(c.title) as sign, c.type as kind from accounts a join categories c using (category)
            where a.kind = 'abuse' and not c.physical and list_contains($types, c.type)
            union all
            select event_id, known_on, agency, asked.factor, asked.kind from accounts join asked on factors[asked.factor] = 'yes'
            where cardinality(factors) > 0 and type is distinct from asked.kind)
        select s.family_id, s.person_id, s.harmed_id, s.person, s.harmed, s.both_ways, s.event_id, s.day,
               greatest(s.known_on, c.known_on) as known_on, c.agency, c.sign, c.kind
        from allegations s join coded c using (event_id)
        where s.person_id <> 'not named' and s.day is not null and s.kind = 'abuse'""",
                      params={"types": types}).materialize()


def _called_conflict(families, reports, mentions, people, as_of):
    """For each family: the records of its members that call it parental conflict."""
    return duckdb.sql("""
        with who as (select unnest(mention_ids) as mention_id, person_id from people),
        recorded as (select report_id, agency, known_on from reports where category = 'parental_conflict' and known_on <= $as_of)
        select distinct f.family_id, r.report_id, r.agency, r.known_on
        from recorded r join mentions m using (report_id) join who using (mention_id) join families f using (person_id)
        where f.part <> 'linked person'""", params={"as_of": as_of}).materialize()


def _looks(signs, called, as_of, review_days):
    """The days on which a pair's answer could change: something became known, or grew old; and today."""
    return duckdb.sql("""
        with told as materialized (select distinct family_id, person_id, harmed_id, known_on from signs),
        changes as (
            select family_id, person_id, harmed_id, unnest([known_on, known_on + $review_days::int]) as on_day from told
            union all select t.family_id, t.person_id, t.harmed_id, c.known_on from told t join called c using (family_id)
            union all select family_id, person_id, harmed_id, $as_of::date from told)
        select family_id, person_id, harmed_id, on_day from changes where on_day <= $as_of group by all""",
                      params={"as_of": as_of, "review_days": review_days}).materialize()


def _judged(looks, signs, called):
    """Each pair on each such day, as far as known then: the signs, their number, kinds and span, and what another agency called it."""
    known = duckdb.sql(f"""
        select l.family_id, l.person_id, l.harmed_id, l.on_day, any_value(person) as person, any_value(harmed) as harmed, any_value(both_ways) as both_ways,
               count(distinct event_id) as times, max(s.known_on) as newest, min(day) as looked_from, max(day) as latest_on,
               list_distinct(list(event_id order by day, event_id)) as evidence, list_distinct(list(s.agency)) as agencies,
               {titles.listed("list(s.agency)")} as said_by,
               string_agg(distinct sign, ', ' order by sign) as signs, count(distinct s.kind) as kinds_seen, max(day) - min(day) as span
        from looks l join signs s using (family_id, person_id, harmed_id) where s.known_on <= l.on_day group by all""").materialize()
    renamed = duckdb.sql(f"""
        select k.family_id, k.person_id, k.harmed_id, k.on_day, list_sort(list(c.report_id)) as conflict_reports,
               'Parental conflict is recorded in this family by ' || {titles.listed("list(c.agency)")} || '.' as conflict
        from known k join called c using (family_id)
        where c.known_on <= k.on_day and exists (select 1 from unnest(k.agencies) as told(agency) where told.agency <> c.agency) group by all""")
    return duckdb.sql("select * from known left join renamed using (family_id, person_id, harmed_id, on_day)")
