"""What the fuzzing begins with: pieces of the sample data."""

from collections.abc import Iterator
from pathlib import Path

from benchmarks.fuzzing.books import MEMBERS, SMALL, packed

SAMPLE = Path(__file__).parent.parent.parent / "sample_data" / "extracts"
FIRST = 2000
"""Bytes of each file: a short case is tried quicker."""


def texts() -> Iterator[bytes]:
    """The beginning of each file of the sample, for each layout."""
    for path in sorted(SAMPLE.iterdir()):
        if path.suffix in (".csv", ".txt"):
            content = path.read_bytes()[:FIRST]
            yield from (bytes([chosen]) + content for chosen in (0xF0, 0xF1, 0xF2, 0xF3, 0, 1, 6, 7, 9, 12))


def books() -> Iterator[bytes]:
    """A small workbook, and each of its members by itself."""
    yield bytes([len(MEMBERS)]) + packed({})
    yield from (bytes([place]) + SMALL[name].encode() for place, name in enumerate(MEMBERS))
    yield from (bytes([0]) + (SHEET % cell) for cell in CELLS)


def cells() -> Iterator[bytes]:
    """Each file's cells, some to a case."""
    for path in sorted(SAMPLE.glob("*.csv")):
        found = [cell for line in path.read_text(encoding="utf-8", errors="replace").splitlines() for cell in line.split(",")]
        yield from ("\n".join(found[first:first + 20]).encode() for first in range(0, min(len(found), 200), 20))


SHEET = (b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><dimension ref="A1"/><sheetData><row r="2">%s</row></sheetData>'
         b'</worksheet>')
CELLS = (b'<c r="B2" s="1"><v>45000</v></c>', b'<c r="A2" t="inlineStr"><is><r><t>a_x000D_</t></r><rPh><t>b</t></rPh></is></c>',
         b'<c t="s"><v>0</v></c><c><f>A1</f></c>', b'<c r="A2" t="b"><v>1</v></c><c r="C2" t="e"><v>#N/A</v></c>',
         b'<c t="d"><v>2024-03-12</v></c>', b'<c t="str"><f t="array">B2</f><v>x</v></c>')
SEEDS = {"texts": texts, "books": books, "cells": cells}
