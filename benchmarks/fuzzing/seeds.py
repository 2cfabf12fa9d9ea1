"""What the fuzzing begins with: pieces of the sample data."""

from collections.abc import Iterator
from pathlib import Path

SAMPLE = Path(__file__).parent.parent.parent / "sample_data" / "extracts"
FIRST = 2000
"""Bytes of each file: a short case is tried quicker."""


def texts() -> Iterator[bytes]:
    """The beginning of each file of the sample, for each layout."""
    for path in sorted(SAMPLE.iterdir()):
        if path.suffix in (".csv", ".txt"):
            content = path.read_bytes()[:FIRST]
            yield from (bytes([chosen]) + content for chosen in (0xF0, 0xF1, 0xF2, 0xF3, 0, 1, 6, 7, 9, 12))


SEEDS = {"texts": texts}
