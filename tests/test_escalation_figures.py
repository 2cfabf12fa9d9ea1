"""One small cell of what benchmarks/escalation measures, with bounds that a changed rule would break."""

import pytest

from benchmarks.escalation import histories
from benchmarks.escalation.measure import ask

FAMILIES = 150


@pytest.fixture(scope="module", params=[histories.steady, histories.second_agency], ids=["constant rate", "a second agency half-way"])
def unchanged(request):
    return ask(FAMILIES, 10, request.param, 1)


def test_where_nothing_changes_the_pace_is_seldom_called_faster_and_no_factor_is_found(unchanged):
    faster = unchanged.filter("because like '%Faster than%'").aggregate("count(distinct family_id)").fetchall()[0][0]
    assert faster <= 0.06 * FAMILIES
    assert unchanged.filter("rule = 'R03' and grave > 0").fetchall() == []


@pytest.mark.parametrize("rule", ["R02", "R04"])
def test_where_nothing_changes_a_rule_rises_less_than_once_a_family_in_two_years(unchanged, rule):
    assert len(unchanged.filter(f"rule = '{rule}' and grave > before and grave > 1").fetchall()) < FAMILIES


def test_a_factor_that_appears_is_raised_the_same_day_in_every_family_by_whom_it_was_recorded():
    said = ask(FAMILIES, 6, histories.factor, 1)
    raised = said.filter("rule = 'R03' and level = 'same day' and grave > before and on_day - latest_on <= 31")
    assert raised.aggregate("count(distinct family_id)").fetchall() == [(FAMILIES,)]
