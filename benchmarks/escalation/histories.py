"""Histories of two years: of incidents at a constant rate, and of some in which the rate or the kind of thing changes.

Each draws, for many families at once, a frame of incidents: family, day (from the first, with its fraction), agency and category.
The constant ones break naive rules: bursts, a second agency that begins to supply half-way, records that are kept twice, custody."""

import numpy as np
import pandas as pd

DAYS = 730
LATE = 90                        # the days at the end in which a rate changes
AWAY = (365, 545)                # days in custody
BEGINS = 365                     # the day on which a second agency begins to supply
PLAIN = ("domestic_incident", "harassment", "emotional_abuse", "criminal_damage", "common_assault")
AGENCIES, SHARES = ("police", "gp", "idva"), (0.6, 0.25, 0.15)


def steady(families, mean, rng) -> pd.DataFrame:
    """A constant rate: so many incidents on average."""
    return _incidents(families, rng.poisson(mean, families), rng, lambda n: rng.uniform(0, DAYS, n))


def bursts(families, mean, rng) -> pd.DataFrame:
    """Crises at a constant rate, each of three records on average within some weeks."""
    crises = _incidents(families, rng.poisson(mean / 3, families), rng, lambda n: rng.uniform(0, DAYS, n))
    records = crises.loc[crises.index.repeat(rng.geometric(1 / 3, len(crises)))].copy()
    records["day"] = (records.day + records.groupby(level=0).cumcount() * rng.exponential(14, len(records))).clip(upper=DAYS - 0.01)
    return records.reset_index(drop=True)


def second_agency(families, mean, rng) -> pd.DataFrame:
    """A constant rate told by police, and from half-way also by another agency that sees half as much again."""
    first = steady(families, mean, rng).assign(agency="police")
    other = _incidents(families, rng.poisson(mean / 4, families), rng, lambda n: rng.uniform(BEGINS, DAYS, n)).assign(agency="idva")
    return pd.concat([first, other], ignore_index=True)


def kept_twice(families, mean, rng) -> pd.DataFrame:
    """A constant rate, of which two in five incidents of the second year are kept twice and never found to be one."""
    once = steady(families, mean, rng)
    again = once[(once.day > DAYS / 2) & (rng.random(len(once)) < 0.4)]
    return pd.concat([once, again.assign(agency="gp", day=(again.day + rng.random(len(again))).clip(upper=DAYS - 0.01))], ignore_index=True)


def custody(families, mean, rng) -> pd.DataFrame:
    """A constant rate while the person is at liberty, half a year of custody, and the same rate after."""
    told = steady(families, mean, rng)
    return told[(told.day < AWAY[0]) | (told.day > AWAY[1] + 1)].reset_index(drop=True)


def tripled(families, mean, rng) -> pd.DataFrame:
    """As steady, but the rate triples for the last days."""
    usual = steady(families, mean, rng)
    more = _incidents(families, rng.poisson(2 * mean * LATE / DAYS, families), rng, lambda n: rng.uniform(DAYS - LATE, DAYS, n))
    return pd.concat([usual, more], ignore_index=True)


def factor(families, mean, rng) -> pd.DataFrame:
    """As steady, with one strangulation in each family on a day of the last ones."""
    usual = steady(families, mean, rng)
    grave = _incidents(families, np.ones(families, dtype=int), rng, lambda n: rng.uniform(DAYS - LATE, DAYS - 31, n))
    return pd.concat([usual, grave.assign(category="strangulation")], ignore_index=True)


CONSTANT = {"constant rate": steady, "bursts": bursts, "a second agency half-way": second_agency, "records kept twice": kept_twice,
            "custody and release": custody}


def _incidents(families, numbers, rng, days) -> pd.DataFrame:
    n = int(numbers.sum())
    return pd.DataFrame({"family": np.repeat(np.arange(families), numbers), "day": days(n), "agency": rng.choice(AGENCIES, n, p=SHARES),
                         "category": rng.choice(PLAIN, n)})
