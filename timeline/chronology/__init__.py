"""A family's chronology as a document for an audience: what it may hold (audiences, formal), what it says (fields, parts, compose), and how it
is written (word, excel, pdf).

Where a document may come before the person said to have caused harm, it is made of fields and kinds that are listed as allowed; nothing is
ever struck out of a fuller one."""

from timeline import sheets
from timeline.chronology import excel, pdf, word
from timeline.chronology.document import Document

FORMATS = {
    "docx": ("Word", "application/vnd.openxmlformats-officedocument.wordprocessingml.document", word.write),
    "xlsx": (*sheets.ENDINGS["xlsx"], excel.write),
    "pdf": ("PDF", "application/pdf", pdf.write),
}
"""A format by how its files end: its name, its media type, and what writes it."""


def write(document: Document, ending: str) -> bytes:
    """The document as the bytes of a file of this format; the same document gives the same bytes."""
    _, _, written = FORMATS[ending]
    return written(document)
