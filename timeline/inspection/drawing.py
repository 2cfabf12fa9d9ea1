"""Drawing cases to audit: the same seed, snapshot and sizes give the same cases, whoever draws.

A case is a family. First come families with a child unborn to 7 or of unknown age, the areas taking turns, until there are as many as are to be
audited; where there are too few, families with older children follow. The wider sample is drawn of the rest, every area and both groups of age taking turns."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass

AUDITED, WIDER = "to audit", "wider sample"
YOUNG, OLDER = "a child unborn to 7", "children of 8 to 17"


@dataclass(frozen=True)
class Case:
    """A family that could be drawn: its id, a mention by which it is found again, its area, and the ages of its children (YOUNG or OLDER)."""

    family_id: str
    anchor: str
    area: str
    ages: str


def draw(cases: Iterable[Case], seed: str, audited: int, wider: int) -> list[tuple[str, Case]]:
    """Each case that is drawn with AUDITED or WIDER, in the order in which it was drawn."""
    shuffled = sorted(cases, key=lambda case: _lot(seed, case.family_id))
    young, older = ([case for case in shuffled if case.ages == ages] for ages in (YOUNG, OLDER))
    first = [*_by_turns(young, seed), *_by_turns(older, seed)][:audited]
    rest = [case for case in shuffled if case not in first]
    return [*((AUDITED, case) for case in first), *((WIDER, case) for case in list(_by_turns(rest, seed))[:wider])]


def strata(cases: Iterable[Case]) -> dict[tuple[str, str], int]:
    """How many cases each area and group of age holds, by area and the younger first."""
    counted: dict[tuple[str, str], int] = {}
    for case in sorted(cases, key=lambda case: (case.area, case.ages != YOUNG)):
        counted[case.area, case.ages] = counted.get((case.area, case.ages), 0) + 1
    return counted


def _by_turns(cases: list[Case], seed: str) -> Iterable[Case]:
    """One case of each area and group of age after another, as long as each has any; which goes first is drawn too."""
    groups: dict[tuple[str, str], list[Case]] = {}
    for case in cases:
        groups.setdefault((case.area, case.ages), []).append(case)
    order = sorted(groups, key=lambda group: _lot(seed, *group))
    for turn in range(max(map(len, groups.values()), default=0)):
        yield from (groups[group][turn] for group in order if turn < len(groups[group]))


def _lot(seed: str, *of: str) -> str:
    """A lot that only the seed and what it is for decide."""
    return hashlib.sha256("\x1f".join((seed, *of)).encode()).hexdigest()
