"""A chronology as a Word document: headings, tables whose header rows repeat, the marking and the number of pages on each page."""

import io
from xml.sax.saxutils import escape, quoteattr

import docx
from docx.document import Document as WordDocument
from docx.enum.section import WD_ORIENT
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Mm, Pt, RGBColor

from timeline.chronology.document import Document, Said, Section, Table
from timeline.outgoing import MARKING, sealed

WIDTH, HEIGHT, MARGIN = 297, 210, 12
FONT, CELL, INK = "Arial", "Cell", RGBColor(0x0B, 0x0C, 0x0C)
LEFT_OUT = ("/thumbnail", "/stylesWithEffects")
HEADER_GROUND, TWIPS = "E7EAEC", 56.6929  # twentieths of a point in a millimetre


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
    cell = word.styles.add_style(CELL, WD_STYLE_TYPE.PARAGRAPH)
    cell.base_style, cell.font.size, cell.paragraph_format.space_after = normal, Pt(8), Pt(2)
    for language in (*word.styles.element.iter(qn("w:lang")), *word.settings.element.iter(qn("w:themeFontLang"))):
        language.set(qn("w:val"), "en-GB")
        language.set(qn("w:eastAsia"), "en-GB")
    for level, size in ((1, 20), (2, 14), (3, 11)):
        heading = word.styles[f"Heading {level}"]
        heading.font.name, heading.font.size, heading.font.color.rgb = FONT, Pt(size), INK
        for theme in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
            heading.element.rPr.rFonts.attrib.pop(qn(f"w:{theme}"), None)
        heading.paragraph_format.space_before, heading.paragraph_format.space_after = Pt(14), Pt(6)


def _properties(word: WordDocument, document: Document) -> None:
    """Properties that say nothing but the title and the day. The template's own picture of a page, and its styles for an older Word, are taken out."""
    known = word.core_properties
    known.title, known.author, known.last_modified_by, known.language = document.subject, "Timeline", "Timeline", "en-GB"
    known.comments, known.created, known.modified = "", document.made_at, document.made_at
    for links in (word.part.package.rels, word.part.rels):
        for name in [name for name, link in links.items() if link.reltype.endswith(LEFT_OUT)]:
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
    word.add_heading(section.heading, section.level).paragraph_format.page_break_before = section.new_page
    for text in section.paragraphs:
        word.add_paragraph(text).paragraph_format.keep_with_next = section.table is not None
    if section.table:
        word.element.body.insert_element_before(parse_xml(_table(section.table)), "w:sectPr")


def _table(table: Table) -> str:
    """The table as WordprocessingML, whose header row is repeated and whose rows are not cut between two pages.

    It is written as text, since the library looks through the whole table again for every cell."""
    share = (WIDTH - 2 * MARGIN) * TWIPS / sum(column.width for column in table.columns)
    widths = [round(column.width * share) for column in table.columns]
    head = _row(widths, [(Said("", column.heading),) for column in table.columns], keep=True, head=True)
    kept = [one == other for one, other in zip(table.groups, table.groups[1:], strict=False)] + [False]
    rows = [_row(widths, row, keep) for row, keep in zip(table.rows, kept, strict=False)]
    grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    return (f'<w:tbl {nsdecls("w")}><w:tblPr><w:tblStyle w:val="TableGrid"/><w:tblW w:w="{sum(widths)}" w:type="dxa"/><w:tblLayout w:type="fixed"/>'
            f'<w:tblLook w:firstRow="1"/><w:tblCaption w:val={quoteattr(table.caption)}/></w:tblPr><w:tblGrid>{grid}</w:tblGrid>{head}{"".join(rows)}</w:tbl>')


def _row(widths: list[int], cells, keep: bool, head: bool = False) -> str:
    properties = "<w:trPr><w:cantSplit/>" + ("<w:tblHeader/>" if head else "") + "</w:trPr>"
    ground = f'<w:shd w:val="clear" w:color="auto" w:fill="{HEADER_GROUND}"/>' if head else ""
    return f"<w:tr>{properties}" + "".join(
        f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{ground}</w:tcPr>{"".join(_paragraph(said, keep) for said in cell or (Said(""),))}</w:tc>'
        for width, cell in zip(widths, cells, strict=True)) + "</w:tr>"


def _paragraph(said: Said, keep: bool) -> str:
    """A paragraph of a cell; with `keep` it stays on one page with the next row."""
    label = _run(said.label + (": " if said.text else ""), "<w:rPr><w:b/></w:rPr>") if said.label else ""
    return f'<w:p><w:pPr><w:pStyle w:val="{CELL}"/>{"<w:keepNext/>" if keep else ""}</w:pPr>{label}{_run(said.text)}</w:p>'


def _run(text: str, properties: str = "") -> str:
    lines = "<w:br/>".join(f'<w:t xml:space="preserve">{escape(line)}</w:t>' for line in text.split("\n"))
    return f"<w:r>{properties}{lines}</w:r>"
