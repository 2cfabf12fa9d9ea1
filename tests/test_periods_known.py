"""Separations and custody as they stood on each day are what a run as of that day would have found."""

from datetime import date, timedelta

import pytest

from benchmarks.hindsight import known, population

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
