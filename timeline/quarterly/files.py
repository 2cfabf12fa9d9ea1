"""The return as a file: Excel or CSV. A blank cell stays empty, and no text could be taken for a formula."""

import csv
import io
from collections.abc import Iterable
from datetime import date, datetime

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter

from timeline.chronology.excel import cell_text
from timeline.chronology.sealed import sealed
from timeline.quarterly import ITEMS, Cell

HEADINGS = ("MARAC", "Date of meeting", *(item.heading for item in ITEMS))
WRAPPED = Alignment(wrap_text=True, vertical="top")


def rows(area: str, meetings: dict[date, list[Cell]]) -> list[tuple]:
    """The return's rows: the area, the day of the meeting, and a number or None for each of ITEMS."""
    return [(area, day, *(cell.value for cell in cells)) for day, cells in sorted(meetings.items())]


def as_csv(area: str, meetings: dict[date, list[Cell]]) -> bytes:
    """The return as comma-separated text in UTF-8, days as 2025-03-31; a blank cell is empty."""
    made = io.StringIO()
    writer = csv.writer(made, lineterminator="\r\n")
    writer.writerow(HEADINGS)
    writer.writerows((cell_text(name), day.isoformat(), *numbers) for name, day, *numbers in rows(area, meetings))
    return made.getvalue().encode("utf-8-sig")


def as_excel(area: str, meetings: dict[date, list[Cell]], made_at: datetime, about: Iterable[str]) -> bytes:
    """The return as an Excel file of three sheets: the return, why a cell is blank, and what each column counts with the lines `about` it."""
    book = Workbook()
    _sheet(book.active, "Return", HEADINGS, rows(area, meetings))
    _sheet(book.create_sheet(), "Why a cell is blank", ("Date of meeting", "Column", "Why"),
           [(day, cell.item.heading, cell.why) for day, cells in sorted(meetings.items()) for cell in cells if cell.value is None])
    _sheet(book.create_sheet(), "What is counted", ("Column", "What it counts"),
           [*((item.heading, item.words) for item in ITEMS), *(("", line) for line in about)])
    book.properties.creator = book.properties.lastModifiedBy = "Timeline"
    book.properties.created = book.properties.modified = made_at.replace(tzinfo=None)
    made = io.BytesIO()
    book.save(made)
    return sealed(made.getvalue(), made_at)


def _sheet(sheet, title: str, headings: Iterable[str], lines: Iterable[tuple]) -> None:
    """Fill a sheet: a bold header row that stays in sight, and every text a text."""
    sheet.title, sheet.freeze_panes = title, "A2"
    for number, values in enumerate((tuple(headings), *lines), 1):
        for column, value in enumerate(values, 1):
            cell = sheet.cell(number, column, cell_text(value) if isinstance(value, str) else value)
            cell.alignment = WRAPPED
            cell.font = Font(bold=number == 1)
            if isinstance(value, date):
                cell.number_format = "dd/mm/yyyy"
    for column in range(1, sheet.max_column + 1):
        sheet.column_dimensions[get_column_letter(column)].width = 60 if sheet.max_column < 4 and column == sheet.max_column else 18
