"""Separation risk: an order, bail or licence condition is said to be broken, or runs out.

**What.** Of a person bound by an order that protects a member of this family: a recorded breach, or an event inside the order's days in
which that person is said to have harmed a protected person, whoever recorded it and whether or not it was called a breach. And, as a review: an event
within 14 days after service in which a protected person is said to be harmed and nobody is named as the source; an order in force that expires within
28 days; and one that agencies other than police recorded and police did not.

**Since when.** A breach is raised on the first day on which an agency knew of the event and of the order; it asks for someone the same day for
four weeks, then for a review for a year, then stays as a note. An order that runs out asks for a review in its last 28 days.

**What would change it.** A breach becomes a review after four weeks and a note after a further year. What is asked of an order that runs
out ends with the order; what is asked of one that police hold no record of ends when they record it.

**Why it matters.** A breach is a repeat incident for MARAC, and it says that the order alone does not hold. The day on which an order ends is known
beforehand and seldom looked at.

**Cautions.** An order binds the person it names and nobody else. Arrangements for children are no order of this kind. Contact that the protected
person makes is no breach by that person. An order that was not served, was varied, or was given up as an undertaking may not be enforceable. A
breach here is what a source says, with its status, and no finding. A new order makes events recordable as breaches, so their number says little.
Whether a protected child's school, or whoever collects the child, was told of an order stands in no extract: ask. An order is a sign of known
risk and never a sign that the risk is over.

**Source.** SafeLives, definition of a repeat case; Family Law Act 1996; Domestic Abuse Act 2021."""

import duckdb

from timeline.agencies import titles

HEADING = "Separation risk"
NOTHING = ("no order that protects someone of this family is recorded, or none is said to be broken, runs out within {expiring_days} days or is "
           "unknown to police")


def find(known_orders, families, harms, accounts, events, reports, people, coverage, as_of, *, kinds, police_kinds, same_day_days, review_days, expiring_days,
         soon_days):
    """What the rule says of each person bound and family on each day on which its answer could change."""
    protecting = duckdb.sql("""
        select * replace (concat_ws('@', order_id, known_from) as order_id) from known_orders where list_contains($kinds, kind)""", params={"kinds": kinds})
    held = _held(protecting, families, reports, people, coverage, police_kinds)
    broken = _broken(held, harms, accounts, events, soon_days)
    looks = _looks(held, broken, as_of, same_day_days, review_days, expiring_days)
    judged = _judged(looks, held, broken, same_day_days, review_days, expiring_days, soon_days)
    return duckdb.sql("""
        select family_id, person_id, harmed_id, on_day,
               case when step is not null then ['same day', 'review', 'note'][step] when expiring or unflagged then 'review' end as level,
               if(titles is null, 'No order that protects the one from the other is known on that day.', concat_ws(' ', titles || '.',
                  coalesce(told, 'No event against a protected person is recorded inside its days.'),
                  if(expiring, 'It expires on ' || strftime(runs_out, '%-d %B %Y') || ', within ' || $expiring_days || ' days.', null),
                  if(unflagged, 'Police supplied records of this time and hold none of the order.', null))) as because,
               evidence, reports, if(unserved, 'its service is not recorded, so it may not be enforceable', null) as doubts,
               coalesce(made_on, on_day) as looked_from, coalesce(last_on, looked_from) as latest_on, false as rests_on_proposed_link
        from looks left join judged using (family_id, person_id, harmed_id, on_day)""", params={"expiring_days": expiring_days})


def _held(protecting, families, reports, people, coverage, police_kinds):
    """Each order that protects someone of a family as it was known in a stretch of days: in words, with its first and last day, and whether
    police held a record of it."""
    members = duckdb.sql("select family_id, person_id, bool_or(part = 'child') as child from families where part <> 'linked person' group by all")
    known = duckdb.sql("select * from protecting where made_on is not null")
    told = duckdb.sql("""
        with parts as (select order_id, unnest(report_ids) as report_id from known)
        select order_id, list(agency) as agencies, any_value(area) as area
        from parts join reports using (report_id) group by all""")
    supplied = duckdb.sql("select area, min(month) as since from coverage where agency = 'police' and state in ('supplied', 'searched and none') group by all")
    return duckdb.sql(f"""
        with covered as (select order_id, unnest(protected_ids) as person_id from known),
        covering as (
            select order_id, family_id, coalesce(min(person_id) filter (not child), min(person_id)) as harmed_id, list_sort(list(person_id)) as protected
            from covered join members using (person_id) group by all)
        select p.order_id, p.family_id, p.harmed_id, p.protected, k.bound_id as person_id, k.made_on, k.known_on, k.known_from, k.known_until,
               k.breach_event_ids, k.report_ids,
               coalesce(k.served_on, k.made_on) as begins, least(k.expires_on, k.ended_on) as ends, k.served_on is null as unserved,
               k.expires_on as runs_out, b.name as person, h.name as harmed,
               list_contains($police_kinds, k.kind) and not list_contains(t.agencies, 'police') and coalesce(s.since <= k.made_on, false) as unflagged,
               {titles.listed("t.agencies")} as agencies, replace(replace(k.kind, 'non_', 'non-'), '_', ' ') as kind
        from covering p join known k using (order_id) join told t using (order_id) left join supplied s on s.area = t.area
        join people b on b.person_id = k.bound_id join people h on h.person_id = p.harmed_id
        where k.bound_id <> p.harmed_id""", params={"police_kinds": police_kinds}).materialize()


def _broken(held, harms, accounts, events, soon_days):
    """Each event inside an order's days that a source records as its breach, or in which the person bound is said to have harmed one it protects,
    with who says so and since when; and each soon after service in which somebody it protects is said to be harmed and nobody is named as the source."""
    tellers = duckdb.sql("select event_id, list({'agency': agency, 'known_on': known_on}) as tellers from accounts group by all")
    return duckdb.sql("""
        with said as (
            select h.event_id, h.source_id, h.harmed_id, h.known_on, h.asserted_by, h.status, e.occurred_from::date as day
            from harms h join events e using (event_id) where e.kind = 'abuse'),
        inside as (
            select o.order_id, o.family_id, s.event_id, s.day, greatest(s.known_on, o.known_on) as known_on, s.asserted_by, s.status,
                   list_contains(o.breach_event_ids, s.event_id) as recorded, s.day - o.begins as after_service, false as unnamed
            from held o join said s on s.source_id = o.person_id and list_contains(o.protected, s.harmed_id)
            where s.day >= o.begins and s.day <= coalesce(o.ends, s.day)
            union all
            select o.order_id, o.family_id, s.event_id, s.day, greatest(s.known_on, o.known_on), s.asserted_by, s.status, false, null, true
            from (select *, unnest(protected) as shielded from held where not unserved) o join said s on s.harmed_id = o.shielded
            where s.source_id = 'not named' and s.day - o.begins between 0 and $soon_days and s.day <= coalesce(o.ends, s.day))
        select order_id, family_id, event_id, day, min(known_on) as known_on, flatten(list(asserted_by)) as asserted_by,
               any_value(tellers) as tellers,
               bool_or(recorded) as recorded, bool_or(status = 'convicted') as convicted, any_value(after_service) as after_service,
               bool_and(unnamed) as unnamed
        from inside join tellers using (event_id) group by all""", params={"soon_days": soon_days}).materialize()


def _looks(held, broken, as_of, same_day_days, review_days, expiring_days):
    """The days on which the answer could change: an order or event became known, grew old, or the order runs out; and today."""
    return duckdb.sql("""
        with changes as (
            select family_id, order_id, unnest([known_on, known_on + $same_day_days::int,
                                                known_on + $same_day_days::int + $review_days::int]) as on_day from broken
            union all select family_id, order_id, unnest([known_from, known_until, runs_out - $expiring_days::int, ends + 1, $as_of::date]) from held)
        select distinct h.family_id, h.person_id, h.harmed_id, on_day
        from changes join held h using (family_id, order_id) where on_day <= $as_of""",
                      params={"as_of": as_of, "same_day_days": same_day_days, "review_days": review_days, "expiring_days": expiring_days}).materialize()


def _judged(looks, held, broken, same_day_days, review_days, expiring_days, soon_days):
    """Each person bound and family on each such day: the orders known then, what is said to break them, and how long ago that was known."""
    standing = duckdb.sql("""
        select l.*, h.* exclude (family_id, person_id, harmed_id),
               h.runs_out - l.on_day <= $expiring_days and h.ends >= l.on_day as expiring,
               h.unflagged and (h.ends is null or h.ends >= l.on_day) as missing
        from looks l join held h using (family_id, person_id, harmed_id)
        where h.known_from <= l.on_day and (h.known_until is null or l.on_day < h.known_until)""",
                          params={"expiring_days": expiring_days}).materialize()
    happened = duckdb.sql(f"""
        with seen as (
            select distinct on (s.family_id, s.person_id, s.harmed_id, s.on_day, b.event_id) s.family_id, s.person_id, s.harmed_id, s.on_day, s.person, s.kind,
                   b.* exclude (family_id, tellers)
                       replace ([t.agency for t in tellers if t.known_on <= s.on_day and list_contains(b.asserted_by, t.agency)] as asserted_by)
            from standing s join broken b using (family_id, order_id) where b.known_on <= s.on_day
            order by b.recorded desc, b.order_id)
        select family_id, person_id, harmed_id, on_day, max(day) as last_on, list(event_id order by day, event_id) as evidence,
               min(case when on_day < known_on + $same_day_days::int and not unnamed then 1
                        when on_day < known_on + $same_day_days::int + $review_days::int then 2 else 3 end) as step,
               count(*) filter (not unnamed) as times, count(*) - times as others,
               concat_ws(' ', if(times = 0, null, any_value(person) || ' is said to have harmed a protected person inside its days '
                   || if(times = 1, 'once', times || ' times')
                   || ' (by ' || {titles.listed("flatten(list(asserted_by) filter (not unnamed))")} || '; recorded as a breach '
                   || count(*) filter (recorded) || ', convicted ' || count(*) filter (convicted) || ')'
                   || if(min(after_service) filter (not unnamed) <= $soon_days, ', first on day ' || min(after_service) filter (not unnamed)
                         || ' of the order', '') || '.'),
                   if(others = 0, null, 'Within ' || $soon_days || ' days after service a protected person is said to have been harmed '
                      || if(others = 1, 'once', others || ' times') || ' with nobody named as the source (by '
                      || {titles.listed("flatten(list(asserted_by) filter (unnamed))")} || ').')) as told
        from seen group by all""", params={"same_day_days": same_day_days, "review_days": review_days, "soon_days": soon_days}).materialize()
    return duckdb.sql("""
        with held_then as (
            select family_id, person_id, harmed_id, on_day, min(made_on) as made_on, bool_or(expiring) as expiring, bool_or(missing) as unflagged,
                   min(runs_out) filter (expiring) as runs_out, bool_and(unserved) as unserved, list_sort(list_distinct(flatten(list(report_ids)))) as reports,
                   array_to_string(list_sort(list(distinct person || ' is bound by a ' || kind || ' made on ' || strftime(made_on, '%-d %B %Y')
                                                           || ' that protects ' || harmed || ' (recorded by ' || agencies || ')')), '; ') as titles
            from standing group by all)
        select * from held_then left join happened using (family_id, person_id, harmed_id, on_day)""")
