"""What a family's timeline draws: points, bands and separation windows, each a frame that figures.py takes as it is."""

import pandas as pd

from dashboard import current
from dashboard.queries.disclosures import NOT_AN_APPLICATION
from timeline.access import User, require
from timeline.agencies import titles


def points(user: User, family_id: str) -> pd.DataFrame:
    """One row per event and agency that tells it: when, how exactly, how grave, and a sentence for the mark."""
    require(user, "family:view")
    return current.ask(f"""
        select event_id, unnest(e.agencies) as agency, occurred_from as at, occurred_to as until, precision, e.kind, e.gravity,
               independent_accounts as independent,
               coalesce(strftime(occurred_from, '%-d %B %Y'), 'date not recorded') || ': ' || g.title
               || coalesce(', gravity ' || e.gravity || ' of 5', '') || '. Told by ' || {titles.listed("e.agencies")} as text
        from made.timelines join made.events e using (event_id) left join made.categories g using (category)
        where family_id = $id order by position""", id=family_id)


def note_points(user: User, notes: pd.DataFrame) -> pd.DataFrame:
    """Of a family's `notes` those for a day that nobody has taken back, as `points` gives events, so that they stand in a lane of their own."""
    require(user, "family:view")
    found = notes[notes["on"].notna() & notes["taken_back_at"].isna()]
    return pd.DataFrame({"event_id": found["note_id"], "agency": "notes", "at": found["on"], "until": found["on"], "precision": "day", "kind": "note",
                         "gravity": None, "independent": 2, "text": "Note by " + found["by"] + ": " + found["words"]})


def bands(user: User, family_id: str, activities: pd.DataFrame, silent: pd.DataFrame) -> pd.DataFrame:
    """What held for a time (`_held`), the family's `activities` that people gathered, which open their events, and the gaps in which
    nothing is recorded (`silent`)."""
    gathered = activities[activities["apart_at"].isna() & activities["since"].notna()]
    beside = [_held(user, family_id)]
    if len(gathered):
        beside.append(pd.DataFrame({
            "lane": "Gathered by people", "kind": "activity", "label": gathered["name"], "since": gathered["since"], "until": gathered["until"],
            "hover": gathered["name"] + ", gathered by " + gathered["by"] + "; choose it to list its events", "opens": gathered["event_ids"].str.join(" ")}))
    if len(silent):
        beside.append(pd.DataFrame({
            "lane": "Nothing recorded", "kind": "gap", "label": silent["length"], "since": pd.to_datetime(silent["since"]),
            "until": pd.to_datetime(silent["until"]), "hover": "No contact recorded for " + silent["length"] + ". " + silent["because"], "opens": None}))
    return pd.concat(beside, ignore_index=True)


def _held(user: User, family_id: str) -> pd.DataFrame:
    """Each child's ages, and where this family's people live, their relationships with one another, pregnancies, orders,
    and the custody of anyone named with the family. Nobody's home or relationship outside this family is among them."""
    require(user, "family:view")
    return current.ask("""
        with who as materialized (select person_id, min(part) as part from made.families where family_id = $id group by all),
        held as materialized (from made.periods where person_id in (select person_id from who)),
        places as (select place_key, row_number() over (order by min(since) nulls last, place_key) as number
                   from held where place_key is not null group by place_key),
        theirs as materialized (
            from made.orders
            where bound_id in (select person_id from who) and list_has_any(protected_ids, (select list(person_id) from who))
               or list_has_any(protected_ids, (select list(person_id) from who where part <> 'linked person'))),
        spoken_of as materialized (select other_person_id as person_id from held union select person_id from who union select bound_id from theirs),
        names as materialized (select person_id, name from made.people where person_id in (from spoken_of)),
        child as (select distinct p.person_id, p.name, p.dob from made.people p join who using (person_id) where part = 'child' and dob is not null),
        ages as (select 1 as lane_order, 'Age: ' || name as lane, 'age' as kind, year::varchar as label,
                        name || ', aged ' || year as hover, dob + to_years(year::integer) as since, dob + to_years(year::integer + 1) as until
                 from child, (select unnest(range(0, 18)) as year) where dob + to_years(year::integer) <= $today::date),
        stretches as (
            select case kind when 'custody' then 2 when 'relationship' then 3 when 'pregnancy' then 4 else 5 end as lane_order,
                   case kind when 'custody' then 'Custody: ' || p.name when 'relationship' then 'Relationship'
                        when 'pregnancy' then 'Pregnancy: ' || p.name else 'Home: ' || p.name end as lane, kind,
                   case kind when 'residence' then coalesce('address ' || places.number, 'address not known') || coalesce(' (' || place_kind || ')', '')
                        when 'relationship' then p.name || ' and ' || coalesce(o.name, 'someone not named') else kind end as label,
                   label || ', ' || certainty || coalesce(', from ' || strftime(since, '%-d %B %Y'), ', start not recorded')
                         || coalesce(' to ' || strftime(until, '%-d %B %Y'), '') as hover, since, until
            from held join names p on p.person_id = held.person_id
            left join names o on o.person_id = held.other_person_id left join places using (place_key)
            where kind in ('custody', 'pregnancy')
               or (kind = 'residence' and held.person_id in (select person_id from who where part <> 'linked person'))
               or (kind = 'relationship' and other_person_id in (select person_id from who))),
        bound as (select 6 as lane_order, 'Orders' as lane, 'order' as kind, g.title as label,
                         g.title || ', binds ' || coalesce(b.name, 'someone not named') || coalesce(', made ' || strftime(made_on, '%-d %B %Y'), '')
                         || coalesce(', served ' || strftime(served_on, '%-d %B %Y'), ', service not recorded') as hover,
                         coalesce(made_on, served_on, o.known_on) as since, coalesce(ended_on, expires_on) as until
                  from theirs o left join made.categories g on g.category = o.kind left join names b on b.person_id = o.bound_id)
        select lane, kind, label, hover, since::timestamp as since, until::timestamp as until, null as opens
        from (from ages union all by name from stretches union all by name from bound)
        order by lane_order, lane, since nulls first, label""", id=family_id, today=current.about()["as_of"])


def windows(user: User, family_id: str) -> pd.DataFrame:
    """Separation windows between people of the family: since, the end of the acute days and of the high days, and a label."""
    require(user, "family:view")
    facts = current.about()
    return current.ask("""
        with who as materialized (select distinct person_id from made.families where family_id = $id),
        held as materialized (from made.periods where person_id in (from who))
        select since::timestamp as since, since::timestamp + to_days($acute::integer) as acute_until,
               since::timestamp + to_days($high::integer) as until,
               'Separation ' || coalesce(state, 'recorded') || ' ' || strftime(since, '%-d %B %Y') || ' (' || certainty || ')' as label
        from held where kind = 'separation' and since is not null and other_person_id in (from who)
        order by since, label""", id=family_id, acute=facts["acute_days"], high=facts["high_days"])


def person_bands(user: User, person_id: str) -> pd.DataFrame:
    """One person over time: a lane per family with the people said to be harmed there, then homes, relationships, custody and
    orders that bind him or her. Homes are numbered, never written out."""
    require(user, "person:view")
    return current.ask("""
        with places as (select place_key, row_number() over (order by min(since) nulls last, place_key) as number
                        from made.periods where person_id = $id and place_key is not null group by place_key),
        households as (
            select 1 as lane_order, 'Family: ' || h.name as lane, 'harmed' as kind,
                   case when len(harmed) = 0 then 'placed here' else len(harmed) || ' said to be harmed' end
                   || case when link = 'proposed' then ' (proposed link)' else '' end as label, standing as hover,
                   perpetrators.first_on as since, perpetrators.last_on as until
            from made.perpetrators join made.headlines h using (family_id) where person_id = $id),
        stretches as (
            select case kind when 'relationship' then 2 when 'residence' then 3 else 4 end as lane_order,
                   case kind when 'relationship' then 'Relationships' when 'residence' then 'Homes' else 'Custody' end as lane, kind,
                   case kind when 'relationship' then coalesce(o.name, 'someone not named')
                        when 'residence' then coalesce('address ' || number, 'address not known') || coalesce(' (' || place_kind || ')', '')
                        else 'custody' end as label,
                   label || ', ' || certainty as hover, since, until
            from (select *, case when person_id = $id then other_person_id else person_id end as other_id from made.periods
                  where person_id = $id or (kind = 'relationship' and other_person_id = $id)) held
            left join made.people o on o.person_id = other_id left join places using (place_key)
            where kind in ('relationship', 'residence', 'custody')),
        bound as (select 5 as lane_order, 'Orders' as lane, 'order' as kind, g.title as label, because as hover,
                         coalesce(made_on, served_on, known_on) as since, coalesce(ended_on, expires_on) as until
                  from made.orders o left join made.categories g on g.category = o.kind where bound_id = $id)
        select lane, kind, label, hover, since::timestamp as since, until::timestamp as until
        from (from households union all by name from stretches union all by name from bound)
        order by lane_order, lane, since nulls first, label""", id=person_id)


def person_points(user: User, person_id: str) -> pd.DataFrame:
    """The events in which this person is said to have harmed somebody, or is placed, in each family: as `points` gives events, but that
    `agency` is the family's lane of `person_bands`; with the family, the event's title and who tells it."""
    require(user, "person:view")
    return current.ask(f"""
        with placed as (select family_id, unnest(event_ids) as event_id from made.perpetrators where person_id = $id)
        select event_id, 'Family: ' || h.name as agency, occurred_from as at, occurred_to as until, precision, e.kind, e.gravity,
               independent_accounts as independent, h.family_id, h.name as family, coalesce(g.title, e.category) as title, e.agencies,
               coalesce(strftime(occurred_from, '%-d %B %Y'), 'date not recorded') || ': ' || coalesce(g.title, e.category)
               || coalesce(', gravity ' || e.gravity || ' of 5', '') || '. Told by ' || {titles.listed("e.agencies")} as text
        from placed join made.events e using (event_id) join made.headlines h using (family_id) left join made.categories g using (category)
        where {NOT_AN_APPLICATION} order by occurred_from nulls last, event_id, family_id""", id=person_id)
