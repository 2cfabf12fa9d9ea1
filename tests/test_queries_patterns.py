"""What the pages of patterns are told: no number that is withheld, for nobody without the permission; and their files hold no more."""

from contextlib import closing
from datetime import date

import pytest

from dashboard import queries
from dashboard.patterns import WITHHELD, chosen, taken
from tests import published
from timeline import actions, meetings
from timeline.access import Denied, User
from timeline.database import Database

ANALYST = User("ada", "analyst")
YEAR = date(2024, 4, 1), date(2025, 3, 31)


@pytest.fixture(scope="module")
def asked(tmp_path_factory):
    """Queries read the published story."""
    home = tmp_path_factory.mktemp("patterns-home")
    published.publish(home)
    with published.served(home) as server, server.app_context():
        yield


def test_a_number_that_is_withheld_never_leaves_the_snapshot(asked):
    found = queries.pattern_numbers(ANALYST, "Calderbrook", None, *YEAR)
    whole = found[(found["measure"] == "incidents") & (found["part"] == "")]
    assert [row.number for row in whole.itertuples() if not row.yearly] == [12, None, None, 9, 14, 8, 7, 11, 6]


def test_a_share_is_told_where_both_its_numbers_are(asked):
    found = queries.pattern_numbers(ANALYST, "Calderbrook", "police", *YEAR)
    shares = {row.since.month: row.share for row in found.itertuples() if row.measure == "incidents" and not row.yearly and row.share}
    assert shares == {4: 83, 8: 86, 11: 82}


def test_a_file_says_withheld_where_the_page_does_and_opens_nothing(asked):
    sheet = taken.numbers(ANALYST, {})
    page = queries.pattern_numbers(ANALYST, "Calderbrook", None, *YEAR)
    at = sheet.columns.index("Number")
    assert sum(row[at] == WITHHELD for row in sheet.rows) == sum(row.number is None for row in page.itertuples()) > 2
    assert not any(str(value).startswith(("E-", "F-", "/")) for row in sheet.rows for value in row)


def test_what_is_behind_a_withheld_number_is_for_those_who_may_see_families(asked):
    month = date(2024, 5, 1), date(2024, 5, 31)
    (unit,) = queries.pattern_units(ANALYST, "incidents", "Calderbrook", "", "", *month).itertuples()
    assert (unit.family_id, unit.event_id, unit.found) == (published.FAMILY, published.CALLS, 1)
    for ask in (queries.pattern_years, queries.pattern_areas, queries.pattern_measures):
        with pytest.raises(Denied):
            ask(User("ivo", "stranger"))
    with pytest.raises(Denied):
        queries.pattern_units(User("ivo", "stranger"), "incidents", "Calderbrook", "", "", *month)


def test_an_unknown_agency_area_or_year_falls_back_and_names_nothing_that_is_not_there(asked):
    what = chosen(ANALYST, {"area": "' or 1=1", "agency": "housing", "year": "1066"})
    assert (what.area, what.agency, what.since) == ("Calderbrook", None, YEAR[0])


def test_a_month_that_is_not_supplied_or_not_over_says_so(asked):
    gaps = {gap.month.month: gap for gap in queries.pattern_gaps(ANALYST, "Calderbrook", None, *YEAR).itertuples()}
    assert gaps[4].absent == ["housing"] and gaps[4].to_day is None and gaps[12].to_day == date(2024, 12, 1)


def test_what_was_done_here_since_a_signal_was_raised_is_told_by_family_and_small_numbers_are_not(tmp_path):
    published.publish(tmp_path)
    coordinator, anchor = User("cora", "coordinator"), f"{published.CRIME}#victim"

    def answer() -> list[str]:
        with published.served(tmp_path) as server, server.app_context():
            assert all(row.number is None for row in queries.followed(ANALYST, "Calderbrook").itertuples())
            return list(queries.followed_families(ANALYST, "Calderbrook", "")["value"])
    assert answer() == ["none"]
    with closing(Database(tmp_path)) as database:
        meetings.add(database, coordinator, "item", meetings.call(database, coordinator, "call", "Calderbrook", date(2026, 12, 10)), anchor, "A repeat.")
    assert answer() == ["listed"]
    with closing(Database(tmp_path)) as database:
        actions.agree(database, coordinator, "action", anchor, "police", "Visit.", "agency", date(2026, 12, 20))
    assert answer() == ["acted"]


def test_families_behind_what_was_done_are_for_those_who_may_see_families(asked):
    with pytest.raises(Denied):
        queries.followed_families(User("ivo", "stranger"), "Calderbrook", "")
