"""The statistics beside a count, against plain oracles: simulation, a planted change, a monotone series."""

import numpy as np
import pytest
from scipy.stats import binom

from timeline.signals import rates


@pytest.mark.parametrize(("recent", "recent_days", "prior", "prior_days"), [(4, 90, 2, 365), (3, 61, 0, 400), (9, 90, 20, 640)])
def test_the_interval_of_the_ratio_is_that_of_two_gamma_rates(recent, recent_days, prior, prior_days):
    rng = np.random.default_rng(1)
    drawn = rng.gamma(recent + 0.5, 1 / recent_days, 400_000) / rng.gamma(prior + 0.5, 1 / prior_days, 400_000)
    low, high = rates.ratio(recent, recent_days, prior, prior_days, 0.95)
    assert np.allclose(np.quantile(drawn, 0.025), low, rtol=0.03)
    assert np.allclose(np.quantile(drawn, 0.975), high, rtol=0.06) or prior == 0


def test_the_chance_is_the_sum_of_the_binomial_from_that_many_on():
    assert np.isclose(rates.chance(4, 6, 0.2), sum(binom.pmf(k, 6, 0.2) for k in (4, 5, 6)))


def test_a_planted_change_of_pace_is_found_where_it_was_planted():
    slow, fast = np.arange(50, 600, 100), np.arange(620, 720, 8)
    assert rates.change([*slow, *fast], 730) == len(slow)


def test_gaps_that_only_shrink_have_a_tau_of_minus_one():
    assert rates.order([60, 40, 30, 10]) == -1
