"""Access that a person may want to ask about: each rule finds what it counts, one less finds nothing, and every prompt opens its own lines."""

import inspect
from datetime import datetime, timedelta

import pytest

from tests import published
from timeline.audit import unusual
from timeline.audit.unusual import CLOCK, RULES, Line

MONDAY = datetime(2026, 11, 2, 9, tzinfo=CLOCK)
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


@pytest.mark.parametrize(("days", "often", "expected"), [(9, 1, []), (10, 1, [("ada", 1)]), (12, 2, [("ada", 1), ("ada", 1)]), (12, 3, [])])
def test_an_account_has_usual_hours_after_ten_days_and_an_hour_is_usual_on_the_third(days, often, expected):
    late = [line(50 + day, MONDAY.replace(hour=2) + timedelta(days=day), families=F[:1]) for day in range(often)]
    assert found([*at_work(days), *late], "outside_hours") == expected


def test_what_was_opened_outside_usual_hours_is_told_by_the_day_with_its_hours_the_latest_day_first():
    late = [line(50, MONDAY.replace(hour=2), opened=["P-1"]), line(51, MONDAY.replace(hour=3), opened=["P-1"]),
            line(52, MONDAY.replace(hour=3), families=F[:1]), line(53, MONDAY.replace(hour=4) + timedelta(days=1), opened=["P-1"])]
    told = [(one.words, one.lines) for one in unusual.prompts([*at_work(12), *late], {}) if one.rule == "outside_hours"]
    assert told == [("1 look in the hour from 04:00 on 3 November 2026, which is outside this account's usual hours.", (53,)),
                    ("3 looks in the hour from 02:00 and 03:00 on 2 November 2026, which is outside this account's usual hours.", (50, 51, 52))]


@pytest.mark.parametrize(("families", "expected"), [(10, []), (11, [("ada", 11)])])
def test_many_families_in_an_hour_are_found_beyond_ten(families, expected):
    quiet = [line(100 + day, MONDAY + timedelta(days=day), families=F[:1]) for day in range(1, 6)]
    assert found([*(line(number, families=[F[number]]) for number in range(families)), *quiet], "many_families") == expected


def test_many_families_are_many_beside_the_accounts_own_usual():
    often = [line(100 * day + number, MONDAY + timedelta(days=day), families=[F[number]]) for day in range(5) for number in range(12)]
    assert found(often, "many_families") == []


@pytest.mark.parametrize(("families", "expected"), [(15, []), (16, [("ada", 16)])])
def test_many_are_more_than_three_times_the_usual_hour_where_that_is_more_than_ten(families, expected):
    usual = [line(100 * day + number, MONDAY + timedelta(days=day), families=[F[number]]) for day in range(1, 6) for number in range(5)]
    lines = [line(number, families=[F[number]]) for number in range(families)]
    assert found([*lines, *usual, line(999, action="sign in"), line(1000, families=F[:1])], "many_families") == [(by, n + 1) for by, n in expected]
    assert {one.words for one in unusual.prompts([*lines, *usual], {}) if one.rule == "many_families"} == (
        {"16 families opened in the hour from 09:00 on 2 November 2026; a usual hour of this account has 5."} if expected else set())


@pytest.mark.parametrize(("times", "expected"), [(4, []), (5, [("ada", 5)])])
def test_hidden_addresses_opened_often_are_found_by_the_day(times, expected):
    lines = [line(number, action="opened safe mention") for number in range(times)]
    assert found([*lines, line(99, MONDAY + timedelta(days=1), action="opened period")], "hidden_often") == expected


def test_what_was_refused_or_is_no_hidden_address_is_not_counted_among_those_opened():
    others = [line(9, action="opened safe mention", outcome="refused"), line(10, action="view opened"), line(11, action="sign in")]
    assert found([*(line(number, action="opened mention") for number in range(4)), *others], "hidden_often") == []


@pytest.mark.parametrize(("other", "expected"), [
    ([], [("ada", 5)]), ([line(9, by="bob", families=F[:1])], []), ([line(9, action="write note", families=F[:1])], []),
    ([line(9, MONDAY + timedelta(days=1), families=F[:1])], [])])
def test_families_looked_at_once_by_one_account_with_nothing_written_are_found(other, expected):
    assert found([*(line(number, families=[F[number]]) for number in range(5)), *other], "looked_once") == expected


@pytest.mark.parametrize("action", [
    "write note", "put on the agenda", "set action", "answer same person", "take back", "dismiss signal", "agree to dismissal", "make document",
    "transfer case", "hold meeting", "enter referral", "correct event"])
def test_a_family_on_which_anybody_worked_was_not_looked_at_for_nothing(action):
    lines = [line(number, families=[F[number]]) for number in range(5)]
    assert found([*lines, line(9, by="bob", action=action, families=[F[7]])], "looked_once") == [("ada", 5)]
    assert found([*lines, line(9, by="ada", action=action, families=F[:1])], "looked_once") == []


def test_lines_that_looked_at_several_families_once_are_told_once_in_order():
    lines = [line(2, families=F[3:5]), line(1, families=F[:3])]
    assert [(one.words, one.lines) for one in unusual.prompts(lines, {}) if one.rule == "looked_once"] == [
        ("5 families that nobody else opened, each on one day, with no meeting, decision or note about them.", (1, 2))]


@pytest.mark.parametrize(("times", "expected"), [(3, []), (4, [("ada", 4)])])
def test_the_same_search_again_and_again_is_found_and_not_told(times, expected):
    lines = [line(number, action="search", subject="name='sara khan'") for number in range(times)] + [line(9, action="search", subject="name='else'")]
    assert found(lines, "same_search") == expected
    assert not any("sara" in one.words for one in unusual.prompts(lines, {}))


def test_a_search_is_told_from_its_first_day_to_its_last():
    lines = [line(number, MONDAY + timedelta(days=number), action="search", subject="x") for number in range(4)]
    lines += [line(9, subject="x"), line(10, action="search", subject="y")]
    assert [(one.words, one.lines) for one in unusual.prompts(lines, {}) if one.rule == "same_search"] == [
        ("The same was searched for 4 times, from 2 November 2026 to 5 November 2026.", (0, 1, 2, 3))]


def test_four_refusals_are_too_few_and_neither_is_a_run_of_what_was_done():
    assert found([line(number, outcome="refused") for number in range(4)], "refused_in_a_row") == []
    assert found([line(number) for number in range(6)], "refused_in_a_row") == []


def test_refusals_in_a_row_are_found_and_one_that_is_broken_is_not():
    assert found([line(number, outcome="refused") for number in range(5)], "refused_in_a_row") == [("ada", 5)]
    assert found([line(number, outcome="done" if number == 2 else "refused") for number in range(6)], "refused_in_a_row") == []


@pytest.mark.parametrize(("by", "expected"), [("s.khan", [("s.khan", 1)]), ("sara-KHAN2", [("sara-KHAN2", 1)]), ("khanum", []), ("demo-auditor", [])])
def test_a_family_with_the_accounts_own_name_is_a_weak_prompt(by, expected):
    lines = [line(1, by=by, families=[published.FAMILY])]
    assert found(lines, "own_name", {published.FAMILY: "Khan"}) == expected
    assert all("weak" in one.words for one in unusual.prompts(lines, {published.FAMILY: "Khan"}) if one.rule == "own_name")


@pytest.mark.parametrize(("by", "name", "expected"), [("li.ann", "Li", []), ("oak.ann", "Oak", [("oak.ann", 1)]), ("oak.ann", "Elm", [])])
def test_a_name_of_two_letters_is_too_short_to_ask_about(by, name, expected):
    lines = [line(1, by=by, families=F[:2]), line(2, by=by, families=[F[2]])]
    assert found(lines, "own_name", {F[0]: name, F[2]: "Ash"}) == expected


def test_prompts_stand_in_the_order_of_the_rules_and_each_account_is_told_apart():
    refused = [line(number, by=by, outcome="refused") for number, by in enumerate(["ada"] * 5 + ["bob"] * 5 + ["ada", "bob"] * 4)]
    searched = [line(50 + number, by="ada", action="search", subject="x") for number in range(4)]
    assert [(one.rule, one.by) for one in unusual.prompts(searched + refused, {})] == [
        ("same_search", "ada"), ("refused_in_a_row", "bob"), ("refused_in_a_row", "ada")]


def test_each_rule_says_what_it_counts_and_that_there_may_be_a_reason():
    assert all(inspect.getdoc(rule) for rule in RULES)


def test_a_line_is_of_the_hour_by_the_clock_of_the_country():
    summer, winter = unusual.read([(1, "2026-07-01T22:59:59.999999+00:00", "ada", "search", "x", None, None, None, "done"),
                                   (2, "2026-01-01T23:59:59.999999+00:00", "ada", "search", "x", None, "P-1\nP-2", "r", "done")])
    assert (summer.at.isoformat(), winter.at.isoformat()) == ("2026-07-01T23:00:00+01:00", "2026-01-01T23:00:00+00:00")
    assert (summer.opened, winter.opened, winter.families) == ((), ("P-1", "P-2", "r"), ())


def test_lines_of_the_program_of_strangers_and_of_auditing_are_not_counted():
    at = MONDAY.isoformat()
    rows = [(1, at, "root (command line)", "start run", "", None, None, None, "done"), (2, at, "unknown", "refused", "", None, None, None, "refused"),
            (3, at, "ann", "view looked", F[0], F[0], None, None, "done"), (4, at, "ada", "view family", F[0], f"{F[0]}\n{F[1]}", "P-1", None, "done"),
            (5, at, "ada", "denied", F[0], F[0], None, None, "refused")]
    assert [(read.number, read.families, read.opened) for read in unusual.read(rows)] == [(4, (F[0], F[1]), (F[0], F[1], "P-1")), (5, (), ())]
