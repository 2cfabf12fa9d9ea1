"""No rule judges in hindsight: with identity as the whole record has it, the history of every rule says of a day what was raised from
what was known on that day, in families whose records come late, in copies and in pieces.

The fuller run is `python -m benchmarks.hindsight`."""

from random import Random

import pytest

from benchmarks.hindsight import compare, population
from tests.made import MORE
from timeline import settings, signals

SEED = 11
JUDGED_BY = settings.load()
pytestmark = pytest.mark.slow  # test_signals.py tries the same law of fewer people


@pytest.fixture(scope="module")
def answers():
    """Every answer on some of the days on which a level rose, and the days before them: who, day, grave by the history, grave as known."""
    s = population.whole(population.draw(15, SEED))
    history = compare.history(s, JUDGED_BY, population.LAST)
    days = Random(SEED).sample(compare.sharp(history), 2 * MORE)
    return [answer for day in days for answer in compare.answers(s, history, JUDGED_BY, day)]


@pytest.mark.parametrize("rule", signals.RULES)
def test_what_a_rule_says_of_a_day_is_what_it_would_have_said_that_day(answers, rule):
    assert [answer for answer in answers if answer[0] == rule and answer[5] != answer[6]] == []


def test_the_days_tried_hold_answers_of_most_rules(answers):
    assert len({answer[0] for answer in answers}) >= 15
