"""The laws that fuzzing holds, on what it begins with and on every case that once broke one."""

import random

import pytest

from benchmarks.fuzzing import books, cells, seeds, texts
from tests.reliability import SEED, amount

FOUND = {cells: [b"Child 2 Lives Here"]}
"""Cases that once broke a law. What once broke the reading of a workbook stands in test_workbooks.py, where it is made."""


@pytest.mark.parametrize(("target", "given"), [(books, seeds.books), (cells, seeds.cells), (texts, seeds.texts)], ids=lambda one: one.__name__)
def test_the_laws_of_fuzzing_hold(target, given):
    for case in [*random.Random(SEED).sample([*given()], amount(1, 10)), *FOUND.get(target, [])]:
        target.hold(case)
