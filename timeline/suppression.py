"""Small numbers: which cells of a table of counts may be told, so that none below five is told or can be worked out from the rest.

One table is settled at a time: rows that add up to one another (`Row.above`), over months that add up to a year. Every cell below
five is withheld, and whatever else it takes: a cell of 1 to 4 is safe when people could be counted elsewhere in such a way that
nothing that is told would change and that cell would. Such a change moves one from column i to column j of a row; another row of
its group moves one from j to i, or the row above moves as well. Where the year is withheld, one may also come from outside the year, or leave it.

What is below a withheld cell is withheld too, so a change above can always be borne out below. Nothing tells apart a cell that is small from
one that is withheld beside it: whoever knew which is which would have bounds to work with (docs/adr/0020)."""

from dataclasses import dataclass

import numpy as np

LEAST = 5


@dataclass(frozen=True)
class Row:
    """A row of a table: the place of the row that it is part of (None for the first), the group that adds up to that row with it, its numbers by
    month, and that of the year."""

    above: int | None
    group: str
    numbers: tuple[int, ...]


def settle(rows: list[Row], least: int = LEAST) -> np.ndarray:
    """For each cell of the rows, in their order, whether it may be told: an array of booleans, one line for each row.

    A row stands after the one above it. All rows have the same months, the year last; each row's months add up to its year, and the
    rows of a group to the row above."""
    table = _Table(rows)
    hidden = _downwards(table, table.numbers < least)
    small = (table.numbers < least) & (table.numbers > 0)
    while len(unsafe := np.argwhere(small & ~_changeable(table, hidden))):
        hidden = _downwards(table, _hide_more(table, hidden, *unsafe[0]))
    return ~hidden


class _Table:
    """The rows as arrays. `held` is how many could be moved out of a column: out of the last, which stands for all outside the year, any number."""

    def __init__(self, rows: list[Row]):
        self.numbers = np.array([row.numbers for row in rows], dtype=np.int64)
        self.held = self.numbers.copy()
        self.held[:, -1] = 1
        self.above = [row.above for row in rows]
        groups: dict[tuple, list[int]] = {}
        for number, row in enumerate(rows):
            groups.setdefault((row.above, row.group), []).append(number)
        self.groups = [(above, np.array(members)) for (above, _group), members in groups.items()]
        self.beside = {member: members[members != member] for _above, members in self.groups for member in members}


def _downwards(table: _Table, hidden: np.ndarray) -> np.ndarray:
    """What is withheld, and all that is below it."""
    hidden = hidden.copy()
    for number, above in enumerate(table.above):
        if above is not None:
            hidden[number] |= hidden[above]
    return hidden


def _changeable(table: _Table, hidden: np.ndarray) -> np.ndarray:
    """Each cell that could hold another number without any change in what is told."""
    unlike = ~np.eye(hidden.shape[1], dtype=bool)
    possible = hidden[:, :, None] & hidden[:, None, :] & (table.held > 0)[:, :, None] & unlike
    borne = possible.copy()
    for above, members in table.groups:
        if above is not None:
            back = possible[members].transpose(0, 2, 1)
            borne[members] &= borne[above] | (back.sum(axis=0) - back > 0)
    return borne.any(axis=2) | borne.any(axis=1)


def _hide_more(table: _Table, hidden: np.ndarray, number: int, column: int) -> np.ndarray:
    """The cheapest further cells to withhold, so that this one may hold another number; all of them where nothing less could do it."""
    best, chosen = None, None
    for other in range(hidden.shape[1]):
        for cells in _ways(table, number, column, other, hidden) if other != column else ():
            cost = sum(int(table.numbers[cell]) for cell in cells if not hidden[cell])
            if not all(hidden[cell] for cell in cells) and (best is None or cost < best):
                best, chosen = cost, cells
    hidden = hidden.copy()
    hidden[tuple(zip(*chosen, strict=True)) if chosen else ...] = True
    return hidden


def _ways(table: _Table, number: int, column: int, other: int, hidden: np.ndarray) -> list[tuple]:
    """The sets of cells that would let a row move between two columns: its own and those of the cheapest row beside it, or those above it."""
    own = ((number, column), (number, other))
    above = table.above[number]
    if above is None:
        return [own]
    beside = table.beside[number]
    held, costs = table.held > 0, np.where(hidden, 0, table.numbers)
    fits = beside[(held[number, column] & held[beside, other]) | (held[number, other] & held[beside, column])]
    ways = [own + way for way in _ways(table, above, column, other, hidden)]
    if len(fits):
        cheapest = fits[np.argmin(costs[fits, column] + costs[fits, other])]
        ways.append((*own, (cheapest, column), (cheapest, other)))
    return ways
