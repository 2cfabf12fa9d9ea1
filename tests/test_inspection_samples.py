"""Drawing cases to audit: the same seed gives the same cases in any order of what is drawn from, and every kind of case has its turn."""

from datetime import date

import pytest
import sqlalchemy as sa
from hypothesis import given
from hypothesis import strategies as st

from timeline.access import Denied, User
from timeline.inspection import samples
from timeline.inspection.drawing import AUDITED, OLDER, WIDER, YOUNG, Case, draw, strata
from timeline.kept import NotTaken

BEN, DAYS = User("ben", "analyst"), (date(2024, 1, 1), date(2024, 12, 31))
CASES = [Case(f"F-{n}", f"police:x:{n}#child", "East" if n % 3 else "West", YOUNG if n % 2 else OLDER) for n in range(40)]
DRAWABLE = st.lists(st.builds(Case, st.uuids().map(str), st.just("m"), st.sampled_from(["East", "West", "North"]), st.sampled_from([YOUNG, OLDER])),
                    unique_by=lambda case: case.family_id, max_size=40)


@given(DRAWABLE, st.text(min_size=1), st.integers(1, 10), st.integers(0, 30), st.randoms())
def test_the_same_seed_draws_the_same_cases_whatever_their_order(cases, seed, audited, wider, shuffle):
    drawn = draw(cases, seed, audited, wider)
    shuffled = list(cases)
    shuffle.shuffle(shuffled)
    assert draw(shuffled, seed, audited, wider) == drawn
    assert len({case.family_id for _, case in drawn}) == len(drawn) == min(len(cases), audited + wider)


@given(DRAWABLE, st.text(min_size=1), st.integers(1, 10), st.integers(0, 30))
def test_the_youngest_come_first_and_the_areas_take_turns(cases, seed, audited, wider):
    first = [case for part, case in draw(cases, seed, audited, wider) if part == AUDITED]
    young = [case for case in first if case.ages == YOUNG]
    assert len(young) == min(audited, sum(case.ages == YOUNG for case in cases))
    areas = [sum(case.area == area for case in young) for area in {case.area for case in cases if case.ages == YOUNG}]
    left = {area for (area, ages), number in strata(cases).items() if ages == YOUNG and number > sum(case.area == area for case in young)}
    assert all(max(areas) - sum(case.area == area for case in young) <= 1 for area in left)


@given(DRAWABLE, st.text(min_size=1))
def test_a_wide_enough_sample_holds_a_case_of_every_kind(cases, seed):
    kinds = {(case.area, case.ages) for case in cases}
    drawn = draw(cases, seed, 1, len(kinds))
    assert {(case.area, case.ages) for _, case in drawn} == kinds


def test_another_seed_draws_other_cases():
    assert len({tuple(case.family_id for _, case in draw(CASES, str(seed), 6, 0)) for seed in range(20)}) > 15


def keep(database, key="one", seed="1234", audited=6, wider=12, cases=CASES, user=BEN):
    return samples.keep(database, user, key, "snap-1", *DAYS, None, seed, audited, wider, cases)


def test_a_sample_is_kept_with_its_seed_its_snapshot_and_who_drew_it(database):
    assert keep(database) == keep(database) == "U-1"
    (kept,) = samples.every(database)
    assert (kept.by, kept.snapshot, kept.seed, (kept.since, kept.until), kept.area) == ("ben", "snap-1", "1234", DAYS, None)
    assert list(kept.cases) == draw(CASES, "1234", 6, 12)
    assert [part for part, _ in kept.cases] == [AUDITED] * 6 + [WIDER] * 12


@pytest.mark.parametrize("wrong", [dict(seed=" "), dict(audited=0), dict(wider=500), dict(cases=[])])
def test_what_makes_no_sample_is_said_and_not_kept(database, wrong):
    with pytest.raises(NotTaken):
        keep(database, **wrong)
    assert samples.every(database) == []


def test_only_an_analyst_draws_and_nobody_changes_what_was_drawn(database):
    with pytest.raises(Denied):
        keep(database, user=User("ada", "coordinator"))
    keep(database)
    for change in ("update samples set said = '{}'", "delete from samples"):
        with pytest.raises(sa.exc.IntegrityError, match="append-only"), database.write() as connection:
            connection.execute(sa.text(change))
