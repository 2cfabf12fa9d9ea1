"""No small number can be worked out from what is told: an attacker who knows every total, and solves for each withheld cell, learns none."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import Bounds, LinearConstraint, milp

from tests.made import MORE
from timeline.suppression import LEAST, Row, settle


def year(months) -> tuple:
    return (*(int(number) for number in months), int(sum(months)))


def rows_of(base: np.ndarray, other: np.ndarray) -> list[Row]:
    """The rows of a table with all its margins: `base` and `other` hold the same people of each area by month, parted by agency and in two."""
    rows = [Row(None, "", year(base.sum(axis=(0, 1))))] if len(base) > 1 else []
    for agencies, halves in zip(base, other, strict=True):
        area = len(rows)
        rows += [Row(0 if len(base) > 1 else None, "area", year(agencies.sum(axis=0))), *(Row(area, "agency", year(line)) for line in agencies),
                 *(Row(area, "half", year(line)) for line in halves)]
    return rows


@st.composite
def tables(draw) -> list[Row]:
    shape = draw(st.integers(1, 3)), draw(st.integers(1, 4)), draw(st.integers(1, 4))
    numbers = st.sampled_from([0, 0, 1, 2, 3, 4, 5, 6, 9, 20])
    base = np.array(draw(st.lists(numbers, min_size=int(np.prod(shape)), max_size=int(np.prod(shape))))).reshape(shape)
    whole = base.sum(axis=1)
    first = np.minimum(whole, np.array(draw(st.lists(numbers, min_size=whole.size, max_size=whole.size))).reshape(whole.shape))
    return rows_of(base, np.stack([first, whole - first], axis=1))


def equations(rows: list[Row]) -> np.ndarray:
    """What everybody knows of such a table: months add up to the year, and the rows of a group to the row above."""
    cell = np.arange(len(rows) * len(rows[0].numbers)).reshape(len(rows), -1)
    lines = []
    for number in range(len(rows)):
        line = np.zeros(cell.size)
        line[cell[number, :-1]], line[cell[number, -1]] = 1, -1
        lines.append(line)
    for above, group in {(row.above, row.group) for row in rows if row.above is not None}:
        members = [number for number, row in enumerate(rows) if (row.above, row.group) == (above, group)]
        for column in range(cell.shape[1]):
            line = np.zeros(cell.size)
            line[cell[members, column]], line[cell[above, column]] = 1, -1
            lines.append(line)
    return np.array(lines)


def learnt(rows: list[Row], shown: np.ndarray) -> list[tuple]:
    """The cells of 1 to 4 that could hold no other whole number, given all that is told."""
    numbers, known = np.array([row.numbers for row in rows]), LinearConstraint(equations(rows), 0, 0)
    least, most = np.where(shown, numbers, 0).ravel(), np.where(shown, numbers, np.inf).ravel()

    def possible(place: int, low: float, high: float) -> bool:
        lower, upper = least.astype(float), most.astype(float)
        lower[place], upper[place] = low, high
        return milp(np.zeros(numbers.size), constraints=known, bounds=Bounds(lower, upper), integrality=np.ones(numbers.size)).status == 0

    small = np.flatnonzero((~shown & (numbers > 0) & (numbers < LEAST)).ravel())
    return [divmod(place, numbers.shape[1]) for place in small
            if not possible(place, numbers.flat[place] + 1, np.inf) and not possible(place, 0, numbers.flat[place] - 1)]


@settings(max_examples=15 * MORE, deadline=None)
@given(tables())
def test_nobody_can_work_out_a_small_number_from_everything_that_is_told(rows):
    shown = settle(rows)
    assert not (shown & (np.array([row.numbers for row in rows]) < LEAST)).any()
    assert learnt(rows, shown) == []


def test_the_attacker_works_out_what_is_only_hidden_cell_by_cell():
    rows = rows_of(np.array([[[9, 20], [3, 20]]]), np.array([[[6, 20], [6, 20]]]))
    hidden_alone = np.array([row.numbers for row in rows]) >= LEAST
    assert learnt(rows, hidden_alone) == [(2, 0)] and learnt(rows, settle(rows)) == []


def test_the_attacker_sees_through_a_table_in_which_each_line_hides_two_cells():
    """Two blocks of four hidden cells, and one small cell that alone joins them: each row and column hides two or none, and yet it follows."""
    hidden = np.zeros((4, 4), dtype=bool)
    hidden[:2, :2] = hidden[2:, 2:] = hidden[1, 2] = True
    base = np.where(hidden, 7, 30)
    base[1, 2] = 3
    rows = rows_of(base[None], np.stack([base.sum(axis=0) - 15, np.full(4, 15)])[None])
    shown = np.ones((len(rows), 5), dtype=bool)
    shown[1:5, :4] = ~hidden
    assert (2, 2) in learnt(rows, shown) and learnt(rows, settle(rows)) == []


@pytest.mark.parametrize("mean", [6, 20])
def test_on_ordinary_numbers_four_in_five_of_those_that_are_not_small_are_told(mean):
    random = np.random.default_rng(7)
    base = random.poisson(random.gamma(0.6, mean, size=(2, 12, 1)), size=(2, 12, 12))
    halves = random.binomial(base.sum(axis=1), 0.3)
    rows = rows_of(base, np.stack([halves, base.sum(axis=1) - halves], axis=1))
    large = np.array([row.numbers for row in rows]) >= LEAST
    assert settle(rows)[large].mean() > 0.8


def test_a_table_without_a_small_number_is_told_whole():
    assert settle(rows_of(np.full((2, 3, 4), 8), np.full((2, 2, 4), 12))).all()


def test_nought_is_withheld_like_any_small_number():
    shown = settle(rows_of(np.array([[[0, 9, 9], [9, 9, 9]]]), np.array([[[5, 9, 9], [4, 9, 9]]])))
    assert not shown[1, 0]
