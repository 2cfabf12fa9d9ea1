"""Counting what was measured: a number for each month and year, area and part, and whether it may be told.

A year runs from April to March. Over several areas, a part is told only where each area's is: what is told there adds nothing."""

from dataclasses import dataclass
from datetime import date

import duckdb
import numpy as np
import pandas as pd

from timeline.patterns.item import Item
from timeline.suppression import Row, settle

ALL = "all areas"


@dataclass(frozen=True)
class Grid:
    """The cells of one measure: a row for each area, part and value, and a column for each month and year; and the columns of each year, itself last."""

    rows: list[tuple[str, str, str]]
    years: list[list[int]]
    numbers: np.ndarray
    timed: np.ndarray


def count(measured, coverage, items: list[Item], as_of: date, least: int, median_of: int) -> duckdb.DuckDBPyRelation:
    """The table `figures` of these measures. A median is told of at least `median_of` units, and where no number that is withheld follows from how many."""
    cells = _cells(measured, coverage, items, as_of)
    cells["shown"], cells["may"] = (False, False) if cells.empty else _told(cells, items, least, median_of)
    return duckdb.sql("""
        select measure::varchar as measure, area::varchar as area, part::varchar as part, value::varchar as value, since::date as since,
               until::date as until, number::bigint as number, shown::boolean as shown, if(may, timed, null)::bigint as timed,
               if(may, median, null)::double as median
        from cells""").materialize()


def _told(cells: pd.DataFrame, items: list[Item], least: int, median_of: int) -> tuple[pd.Series, pd.Series]:
    """Of each cell, whether its number may be told, and whether its median."""
    years = _years(cells)
    shown, timed = [], []
    told: dict[str, tuple[Grid, np.ndarray]] = {}
    for item in sorted(items, key=lambda item: item.of != ""):
        own = cells[cells["measure"] == item.key]
        grid = Grid(list(own[["area", "part", "value"]].iloc[::sum(map(len, years))].itertuples(index=False, name=None)), years,
                    *(own[name].fillna(0).to_numpy(dtype=np.int64).reshape(-1, sum(map(len, years))) for name in ("number", "timed")))
        may = _as_share(grid, _settled(grid, item, least), *told[item.of], least) if item.of else _settled(grid, item, least)
        told[item.key] = grid, may
        shown.append(pd.Series(may.ravel(), index=own.index))
        timed.append(pd.Series(_timed(grid, item, may, median_of).ravel(), index=own.index))
    return pd.concat(shown), pd.concat(timed)


def _cells(measured, coverage, items, as_of: date) -> pd.DataFrame:
    """A cell for each measure, area, part, month and year that there could be something to count in, with the number: nought included."""
    declared = pd.DataFrame([(item.key, part.key, value) for item in items for part in item.parts for value in part.values or (None,)],
                            columns=["measure", "part", "value"], dtype="string")
    keys = pd.DataFrame({"measure": [item.key for item in items]}, dtype="string")
    spans = duckdb.sql("""
        with months as (select distinct month from coverage where month <= $as_of)
        select month as since, last_day(month) as until from months
        union select (date_trunc('year', month - interval 3 months) + interval 3 months)::date,
                     (date_trunc('year', month - interval 3 months) + interval 15 months - interval 1 day)::date from months""",
                       params={"as_of": as_of}).materialize()
    counted = _counted(measured, spans)
    return duckdb.sql("""
        with areas as (select distinct area from coverage),
        agencies as (select distinct area, agency from coverage union select area, value from counted where part = 'agency' and area <> $all),
        wheres as (
            select area, measure, '' as part, '' as value from areas, keys
            union select area, measure, part, value from areas, declared where value is not null
            union select area, measure, part, agency from declared join agencies on declared.value is null),
        everywhere as (
            from wheres union select $all, measure, part, value from wheres where (select count(*) from areas) > 1),
        counted as (from counted)
        select w.measure, w.area, w.part, w.value, s.since, s.until, s.until - s.since > 31 as yearly, coalesce(c.number, 0) as number, c.timed, c.median
        from everywhere w cross join spans s
        left join counted c on c.measure = w.measure and c.area = w.area and c.part = w.part and c.value = w.value and c.since = s.since and c.until = s.until
        order by w.measure, w.area, w.part, w.value, s.since, s.until""", params={"all": ALL}).df()


def _counted(measured, spans):
    """The cells in which there is something to count: each unit once in each of its months and years, in its area and in all, whole and by part."""
    return duckdb.sql("""
        with facts as (
            select m.measure, unit_id, s.since, s.until, any_value(area) as area, any_value(parts) as parts, any_value(days) as days
            from measured m join spans s on m.day between s.since and s.until group by m.measure, unit_id, s.since, s.until),
        placed as (
            select measure, since, until, area, days, unnest(list_concat([{'key': '', 'value': ''}], map_entries(parts))) as cell from facts)
        select measure, coalesce(area, $all) as area, cell.key as part, cell.value as value, since, until, count(*) as number, count(days) as timed,
               median(days) as median
        from placed group by grouping sets ((measure, area, cell, since, until), (measure, cell, since, until))""", params={"all": ALL}).materialize()


def _years(cells: pd.DataFrame) -> list[list[int]]:
    """The places of the months and years among the columns, by year: the months in order, and then the year."""
    spans = cells[["since", "until"]].drop_duplicates().itertuples(index=False, name=None)
    by_year: dict[int, list[tuple]] = {}
    for place, (since, until) in enumerate(spans):
        by_year.setdefault((since - pd.DateOffset(months=3)).year, []).append((until - since, since, place))
    return [[place for *_, place in sorted(columns)] for columns in by_year.values()]


def _settled(grid: Grid, item: Item, least: int) -> np.ndarray:
    """Which cells of one measure may be told."""
    of_all = np.array([area == ALL for area, _part, _value in grid.rows])
    own = [number for number, (area, part, _value) in enumerate(grid.rows) if area != ALL or not part and not item.recurring]
    own.sort(key=lambda number: (not of_all[number], grid.rows[number][1] != "", number))
    told = grid.numbers >= least
    for columns in () if item.recurring else grid.years:
        told[np.ix_(own, columns)] = _safe([grid.rows[number] for number in own], grid.numbers[np.ix_(own, columns)], least)
    for number in set(range(len(grid.rows))) - set(own):
        told[number] = told[[other for other, row in enumerate(grid.rows) if row[1:] == grid.rows[number][1:] and not of_all[other]]].all(axis=0)
    return told


def _safe(places: list[tuple], numbers: np.ndarray, least: int) -> np.ndarray:
    """Which cells of one measure and year may be told: rows that add up, over months that add up to the last column."""
    at = {place: number for number, place in enumerate(places)}
    return settle([Row(at.get(_above(place)), place[1], tuple(line)) for place, line in zip(places, numbers, strict=True)], least)


def _above(place: tuple[str, str, str]) -> tuple[str, str, str] | None:
    """The row that a row is part of: a part's is its area, an area's is all areas."""
    area, part, _value = place
    if part:
        return area, "", ""
    return (ALL, "", "") if area != ALL else None


def _as_share(grid: Grid, told: np.ndarray, whole: Grid, whole_told: np.ndarray, least: int) -> np.ndarray:
    """Which cells of a measure may be told that is a share of another: not where the rest of that one, which follows from the two, is small.

    Where the year could tell such a month by itself it is withheld too; and all areas, unless each is told."""
    rest = whole.numbers - grid.numbers
    told = told & ~((rest > 0) & (rest < least))
    for *months, year in grid.years:
        told[:, year] &= ~(~told[:, months] & (grid.numbers[:, months] >= grid.numbers[:, [year]])).any(axis=1)
    of_all = np.array([area == ALL for area, _part, _value in grid.rows])
    told[of_all] = told[~of_all].all(axis=0)
    return told


def _timed(grid: Grid, item: Item, told: np.ndarray, median_of: int) -> np.ndarray:
    """Where a median may be told, and of how many: that is the whole less those without a time, so these must be told too."""
    may = np.zeros_like(told)
    part, values = item.untimed or ("", ())
    for number, (area, own, _value) in enumerate(grid.rows):
        if values and not own:
            without = [other for other, row in enumerate(grid.rows) if row[:2] == (area, part) and row[2] in values]
            may[number] = told[number] & told[without].all(axis=0) & (grid.timed[number] >= median_of)
    return may
