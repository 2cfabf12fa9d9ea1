"""Escalation: two people are each recorded as harming the other, or the one recorded as harmed is held by police.

**What.** One person is said to have harmed another, and the other is said to have harmed that person, in one account or over their history,
whatever the number of events each way. Until a person has assessed who is the primary perpetrator, the way of fewer events (or else
the later one) is counted by no other rule, and nothing is netted off. Also: somebody said to have been harmed by one person in two or more
earlier events is recorded with bail conditions or in custody, as suspect or offender, whatever it is said to be for.

**Since when.** Raised on the first day on which both ways, or the events and the bail or custody, were known to the agencies between them. A
review for a year after the latest of these became known, then a note. A decision about the primary perpetrator ends it.

**What would change it.** A decision about who is the primary perpetrator ends it. Otherwise it becomes a note a year after the latest such
event became known.

**Why it matters.** Someone who defends herself or himself, or who is accused first, can be recorded as the person who harms. Counting both ways alike
makes the abuse disappear, and can turn help and orders against the person harmed.

**What a person looks at.** Both sides' injuries, fear and history; who called and who was spoken to alone; claims of self-defence; who controls
money, children, contact and status; who used orders and allegations first. People in same-sex couples, men who are harmed, young people,
disabled people and people who were not heard in their own language are recorded the wrong way round more often.

**Cautions.** The number of events each way says how often each was recorded and not who is afraid of whom. Bail or custody may have
nothing to do with the other person: it is a reason to look, and no finding. The word "mutual" is never ours.

**Source.** Hester 2013; SafeLives; College of Policing on counter-allegations."""

import duckdb

from timeline.agencies import titles

HEADING = "Escalation"
NOTHING = ("nobody here is recorded both as harming and as harmed by the same person, nor as held after {victim_events} events of harm by one person; "
           "or a person has decided who is the primary perpetrator")


def find(harms, events, families, people, reports, mentions, primaries, as_of, *, review_days, held, held_as, victim_events):
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
    taken = _taken(ways, families, people, reports, mentions, primaries, as_of, {"held": held, "held_as": held_as, "victim_events": victim_events})
    arrested = _arrested(taken, ways, as_of, review_days)
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
        from told
        union all from arrested""", params={"review_days": review_days})


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
               count(*) as times, list(event_id) as event_ids,
               if(count(*) = 1, '1 event', count(*) || ' events') || ' (by '
               || {titles.listed("flatten(list(asserted_by))")} || ', from '
               || strftime(min(day), '%-d %B %Y') || ')' as told
        from looks l join ways w on w.source_id = l.{source} and w.harmed_id = l.{harmed} where w.known_on <= l.on_day group by all""").materialize()


def _taken(ways, families, people, reports, mentions, primaries, as_of, chosen):
    """Bail or custody of somebody whom one named person was said to have harmed in enough earlier events, before each was said to harm the other.

    `from_on` is the day on which enough of both was known, `turned_on` that on which the two were recorded both ways round. A decision about the
    primary perpetrator leaves the two out."""
    held = duckdb.sql("""
        with who as (select person_id, unnest(mention_ids) as mention_id from people where person_id in (select harmed_id from ways))
        select distinct person_id as harmed_id, report_id, r.category, r.agency, r.known_on,
               coalesce(r.made_on, r.since, r.occurred_from::date, r.known_on) as held_on
        from reports r join mentions m using (report_id) join who using (mention_id)
        where list_contains($held, category) and list_contains($held_as, m.role) and r.copied_from is null and r.known_on <= $as_of""",
                      params={"held": chosen["held"], "held_as": chosen["held_as"], "as_of": as_of}).materialize()
    return duckdb.sql("""
        with ways as materialized (from ways),
        met as (
            select w.source_id, w.harmed_id, w.event_id, w.day, w.known_on as said_on, h.report_id, category, agency, held_on, h.known_on as held_known,
                   rank() over (partition by w.source_id, w.harmed_id, h.report_id order by w.known_on, w.event_id) as place
            from ways w join held h using (harmed_id) where w.day < h.held_on
             and (least(source_id, w.harmed_id), greatest(source_id, w.harmed_id)) not in (
                 select (one_id, other_id) from primaries where primary_id is not null)),
        enough as (
            select source_id, harmed_id, report_id, category, agency, held_on, min(greatest(said_on, held_known)) filter (place = $victim_events) as from_on
            from met group by all),
        disputed as (
            select a.source_id, a.harmed_id, greatest(min(a.known_on), min(b.known_on)) as turned_on
            from ways a join ways b on a.source_id = b.harmed_id and a.harmed_id = b.source_id group by all)
        select distinct f.family_id, e.source_id as person_id, e.harmed_id, s.name as person, h.name as harmed, e.* exclude (source_id, harmed_id), turned_on
        from enough e left join disputed d using (source_id, harmed_id) join families f on f.person_id = e.harmed_id and f.part <> 'linked person'
        join people s on s.person_id = e.source_id join people h on h.person_id = e.harmed_id""",
                      params={"victim_events": chosen["victim_events"]}).materialize()


def _arrested(taken, ways, as_of, review_days):
    """What is said of these on each day on which it could change; nothing from the day on which the two were recorded both ways round."""
    return duckdb.sql(f"""
        with taken as materialized (from taken), ways as materialized (from ways),
        days as (
            select distinct family_id, person_id, harmed_id, unnest([from_on, from_on + $review_days::int, $as_of::date]) as on_day from taken),
        looks as (select * from days where on_day <= $as_of),
        bail as (
            select l.family_id, l.person_id, l.harmed_id, l.on_day, any_value(person) as person, any_value(harmed) as harmed, any_value(turned_on) as turned_on,
                   max(from_on) as newest, max(held_on) as last_on,
                   arg_max(replace(category, '_', ' ') || ' (' || {titles.named("agency")} || ', ' || strftime(held_on, '%-d %B %Y') || ')',
                           (held_on, report_id)) as held_in, list(report_id) as reports
            from looks l join taken t using (family_id, person_id, harmed_id) where t.from_on <= l.on_day group by all),
        said as (
            select b.family_id, b.person_id, b.harmed_id, b.on_day, count(*) as times, list(event_id) as event_ids, min(day) as first_on,
                   {titles.listed("flatten(list(asserted_by))")} as said_by
            from bail b join ways w on w.source_id = b.person_id and w.harmed_id = b.harmed_id where w.known_on <= b.on_day and w.day < b.last_on group by all)
        select family_id, person_id, harmed_id, on_day, if(on_day < newest + $review_days::int, 'review', 'note') as level,
               person || ' is said by ' || said_by || ' to have harmed ' || harmed || ' in ' || times || ' events before ' || harmed || ' is recorded under '
               || held_in || '. A person must look at who is the primary perpetrator.' as because,
               event_ids as evidence, reports, null::varchar as doubts, first_on as looked_from, last_on as latest_on, false as rests_on_proposed_link
        from bail join said using (family_id, person_id, harmed_id, on_day)
        where on_day < coalesce(turned_on, date '9999-12-31')""", params={"review_days": review_days, "as_of": as_of})
