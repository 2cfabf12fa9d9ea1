"""The list of families, what it can be narrowed to, and the search."""

import re

import pandas as pd
from anyascii import anyascii

from dashboard import current
from timeline.access import User, require
from timeline.tables import LEVELS

SIZE = 20
MOST = 100  # rows that a search answers with; more asks for a narrower search


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


def search(user: User, name: str = "", dob: str | None = None, identifier: str = "", reference: str = "") -> pd.DataFrame:
    """People, and reports of a reference, that fit everything that is given, and in `places` where each fit was found.

    A row is a person in a family (`family_id` is empty where the person is in none), or a report that names nobody.
    Every word of a name must begin a word of the name as one agency wrote it; accents do not matter."""
    require(user, "search")
    return current.ask("""
        with fits as (
            select mention_id, report_id, m.agency,
                   concat_ws(', ', 'written as ' || coalesce(m.name, 'name not recorded'), 'born ' || strftime(m.dob, '%-d %B %Y'),
                             case when $identifier != '' then 'with the identifier searched for' end,
                             case when $reference != '' then 'in the report with the reference searched for' end) as written
            from made.reports r left join made.mentions m using (report_id)
            where (len($words::varchar[]) = 0 or len(list_filter($words::varchar[], lambda w: not contains(
                    ' ' || concat_ws(' ', forename, surname, array_to_string(other_names, ' ')), ' ' || w))) = 0)
              and ($dob::date is null or dob = $dob::date)
              and ($identifier = '' or list_contains(list_transform(map_values(identifiers),
                    lambda v: regexp_replace(upper(split_part(v, ':', -1)), '[^A-Z0-9]', '', 'g')), $identifier))
              and ($reference = '' or $reference in (upper(report_id), upper(incident_ref), upper(other_ref),
                    upper(regexp_replace(report_id, '^[^:]*:[^:]*:', '')), upper(regexp_replace(incident_ref, '^[^:]*:', ''))))
        ),
        found as (
            select person_id, any_value(p.name) as name, any_value(p.dob) as dob, any_value(p.dob_precision) as dob_precision,
                   list(distinct {agency: fits.agency, written: written} order by {agency: fits.agency, written: written}) as places,
                   min(fits.report_id) as report_id
            from fits left join made.naming using (mention_id) left join made.people p using (person_id)
            group by person_id, case when person_id is null then fits.report_id end
        )
        select found.*, f.family_id, h.name as family, f.parts, count(*) over () as found
        from found
        left join (select family_id, person_id, list(distinct part order by part) as parts from made.families group by all) f
             using (person_id)
        left join made.headlines h on h.family_id = f.family_id
        order by found.name nulls last, person_id, f.family_id limit $most""",
        words=anyascii(name or "").lower().replace("-", " ").split(), dob=dob, most=MOST,
        identifier=re.sub(r"[^A-Z0-9]", "", (identifier or "").upper()), reference=(reference or "").strip().upper())
