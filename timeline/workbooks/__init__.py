"""A workbook (.xlsx or .xlsm) as rows of cells, every row on its own line, in bounded memory and time; or refused with a sentence.

Read by hand over zip and expat. The library that this project writes workbooks with believes what a sheet says of its own size and drops what lies beyond,
drops a row that comes out of order, puts an error in place of a day that it cannot reckon, and bounds nothing. Of a formula the value counts that was
saved with it, and its text where none was. Hidden rows and columns are rows and columns. Macros are never looked at, and no path of the file leads
out of it.
"""

import errno
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime, time
from itertools import islice, repeat
from pathlib import Path
from xml.parsers import expat

from openpyxl.utils import column_index_from_string
from openpyxl.utils.datetime import from_excel, from_ISO8601

from timeline.dates import STYLES
from timeline.received import Refused
from timeline.workbooks.package import Book, elements, guard, opened, plain

MOST_ROWS, MOST_COLUMNS = 1 << 20, 1 << 14
MOST_CELLS = 50_000_000
"""Cells, with the empty ones before them; of rows and columns as many as a spreadsheet takes."""

EXACT = 10 ** 15  # a spreadsheet keeps 15 digits
DAMAGED = (zipfile.BadZipFile, zlib.error, EOFError, expat.ExpatError, KeyError, ValueError, IndexError, OverflowError, NotImplementedError)


def sheet(path: Path) -> Iterator[list]:
    """The rows of a workbook's first sheet, each a list of cells as Python values, to the last row that holds anything.

    Raises Refused for a workbook that is damaged or goes beyond the limits."""
    with _book(path) as (packed, book):
        yield from _rows(packed, book.sheets[0][1], book)


def others(path: Path, most: int) -> Iterator[tuple[str, list]]:
    """The first `most` rows of every other sheet, each with its sheet's name. Raises Refused."""
    with _book(path) as (packed, book):
        for name, member in book.sheets[1:]:
            yield from ((name, row) for row in islice(_rows(packed, member, book), most))


@contextmanager
def _book(path: Path) -> Iterator[tuple[zipfile.ZipFile, Book]]:
    try:
        with zipfile.ZipFile(path) as packed:
            guard(packed, path.stat().st_size)
            yield packed, opened(packed)
    except DAMAGED as wrong:
        raise _refused(wrong) from None
    except OSError as wrong:
        if wrong.errno != errno.EINVAL:  # of the machine; this one is of a zip that says that something stands before its own beginning
            raise
        raise _refused(wrong) from None


def _refused(wrong: Exception) -> Refused:
    return Refused(f"This workbook cannot be opened, or is damaged ({wrong}). It may be cut short: ask the supplier to send it again, "
                   "or save the sheet as CSV UTF-8.")


def cell_text(value, style: str) -> str:
    """A workbook's cell as text: a date in the layout's style, a whole number without a point.

    A number of more digits than a spreadsheet keeps is written with its exponent, so that it is seen to be damaged."""
    if value is None:
        return ""
    if isinstance(value, datetime):
        return value.strftime(STYLES[style] + ("" if value.time() == time() else " %H:%M"))
    if isinstance(value, date):
        return value.strftime(STYLES[style])
    if isinstance(value, float) and value.is_integer() and abs(value) < EXACT:
        return str(int(value))
    if isinstance(value, (int, float)) and abs(value) >= EXACT:
        return f"{value:.5E}"
    return str(value)


def _rows(packed: zipfile.ZipFile, member: str, book: Book) -> Iterator[list]:
    """The rows of a sheet, an empty list for each that holds nothing and stands above one that does."""
    given = seen = filled = 0
    cells, value, formula, runs = [], None, None, []
    for name, attributes, text in elements(packed, member):
        if name == "v":
            value = text
        elif name == "f":
            formula = text
        elif name == "t":
            runs.append(text)
        elif name == "rPh":
            runs.pop()
        elif name == "c":
            _put(cells, attributes.get("r"), _value(attributes, value, formula, runs, book))
            value, formula, runs = None, None, []
        elif name == "row":
            number = int(attributes.get("r", seen + 1))
            if not seen < number <= MOST_ROWS:
                raise ValueError(f"row {number} comes after row {seen}")
            seen, row = number, _without_empty_end(cells)
            filled, cells = filled + len(row), []
            if filled > MOST_CELLS:
                raise Refused(f"This workbook has more than {MOST_CELLS:,} cells, more than is safe to open. Save the sheet as CSV UTF-8.")
            if row:
                yield from repeat([], number - given - 1)
                yield row
                given = number


def _put(cells: list, reference: str | None, value) -> None:
    """Put the value of a cell in its place in a row, which must lie behind the others'."""
    column = column_index_from_string(reference.rstrip("0123456789")) if reference else len(cells) + 1
    if not len(cells) < column <= MOST_COLUMNS:
        raise ValueError(f"the cell {reference} comes after column {len(cells)}")
    cells.extend(repeat(None, column - len(cells) - 1))
    cells.append(value)


def _without_empty_end(cells: list) -> list:
    while cells and cells[-1] in (None, ""):
        cells.pop()
    return cells


def _value(attributes: dict[str, str], value: str | None, formula: str | None, runs: list[str], book: Book):
    """What a cell holds: the value that was saved, and where there is none its formula."""
    kind = attributes.get("t", "n")
    if kind == "inlineStr":
        return plain("".join(runs))
    if not value:
        return None if formula is None or kind == "str" else f"={formula}"
    if kind == "s":
        return book.texts[int(value)]
    if kind == "b":
        return bool(int(value))
    if kind == "d":
        return from_ISO8601(value)
    return _number(value, int(attributes.get("s", 0)), book) if kind == "n" else plain(value)


def _number(written: str, style: int, book: Book):
    """A number, or the day or the time that it stands for in this style, where it stands for one."""
    number = float(written) if set(written) & set(".eE") else int(written)
    if style not in book.dates:
        return number
    try:
        return from_excel(number, book.epoch, timedelta=style in book.spans)
    except (OverflowError, ValueError):
        return number
