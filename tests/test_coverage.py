"""Coverage: what a month without rows means depends on what the files cover and on who was searched for."""

from datetime import date

import duckdb

from tests.made import made
from timeline import coverage
from timeline.tables import check


def file(name: str, since: date, until: date, searched_for: str = "everyone", agency: str = "police", area: str = "A", **more) -> dict:
    return dict(file=name, layout="v", agency=agency, system="niche", area=area, as_at=until, received_on=until, extent="delta", covers_from=since,
                covers_to=until, searched_for=searched_for) | more


def report(day: date, agency: str = "police", area: str = "A") -> dict:
    return dict(report_id=f"{agency}{day}", agency=agency, system="niche", area=area, known_on=day)


def measured(files, reports=(), refused=()):
    """Agency and month to state, rows and quarantined; `refused` names the files of quarantined rows."""
    rows = made("rows", *[dict(row_id=f"{name}:{n}", file=name) for n, name in enumerate(refused)])
    versions = made("versions", *[dict(row_id=f"{name}:{n}", state="quarantined") for n, name in enumerate(refused)])
    found = coverage.measure(made("files", *files), versions, rows, made("reports", *reports)).materialize()
    check("coverage", found)
    every = duckdb.sql("select area, agency, month, state, rows, quarantined, because from found").fetchall()
    return {(area, agency, month.month): tuple(rest) for area, agency, month, *rest in every}


JANUARY, MARCH_END = date(2024, 1, 1), date(2024, 3, 31)


def test_a_month_with_reports_is_supplied_and_one_without_is_silent_where_everyone_was_searched_for():
    states = measured([file("a", JANUARY, MARCH_END)], [report(date(2024, 2, 10)), report(date(2024, 2, 29))])
    assert [states["A", "police", month][:2] for month in (1, 2, 3)] == [("silent", 0), ("supplied", 2), ("silent", 0)]
    assert "a quiet month or a lost feed" in states["A", "police", 1][3]


def test_where_named_people_were_searched_for_no_row_means_that_none_was_found():
    states = measured([file("a", JANUARY, MARCH_END, "the 214 people on the MARAC list")])
    assert states["A", "police", 2][0] == "searched and none" and "the 214 people on the marac list" in states["A", "police", 2][3]


def test_one_file_that_searched_for_everyone_makes_the_month_silent():
    states = measured([file("a", JANUARY, MARCH_END, "a list"), file("b", date(2024, 2, 1), date(2024, 2, 29), "Everyone ")])
    assert [states["A", "police", month][0] for month in (1, 2, 3)] == ["searched and none", "silent", "searched and none"]


def test_what_no_file_of_a_system_covers_is_not_supplied_over_the_whole_span_of_its_area():
    states = measured([file("a", JANUARY, date(2024, 1, 31)), file("b", date(2024, 3, 5), date(2024, 4, 2), agency="health")])
    assert [states["A", "police", month][0] for month in (1, 2, 3, 4)] == ["silent", "not supplied", "not supplied", "not supplied"]
    assert [states["A", "health", month][0] for month in (1, 2, 3, 4)] == ["not supplied", "not supplied", "silent", "silent"]


def test_areas_are_measured_apart():
    states = measured([file("a", JANUARY, date(2024, 1, 31)), file("b", date(2024, 6, 1), date(2024, 6, 30), area="B")], [report(JANUARY)])
    assert set(states) == {("A", "police", 1), ("B", "police", 6)} and states["B", "police", 6][0] == "silent"


def test_quarantined_rows_count_in_the_month_that_their_extract_shows():
    states = measured([file("a", JANUARY, MARCH_END)], [report(date(2024, 2, 1))], refused=["a", "a"])
    assert [states["A", "police", month][2] for month in (1, 2, 3)] == [0, 0, 2]
    assert states["A", "police", 3][0] == "silent" and "quarantined" in states["A", "police", 3][3]


def test_a_refused_file_covers_nothing():
    refused = dict(file="b", problem="b: refused", layout=None, agency=None, system=None, area=None, covers_from=None, covers_to=None)
    assert set(measured([file("a", JANUARY, MARCH_END), refused])) == {("A", "police", month) for month in (1, 2, 3)}
