"""The list of families, and what it can be narrowed to."""

import pandas as pd

from dashboard import current
from timeline.access import User, require
from timeline.tables import LEVELS

SIZE = 20


def families(user: User, level: str | None = None, rules: tuple[str, ...] = (), agency: str | None = None,
             area: str | None = None, everyone: bool = False, page: int | None = 1) -> pd.DataFrame:
    """A page of the list of families, or all of it without one, gravest level first and within it the most recently raised; `found` counts them all.

    A family whose every signal is dismissed comes after the others. Families without a signal are there only with `everyone`, last,
    most recent event first."""
    require(user, "families:view")
    return current.ask("""
        select family_id, name, area, children, level, raised_on, signals, because, rules, agencies, events, last_on, dismissed,
               count(*) over () as found
        from made.headlines
        where ($everyone or level is not null or dismissed > 0)
          and ($level::varchar is null or level = $level)
          and (len($rules::varchar[]) = 0 or list_has_any(rules, $rules::varchar[]))
          and ($agency::varchar is null or list_contains(agencies, $agency))
          and ($area::varchar is null or area = $area)
        order by list_position($levels::varchar[], level) nulls last, raised_on desc nulls last, dismissed > 0 desc, last_on desc nulls last, family_id
        limit $size offset $start""", level=level, rules=list(rules), agency=agency, area=area, everyone=everyone,
        levels=list(LEVELS), size=SIZE if page else None, start=SIZE * (page - 1) if page else 0)


def choices(user: User) -> pd.DataFrame:
    """What the list can be narrowed to: each `choice` (level, rule, agency, area, all), its `value`, and how many families."""
    require(user, "families:view")
    return current.ask("""
        with shown as (from made.headlines where level is not null or dismissed > 0)
        select 'level' as choice, level as value, count(*) as families from shown where level is not null group by level
        union all select 'rule', rule, count(distinct family_id)
                  from (select family_id, unnest(rules) as rule from shown) group by rule
        union all select 'agency', agency, count(*) from (select unnest(agencies) as agency from shown) group by agency
        union all select 'area', area, count(*) from shown where area is not null group by area
        union all select 'all', 'all', count(*) from made.headlines
        union all select 'all', 'with signals', count(*) from shown
        order by choice, families desc, value""")
