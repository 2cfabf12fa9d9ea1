"""Separations and custody as they stood on each day are what a run as of that day would have found."""

from datetime import date, timedelta

import pytest

from benchmarks.hindsight import known, population
from tests.test_periods import tables
from timeline.periods import name, pregnancy
from timeline.periods.known import pregnancies

COLUMNS = "kind, person_id, other_person_id, since, until, state, certainty"


@pytest.fixture(scope="module")
def whole():
    return population.whole(population.draw(8, 4))


@pytest.mark.parametrize("back", [0, 400, *(pytest.param(days, marks=pytest.mark.slow) for days in (180, 700))])
def test_custody_on_a_day_is_read_from_what_was_known_that_day(whole, back):
    day = population.LAST - timedelta(back)
    then = known.by(day, whole)["periods"].filter("kind = 'custody'").project(COLUMNS).order("all").fetchall()
    stood = whole["known_periods"].filter(f"kind = 'custody' and known_from <= date '{day}' and (known_until is null or known_until > date '{day}')")
    assert stood.project(COLUMNS).order("all").fetchall() == then
    assert back or then


def test_what_stands_today_is_what_the_periods_say(whole):
    today = whole["known_periods"].filter(f"kind = 'separation' and known_until is null and known_from <= date '{date.max}'").project(COLUMNS).order("all")
    assert today.fetchall() == whole["periods"].filter("kind = 'separation'").project(COLUMNS).order("all").fetchall() != []


def test_a_pregnancy_on_a_day_rests_on_all_that_was_known_of_it_that_day():
    """Ten mothers are booked and scanned, and of every second one a birth is told later; a record stays known on all the days that follow."""
    accounts = [(day, {"agency": "maternity", **cells}, (f"mother {n}", "patient"), (f"other {n}", "partner"))
                for n in range(10) for day, cells in (
                    ("2024-01-10", {"category": "pregnancy", "due_on": "2024-07-01"}), ("2024-03-05", {"category": "pregnancy", "due_on": "2024-07-03"}),
                    ("2024-07-09", {"category": "birth", "occurred_from": "2024-06-28 00:00:00"}))
                if n % 2 or cells["category"] == "pregnancy"]
    reports, mentions, people = tables(accounts, {})
    named = name(reports, mentions, people)
    found = pregnancies(reports, named).project("person_id, known_from, until, len(report_ids)").order("all").fetchall()
    expected = [(f"mother {n}", date(2024, month, day), date(2024, *until), records)
                for n in range(10) for month, day, until, records in ((1, 10, (7, 1), 1), (3, 5, (7, 3), 2), (7, 9, (6, 28), 3)) if n % 2 or month < 7]
    assert found == expected
    today = pregnancies(reports, named).filter("known_until is null").project("person_id, until").order("all").fetchall()
    assert today == pregnancy.find(reports, named).project("person_id, until").order("all").fetchall()
