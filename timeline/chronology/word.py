"""A chronology as a Word document: headings, tables whose header rows repeat, the marking and the number of pages on each page."""

import io

import docx
from docx.document import Document as WordDocument
from docx.enum.section import WD_ORIENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor

from timeline.chronology.document import MARKING, Document, Section, Table
from timeline.chronology.sealed import sealed

WIDTH, HEIGHT, MARGIN = 297, 210, 12
FONT, INK = "Arial", RGBColor(0x0B, 0x0C, 0x0C)
HEADER_GROUND, LINE = "E7EAEC", "B1B4B6"


def write(document: Document) -> bytes:
    """The document as the bytes of a .docx file, landscape A4."""
    word = docx.Document()
    _styles(word)
    _properties(word, document)
    _page(word, document)
    word.add_heading(document.title, 1)
    for section in document.sections:
        _section(word, section)
    made = io.BytesIO()
    word.save(made)
    return sealed(made.getvalue(), document.made_at)


def _styles(word: WordDocument) -> None:
    normal = word.styles["Normal"]
    normal.font.name, normal.font.size = FONT, Pt(9)
    normal.paragraph_format.space_after = Pt(4)
    normal.element.rPr.rFonts.set(qn("w:eastAsia"), FONT)
    for language in word.styles.element.iter(qn("w:lang")):
        language.set(qn("w:val"), "en-GB")
    for level, size in ((1, 20), (2, 14)):
        heading = word.styles[f"Heading {level}"]
        heading.font.name, heading.font.size, heading.font.color.rgb = FONT, Pt(size), INK
        for theme in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
            heading.element.rPr.rFonts.attrib.pop(qn(f"w:{theme}"), None)
        heading.paragraph_format.space_before, heading.paragraph_format.space_after = Pt(14), Pt(6)


def _properties(word: WordDocument, document: Document) -> None:
    """Properties that say nothing but the title and the day; the template's own picture of a page is taken out."""
    known = word.core_properties
    known.title, known.author, known.last_modified_by, known.language = document.subject, "Timeline", "Timeline", "en-GB"
    known.comments, known.created, known.modified = "", document.made_at, document.made_at
    links = word.part.package.rels
    for name, link in list(links.items()):
        if link.reltype.endswith("/thumbnail"):
            del links[name]


def _page(word: WordDocument, document: Document) -> None:
    page = word.sections[0]
    page.orientation, page.page_width, page.page_height = WD_ORIENT.LANDSCAPE, Mm(WIDTH), Mm(HEIGHT)
    page.left_margin = page.right_margin = Mm(MARGIN)
    page.top_margin = page.bottom_margin = Mm(16)
    page.header_distance = page.footer_distance = Mm(7)
    head, foot = page.header.paragraphs[0], page.footer.paragraphs[0]
    head.alignment = foot.alignment = WD_ALIGN_PARAGRAPH.CENTER
    head.add_run(MARKING).bold = True
    foot.add_run(f"{document.subject} \N{MIDDLE DOT} Page ")
    _field(foot, "PAGE")
    foot.add_run(" of ")
    _field(foot, "NUMPAGES")


def _field(paragraph, what: str) -> None:
    """A number that Word works out itself: PAGE or NUMPAGES."""
    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), what)
    shown = OxmlElement("w:r")
    shown.append(OxmlElement("w:t"))
    shown[0].text = "1"
    field.append(shown)
    paragraph._p.append(field)


def _section(word: WordDocument, section: Section) -> None:
    word.add_heading(section.heading, 2)
    for text in section.paragraphs:
        word.add_paragraph(text)
    if section.table:
        _table(word, section.table)


def _table(word: WordDocument, table: Table) -> None:
    made = word.add_table(rows=0, cols=len(table.columns))
    made.style, made.autofit = "Table Grid", False
    _described(made, table.caption)
    share = (WIDTH - 2 * MARGIN) / sum(column.width for column in table.columns)
    widths = [Mm(column.width * share) for column in table.columns]
    for column, width in zip(made.columns, widths, strict=True):
        column.width = width
    head = made.add_row()
    _repeated(head)
    for cell, column, width in zip(head.cells, table.columns, widths, strict=True):
        _filled(cell, width, [("", column.heading)], keep=True)
        _shaded(cell)
    for at, row in enumerate(table.rows):
        line = made.add_row()
        _whole(line)
        together = at + 1 < len(table.rows) and table.groups[at + 1] == table.groups[at]
        for cell, said, width in zip(line.cells, row, widths, strict=True):
            _filled(cell, width, [(one.text, one.label) for one in said], keep=together)


def _filled(cell, width, said: list[tuple[str, str]], keep: bool) -> None:
    cell.width = width
    for at, (text, label) in enumerate(said or [("", "")]):
        paragraph = cell.paragraphs[0] if at == 0 else cell.add_paragraph()
        paragraph.paragraph_format.space_after, paragraph.paragraph_format.keep_with_next = Pt(2), keep
        if label:
            paragraph.add_run(label + (": " if text else "")).bold = True
        paragraph.add_run(text)
        for run in paragraph.runs:
            run.font.size = Pt(8)


def _marked(parent, name: str, **values: str) -> None:
    mark = OxmlElement(f"w:{name}")
    for key, value in values.items():
        mark.set(qn(f"w:{key}"), value)
    parent.append(mark)


def _described(table, caption: str) -> None:
    _marked(table._tbl.tblPr, "tblCaption", val=caption)


def _repeated(row) -> None:
    """The header row is repeated on each page."""
    _whole(row)
    _marked(row._tr.get_or_add_trPr(), "tblHeader", val="true")


def _whole(row) -> None:
    """The row is not cut between two pages."""
    _marked(row._tr.get_or_add_trPr(), "cantSplit", val="true")


def _shaded(cell) -> None:
    _marked(cell._tc.get_or_add_tcPr(), "shd", val="clear", color="auto", fill=HEADER_GROUND)
