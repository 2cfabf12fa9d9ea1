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
TOP = Alignment(vertical="top", wrap_text=True)


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
    flat = section.sheet or _flat(section)
    for line, text in enumerate((section.heading, *section.paragraphs), 1):
        _put(sheet, line, 1, text, Alignment(vertical="top"))
    _set(sheet, document, len(section.paragraphs) + 2 if flat else 0)
    sheet["A1"].font = Font(bold=True, size=14)
    if flat:
        _rows(sheet, flat, len(section.paragraphs) + 2)


def _flat(section: Section) -> Sheet | None:
    """A table as a sheet, where the part has none of its own: a cell's paragraphs below one another."""
    if not section.table:
        return None
    rows = tuple(tuple("\n".join(said.text for said in cell) for cell in row) for row in section.table.rows)
    return Sheet(tuple(Column(column.heading, max(12, column.width // 2)) for column in section.table.columns), rows)


def _rows(sheet: Worksheet, flat: Sheet, head: int) -> None:
    for at, column in enumerate(flat.columns, 1):
        _put(sheet, head, at, column.heading, TOP)
        sheet.cell(head, at).font, sheet.cell(head, at).fill = Font(bold=True), PatternFill("solid", fgColor="E7EAEC")
        sheet.column_dimensions[get_column_letter(at)].width = column.width
    for line, row in enumerate(flat.rows, head + 1):
        for at, value in enumerate(row, 1):
            _put(sheet, line, at, value, TOP)
    if flat.rows:
        sheet.auto_filter.ref = f"A{head}:{get_column_letter(len(flat.columns))}{head + len(flat.rows)}"


def _put(sheet: Worksheet, line: int, at: int, value: str | int | date | None, alignment: Alignment) -> None:
    cell = sheet.cell(line, at)
    cell.alignment = alignment
    cell.value = cell_text(value) if isinstance(value, str) else value
    if isinstance(value, date):
        cell.number_format = "dd/mm/yyyy"


def _set(sheet: Worksheet, document: Document, head: int) -> None:
    page = sheet.page_setup
    page.orientation, page.paperSize, page.fitToWidth, page.fitToHeight = "landscape", 9, 1, 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.oddHeader.center.text = MARKING
    sheet.oddFooter.center.text = f"{document.subject.replace('&', '&&')} · Page &P of &N"
    if head:
        sheet.print_title_rows, sheet.freeze_panes = f"{head}:{head}", f"A{head + 1}"
