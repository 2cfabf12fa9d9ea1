"""An inspection's questions, answered from the snapshot and from what was agreed at meetings."""

from datetime import date

import pandas as pd
from flask import current_app

from dashboard import current
from dashboard.queries.here import NotHere
from timeline import actions, inspection, pipeline, signals
from timeline.access import User, require
from timeline.quarterly.groups import ETHNIC_GROUPS

SIZE = 50


def figures(user: User, since: date, until: date, area: str | None = None) -> pd.DataFrame:
    """Every figure of timeline.inspection for these days and this area, or every area: the columns of `inspection.tallied`."""
    require(user, "inspection:view")
    return current.ask(inspection.tallied(), **given(since, until, area))


def figure(user: User, key: str, part: str, since: date, until: date, area: str | None = None, page: int = 1) -> pd.DataFrame:
    """What one line of a figure counts, a page of SIZE: a row for each unit, with `so` and `value`, `name` where it has one, the `family` that it is of and
    its id, `since`, `upto` and `precision` of what happened, and the record's `agency`, `file`, `line_from` and `line_to`; `found` counts them all."""
    require(user, "inspection:view")
    if key not in inspection.ANSWERS:
        raise NotHere(f"figure {key}")
    return current.ask(f"""
        with counted as ({inspection.opened(key)})
        select c.id, c.so, c.value, c.family_id, h.name as family, coalesce(p.name, g.title, r.title) as name,
               coalesce(e.occurred_from, r.occurred_from, r.known_on::timestamp) as since,
               coalesce(e.occurred_to, r.occurred_to, r.known_on::timestamp) as upto,
               coalesce(e.precision, if(r.occurred_from is null, 'day', r.precision)) as precision, r.agency, r.file, r.line_from, r.line_to,
               count(*) over () as found
        from counted c left join made.headlines h on h.family_id = c.family_id left join made.people p on p.person_id = c.id
        left join made.events e on e.event_id = c.id left join (select category, title from made.categories) g on g.category = e.category
        left join (select report_id, occurred_from, occurred_to, known_on, precision, q.agency, title, w.file, w.line_from, w.line_to
                   from made.reports q join (select category, title from made.categories) using (category) left join made.rows w using (row_id)) r
             on r.report_id = c.id
        order by c.so desc nulls last, c.value desc nulls last, h.name nulls last, since desc nulls last, c.id
        limit $size offset $start""", part=part, size=SIZE, start=SIZE * (page - 1), **given(since, until, area))


def supplied(user: User, since: date, until: date, area: str | None = None) -> pd.DataFrame:
    """What each agency supplied: `agency`, the first month of which it ever did (`since`), and of the months asked about how many it `supplied`, in which it
    was searched and had `none`, was `silent`, or of which nothing covers it (`missing`)."""
    require(user, "inspection:view")
    return current.ask("""
        with best as (
            select agency, month, min(list_position(['supplied', 'searched and none', 'silent', 'not supplied'], state)) as state
            from made.coverage where $area::varchar is null or area = $area group by all)
        select agency, min(month) filter (state = 1) as since, count(*) filter (state = 1 and month between $since and $until) as supplied,
               count(*) filter (state = 2 and month between $since and $until) as none,
               count(*) filter (state = 3 and month between $since and $until) as silent,
               count(*) filter (state = 4 and month between $since and $until) as missing
        from best group by agency order by agency""", since=since.replace(day=1), until=until, area=area)


def inspected_areas(user: User) -> list[str]:
    """The areas of families."""
    require(user, "inspection:view")
    return list(current.ask("select distinct area from made.headlines where area is not null order by area")["area"])


GIVEN = ("since", "until", "area", "work", "worked_with", "kinds", "groups", "actions")
"""The parameters of timeline.inspection.ground.GROUND."""


def given(since: date, until: date, area: str | None, wanted: tuple[str, ...] = GIVEN) -> dict:
    """What these parameters are for these days and this area."""
    settings, _ = pipeline.judged_by(current.about())
    work = signals.numbers(settings, "R13")
    agreed = actions.of(current_app.extensions["database"])
    every = {"since": since, "until": until, "area": area, "work": work["work"], "worked_with": work["worked_with"],
             "kinds": signals.numbers(settings, "R07")["kinds"],
             "groups": [{"wording": wording, "name": name} for name, wordings in ETHNIC_GROUPS.items() for wording in wordings],
             "actions": [{"action_id": row.action_id, "anchor": row.anchor, "falls_on": row.falls_on, "state": row.state,
                          "day": date.fromisoformat(row.agreed_at[:10])} for row in agreed.itertuples()]}
    return {name: every[name] for name in wanted}
