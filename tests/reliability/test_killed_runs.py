"""Publishing is killed at every step: the pointer names a whole snapshot, never one older than was acknowledged, and the next start works and sweeps up."""

import random

from tests.reliability import SEED, amount, killing
from tests.reliability.publishing import LONGEST, Publishing

PUBLISHING = ("snapshot", "sealed", "memory")


def test_a_publication_that_is_killed_at_any_step_leaves_the_last_snapshot_or_the_new_one_whole(either_home, figure):
    publishing = Publishing(either_home)
    places = killing.lines(PUBLISHING, *publishing.next)
    killed = 0
    for place in killing.drawn(amount(2, 70), places, SEED):
        killed += killing.killed_at(place, PUBLISHING, *publishing.next)
        publishing.check()
    assert killed
    figure("kills", f"{killed}, at {killed} of {len(set(places))} places in the code")


def test_publications_that_are_killed_after_any_time_leave_the_last_snapshot_or_the_new_one_whole(either_home, figure):
    publishing, draw, killed = Publishing(either_home), random.Random(SEED), 0
    for _ in range(amount(1, 12)):
        killed += killing.killed_after(draw.uniform(0, LONGEST), *publishing.given)
        publishing.check()
    assert killed
    figure("kills", killed)
