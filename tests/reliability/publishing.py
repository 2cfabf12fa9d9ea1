"""A home in which small snapshots are published by processes of which some are killed, and what must hold of it after each."""

from pathlib import Path

from tests.reliability import generations, killing
from timeline import snapshot

LONGEST = 0.6  # seconds: until a kill that falls anywhere in a few publications


class Publishing:
    """A home in which generations are published, by processes that are killed and others that are not."""

    def __init__(self, home: Path):
        self.home, self.acknowledged, self.seen = home, home.with_name("acknowledged"), set()
        assert killing.done(generations.publish, home, 1, 1, self.acknowledged) == 0

    @property
    def given(self) -> tuple:
        """What a process is given to publish the next generations, as many as it lives to."""
        last = max(generations.told(self.acknowledged))
        return generations.publish, self.home, last + 1, last + 1000, self.acknowledged

    @property
    def next(self) -> tuple:
        """What a process is given to publish the next generation alone."""
        do, home, first, _last, acknowledged = self.given
        return do, home, first, first, acknowledged

    def check(self) -> None:
        """After a kill: what is current is whole, and not older than the last that was acknowledged. Then a start works, and sweeps up."""
        told, current = generations.told(self.acknowledged), generations.current(self.home)
        assert max(told) <= current <= max(told) + 1
        self.seen |= {*told.values(), snapshot.current(self.home).name}
        listed = {path.name for path in snapshot.published(self.home)}
        assert listed <= self.seen, "what was never published is not among the published"
        self._start(current + 1)

    def _start(self, generation: int) -> None:
        assert killing.done(generations.publish, self.home, generation, generation, self.acknowledged) == 0
        assert generations.current(self.home) == generation
        assert generations.left_over(self.home) == []
        self.seen |= {snapshot.current(self.home).name}
        there = {path.name for path in snapshot.files(self.home / "snapshots")}
        assert there <= self.seen and len(there) <= snapshot.KEPT
