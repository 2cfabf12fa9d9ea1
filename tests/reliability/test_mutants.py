"""A sample of changes to the product's logic, drawn over all its rooms: their tests notice four in five at least."""

import subprocess
import sys

import pytest

from tests.reliability import SEED, WHOLE

EACH = 2         # mutants of each module
KILLED = 0.8     # the share that the tests must notice
TRY = f"""
from collections import Counter
from benchmarks.mutation import __main__, mutants, trying
trying.prepare()
counted = Counter()
for module in mutants.table().values():
    every, _ = mutants.judged(mutants.of(module["files"]))
    some = mutants.drawn(every, {EACH}, {SEED})
    counted.update(outcome for _, outcome in trying.outcomes(some, module["tests"], laws=False, seconds=20, processes=1))
print(sum(counted.values()), *(counted[outcome] for outcome in trying.OUTCOMES), __main__.share(counted))
"""


@pytest.mark.skipif(not WHOLE, reason="takes minutes; `make reliability` runs it")
def test_the_tests_notice_four_in_five_changes_of_the_products_logic(figure):
    done = subprocess.run([sys.executable, "-c", TRY], capture_output=True, text=True, check=True)
    tried, survived, *_, share = done.stdout.split()
    figure("mutants tried, survived, share killed", f"{tried}, {survived}, {float(share):.0%}")
    assert float(share) >= KILLED
