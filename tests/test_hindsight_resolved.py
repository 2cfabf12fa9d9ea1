"""What the whole record raises on a day, beside a run as of that day: each difference has a name."""

from datetime import date

import pytest

from benchmarks.hindsight import resolved

DAYS = [date(2024, 6, 30), date(2025, 1, 31)]


@pytest.mark.slow
def test_each_difference_from_a_run_as_of_the_day_is_named_and_no_signal_rests_on_what_was_not_known():
    found, answers, late = resolved.measure(DAYS)
    assert answers > 50 and late == 0
    assert [one for one in found if one[-1] == resolved.NO_NAME] == []


def made(people, families=(), raisings=(), answers=(), rows=None):
    """A run in which these mentions are these people, and these families hold them."""
    parts = {person: {home for home, members in families if person in members} for person in people.values()}
    return resolved.Made(people, dict(families), parts, {}, set(), dict.fromkeys(people.values()), rows or {}, list(answers), list(raisings), 0)


def raised(person, level="review", day=date(2024, 1, 1)):
    return ("R09", "F", person, None, day, level, [])


@pytest.mark.parametrize(("whole", "then", "name"), [
    (made({"r1#0": "P", "r2#0": "P"}, [("F", {"P"})], [raised("P")]), made({"r1#0": "P", "r2#0": "Q"}, [("F", {"P"})]), resolved.NAMES[1]),
    (made({"r1#0": "P"}, [("F", {"P"})], [raised("P")], [("r1#0", "r9#0", date(2024, 9, 1))]), made({"r1#0": "P"}, [("F", {"P"})]), resolved.NAMES[0]),
    (made({"r1#0": "P"}, [("F", {"P"})], [raised("P")], rows={"r1": "b.csv:2"}), made({"r1#0": "P"}, [("F", {"P"})], rows={"r1": "a.csv:2"}),
     resolved.NAMES[4]),
    (made({"r1#0": "P"}, [("F", {"P"})], [raised("P")]), made({"r1#0": "P"}, [("F", {"P"})]), resolved.NO_NAME)])
def test_a_difference_is_named_by_what_came_later(whole, then, name):
    (found,) = resolved.differences(whole, then, date(2024, 6, 1))
    assert found == ("R09", "F", "P", None, "review", "", name)
