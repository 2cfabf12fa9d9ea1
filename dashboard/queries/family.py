"""A family: who is in it, its timeline, what held for a time, orders, signals, and what was asked in vain."""

from collections.abc import Iterable

import pandas as pd

from dashboard import current
from dashboard.queries import held
from dashboard.queries.here import only
from dashboard.queries.rested import RESTED
from timeline.access import User, require
from timeline.tables import LEVELS

ROWS = 50
"""Events that a page of a timeline's table holds."""


def family(user: User, family_id: str):
    """The family's headline, one row. Raises NotHere."""
    require(user, "family:view")
    return only(current.ask("from made.headlines where family_id = $id", id=family_id), f"family {family_id}")


def members(user: User, family_id: str) -> pd.DataFrame:
    """Who is in the family, as what, from when to when: children first (youngest first), then carers, then others.

    `age` is in whole years on the day of the snapshot, empty where no date of birth is known."""
    require(user, "family:view")
    return current.ask("""
        select f.person_id, p.name, p.dob, p.dob_precision, p.sex, p.agencies, len(p.mention_ids) as mentions, f.part, f.since, f.until, f.because,
               date_sub('year', p.dob, (select value::date from made.about where fact = 'as_of')) as age,
               exists (from made.perpetrators s where s.person_id = f.person_id and s.family_id = f.family_id) as said_to_harm
        from made.families f join made.people p using (person_id)
        where family_id = $id
        order by list_position(['child', 'carer', 'adult', 'other adult', 'linked person'], part),
                 case when part = 'child' then p.dob end desc nulls last, f.since, p.name, f.person_id""", id=family_id)


def timeline(user: User, family_id: str, span: tuple | None = None, page: int | None = None, only: Iterable[str] | None = None) -> pd.DataFrame:
    """The family's events in order: those of one `page` of ROWS, the last unless one is named, of all or of those within the `span` (from, to)
    and the undated; or `only` these. `nth` is an event's place among all that fit and `found` counts them,
    `shown_page` is the page, `before_id` and `after_id` are the events beside each on the timeline, `before_on` is when the one before was.

    `children` and `roles` carry each person's name beside the id; `factors` are those that any account says yes to; `known_on` is agency
    to day; `accounts` is how many reports tell it."""
    require(user, "family:view")
    start, end = span or (None, None)
    return current.ask("""
        with whole as (
            select t.*, occurred_from, occurred_to, lag(t.event_id) over (order by position) as before_id,
                   lead(t.event_id) over (order by position) as after_id, lag(occurred_from) over (order by position) as before_on
            from made.timelines t join made.events using (event_id) where family_id = $id),
        fits as (
            select *, row_number() over (order by position) as nth, count(*) over () as found from whole
            where ($only::varchar[] is null or list_contains($only::varchar[], event_id))
              and ($start::timestamp is null or occurred_from is null
                   or occurred_from <= $end::timestamp and coalesce(occurred_to, occurred_from) >= $start::timestamp)),
        line as materialized (
            select *, (nth - 1) // $rows + 1 as shown_page from fits
            qualify $only::varchar[] is not null or shown_page = least(coalesce($page::bigint, found), max(shown_page) over ())),
        named as (select person_id, name from made.people where person_id in (
            select unnest(list_transform(roles, lambda r: r.person_id)) from line
            union select unnest(list_transform(children, lambda c: c.person_id)) from line)),
        children as (select event_id, list({person_id: c.person_id, name: n.name, age: c.age, present: c.present, seen: c.seen,
                                            heard: c.heard} order by c.age desc nulls last, n.name) as children
                     from (select event_id, unnest(children) as c from line) left join named n on n.person_id = c.person_id group by all),
        roles as (select event_id, list({person_id: r.person_id, name: n.name, role: r.role, agency: r.agency}
                                        order by r.agency, r.role, n.name) as roles
                  from (select event_id, unnest(roles) as r from line) left join named n on n.person_id = r.person_id group by all)
        select line.event_id, position, days_since, line.occurred_from, line.occurred_to, precision, kind, category, g.title, e.gravity,
               types, e.physical, map_keys(map_from_entries(list_filter(map_entries(e.factors), lambda x: x.value = 'yes'))) as factors,
               agencies, report_ids, len(report_ids) as accounts, independent_accounts, disagreements, line.known_on,
               coalesce(children.children, []) as children, coalesce(roles.roles, []) as roles, nth, found, shown_page,
               before_id, after_id, before_on
        from line join made.events e using (event_id)
        left join (select category, title from made.categories) g using (category)
        left join children using (event_id) left join roles using (event_id)
        order by position""", id=family_id, start=start, end=end, page=page, only=None if only is None else list(only), rows=ROWS)


def periods(user: User, family_id: str) -> pd.DataFrame:
    """What held for a time (`held.periods_of`) for the family's people and those said to have harmed them."""
    require(user, "family:view")
    return held.periods_of("select person_id from made.families where family_id = $id union select person_id from made.perpetrators where family_id = $id",
                           family_id)


def orders(user: User, family_id: str) -> pd.DataFrame:
    """Orders that bind or protect one of the family's people, or bind someone said to have harmed one of them."""
    require(user, "family:view")
    return current.ask("""
        with who as materialized (select person_id from made.families where family_id = $id
                                  union select person_id from made.perpetrators where family_id = $id),
        theirs as materialized (
            from made.orders where bound_id in (from who) or list_has_any(protected_ids, (select list(person_id) from who))),
        spoken_of as materialized (select bound_id as person_id from theirs union select unnest(protected_ids) from theirs),
        names as materialized (select person_id, name from made.people where person_id in (from spoken_of))
        select order_id, kind, g.title, bound_id, b.name as bound,
               (select list(name order by name) from names where person_id in (select unnest(o.protected_ids))) as protected,
               protected_ids, made_on, served_on, expires_on, ended_on, known_on, breach_event_ids, report_ids, o.because
        from theirs o
        left join (select category as kind, title from made.categories) g using (kind)
        left join names b on b.person_id = o.bound_id
        order by made_on nulls last, order_id""", id=family_id)


def signals(user: User, family_id: str) -> pd.DataFrame:
    """The family's signals, gravest first, with the names of the people that each is about, and what it rests on (`rested.RESTED`)."""
    require(user, "family:view")
    return current.ask(f"""
        with mine as materialized (from made.signals where family_id = $id),
        rests as (select signal_id, (select value::date from made.about where fact = 'as_of') as on_day, evidence, reports from mine),
        {RESTED}
        select s.signal_id, rule, s.person_id, p.name as person, harmed_id, h.name as harmed, raised_on, latest_on, level, s.because,
               evidence, reports, coalesce(rested, []) as rested, gaps, rests_on_proposed_link, settings
        from mine s left join rested on rested.signal_id = s.signal_id
        left join made.people p on p.person_id = s.person_id
        left join made.people h on h.person_id = s.harmed_id
        order by list_position($levels::varchar[], level), raised_on desc, rule, s.signal_id""", id=family_id, levels=list(LEVELS))


def asked(user: User, family_id: str) -> pd.DataFrame:
    """Rules that were asked of this family and raised nothing, with what was found and what they need."""
    require(user, "family:view")
    return current.ask("select rule, because from made.asked where family_id = $id order by rule", id=family_id)
