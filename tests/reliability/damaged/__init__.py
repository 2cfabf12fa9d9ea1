"""Damaged files, each with the truth of every line: written by hand, before anything reads them.

`truth.py` has the words in which they are written; a file of the layout `visits` of tests/extracts.py has ten columns."""

from tests.reliability.damaged import encodings, quotes, shapes, values
from tests.reliability.damaged.truth import Case, Refused

READ: list[Case] = [*encodings.CASES, *quotes.CASES, *shapes.CASES, *values.CASES]
REFUSED: list[Refused] = [*shapes.REFUSED, *encodings.REFUSED]
