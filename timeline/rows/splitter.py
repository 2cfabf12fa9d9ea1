"""Splitting a text file into records, with every physical line accounted for.

No ready-made reader both finishes and loses nothing on damaged files, so this one is written by hand. A line without a quote is
a record by itself. A quoted cell may hold delimiters, line ends and doubled quotes; where its quote is never closed, only the
line that opened it is unreadable, and reading goes on with the next.
"""

import csv
import re
from bisect import bisect_right
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain

MOST_LINES, MOST_CHARACTERS = 2000, 1 << 20  # further lines, and characters before the last of them, that one record may span
UNCLOSED = "a quote that opens a cell and is never closed"
MISPLACED = "a quote where none may stand"


@dataclass(slots=True)
class Piece:
    """Lines that belong together: their text, and their cells, or the reason why they are no record."""

    line_from: int
    line_to: int
    raw: str
    cells: list[str] | None
    problem: str | None = None


def split(lines: Iterator[str], delimiter: str, width: int, after: int = 0) -> Iterator[Piece]:
    """Every line in order, gathered into pieces, numbered on from `after`. `width` is the number of cells that a record has.

    A piece's cells are None where the line has no quote: the caller parts it at the delimiter."""
    quotes = Quotes(delimiter, width)
    ahead, number = deque(), after
    while ahead or (line := next(lines, None)) is not None:
        line = ahead.popleft() if ahead else line
        number += 1
        if '"' not in line:
            yield Piece(number, number, bare(line), None)
        else:
            piece = quotes.read(line, number, _Ahead(ahead, lines))
            for _ in range(piece.line_to - number):
                ahead.popleft()
            number = piece.line_to
            yield piece


def bare(line: str) -> str:
    """The line without its end."""
    return line.removesuffix("\n").removesuffix("\r")


class _Ahead:
    """The lines after this one, read only as far as someone looks."""

    def __init__(self, held: deque, lines: Iterator[str]):
        self._held, self._lines = held, lines

    def __iter__(self) -> Iterator[str]:
        for position in range(MOST_LINES):
            if position == len(self._held):
                line = next(self._lines, None)
                if line is None:
                    return
                self._held.append(line)
            yield self._held[position]


class Quotes:
    """How quoted cells are read at one delimiter."""

    def __init__(self, delimiter: str, width: int):
        self.delimiter, self.width = delimiter, width
        d = re.escape(delimiter)
        self._ends, self._likely_ends = re.compile(rf'"(?={d}|\Z)'), re.compile(rf'(?<!\\)"(?={d}|\Z)')

    def read(self, line: str, number: int, ahead) -> Piece:
        """The record that begins with `line`: on this line, or over more lines where a quoted cell holds line ends."""
        text = bare(line)
        cells, opened = self.strictly(text)
        if cells:
            return Piece(number, number, text, cells)
        if opened:
            return self._joined(line, number, ahead) or Piece(number, number, text, None, UNCLOSED)
        cells = self.loosely(text)
        return Piece(number, number, text, cells, None if len(cells) == self.width else MISPLACED)

    def strictly(self, text: str) -> tuple[list[str] | None, bool]:
        """The cells by the rule that every spreadsheet follows, or None and whether a quoted cell was still open at the end."""
        try:
            return next(csv.reader((text,), delimiter=self.delimiter, strict=True)), False
        except csv.Error as wrong:
            return None, "unexpected end" in str(wrong)

    def loosely(self, text: str) -> list[str]:
        """The cells where a quoted cell holds quotes that nobody doubled: it ends at a quote before a delimiter, one without a backslash if there is."""
        likely, every = ([found.start() for found in ends.finditer(text)] for ends in (self._likely_ends, self._ends))
        cells, position = [], 0
        while position <= len(text):
            closed = _after(likely, position) or _after(every, position) if text.startswith('"', position) else None
            end = text.find(self.delimiter, position) if closed is None else closed + 1
            end = len(text) if end < 0 else end
            cells.append(text[position:end] if closed is None else text[position + 1:closed].replace('\\"', '"').replace('""', '"'))
            position = end + 1
        return cells

    def _joined(self, line: str, number: int, ahead) -> Piece | None:
        """The record over several lines, unless it would swallow a line that is a record by itself, or never ends well."""
        taken = []
        try:
            cells = next(csv.reader(self._following(line, ahead, taken), delimiter=self.delimiter, strict=True))
        except csv.Error:
            return None
        return Piece(number, number + len(taken) - 1, bare("".join(taken)), cells) if len(cells) == self.width else None

    def _following(self, line: str, ahead, taken: list[str]) -> Iterator[str]:
        """This line and those after it, as far as they may belong to one record; what was asked for is `taken`."""
        kind, size = _kind(self.loosely(bare(line))[0]), 0
        for further in chain([line], ahead):
            if taken and (size > MOST_CHARACTERS or self._is_record(further, kind)):
                return
            taken.append(further)
            size += len(further)
            yield further

    def _is_record(self, line: str, kind: str) -> bool:
        """Whether the line could stand alone: as many cells as a record, the first of the same kind as the opening line's."""
        if line.count(self.delimiter) < self.width - 1:
            return False
        cells = self.loosely(bare(line))
        return len(cells) == self.width and _kind(cells[0]) == kind


def _after(places: list[int], position: int) -> int | None:
    """The first of these places, which are in order, that is after the position."""
    at = bisect_right(places, position)
    return places[at] if at < len(places) else None


def _kind(cell: str) -> str:
    """What a cell looks like: CR/0012/25 is A/9/9."""
    return re.sub("[0-9]+", "9", re.sub("[^\\W0-9_]+", "A", cell.strip()))
