"""Dates and times as suppliers write them, against Python's own calendar."""

from datetime import date, timedelta

import duckdb
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from timeline import dates


def read(expression, **values):
    cells = ", ".join(f"${name} as {name}" for name in values)
    return duckdb.sql(f"select {expression} from (select {cells})", params=values).fetchall()[0][0]


def exact(text, style):
    return read(dates.exact("text", "style"), text=text, style=style)


def span(text, style="dd/mm/yyyy"):
    return tuple(read(ask("text", "style"), text=text, style=style) for ask in (dates.earliest, dates.latest, dates.precision))


WRITTEN = {"dd/mm/yyyy": "%d/%m/%Y", "dd-mmm-yy": "%d-%b-%y", "dd-mmm-yyyy": "%d-%b-%Y", "dd.mm.yyyy": "%d.%m.%Y",
           "yyyymmdd": "%Y%m%d", "yyyy-mm-dd": "%Y-%m-%d", "mm/dd/yyyy": "%m/%d/%Y"}


@pytest.mark.parametrize("style", dates.STYLES)
@settings(deadline=None, max_examples=30)
@given(day=st.dates(date(1970, 1, 1), date(2060, 12, 31)))
def test_a_day_written_in_a_style_is_read_back_in_it(style, day):
    assert exact(day.strftime(WRITTEN[style]), style) == day
    assert exact(" " + day.strftime(WRITTEN[style]).upper() + " ", style) == day


@pytest.mark.parametrize(("text", "style"), [
    ("31/13/2024", "dd/mm/yyyy"), ("31/02/2024", "dd/mm/yyyy"), ("12/03/24", "dd/mm/yyyy"), ("45362", "dd/mm/yyyy"),
    ("2024-03-12", "dd/mm/yyyy"), ("12/03/2024", "yyyy-mm-dd"), ("20240231", "yyyymmdd"), ("2024031", "yyyymmdd"),
    ("00/00/0000", "dd/mm/yyyy"), ("", "dd/mm/yyyy"), ("Aug-67", "dd-mmm-yy"), (None, "dd/mm/yyyy"), ("12/03/2024", "unheard of"),
])
def test_what_is_not_a_day_of_the_style_is_never_guessed(text, style):
    assert exact(text, style) is None


@pytest.mark.parametrize(("text", "style"), [
    ("12/03/2024 21:30", "dd/mm/yyyy"), ("2024-03-12T21:30:00Z", "yyyy-mm-dd"), ("2024-03-12 00:00:00", "yyyy-mm-dd"),
    ("12-Mar-24 09:30", "dd-mmm-yy"), ("12-OCT-24", "dd-mmm-yy"),
])
def test_a_time_after_a_date_is_left_aside(text, style):
    assert exact(text, style) == (date(2024, 10, 12) if "OCT" in text else date(2024, 3, 12))


def test_a_two_digit_year_of_a_day_that_is_over_lies_in_the_past():
    def past(text, style):
        return read(dates.past("text", "style", "date '2026-11-22'"), text=text, style=style)

    assert past("12-Mar-45", "dd-mmm-yy") == date(1945, 3, 12)
    assert past("22-Nov-26", "dd-mmm-yy") == date(2026, 11, 22)
    assert past("23-Nov-26", "dd-mmm-yy") == date(1926, 11, 23)
    assert past("12/03/2045", "dd/mm/yyyy") == date(2045, 3, 12)


@pytest.mark.parametrize("text", ["03/2024", "?03/2024", "??/03/2024", "00/03/2024", "c. 03/2024", "Mar 2024", "March 2024",
                                  "mar-2024", "2024-03", "c. 12/03/2024"])
def test_a_month_is_all_its_days(text):
    assert span(text) == (date(2024, 3, 1), date(2024, 3, 31), "month")


@pytest.mark.parametrize("text", ["2024", "c. 2024", "circa 2024", "c2024", "?2024", "~2024", "about 2024"])
def test_a_year_is_all_its_days(text):
    assert span(text) == (date(2024, 1, 1), date(2024, 12, 31), "year")


def test_a_whole_date_is_one_day():
    assert span("12/03/2024") == (date(2024, 3, 12), date(2024, 3, 12), "day")


@pytest.mark.parametrize("text", ["13/2024", "summer 2024", "45362", "#N/A", "31/13/2024", "9999", "", None])
def test_what_is_no_date_has_no_span(text):
    assert span(text) == (None, None, None)


@pytest.mark.parametrize(("text", "minutes"), [
    ("21:30", 1290), ("2130", 1290), ("213000", 1290), ("9.30", 570), ("930", 570), ("93000", 570), ("09:30:59", 570),
    ("24:00", 1440), ("2400", 1440), ("00:00", 0), ("1970-01-01 09:30", 570), ("1900-01-00 09:30:00", 570),
    ("2024-03-12T21:30:00Z", 1290), ("09:30:00.000", 570), (" 09:30 ", 570),
])
def test_times_are_read_in_every_way_that_suppliers_write_them(text, minutes):
    assert read(dates.clock("text"), text=text) == timedelta(minutes=minutes)


@pytest.mark.parametrize("text", ["25:00", "12:60", "24:01", "evening", "9", "", None, "0.395833", "20240312"])
def test_what_is_no_time_of_day_is_empty(text):
    assert read(dates.clock("text"), text=text) is None


def test_the_time_that_follows_a_date_is_told_from_the_date():
    after = dates.clock_after("text")
    assert read(after, text="12/03/2024 21:30") == timedelta(minutes=1290)
    assert read(after, text="2024-03-12T21:30") == timedelta(minutes=1290)
    assert read(after, text="12/03/2024") is None
    assert read(after, text="2024") is None
