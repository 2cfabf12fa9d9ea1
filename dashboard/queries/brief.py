"""A family on one screen, for a meeting: each question is for one family and small enough to be asked while people wait."""

from datetime import date

import pandas as pd

from dashboard import current
from dashboard.queries.hearings import HEARD
from dashboard.queries.hidden import addresses_hidden
from dashboard.queries.rested import RESTED
from timeline.access import User, require
from timeline.tables import LEVELS

DUE_DAYS = 28  # for how many days after a meeting what falls due is shown
RECENT_MONTHS = 12  # of how many months it is said whether an agency supplied its records

OURS = """
    members as materialized (select person_id, part, until from made.families where family_id = $id and part <> 'linked person'),
    named as materialized (
        select person_id, part, mention_id from (select person_id, any_value(part) as part, unnest(any_value(mention_ids)) as mention_id
                                                 from made.people join members using (person_id) group by person_id))"""
"""SQL of the people who belong to the family $id, in `members`, and their mentions, in `named`."""


def belonging(user: User, family_id: str, on: date) -> pd.DataFrame:
    """Who belongs to the family, as what: children first, the youngest first. `age` is in whole years on the day `on` (-1 before birth, empty where
    unknown), `until` the last day if that has passed; `seen` and `heard` the last record in which an agency says so of a child (day and agency)."""
    require(user, "family:view")
    return current.ask(f"""
        with {OURS},
        answers as (
            select person_id, seen, heard, {{day: coalesce(r.occurred_from::date, r.known_on), agency: r.agency}} as told
            from named join made.mentions m using (mention_id) join made.reports r on r.report_id = m.report_id where part = 'child'),
        latest as (
            select person_id, max(told) filter (seen = 'yes') as seen, max(told) filter (heard = 'yes') as heard from answers group by person_id),
        stays as (select person_id, part, if(max(coalesce(until, date '9999-12-31')) < $on, max(until), null) as until from members group by all)
        select p.person_id, part, p.name, case when p.dob > $on then -1 else date_sub('year', p.dob, $on::date) end as age, stays.until, seen, heard
        from stays join made.people p using (person_id) left join latest using (person_id)
        order by list_position(['child', 'carer', 'adult', 'other adult'], part), stays.until is not null, p.dob desc nulls first, p.name, p.person_id""",
        id=family_id, on=on)


def came_since(user: User, family_id: str, since: date) -> pd.DataFrame:
    """The family's events of which a record was received after the day `since`: those that happened or became known after it first, the latest
    first; but not the hearing of that day itself. `whole` says that no record of the event was received before; `later`, that no agency knew of
    it by that day; `agencies`, who told."""
    require(user, "family:view")
    return current.ask("""
        with told as (select event_id, unnest(report_ids) as report_id from made.events
                      where event_id in (select event_id from made.timelines where family_id = $id)),
        fresh as (select event_id, list(distinct agency order by agency) as agencies, count(*) as records, min(r.known_on) > $since as later
                  from told join made.reports r using (report_id) where r.received_on > $since group by event_id)
        select event_id, occurred_from, occurred_to, precision, coalesce(title, e.category) as title, e.kind, gravity, fresh.agencies, records, later,
               e.received_on > $since as whole
        from fresh join made.events e using (event_id) left join (select category, title from made.categories) g using (category)
        where not (e.category = $heard and coalesce(occurred_from::date = $since, false))
        order by later desc, occurred_from desc nulls last, event_id""", id=family_id, since=since, heard=HEARD)


def brief_signals(user: User, family_id: str, since: date) -> pd.DataFrame:
    """The family's signals that nobody has dismissed, gravest first: rule, level, sentence, the records that it rests on (`rested.RESTED`), and
    whether it is `new` since the day `since` (raised later) or rests on records received since (`fresh`, how many)."""
    require(user, "family:view")
    return current.ask(f"""
        with mine as materialized (from made.signals
                                   where family_id = $id and signal_id not in (select signal_id from made.dismissals where state = 'dismissed')),
        rests as (select signal_id, (select value::date from made.about where fact = 'as_of') as on_day, evidence, reports from mine), {RESTED},
        bases as (
            select signal_id, report_id from (select signal_id, unnest(report_ids) as report_id
                from (select signal_id, unnest(evidence) as event_id from mine) join made.events using (event_id))
            union select signal_id, unnest(reports) from mine),
        fresh as (select signal_id, count(*) as fresh from bases join made.reports using (report_id) where received_on > $since group by signal_id)
        select signal_id, rule, level, raised_on, because, gaps, rests_on_proposed_link, coalesce(rested, []) as rested, raised_on > $since as new,
               coalesce(fresh, 0) as fresh
        from mine left join rested using (signal_id) left join fresh using (signal_id)
        order by list_position($levels::varchar[], level), raised_on desc, rule, signal_id""", id=family_id, since=since, levels=list(LEVELS))


def said_to_harm(user: User, family_id: str) -> pd.DataFrame:
    """Who is said to have harmed somebody of the family, or has been placed with it: how named and by whom, where he or she is `now` and with whom
    (never an address or a name of another household), how many people of this family, and of how many other
    families (`elsewhere`), are said to be harmed."""
    require(user, "family:view")
    return current.ask("""
        select s.person_id, p.name, s.standing, s.now, s.link, s.last_on, len(s.harmed) as harmed,
               (select count(*) from made.perpetrators o where o.person_id = s.person_id and o.family_id <> s.family_id and len(o.harmed) > 0) as elsewhere
        from made.perpetrators s join made.people p using (person_id) where family_id = $id
        order by s.link, len(s.harmed) = 0, s.last_on desc nulls last, p.name, s.person_id""", id=family_id)


def falls_due(user: User, family_id: str, on: date) -> pd.DataFrame:
    """Orders that bind or protect somebody of the family or one said to have harmed there and that run out, releases from custody of such people,
    and births expected: from the snapshot's day to DUE_DAYS after the day `on`, the soonest first; `who` is bound, released or expecting."""
    require(user, "family:view")
    return current.ask(f"""
        with {OURS}, span as (select value::date as since, greatest(value::date, $on::date) + {DUE_DAYS} as until from made.about where fact = 'as_of'),
        who as (select person_id from members union select person_id from made.perpetrators where family_id = $id),
        due as (
            select coalesce(title, o.kind) as what, 'runs out' as becomes, expires_on as due_on, bound_id as person_id, protected_ids, 'stated' as certainty
            from made.orders o left join (select category as kind, title from made.categories) using (kind)
            where ended_on is null and (bound_id in (from who) or list_has_any(protected_ids, (select list(person_id) from who)))
            union all
            select 'Custody', 'release', until, person_id, [], certainty from made.periods where kind = 'custody' and person_id in (from who)
            union all
            select 'Pregnancy', 'birth expected', until, person_id, [], certainty from made.periods where kind = 'pregnancy' and person_id in (from who))
        select what, becomes, due_on, p.name as who, certainty,
               (select list(name order by name) from made.people where person_id in (select unnest(due.protected_ids))) as protects
        from due left join made.people p using (person_id), span where due_on between since and span.until
        group by all order by due_on, what, who""", id=family_id, on=on)


def agencies_hold(user: User, family_id: str) -> pd.DataFrame:
    """Each agency that supplies the family's areas: how many records it gives of the family and the latest day, whom to contact there (empty where
    no contact is kept), and of the RECENT_MONTHS whole months before the snapshot's day how many it was silent in or did not
    supply; those that hold most first."""
    require(user, "family:view")
    return current.ask(f"""
        with told as materialized (
            select report_id, agency, area, r.known_on from (select unnest(report_ids) as report_id from made.events
                where event_id in (select event_id from made.timelines where family_id = $id)) join made.reports r using (report_id)),
        holds as (select agency, count(*) as records, max(known_on) as last_on from told group by agency),
        whole as (select date_trunc('month', value::date) as month from made.about where fact = 'as_of'),
        supply as (
            select agency, count(*) filter (state = 'not supplied') as missing, count(*) filter (state = 'silent') as silent, count(*) as months
            from (select agency, month, min_by(state, list_position(['supplied', 'searched and none', 'silent', 'not supplied'], state)) as state
                  from made.coverage where area in (select area from told) and month < (from whole) and month >= (from whole) - to_months({RECENT_MONTHS})
                  group by agency, month) group by agency),
        contacts as (select f.agency, max(f.contact) as contact from made.files f where f.agency is not null group by f.agency)
        select agency, coalesce(records, 0) as records, last_on, contact, coalesce(missing, 0) as missing, coalesce(silent, 0) as silent,
               coalesce(months, 0) as months
        from supply full join holds using (agency) left join contacts using (agency) order by records desc, agency""", id=family_id)


def agencies(user: User) -> list[str]:
    """The agencies that supply records."""
    require(user, "families:view")
    return list(current.ask("select distinct agency from made.files where agency is not null")["agency"])


def needs(user: User, family_id: str) -> pd.DataFrame:
    """What agencies record of how to speak with the people of the family: `kind` (language, disability, safe contact), in the agency's words with
    addresses hidden, of whom, by which agencies and in which of their records, the latest day first. A safe contact is hidden whole: it is opened of the
    mention `contact` (queries.hidden)."""
    require(user, "family:view")
    found = current.ask(f"""
        with {OURS}
        select kind, if(kind = 'safe contact', null, value) as words, p.name as who, list(distinct m.agency order by m.agency) as agencies,
               list(distinct m.report_id) as report_ids, if(kind = 'safe contact', arg_max(mention_id, (m.known_on, mention_id)), null) as contact
        from named join made.characteristics using (mention_id) join made.mentions m using (mention_id) join made.people p using (person_id)
        where kind <> 'ethnicity' group by kind, value, p.name, p.person_id order by kind, p.name, max(m.known_on) desc, value""", id=family_id)
    reports = sorted({report for reports in found["report_ids"] for report in reports})
    return addresses_hidden(found, reports) if reports else found
