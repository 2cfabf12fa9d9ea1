"""A chronology as an Excel workbook: a sheet for each part, a value in each cell, and no cell that could be taken for a formula."""

import io
from datetime import date

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from timeline.chronology.document import MARKING, Column, Document, Section, Sheet
from timeline.chronology.sealed import sealed

FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
"""What a text may begin with that a spreadsheet could read as a formula, here or after the sheet was saved as something else."""

MOST = 32_000
CUT = " [cut here: a cell holds no more; the whole is in the record]"
PAGE, LINE, HIGHEST = 200, 13, 400
"""How many characters stand beside one another on a printed page, the height of a line, and of a row at most, in points."""

FONT = "Arial"
WRAPPED, LEVEL = Alignment(vertical="top", horizontal="left", wrap_text=True), Alignment(vertical="top", horizontal="left")


def write(document: Document) -> bytes:
    """The document as the bytes of an .xlsx file; each sheet prints on landscape A4 with its header row repeated."""
    book = Workbook()
    book.remove(book.active)
    known = book.properties
    known.title, known.creator, known.lastModifiedBy, known.language = document.subject, "Timeline", "Timeline", "en-GB"
    known.created = known.modified = document.made_at.replace(tzinfo=None)
    for section in document.sections:
        _sheet(book.create_sheet(section.name), document, section)
    made = io.BytesIO()
    book.save(made)
    return sealed(made.getvalue(), document.made_at)


def cell_text(text: str) -> str:
    """The text as a cell may hold it: an apostrophe stands before what a spreadsheet could read as a formula."""
    text = text if len(text) <= MOST else text[:MOST] + CUT
    return "'" + text if text.lstrip(" \N{NO-BREAK SPACE}").startswith(FORMULA) or text.startswith(FORMULA) else text


def _sheet(sheet: Worksheet, document: Document, section: Section) -> None:
    for line, text in enumerate((section.heading, *section.paragraphs), 1):
        _put(sheet, line, 1, text, Font(FONT, 14, bold=True) if line == 1 else Font(FONT, 10), LEVEL)
    flat, head = section.sheet or _flat(section), len(section.paragraphs) + 2
    _page(sheet, document)
    if flat:
        _rows(sheet, flat, head)


def _flat(section: Section) -> Sheet | None:
    """A table as a sheet, where the part has none of its own: a cell's paragraphs below one another."""
    if not section.table:
        return None
    rows = tuple(tuple("\n".join(said.text for said in cell) for cell in row) for row in section.table.rows)
    return Sheet(tuple(Column(column.heading, max(12, column.width // 2)) for column in section.table.columns), rows)


def _rows(sheet: Worksheet, flat: Sheet, head: int) -> None:
    for at, column in enumerate(flat.columns, 1):
        _put(sheet, head, at, column.heading, Font(FONT, 10, bold=True), WRAPPED)
        sheet.cell(head, at).fill = PatternFill("solid", fgColor="E7EAEC")
        sheet.column_dimensions[get_column_letter(at)].width = column.width
    sheet.row_dimensions[head].height = _height([column.heading for column in flat.columns], flat.columns)
    for line, row in enumerate(flat.rows, head + 1):
        sheet.row_dimensions[line].height = _height(row, flat.columns)
        for at, value in enumerate(row, 1):
            _put(sheet, line, at, value, Font(FONT, 10), WRAPPED)
    last = get_column_letter(len(flat.columns))
    sheet.auto_filter.ref = f"A{head}:{last}{head + len(flat.rows)}"
    sheet.print_title_rows, sheet.freeze_panes = f"{head}:{head}", f"B{head + 1}"
    sheet.page_setup.fitToWidth = max(1, round(sum(column.width for column in flat.columns) / PAGE))
    if sheet.page_setup.fitToWidth > 1:
        sheet.print_title_cols = "A:A"


def _height(row, columns: tuple[Column, ...]) -> float:
    """As high as the longest of the cells when it is wrapped: a spreadsheet does not work that out by itself."""
    lines = (sum(len(line) // max(column.width - 2, 1) + 1 for line in value.split("\n")) for value, column in zip(row, columns, strict=True)
             if isinstance(value, str))
    return min(HIGHEST, LINE * max(lines, default=1) + 3)


def _put(sheet: Worksheet, line: int, at: int, value: str | int | date | None, font: Font, alignment: Alignment) -> None:
    cell = sheet.cell(line, at, cell_text(value) if isinstance(value, str) else value)
    cell.font, cell.alignment = font, alignment
    if isinstance(value, date):
        cell.number_format = "dd/mm/yyyy"


def _page(sheet: Worksheet, document: Document) -> None:
    page = sheet.page_setup
    page.orientation, page.paperSize, page.fitToWidth, page.fitToHeight = "landscape", 9, 1, 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.oddHeader.center.text = MARKING
    sheet.oddFooter.center.text = f"{document.subject.replace('&', '&&')} · Page &P of &N"
