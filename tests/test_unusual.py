"""Access that a person may want to ask about: each rule finds what it counts, one less finds nothing, and every prompt opens its own lines."""

import inspect
from datetime import datetime, timedelta

import pytest

from tests import published
from timeline.audit import unusual
from timeline.audit.unusual import CLOCK, RULES, Line

MONDAY = datetime(2026, 11, 2, 9, 30, tzinfo=CLOCK)
F = [f"F-{number:016x}" for number in range(40)]


def line(number, at=MONDAY, by="ada", action="view family", families=(), subject="", outcome="done", opened=()):
    return Line(number, at, by, action, subject, tuple(families), (*families, *opened), outcome)


def found(lines, rule, names=None):
    return [(one.by, len(one.lines)) for one in unusual.prompts(lines, names or {}) if one.rule == rule]


def at_work(days, hour=9):
    """A family a day at the same hour."""
    return [line(day, MONDAY.replace(hour=hour) + timedelta(days=day), families=F[:1]) for day in range(days)]


def test_a_look_at_an_hour_that_is_not_the_accounts_own_is_found():
    assert found([*at_work(12), line(50, MONDAY.replace(hour=2), families=F[:1])], "outside_hours") == [("ada", 1)]


@pytest.mark.parametrize("lines", [
    at_work(12), [*at_work(9), line(50, MONDAY.replace(hour=2), families=F[:1])], [*at_work(12), *at_work(3, hour=2)],
    [*at_work(12), line(50, MONDAY.replace(hour=2), action="sign in")]],
    ids=["usual", "too new to have hours", "a second shift", "nothing opened"])
def test_usual_hours_are_the_accounts_own(lines):
    assert found(lines, "outside_hours") == []


@pytest.mark.parametrize(("families", "expected"), [(10, []), (11, [("ada", 11)])])
def test_many_families_in_an_hour_are_found_beyond_ten(families, expected):
    quiet = [line(100 + day, MONDAY + timedelta(days=day), families=F[:1]) for day in range(1, 6)]
    assert found([*(line(number, families=[F[number]]) for number in range(families)), *quiet], "many_families") == expected


def test_many_families_are_many_beside_the_accounts_own_usual():
    often = [line(100 * day + number, MONDAY + timedelta(days=day), families=[F[number]]) for day in range(5) for number in range(12)]
    assert found(often, "many_families") == []


@pytest.mark.parametrize(("times", "expected"), [(4, []), (5, [("ada", 5)])])
def test_hidden_addresses_opened_often_are_found_by_the_day(times, expected):
    lines = [line(number, action="opened safe mention") for number in range(times)]
    assert found([*lines, line(99, MONDAY + timedelta(days=1), action="opened period")], "hidden_often") == expected


@pytest.mark.parametrize(("other", "expected"), [
    ([], [("ada", 5)]), ([line(9, by="bob", families=F[:1])], []), ([line(9, action="write note", families=F[:1])], []),
    ([line(9, MONDAY + timedelta(days=1), families=F[:1])], [])])
def test_families_looked_at_once_by_one_account_with_nothing_written_are_found(other, expected):
    assert found([*(line(number, families=[F[number]]) for number in range(5)), *other], "looked_once") == expected


@pytest.mark.parametrize(("times", "expected"), [(3, []), (4, [("ada", 4)])])
def test_the_same_search_again_and_again_is_found_and_not_told(times, expected):
    lines = [line(number, action="search", subject="name='sara khan'") for number in range(times)] + [line(9, action="search", subject="name='else'")]
    assert found(lines, "same_search") == expected
    assert not any("sara" in one.words for one in unusual.prompts(lines, {}))


def test_refusals_in_a_row_are_found_and_one_that_is_broken_is_not():
    assert found([line(number, outcome="refused") for number in range(5)], "refused_in_a_row") == [("ada", 5)]
    assert found([line(number, outcome="done" if number == 2 else "refused") for number in range(6)], "refused_in_a_row") == []


@pytest.mark.parametrize(("by", "expected"), [("s.khan", [("s.khan", 1)]), ("sara-KHAN2", [("sara-KHAN2", 1)]), ("khanum", []), ("demo-auditor", [])])
def test_a_family_with_the_accounts_own_name_is_a_weak_prompt(by, expected):
    lines = [line(1, by=by, families=[published.FAMILY])]
    assert found(lines, "own_name", {published.FAMILY: "Khan"}) == expected
    assert all("weak" in one.words for one in unusual.prompts(lines, {published.FAMILY: "Khan"}) if one.rule == "own_name")


def test_each_rule_says_what_it_counts_and_that_there_may_be_a_reason():
    assert all(inspect.getdoc(rule) for rule in RULES)


def test_lines_of_the_program_of_strangers_and_of_auditing_are_not_counted():
    at = MONDAY.isoformat()
    rows = [(1, at, "root (command line)", "start run", "", None, None, None, "done"), (2, at, "unknown", "refused", "", None, None, None, "refused"),
            (3, at, "ann", "view looked", F[0], F[0], None, None, "done"), (4, at, "ada", "view family", F[0], f"{F[0]}\n{F[1]}", "P-1", None, "done"),
            (5, at, "ada", "denied", F[0], F[0], None, None, "refused")]
    assert [(read.number, read.families, read.opened) for read in unusual.read(rows)] == [(4, (F[0], F[1]), (F[0], F[1], "P-1")), (5, (), ())]
