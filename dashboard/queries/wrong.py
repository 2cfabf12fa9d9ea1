"""What is wrong with which row: why rows were set aside, and what is noted on rows that are used."""

from dataclasses import asdict, dataclass
from datetime import date

import pandas as pd

from dashboard import current
from dashboard.queries.hidden import values_hidden
from timeline.access import User, require

SIZE = 50

EVERY = """
    standing as (select report_id from made.versions where state = 'current'),
    every as (
        select i.*, w.agency, w.system, w.area, w.file, w.line_from, w.line_to, w.as_at, w.layout,
               i.severity = 'error' and coalesce(v.report_id in (from standing), false) as mended
        from made.issues i join made.rows w using (row_id) left join made.versions v using (row_id) left join made.quality q on q.report_id = v.report_id
        where (i.severity = 'error' or coalesce(v.state, 'current') = 'current') and ($area::varchar is null or w.area = $area)
              and ($agency::varchar is null or w.agency = $agency) and ($system::varchar is null or w.system = $system)
              and ($since::date is null or coalesce(if(i.severity = 'query', q.month, null), date_trunc('month', w.as_at)) between $since and $until))"""
"""SQL of every issue that stands: of rows that were set aside, in the month that their file shows, and of rows that are used, in the month that the
agency knew. `mended` is a row that was set aside and of which a later version, or another copy, is used."""


@dataclass(frozen=True)
class Where:
    """Of which area, agency, months and system: all where none is named."""

    area: str | None = None
    agency: str | None = None
    since: date | None = None
    until: date | None = None
    system: str | None = None


def wrong_reasons(user: User, where: Where) -> pd.DataFrame:
    """Each kind of issue of each field: how many rows have it, and how many of these are `mended`; what sets rows aside first, the most frequent first."""
    require(user, "quality:view")
    return current.ask(f"""
        with {EVERY}
        select severity, code, field, count(distinct row_id) as rows, count(distinct row_id) filter (mended) as mended
        from every group by all order by severity, rows desc, code, field""", **asdict(where))


def wrong_rows(user: User, where: Where, severity: str, code: str | None, field: str, page: int | None = 1) -> pd.DataFrame:
    """A page of the rows that have this issue, all of them without a page, or any issue of this severity without a code, by file and line: each with its
    sentence; `found` counts all of these, and `rows` the rows: one may have several things wrong with it."""
    require(user, "quality:view")
    found = current.ask(f"""
        with {EVERY}
        select row_id, agency, system, file, line_from, line_to, mended, field, value, because, count(*) over () as found,
               count(distinct row_id) over () as rows
        from every where severity = $severity and ($code::varchar is null or code = $code and field = $field)
        order by file, line_from, code, field limit $size offset $start""", **asdict(where), severity=severity, code=code, field=field,
        size=None if page is None else SIZE, start=0 if page is None else (page - 1) * SIZE)
    return values_hidden(found)


def wrong_to_return(user: User, where: Where) -> pd.DataFrame:
    """All that is wrong with rows, but for those that were sent again and are used: what `timeline.feedback.found.Wrong` holds, by file and line."""
    require(user, "quality:view")
    return current.ask(f"""
        with {EVERY}, columns as (select layout, code as field, means as "column" from made.codes where field = 'column')
        select file, line_from, line_to, "column", severity, code, field, value
        from every left join columns using (layout, field) where not mended order by file, line_from, severity, field, code""", **asdict(where))
