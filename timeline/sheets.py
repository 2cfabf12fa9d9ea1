"""Any titled table as a file that can be taken away: CSV, or a sheet of an Excel workbook. No text in it could be taken for a formula."""

import csv
import io
from dataclasses import dataclass
from datetime import date, datetime

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font, NamedStyle, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.table import Table, TableStyleInfo
from openpyxl.worksheet.worksheet import Worksheet

from timeline.outgoing import MARKING, plain, sealed

ENDINGS = {"csv": ("CSV", "text/csv; charset=utf-8"), "xlsx": ("Excel", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet")}
"""Each format by how its files end: its name and its media type."""

FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
"""What a text may begin with that a spreadsheet could read as a formula, here or after the sheet was saved as something else."""

MOST = 32_000
CUT = " [cut here: a cell holds no more; the whole is in the record]"
NARROWEST, WIDEST = 10, 60
PAGE, LINE, HIGHEST = 200, 13, 400
"""How many characters stand beside one another on a printed page, the height of a line, and of a row at most, in points."""

WRAPPED, LEVEL = Alignment(vertical="top", horizontal="left", wrap_text=True), Alignment(vertical="top", horizontal="left")
BODY, LINES = Font("Arial", 10), TableStyleInfo("TableStyleLight1", showRowStripes=True)
STYLES = {
    "title": {"font": Font("Arial", 14, bold=True), "alignment": LEVEL},
    "note": {"font": BODY, "alignment": LEVEL},
    "column": {"font": Font("Arial", 10, bold=True), "alignment": WRAPPED, "fill": PatternFill("solid", fgColor="E7EAEC")},
    "value": {"font": BODY, "alignment": WRAPPED},
    "day": {"font": BODY, "alignment": WRAPPED, "number_format": "dd/mm/yyyy"},
    "time": {"font": BODY, "alignment": WRAPPED, "number_format": "dd/mm/yyyy hh:mm"},
}
"""How each kind of cell looks; a cell names its style, which is several times quicker than giving it a font of its own."""

Value = str | int | float | date | datetime | list | None


@dataclass(frozen=True)
class Sheet:
    """A table: its title, its columns' headings, its rows of one value in a cell, and `notes`, which stand between the title and the table: the
    marking, what it was made from, by whom and when, what it rests on.

    `name` is the sheet's tab in a workbook, the title where none is given. Where no title is given, the headings are the first row. `widths`
    are the columns', in characters; without them they follow from what the columns hold. A sheet without columns is its notes alone."""

    title: str
    columns: tuple[str, ...]
    rows: tuple[tuple[Value, ...], ...]
    notes: tuple[str, ...] = ()
    name: str = ""
    widths: tuple[int, ...] = ()

    def __post_init__(self):
        if len({column.casefold() for column in self.columns}) < len(self.columns) or any(len(row) != len(self.columns) for row in self.rows):
            raise ValueError(f"{self.title or self.name}: each column has a heading of its own, and each row a cell for each")

    @property
    def above(self) -> tuple[str, ...]:
        """The lines above the table."""
        return (self.title, *self.notes) if self.title else self.notes


def as_csv(sheet: Sheet) -> bytes:
    """The sheet as comma-separated text in UTF-8, days as 2025-03-31: what stands above the table, an empty line, headings and rows. An empty
    cell stays empty."""
    made = io.StringIO()
    writer = csv.writer(made, lineterminator="\r\n")
    writer.writerows([_value(line)] for line in sheet.above)
    writer.writerows([()] if sheet.above else ())
    writer.writerow(map(_value, sheet.columns))
    writer.writerows(map(_written, row) for row in sheet.rows)
    return made.getvalue().encode("utf-8-sig")


def as_excel(subject: str, sheets: tuple[Sheet, ...], made_at: datetime) -> bytes:
    """The sheets as one Excel file, which `subject` names on each printed page; the same sheets give the same bytes."""
    book = Workbook()
    book.remove(book.active)
    for name, style in STYLES.items():
        book.add_named_style(NamedStyle(f"Timeline {name}", **style))
    known = book.properties
    known.title, known.creator, known.lastModifiedBy, known.language = subject, "Timeline", "Timeline", "en-GB"
    known.created = known.modified = made_at.replace(tzinfo=None)
    for number, sheet in enumerate(sheets, 1):
        _sheet(book.create_sheet(_tab(sheet)), subject, sheet, number)
    made = io.BytesIO()
    book.save(made)
    return sealed(made.getvalue(), made_at)


def cell_text(text: str) -> str:
    """The text as a cell may hold it: an apostrophe stands before what a spreadsheet could read as a formula."""
    text = text if len(text) <= MOST else text[:MOST] + CUT
    return "'" + text if text.lstrip(" \N{NO-BREAK SPACE}").startswith(FORMULA) or text.startswith(FORMULA) else text


def _value(value: Value) -> str | int | float | date | datetime | None:
    """The value as a cell may hold it: several as one text, yes or no for what is so or not, no zone with a time."""
    if isinstance(value, list | tuple | set):
        value = "; ".join(map(str, value))
    if isinstance(value, bool):
        value = "yes" if value else "no"
    if isinstance(value, datetime):
        return value.replace(tzinfo=None)
    return cell_text(plain(value)) if isinstance(value, str) else value


def _written(value: Value) -> str | int | float | None:
    """The value as comma-separated text has it."""
    value = _value(value)
    if isinstance(value, datetime):
        return value.isoformat(" ", "minutes")
    return value.isoformat() if isinstance(value, date) else value


def _tab(sheet: Sheet) -> str:
    """A name that Excel takes for a tab."""
    return "".join(" " if mark in "[]:*?/\\'" else mark for mark in plain(sheet.name or sheet.title))[:31]


def _sheet(sheet: Worksheet, subject: str, given: Sheet, number: int) -> None:
    for line, text in enumerate(given.above, 1):
        _put(sheet, line, 1, _value(text), "title" if line == 1 and given.title else "note")
    _page(sheet, subject)
    if given.columns:
        _table(sheet, given, len(given.above) + 1, number)


def _table(sheet: Worksheet, given: Sheet, head: int, number: int) -> None:
    """The table with its headings on the line `head`; they stay in sight, and are printed on each page."""
    rows = [tuple(map(_value, row)) for row in given.rows]
    widths = given.widths or _widths(given.columns, rows)
    for line, row in enumerate((tuple(map(_value, given.columns)), *rows), head):
        sheet.row_dimensions[line].height = _height(row, widths)
        for at, value in enumerate(row, 1):
            _put(sheet, line, at, value, "column" if line == head else _look(value))
    for at, width in enumerate(widths, 1):
        sheet.column_dimensions[get_column_letter(at)].width = width
    if rows:
        _sortable(sheet, f"A{head}:{get_column_letter(len(given.columns))}{head + len(rows)}", number)
    sheet.print_title_rows, sheet.freeze_panes = f"{head}:{head}", f"B{head + 1}"
    sheet.page_setup.fitToWidth = max(1, round(sum(widths) / PAGE))
    if sheet.page_setup.fitToWidth > 1:
        sheet.print_title_cols = "A:A"


def _sortable(sheet: Worksheet, ref: str, number: int) -> None:
    """Make a table that Excel can sort and filter of these cells."""
    table = Table(displayName=f"Table{number}", ref=ref)
    table.tableStyleInfo = LINES
    sheet.add_table(table)


def _widths(columns: tuple[str, ...], rows: list[tuple]) -> tuple[int, ...]:
    """As wide as the longest of a column's cells, within reason."""
    longest = (max(map(_longest, cells)) for cells in zip(columns, *rows, strict=True))
    return tuple(min(WIDEST, max(NARROWEST, length + 2)) for length in longest)


def _longest(value) -> int:
    """How long a value's longest line is."""
    return max(map(len, value.split("\n"))) if isinstance(value, str) else NARROWEST


def _height(row: tuple, widths: tuple[int, ...]) -> float:
    """As high as the longest of the cells when it is wrapped: a spreadsheet does not work that out by itself."""
    lines = (sum(len(line) // max(width - 2, 1) + 1 for line in value.split("\n")) for value, width in zip(row, widths, strict=True)
             if isinstance(value, str))
    return min(HIGHEST, LINE * max(lines, default=1) + 3)


def _look(value) -> str:
    return "time" if isinstance(value, datetime) else "day" if isinstance(value, date) else "value"


def _put(sheet: Worksheet, line: int, at: int, value, style: str) -> None:
    cell = sheet.cell(line, at, value)
    cell.style = f"Timeline {style}"


def _page(sheet: Worksheet, subject: str) -> None:
    page = sheet.page_setup
    page.orientation, page.paperSize, page.fitToWidth, page.fitToHeight = "landscape", 9, 1, 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.oddHeader.center.text = MARKING
    sheet.oddFooter.center.text = f"{subject.replace('&', '&&')} · Page &P of &N"
