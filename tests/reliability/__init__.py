"""What breaks things: faults, damage and load. `make test` draws a sample of what is quick,
`make test-all` of the rest too; `make reliability` does all of it, and prints its figures.

Each test draws what it does from SEED, so that what it found once can be done again: RELIABILITY_SEED says another."""

import os

WHOLE = os.environ.get("RELIABILITY") == "whole"
SEED = int(os.environ.get("RELIABILITY_SEED", "20261122"))


def amount(sample: int, whole: int) -> int:
    """How many of something are tried: in `make test`, and in `make reliability`."""
    return whole if WHOLE else sample
