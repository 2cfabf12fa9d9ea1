"""Escalation: two people are each recorded as harming the other.

**What.** One person is said to have harmed another, and the other is said to have harmed that person, in one account or over their history,
whatever the number of events each way. Until a person has assessed who is the primary perpetrator, the way of fewer events (or else
the later one) is counted by no other rule, and nothing is netted off.

**Since when.** Raised on the first day on which both ways were known to the agencies between them. A review for a year after the latest such
event became known, then a note. A decision about the primary perpetrator ends it.

**What would change it.** A decision about who is the primary perpetrator ends it. Otherwise it becomes a note a year after the latest such
event became known.

**Why it matters.** Someone who defends herself or himself, or who is accused first, can be recorded as the person who harms. Counting both ways alike
makes the abuse disappear, and can turn help and orders against the person harmed.

**What a person looks at.** Both sides' injuries, fear and history; who called and who was spoken to alone; claims of self-defence; who controls
money, children, contact and status; who used orders and allegations first. People in same-sex couples, men who are harmed, young people,
disabled people and people who were not heard in their own language are recorded the wrong way round more often.

**Cautions.** The number of events each way says how often each was recorded and not who is afraid of whom. The word "mutual" is never ours.

**Source.** Hester 2013; SafeLives; College of Policing on counter-allegations."""

import duckdb

HEADING = "Escalation"
NOTHING = "nobody here is recorded both as harming and as harmed by the same person, or a person has decided who is the primary perpetrator"


def find(harms, events, families, people, as_of, *, review_days):
    """What the rule says of each two people recorded both ways round, on each day on which its answer could change."""
    ways = _ways(harms, events, as_of)
    couples = _couples(ways, families, people)
    looks = duckdb.sql("""
        with between_them as (select least(source_id, harmed_id) as one_id, greatest(source_id, harmed_id) as other_id, known_on from ways),
        changes as (
            select c.family_id, c.person_id, c.harmed_id, unnest([w.known_on, w.known_on + $review_days::int]) as on_day
            from couples as c join between_them as w on w.one_id = least(c.person_id, c.harmed_id) and w.other_id = greatest(c.person_id, c.harmed_id)
            union all select family_id, person_id, harmed_id, $as_of::date from couples)
        select distinct family_id, person_id, harmed_id, on_day from changes where on_day <= $as_of""",
                       params={"as_of": as_of, "review_days": review_days}).materialize()
    first, second = (_side(looks, ways, *ends) for ends in (("person_id", "harmed_id"), ("harmed_id", "person_id")))
    return duckdb.sql("""
        with told as (
            select c.*, a.on_day, greatest(a.newest, b.newest) as newest, least(a.first_on, b.first_on) as first_on, greatest(a.last_on, b.last_on) as last_on,
                   list_distinct(a.event_ids || b.event_ids) as event_ids, (a.times, a.first_on) = (b.times, b.first_on) as tied,
                   format('{} is said to have harmed {} in {}', one, other, a.told) as this_way,
                   format('{} is said to have harmed {} in {}', other, one, b.told) as that_way,
                   (-a.times, a.first_on) <= (-b.times, b.first_on) as this_first
            from couples as c join first as a using (family_id, person_id, harmed_id)
            join second as b using (family_id, person_id, harmed_id, on_day))
        select family_id, person_id, harmed_id, on_day, if(on_day < newest + $review_days::int, 'review', 'note') as level,
               format('{}; {}. A person must assess who is the primary perpetrator: until then {}.', if(this_first, this_way, that_way),
                      if(this_first, that_way, this_way), if(tied, 'neither way meets a criterion', 'the second is counted by no other rule')) as because,
               event_ids as evidence, []::varchar[] as reports, null::varchar as doubts, first_on as looked_from, last_on as latest_on,
               false as rests_on_proposed_link
        from told""", params={"review_days": review_days})


def _ways(harms, events, as_of):
    """Each event in which one named person is said to have harmed another, and nobody has decided that it was the other way round."""
    return duckdb.sql("""
        select h.source_id, h.harmed_id, h.event_id, h.known_on, h.asserted_by, coalesce(e.occurred_from::date, h.known_on) as day
        from harms h join events e using (event_id)
        where h.known_on <= $as_of and manner = 'named' and source_id <> 'not named' and source_id <> harmed_id and not against_decision""",
                      params={"as_of": as_of}).materialize()


def _couples(ways, families, people):
    """Each two people recorded both ways round, in each family of either; first the one who was first known to be said to harm.

    So the order does not turn as more becomes known: a signal keeps its name."""
    return duckdb.sql("""
        with known as materialized (select source_id, harmed_id, min(known_on) as known_on from ways group by all),
        turned as (
            select a.source_id as person_id, a.harmed_id from known a join known b on a.source_id = b.harmed_id and a.harmed_id = b.source_id
            where (a.known_on, a.source_id) < (b.known_on, b.source_id)),
        placed as (
            select distinct f.family_id, t.person_id, t.harmed_id from turned t join families f on f.person_id in (t.person_id, t.harmed_id)
            where f.part <> 'linked person')
        select p.*, one.name as one, other.name as other from placed p join people one on one.person_id = p.person_id
        join people other on other.person_id = p.harmed_id""").materialize()


def _side(looks, ways, source, harmed):
    """One way round on each day: how many events, told by whom, since when, as far as known then."""
    return duckdb.sql(f"""
        select l.family_id, l.person_id, l.harmed_id, l.on_day, max(w.known_on) as newest, min(day) as first_on, max(day) as last_on,
               count(*) as times, list(event_id order by day, event_id) as event_ids,
               if(count(*) = 1, '1 event', count(*) || ' events') || ' (by '
               || replace(array_to_string(list_sort(list_distinct(flatten(list(asserted_by)))), ', '), '_', ' ') || ', from '
               || strftime(min(day), '%-d %B %Y') || ')' as told
        from looks l join ways w on w.source_id = l.{source} and w.harmed_id = l.{harmed} where w.known_on <= l.on_day group by all""").materialize()
