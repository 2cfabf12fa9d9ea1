"""The return as a file: Excel or CSV. A blank cell stays empty."""

from collections.abc import Iterable
from datetime import date, datetime

from timeline import sheets
from timeline.quarterly import ITEMS, Cell
from timeline.sheets import Sheet

HEADINGS = ("MARAC", "Date of meeting", *(item.heading for item in ITEMS))


def sheet(area: str, meetings: dict[date, list[Cell]]) -> Sheet:
    """The return: a row for each meeting, with the area, the day, and a number or None for each of ITEMS. The headings are its first row, as in the form."""
    rows = tuple((area, day, *(cell.value for cell in cells)) for day, cells in sorted(meetings.items()))
    return Sheet("", HEADINGS, rows, name="Return", widths=(18,) * len(HEADINGS))


def as_csv(area: str, meetings: dict[date, list[Cell]]) -> bytes:
    """The return as comma-separated text."""
    return sheets.as_csv(sheet(area, meetings))


def as_excel(area: str, meetings: dict[date, list[Cell]], made_at: datetime, about: Iterable[str]) -> bytes:
    """The return as an Excel file of three sheets: the return, why a cell is blank, and what each column counts with the lines `about` it."""
    blank = tuple((day, cell.item.heading, cell.why) for day, cells in sorted(meetings.items()) for cell in cells if cell.value is None)
    counted = (*((item.heading, item.words) for item in ITEMS), *(("", line) for line in about))
    return sheets.as_excel("MARAC quarterly return", (
        sheet(area, meetings), Sheet("", ("Date of meeting", "Column", "Why"), blank, name="Why a cell is blank"),
        Sheet("", ("Column", "What it counts"), counted, name="What is counted")), made_at)
