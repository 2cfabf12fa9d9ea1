"""What the agencies' records lack, by agency and month, and the records behind each number. Nothing here ranks people or families."""

from datetime import date

import pandas as pd

from dashboard import current
from timeline import referrals, wording
from timeline.access import User, require
from timeline.quality.measures import KEYED, MEASURES, SILENCE, Measure

SIZE = 50


def supplying(user: User) -> pd.DataFrame:
    """Each area and the agencies that supply it, with the first and the last month that is covered."""
    require(user, "quality:view")
    return current.ask("""
        select area, list(distinct agency order by agency) as agencies, min(month) as since, max(month) as until
        from made.coverage group by area order by area""")


def quality_overview(user: User, area: str, since: date, until: date) -> pd.DataFrame:
    """A row for each agency that supplies the area and each measure, of the records that the agency knew in these months: as `quality_months`, without
    the months."""
    require(user, "quality:view")
    return _worded(current.ask(f"""
        with agencies as (select distinct agency from made.coverage where area = $area),
        counts as (select agency, {_counts()} from made.quality where area = $area and month between $since and $until group by agency)
        from (select agency, {_each()} from (from agencies left join counts using (agency))) order by agency, {_order()}""",
        area=area, since=since, until=until))


def quality_months(user: User, area: str, agency: str, since: date, until: date) -> pd.DataFrame:
    """A row for each month and measure, of the records that the agency knew in that month: how many are `counted`, `of` how many that could be, and
    `says`, the two in words. For a lag `told` records give `middle` (the median) and `most` (nine in ten are at most this), in days.

    A month of which there is no record has its `gap`, what that means in words, and no number; `rows` are its records."""
    require(user, "quality:view")
    return _worded(current.ask(f"""
        with covered as (
            select month, array_to_string(list_sort(list(distinct map($states::varchar[], $means::varchar[])[state])), '; ') as because
            from made.coverage where area = $area and agency = $agency and month between $since and $until group by month),
        counts as (
            select month, {_counts()} from made.quality where area = $area and agency = $agency and month between $since and $until group by month)
        from (select month, if(records is null, coalesce(nullif(because, ''), 'no record came'), null) as gap, {_each()}
              from (from covered full join counts using (month))) order by month, {_order()}""", area=area, agency=agency, since=since, until=until,
        states=list(SILENCE), means=list(SILENCE.values())))


def quality_supply(user: User, area: str, agency: str, since: date, until: date) -> pd.DataFrame:
    """Each month of each system of the agency: the records that it knew then, the rows set aside of the files that show it, and its state."""
    require(user, "quality:view")
    return current.ask("""
        select month, system, rows, quarantined, state from made.coverage
        where area = $area and agency = $agency and month between $since and $until order by month, system""",
        area=area, agency=agency, since=since, until=until)


def quality_files(user: User, area: str, agency: str, since: date, until: date) -> pd.DataFrame:
    """The agency's files that cover any of these months: what each is, its lines, and what became of its records."""
    require(user, "quality:view")
    return current.ask("""
        select f.file, f.as_at, f.received_on, f.extent, f.covers_from, f.covers_to, f.lines, count(v.row_id) filter (v.state = 'current') as current,
               count(v.row_id) filter (v.state = 'quarantined') as quarantined,
               count(v.row_id) filter (v.state in ('superseded', 'withdrawn', 'exact duplicate')) as replaced
        from made.files f left join made.rows w using (file) left join made.versions v using (row_id)
        where f.area = $area and f.agency = $agency and f.problem is null and f.layout <> $by_hand
              and covers_from <= last_day($until::date) and covers_to >= $since
        group by all order by f.received_on, f.file""", area=area, agency=agency, since=since, until=until, by_hand=referrals.LAYOUT)


def quality_records(user: User, measure: Measure, part: str, area: str, agency: str | None, since: date, until: date, page: int = 1,
                    system: str | None = None) -> pd.DataFrame:
    """A page of the records behind a number, of one of the agency's systems or all: of `part` 'lacking' those that are counted, 'asked' those that could
    be, 'told' those whose days tell a lag, the longest first. Each with its file and lines, and what the agency says it is about; `found` counts all."""
    require(user, "quality:view")
    order = ("days desc, " if part == "told" else "") + "known_on desc, report_id"
    which = {"lacking": measure.column, "asked": f"{measure.column} is not null", "told": f"{measure.days or 'null'} is not null"}[part]
    return current.ask(f"""
        with asked as (
            select q.report_id, q.agency, q.system, p.row_id, p.known_on, p.category, {measure.days or 'null::integer'} as days, {measure.column} as lacking,
                   count(*) over () as found
            from made.quality q join made.reports p using (report_id)
            where q.area = $area and ($agency::varchar is null or q.agency = $agency) and q.month between $since and $until and {which}
                  and ($system::varchar is null or q.system = $system)),
        shown as materialized (from asked order by {order} limit {SIZE} offset $start)
        select report_id, shown.agency, shown.system, known_on, coalesce(c.title, category) as title, file, line_from, line_to, days, lacking, found
        from shown join made.rows using (row_id) left join made.categories c using (category) order by {order}""",
        area=area, agency=agency, since=since, until=until, system=system, start=(page - 1) * SIZE)


def no_column(user: User, area: str) -> pd.DataFrame:
    """For each system that supplies the area, the `keys` of the measures of which no file of it has the columns; a measure is
    left out where it does not concern what the system records."""
    require(user, "quality:view")
    needs = [{"key": measure.key, "need": need, "only": measure.only} for measure in MEASURES for need in measure.needs]
    return current.ask("""
        with needs as (select unnest($needs::struct(key varchar, need varchar, "only" varchar)[], recursive := true)),
        systems as materialized (select distinct agency, system, layout from made.files where area = $area and problem is null and layout <> $by_hand),
        columns as (select distinct layout, split_part(code, '.', -1) as need from made.codes where field = 'column'),
        given as (select distinct agency, system, need from systems join columns using (layout)),
        concerned as (
            select distinct p.agency, p.system, 'child' as "only" from made.mentions join made.reports p using (report_id) where role = 'child' and area = $area
            union select distinct agency, system, 'abuse' from made.reports where kind in ('abuse', 'concern') and area = $area),
        select agency, system, list(distinct key order by key) as keys
        from (select distinct agency, system from systems) join needs on "only" = '' or (agency, system, "only") in (from concerned)
        anti join given using (agency, system, need) group by all order by agency, system""", needs=needs, area=area, by_hand=referrals.LAYOUT)


def _counts() -> str:
    """SQL that counts the records of a group, and of each measure those that lack it, those that are asked, and what a lag's days tell."""
    return f"count(*) as records, [{', '.join(map(_cell, MEASURES))}] as cells"


def _cell(measure: Measure) -> str:
    days = measure.days or "null::integer"
    return (f"{{key: '{measure.key}', counted: count(*) filter ({measure.column}), asked: count({measure.column}), "
            f"share: 100.0 * count(*) filter ({measure.column}) / nullif(count({measure.column}), 0), told: count({days}), "
            f"middle: median({days}), most: list_sort(list({days}) filter ({days} is not null))[ceil(count({days}) * 9 / 10.0)::int]}}")


def _each() -> str:
    """SQL that gives each measure of a group a row; a group without records has a row of noughts for each."""
    nothing = ", ".join(f"{{key: '{m.key}', counted: 0, asked: 0, share: null, told: 0, middle: null, most: null}}" for m in MEASURES)
    return f"coalesce(records, 0) as rows, unnest(coalesce(cells, [{nothing}]), recursive := true)"


def _order() -> str:
    """SQL that puts the measures in their order."""
    return f"list_position({[measure.key for measure in MEASURES]}, key)"


def _worded(found: pd.DataFrame) -> pd.DataFrame:
    """The rows with how many of how many in words, or for a lag what its days tell."""
    says = [_says(KEYED[row.key], row) for row in found.itertuples()]
    return found.assign(says=pd.Series(says, index=found.index, dtype=object))


def _says(measure: Measure, row) -> str:
    if not row.asked:
        return "none to ask"
    if not measure.days:
        return wording.share(row.counted, row.asked)
    if not row.told:
        return f"told by 0 of {row.asked:,}"
    return f"half within {row.middle:g} days, 9 in 10 within {row.most:,} (told by {row.told:,} of {row.asked:,})"
