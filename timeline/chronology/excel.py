"""A chronology as an Excel workbook: a sheet for each part, a value in each cell."""

from dataclasses import replace

from timeline import sheets
from timeline.chronology.document import Document, Section
from timeline.sheets import Sheet


def write(document: Document) -> bytes:
    """The document as the bytes of an .xlsx file; each sheet prints on landscape A4 with its header row repeated."""
    return sheets.as_excel(document.subject, tuple(map(_sheet, document.sections)), document.made_at)


def _sheet(section: Section) -> Sheet:
    return replace(section.sheet or _flat(section), title=section.heading, notes=section.paragraphs, name=section.name)


def _flat(section: Section) -> Sheet:
    """A table as a sheet, where the part has none of its own: a cell's paragraphs below one another. A part without a table is its paragraphs."""
    if not section.table:
        return Sheet(section.heading, (), ())
    rows = tuple(tuple("\n".join(said.text for said in cell) for cell in row) for row in section.table.rows)
    return Sheet(section.heading, tuple(column.heading for column in section.table.columns), rows,
                 widths=tuple(max(12, column.width // 2) for column in section.table.columns))
