"""What so few events can say about a rate: an exact test, an interval, a change point and a rank correlation. None decides anything."""

import numpy as np
from scipy.special import gammaln
from scipy.stats import binom, f, kendalltau

SHAPE = 0.5
"""The shape of the gamma distribution that stands for not knowing a rate beforehand (Jeffreys)."""


def chance(recent, n, share):
    """In how many steady histories of `n` events so many or more fall in the recent days, which are this share of all."""
    return binom.sf(recent - 1, n, share)


def ratio(recent, recent_days, prior, prior_days, inside):
    """The lower and upper bound of the recent rate over the prior one, the chance `inside` being within (Gamma-Poisson)."""
    one, other = recent + SHAPE, prior + SHAPE
    scale = one / other * prior_days / recent_days
    tails = np.array([(1 - inside) / 2, (1 + inside) / 2])
    return tuple(scale * f.ppf(tail, 2 * one, 2 * other) for tail in tails)


def change(at, days):
    """How many of the events on the days `at`, of so many days seen, come before the likeliest single change of rate.

    Weighs a change just before each event but the first, each rate unknown beforehand; the days before and after are counted."""
    at, n = np.sort(np.asarray(at, dtype=float)), len(at)
    before = np.arange(1, n)
    first, rest = at[1:], np.maximum(days - at[1:], 1)
    weight = (gammaln(before + SHAPE) - (before + SHAPE) * np.log(np.maximum(first, 1))
              + gammaln(n - before + SHAPE) - (n - before + SHAPE) * np.log(rest))
    return int(before[np.argmax(weight)])


def order(values):
    """Kendall's tau of the values against their order: below 0 where they fall, above 0 where they rise."""
    return float(kendalltau(np.arange(len(values)), values).statistic)
