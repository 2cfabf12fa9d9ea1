"""Processes read the current snapshot again and again while others publish and are killed: none ever reads a torn one, or an older than it has read."""

import random
from contextlib import contextmanager

import pytest

from tests.reliability import SEED, amount, generations, killing
from tests.reliability.publishing import LONGEST, Publishing

pytestmark = pytest.mark.slow

READERS = (generations.read_by_opening, generations.read_from_the_shelf) * 2


class Reader:
    """A process that reads, and how often it has."""

    def __init__(self, how, home):
        self.stop, self.counted = killing.FORKS.Event(), killing.FORKS.Value("q", 0, lock=False)
        self.process = killing.started(how, home, self.stop, self.counted)

    def end(self) -> None:
        """Let it end by itself, which it does where nothing was wrong."""
        self.stop.set()
        assert killing.ended(self.process) == 0


@contextmanager
def reading(home):
    """Every reader, until the block ends."""
    readers = [Reader(how, home) for how in READERS]
    try:
        yield readers
    finally:
        for reader in readers:
            reader.stop.set()
    for reader in readers:
        reader.end()


def test_readers_never_read_a_torn_snapshot_or_an_older_one_while_publishers_are_killed(either_home, figure):
    publishing, draw, killed, wanted = Publishing(either_home), random.Random(SEED), 0, amount(100, 10_000)
    with reading(either_home) as readers:
        while sum(reader.counted.value for reader in readers) < wanted or not all(reader.counted.value for reader in readers):
            assert all(reader.process.is_alive() for reader in readers), "a reader has failed"
            killed += killing.killed_after(draw.uniform(0, LONGEST), *publishing.given)
            publishing.check()
        counts = [reader.counted.value for reader in readers]
    assert killed
    figure("reads", f"{sum(counts):,} ({counts[0] + counts[2]:,} by opening the file, {counts[1] + counts[3]:,} as a web process does)")
    figure("publishers killed meanwhile, and generations published", f"{killed}, {max(generations.told(publishing.acknowledged))}")


@pytest.mark.slow
def test_a_reader_that_is_killed_leaves_nothing_in_memory_after_the_next_start(either_home, figure):
    publishing = Publishing(either_home)
    draw, times = random.Random(SEED), amount(1, 10)
    for _ in range(times):
        reader = Reader(draw.choice(READERS), either_home)
        reader.process.join(draw.uniform(0, LONGEST))
        reader.process.kill()
        reader.process.join()
        publishing.check()
    figure("kills of readers", times)
