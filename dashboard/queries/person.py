"""A person, as a child around whom things were recorded, or as someone said to have harmed others.

Being said to have harmed someone is what sources assert about events; nobody is 'a perpetrator' by nature."""

import pandas as pd

from dashboard import current
from dashboard.queries import held
from dashboard.queries.here import only
from timeline.access import User, require


def person(user: User, person_id: str):
    """The person, one row, with `age` in whole years on the day of the snapshot. Raises NotHere."""
    require(user, "person:view")
    return only(current.ask("""
        select *, len(mention_ids) as reports, date_sub('year', dob, (select value::date from made.about where fact = 'as_of')) as age
        from made.people where person_id = $id""", id=person_id), f"person {person_id}")


def person_families(user: User, person_id: str) -> pd.DataFrame:
    """The families that the person belongs to, as what and from when to when."""
    require(user, "person:view")
    return current.ask("""
        select family_id, h.name as family, part, since, until, f.because
        from made.families f left join made.headlines h using (family_id)
        where person_id = $id order by since, family_id""", id=person_id)


def child_events(user: User, person_id: str) -> pd.DataFrame:
    """What was recorded around this child, in order: an event on a timeline where the child stands, or that names the child.

    `age` is in whole years that day (-1 before birth, empty if unknown). `answers` says per agency whether the child was
    present, seen, heard; `told` who was told of the event, by whom and when."""
    require(user, "person:view")
    return current.ask("""
        with mine as (select unnest(mention_ids) as mention_id from made.people where person_id = $id),
        said as (select report_id, agency, role, present, seen, heard from made.mentions join mine using (mention_id)),
        stands as (select event_id, any_value(c.age) as age, any_value(c.present) as present, any_value(c.seen) as seen,
                          any_value(c.heard) as heard
                   from (select event_id, unnest(children) as c from made.timelines) where c.person_id = $id group by event_id),
        told_in as (select event_id, unnest(report_ids) as report_id from made.events
                    where event_id in (select event_id from stands) or list_has_any(report_ids, (select list(report_id) from said))),
        detail as (
            select event_id, list({agency: r.agency, report_id: report_id, role: role, present: present, seen: seen, heard: heard}
                                  order by r.agency, report_id) filter (role is not null) as answers,
                   list({'by': r.agency, 'to': notified_to, 'on': notified_on} order by notified_on, notified_to)
                       filter (notified_to is not null) as told
            from told_in join made.reports r using (report_id) left join said using (report_id) group by event_id)
        select event_id, occurred_from, occurred_to, precision, e.known_on, kind, g.title, gravity, agencies, age, present, seen, heard,
               coalesce(answers, []) as answers, coalesce(told, []) as told
        from detail join made.events e using (event_id) left join stands using (event_id)
        left join (select category, title from made.categories) g using (category)
        order by occurred_from nulls last, event_id""", id=person_id)


def siblings(user: User, person_id: str) -> pd.DataFrame:
    """Other children of the families that this child belongs to, eldest first, with how many events stand around each."""
    require(user, "person:view")
    return current.ask("""
        with ours as (select distinct family_id from made.families where person_id = $id and part = 'child'),
        around as (select c.person_id, count(distinct event_id) as events
                   from (select event_id, unnest(children) as c from made.timelines where family_id in (from ours)) group by all)
        select person_id, p.name, p.dob, p.dob_precision, p.sex, family_id, f.since, f.until, coalesce(around.events, 0) as events,
               date_sub('year', p.dob, (select value::date from made.about where fact = 'as_of')) as age
        from made.families f join made.people p using (person_id) left join around using (person_id)
        where family_id in (from ours) and part = 'child' and person_id != $id
        order by p.dob nulls last, p.name, person_id""", id=person_id)


def person_periods(user: User, person_id: str) -> pd.DataFrame:
    """What held for a time (`held.periods_of`) for the person: where he or she lived, with whom, custody."""
    require(user, "person:view")
    return held.periods_of("select $id as person_id", person_id)


def person_orders(user: User, person_id: str) -> pd.DataFrame:
    """Orders that bind or protect the person; `side` says which."""
    require(user, "person:view")
    return current.ask("""
        select order_id, kind, g.title, case when bound_id = $id then 'bound' else 'protected' end as side, bound_id, b.name as bound,
               (select list(name order by name) from made.people where person_id in (select unnest(o.protected_ids))) as protected,
               protected_ids, made_on, served_on, expires_on, ended_on, known_on, breach_event_ids, report_ids, o.because
        from made.orders o left join (select category as kind, title from made.categories) g using (kind)
        left join made.people b on b.person_id = o.bound_id
        where bound_id = $id or list_contains(protected_ids, $id)
        order by made_on nulls last, order_id""", id=person_id)


def households(user: User, person_id: str) -> pd.DataFrame:
    """Each family where the person is said to have harmed someone or has been placed, in order of first being named there:
    the names of those said to be harmed and of the children, how and by whom named, where last placed, and how sure the
    identity is. `now` never holds the address of a person harmed."""
    require(user, "person:view")
    return current.ask("""
        select s.family_id, h.name as family, s.first_on, s.last_on, harmed, s.children, event_ids, standing, now, link, link_id,
               (select list(name order by name) from made.people where person_id in (select unnest(s.harmed))) as harmed_names,
               (select list({person_id: person_id, name: name, dob: dob} order by dob, name) from made.people
                where person_id in (select unnest(s.children))) as child_names
        from made.perpetrators s left join made.headlines h using (family_id)
        where person_id = $id order by s.first_on nulls last, family_id""", id=person_id)


def said_harmed(user: User, person_id: str) -> pd.DataFrame:
    """Each person whom this one is said to have harmed: events, first and last, by whom said, the furthest status, contested, and
    whether it goes against a person's `decision` of who is the primary perpetrator of the two."""
    require(user, "person:view")
    return current.ask("""
        select harmed_id, any_value(p.name) as name, list(distinct relation order by relation) as relations,
               list(distinct manner order by manner) as manners, count(distinct event_id) as events,
               min(occurred_from) as first_on, max(occurred_from) as last_on,
               list(event_id order by occurred_from nulls last, event_id) as event_ids,
               list_sort(list_distinct(flatten(list(asserted_by)))) as asserted_by,
               list_sort(list_distinct(list(status))) as statuses, bool_or(contested) as contested,
               bool_or(against_decision) as against_decision, any_value(decision) as decision
        from made.harms join made.events using (event_id) left join made.people p on p.person_id = harmed_id
        where source_id = $id group by harmed_id order by first_on nulls last, harmed_id""", id=person_id)


def links(user: User, person_id: str) -> pd.DataFrame:
    """People who may be this same person: the other one, the state of the link, and what speaks for and against it."""
    require(user, "person:view")
    return current.ask("""
        with mine as materialized (select *, case when person_id_l = $id then person_id_r else person_id_l end as other_id
                                   from made.links where $id in (person_id_l, person_id_r)),
        homes as (select person_id, list(distinct family_id) as family_ids from made.families where person_id in (select other_id from mine) group by all)
        select link_id, state, other_id, p.name, p.dob, p.dob_precision, p.agencies, mine.because, agrees, conflicts, missing, rarity,
               mention_id_l, mention_id_r, family_ids
        from mine join made.people p on p.person_id = other_id left join homes on homes.person_id = other_id
        order by list_position(['contradicted', 'proposed', 'waiting for a second person', 'unsure', 'refused'], state), p.name, link_id""", id=person_id)


def network(user: User, person_id: str) -> pd.DataFrame:
    """The edges of the network two steps around the person, over who is said to have harmed whom and proposed links.

    A row is an edge: `l` and `r` with their names, `tie` ('said to have harmed' or 'may be the same person'), `events`,
    `step` (1 or 2: the farther of its ends), and `confirmed`."""
    require(user, "person:view")
    return current.ask("""
        with edges as (
            select source_id as l, harmed_id as r, 'said to have harmed' as tie, count(distinct event_id) as events, true as confirmed
            from made.harms where source_id != 'not named' group by all
            union all
            select person_id_l, person_id_r, 'may be the same person', 0, false from made.links where state <> 'refused'
        ),
        near as (select $id as person_id, 0 as step
                 union select case when l = $id then r else l end, 1 from edges where $id in (l, r)),
        shown as (from edges where l in (select person_id from near) or r in (select person_id from near))
        select l, pl.name as l_name, r, pr.name as r_name, tie, events, confirmed, case when $id in (l, r) then 1 else 2 end as step
        from shown left join made.people pl on pl.person_id = l left join made.people pr on pr.person_id = r
        order by step, tie, l, r""", id=person_id)
