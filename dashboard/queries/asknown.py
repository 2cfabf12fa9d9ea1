"""What was known of a family then, beside what is known now: which family it was, how much of it, and who holds anything of it.

What is known now is asked of the newest snapshot, and what was known then of the view that the request reads."""

from datetime import date

import pandas as pd

from dashboard import current
from dashboard.queries.here import only
from timeline.access import User, require

MINE = """
    named as (select mention_id, report_id from made.naming where person_id in (
        select person_id from made.families where family_id = $id and part <> 'linked person')),
    records as (from made.reports where report_id in (select report_id from named))"""
"""SQL of the mentions of a family's own people, and of the records that name them."""


def reaches(user: User):
    """One row: the day that the newest snapshot shows, and the last on which the partnership received anything in it."""
    require(user, "family:view")
    return next(current.ask_newest("""
        select (select value::date from made.about where fact = 'as_of') as shows, (select max(received_on) from made.files) as received
        """).itertuples())


def holders(user: User, family_id: str) -> list[str]:
    """The agencies that recorded anything of the family's people, or were told, by name. Raises NotHere where there is no such family."""
    require(user, "family:view")
    only(current.ask_newest("from made.headlines where family_id = $id", id=family_id), f"family {family_id}")
    return list(current.ask_newest(f"""
        with {MINE} select agency from records union select notified_to from records where notified_to is not null order by 1""",
        id=family_id)["agency"])


def first_known(user: User, family_id: str, agency: str | None = None, received: bool = False) -> date | None:
    """The first day on which any agency, this agency, or the partnership (`received`) had a record of the family's people."""
    require(user, "family:view")
    return current.ask_newest(f"""
        with {MINE}, days as (
            select if($received, received_on, known_on) as day from records where $agency::varchar is null or agency = $agency
            union all select coalesce(notified_on, known_on) from records where notified_to = $agency)
        select min(day) as day from days""", id=family_id, agency=agency, received=received).at[0, "day"]


def stood_as(user: User, family_id: str) -> pd.DataFrame:
    """The families of the view in which the people of the newest snapshot's family stood, those with the most of their records first.

    One that has more of the records of another family of today is that family's, unless this one has no other. `people` are the
    names of those who stood there."""
    require(user, "family:view")
    homes = current.ask_newest("""
        with own as (from made.families where part <> 'linked person'),
        beside as (select distinct family_id, person_id from own where family_id in (
            select family_id from own where person_id in (select person_id from own where family_id = $id)))
        select family_id, unnest(mention_ids) as mention_id from beside join made.people using (person_id)""", id=family_id)
    return current.ask("""
        with homes as (select unnest($families::varchar[]) as now_id, unnest($mentions::varchar[]) as mention_id),
        own as (select distinct family_id, person_id from made.families where part <> 'linked person'),
        stood as (select family_id, name, unnest(mention_ids) as mention_id from own join made.people using (person_id)),
        shared as (
            select family_id, now_id, count(*) as shared, list(distinct stood.name order by stood.name) as people
            from stood join homes using (mention_id) group by family_id, now_id),
        ranked as (select *, shared = max(shared) over (partition by family_id) as most from shared),
        this as (from ranked where now_id = $id)
        select family_id, h.name, shared, people from this join made.headlines h using (family_id)
        where most or not (select bool_or(most) from this) order by shared desc, family_id""",
        id=family_id, families=list(homes["family_id"]), mentions=list(homes["mention_id"]))


def named_then(user: User, family_id: str) -> pd.DataFrame:
    """The people of the view who are made of records of the family's people, and in how many records each is named."""
    require(user, "person:view")
    mine = list(current.ask_newest(f"with {MINE} select mention_id from named", id=family_id)["mention_id"])
    return current.ask("""
        select person_id, name, len(mention_ids) as records from made.people where list_has_any(mention_ids, $mine::varchar[])
        order by name, person_id""", mine=mine)


def left_out(user: User, family_id: str, now_id: str = ""):
    """One row: how many records the view shows on this family's timeline (`shown`), how many of another agency than the view's own
    (`told`); how many stand on the timeline of `now_id` in the newest snapshot (`today`); of those, how many the view has not
    (`unknown`), and has elsewhere (`elsewhere`); how many that it shows stand there no longer (`gone`); and the day that its rules
    were asked of."""
    require(user, "family:view")
    today = list(current.ask_newest(f"select report_id from ({ON_TIMELINE})", id=now_id)["report_id"])
    return next(current.ask(f"""
        with facts as (select map_from_entries(list({{k: fact, v: value}})) as fact from made.about),
        today as (select unnest($today::varchar[]) as report_id),
        shown as ({ON_TIMELINE}),
        told as (from made.reports where report_id in (from shown) and agency <> (select fact['known_to'] from facts)),
        missing as (select report_id, report_id in (select report_id from made.reports) as here from today where report_id not in (from shown))
        select (select count(*) from shown) as shown, (select count(*) from told) as told, (select count(*) from today) as today,
               (select count(*) from missing where not here) as unknown, (select count(*) from missing where here) as elsewhere,
               (select count(*) from shown where report_id not in (from today)) as gone, (select (fact['as_of'])::date from facts) as as_of
        """, id=family_id, today=today).itertuples())


ON_TIMELINE = """
    select distinct unnest(report_ids) as report_id from made.events
    where event_id in (select event_id from made.timelines where family_id = $id)"""
"""SQL of the records that a family's timeline shows."""


def is_family(user: User, family_id: str) -> bool:
    """Whether the view that the request reads has a family of this id."""
    require(user, "family:view")
    return not current.ask("from made.headlines where family_id = $id", id=family_id).empty
