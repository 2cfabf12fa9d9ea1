"""Together: domestic abuse, mental ill health and substance misuse are recorded in one family.

**What.** Within 365 days, records of this family tell of domestic abuse, of mental ill health of an adult and of an adult's alcohol or drug use. Whose
each is stands beside it: the person whom the record is about. Where a record names no such person, as in the answers to a risk tool, it is said to be so.

**Since when.** From the first day on which all three, each within 365 days, were known to some agency.

**What would change it.** It passes when what is recorded of one of the three is more than 365 days old. Nothing else in the records ends
it; a person may dismiss it with a reason.

**Why it matters.** Inspections ask whether agencies see the three together, and whose is whose: services for adults meet one of them each.

**Cautions.** The three are not added up and make no one more dangerous: each is its own thing. What is recorded of a person harmed is that person's own
need, often what abuse has done, never a risk that the person poses. Most people who are unwell or who drink harm nobody. A child's own health is
not counted. A contact with a mental health service says no diagnosis.

**Source.** JTAI 2017 and what inspectors ask of it."""

import duckdb

from timeline.agencies import titles

HEADING = "What was done"
NOTHING = "mental ill health and substance misuse of an adult are not both recorded beside domestic abuse; all three within {days} days are needed"


def find(timelines, events, accounts, reports, mentions, people, families, as_of, *, days, mental, mental_in, substance, of_whom):
    """What the rule says of each family on each day on which one of the three became known or grew too old."""
    said = _said(timelines, events, accounts, reports, mental, mental_in, substance)
    whose = _whose(said, mentions, people, families, of_whom)
    judged = _judged(whose, as_of, days)
    return duckdb.sql("""
        select family_id, null::varchar as person_id, null::varchar as harmed_id, on_day, if(kinds = 3, 'note', null) as level,
               format('In the {} days to {} records tell of {}. ', $days, strftime(on_day, '%-d %B %Y'), words)
               || if(kinds = 3, 'They are not added up; what is recorded of a person harmed is that person''s own need, never a risk that the person poses.',
                     'All three are needed.') as because,
               evidence, []::varchar[] as reports, null::varchar as doubts, on_day - $days::int as looked_from, latest_on,
               false as rests_on_proposed_link
        from judged""", params={"days": days})


def _said(timelines, events, accounts, reports, mental, mental_in, substance):
    """Each record that tells of one of the three, in families of which records tell of the latter two: its day, when and to whom known."""
    told = duckdb.sql("""
        select event_id, report_id, a.agency, a.known_on, coalesce(r.occurred_from::date, a.known_on) as day, unnest(list_filter([
                   if(a.kind = 'abuse', 'domestic abuse', null),
                   if(list_contains($mental_in, a.category) or list_has_any(said_yes, $mental), 'mental ill health', null),
                   if(list_has_any(said_yes, $substance), 'substance misuse', null)], lambda one: one is not null)) as what
        from (select *, list_transform(list_filter(map_entries(factors), lambda f: f.value = 'yes'), lambda f: f.key) as said_yes from accounts) a
        join reports r using (report_id)""", params={"mental": mental, "mental_in": mental_in, "substance": substance}).materialize()
    return duckdb.sql("""
        with told as materialized (from told),
        both_of as (
            select family_id from timelines join told using (event_id) where what <> 'domestic abuse'
            group by family_id having count(distinct what) = 2)
        select t.family_id, s.* from timelines t semi join both_of using (family_id) join told s using (event_id)""").materialize()


def _whose(said, mentions, people, families, of_whom):
    """Each such record with the adult of the family whom it is about; one about a child alone is left out, one about nobody named stays so."""
    return duckdb.sql("""
        with said as materialized (from said),
        who as (select person_id, name, unnest(mention_ids) as mention_id from people),
        about as (
            select m.report_id, w.person_id, w.name, m.role from (select distinct report_id from said where what <> 'domestic abuse')
            join mentions m using (report_id) join who w using (mention_id) where list_contains($of_whom, m.role)),
        grown as (select family_id, person_id, bool_or(part = 'child') as child from families group by all)
        select s.*, coalesce(a.name || ' as ' || a.role, 'not said whose') as whose
        from said s left join about a on a.report_id = s.report_id and s.what <> 'domestic abuse'
        left join grown g on g.family_id = s.family_id and g.person_id = a.person_id
        where a.person_id is null or g.child = false""", params={"of_whom": of_whom}).materialize()


def _judged(whose, as_of, days):
    """Each family on each such day: which of the three are known within the days, with whose and by whom said."""
    return duckdb.sql(f"""
        with said as materialized (from whose),
        changes as (select family_id, unnest([known_on, day + $days::int + 1, $as_of::date]) as on_day from said),
        looks as (select distinct family_id, on_day from changes where on_day <= $as_of),
        inside as (
            select l.on_day, s.* from looks l join said s using (family_id) where s.known_on <= on_day and day between on_day - $days::int and on_day),
        each as (
            select family_id, on_day, what, list(event_id) as evidence, max(day) as latest_on,
                   if(what = 'domestic abuse', if(count(distinct event_id) = 1, '1 event', count(distinct event_id) || ' events'),
                      string_agg(distinct whose || ', by ' || {titles.named("agency")}, '; ' order by whose || ', by ' || {titles.named("agency")})) as words
            from inside group by family_id, on_day, what)
        select family_id, on_day, count(what) as kinds, list_distinct(flatten(list(coalesce(evidence, [])))) as evidence,
               coalesce(max(latest_on), on_day) as latest_on,
               coalesce(string_agg(what || ' (' || words || ')', ', ' order by what), 'none of the three') as words
        from looks left join each using (family_id, on_day) group by family_id, on_day""", params={"as_of": as_of, "days": days})
