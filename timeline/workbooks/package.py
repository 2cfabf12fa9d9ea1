"""A workbook's package: the zip with its members, how they are related, and what the cells of all sheets share."""

import posixpath
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from openpyxl.styles.numbers import BUILTIN_FORMATS, is_date_format, is_timedelta_format
from openpyxl.utils.datetime import MAC_EPOCH, WINDOWS_EPOCH

from timeline.received import Refused
from timeline.workbooks.elements import parsed

MOST_UNPACKED, MOST_RATIO, MOST_MEMBERS, MOST_TEXTS = 200 << 20, 100, 200, 5_000_000
ESCAPED = re.compile("_x([0-9A-Fa-f]{4})_")
OTHERS = {"xl/workbook.bin": "a binary workbook (.xlsb)", "content.xml": "an OpenDocument file, such as .ods", "word/document.xml": "a Word document (.docx)",
          "ppt/presentation.xml": "a presentation (.pptx)"}
SAVE = "Save the sheet as CSV UTF-8, or as .xlsx."


@dataclass(frozen=True)
class Book:
    """A workbook that was opened: its sheets' names and members in their order, the texts that its cells share, which styles are of dates and which
    of spans of time, and the day from which its days are counted."""

    sheets: list[tuple[str, str]]
    texts: list[str]
    dates: frozenset[int]
    spans: frozenset[int]
    epoch: datetime


def guard(packed: zipfile.ZipFile, size: int) -> None:
    """Look at the zip's own directory before anything is unpacked; no more is ever unpacked of a member than it says there."""
    members = packed.infolist()
    unpacked = sum(member.file_size for member in members)
    if unpacked > MOST_UNPACKED or unpacked > MOST_RATIO * size or len(members) > MOST_MEMBERS:
        raise Refused(f"This workbook would unpack to {unpacked >> 20} MB in {len(members)} parts, more than is safe to open "
                      f"({MOST_UNPACKED >> 20} MB, {MOST_RATIO} times its size, {MOST_MEMBERS} parts). Save the sheet as CSV UTF-8.")
    if any(member.flag_bits & 1 for member in members):
        raise Refused("This workbook is protected by a password. Save it without one, or save the sheet as CSV UTF-8.")
    if any(member.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED) for member in members):
        raise Refused(f"This workbook is packed in a way that workbooks are not. {SAVE}")
    names = {member.filename for member in members}
    other = next((what for name, what in OTHERS.items() if name in names), None)
    if other or "[Content_Types].xml" not in names:
        raise Refused(f"This is {other or 'a zip, and not a workbook'}. {SAVE}")


def opened(packed: zipfile.ZipFile) -> Book:
    """The workbook but for its rows. Raises Refused where it has no sheet of rows."""
    main = next((target for kind, target in _related(packed, "").values() if kind == "officeDocument"), "xl/workbook.xml")
    related, sheets, epoch = _related(packed, main), [], WINDOWS_EPOCH
    for name, attributes, _ in elements(packed, main):
        if name == "sheet":
            kind, target = related[next((value for key, value in attributes.items() if key.endswith(":id")), "")]
            sheets += [(attributes["name"], target)] * (kind == "worksheet")
        elif name == "workbookPr" and attributes.get("date1904") in ("1", "true"):
            epoch = MAC_EPOCH
    if not sheets:
        raise Refused(f"This workbook has no sheet of rows. {SAVE}")
    parts = dict(related.values())
    formats = _formats(packed, parts["styles"]) if "styles" in parts else []
    return Book(sheets, _texts(packed, parts["sharedStrings"]) if "sharedStrings" in parts else [],
                frozenset(style for style, written in enumerate(formats) if is_date_format(written)),
                frozenset(style for style, written in enumerate(formats) if is_timedelta_format(written)), epoch)


def _related(packed: zipfile.ZipFile, member: str) -> dict[str, tuple[str, str]]:
    """What a member is related to: by id the last word of its kind, and the member's name."""
    folder, name = posixpath.split(member)
    beside = posixpath.join(folder, "_rels", f"{name}.rels")
    if beside not in packed.NameToInfo:
        return {}
    return {attributes["Id"]: (attributes["Type"].rpartition("/")[2], posixpath.normpath(posixpath.join("/", folder, attributes["Target"])).strip("/"))
            for name, attributes, _ in elements(packed, beside) if name == "Relationship"}


def _texts(packed: zipfile.ZipFile, member: str) -> list[str]:
    """The texts that cells share."""
    texts, runs = [], []
    for name, _, text in elements(packed, member):
        if name == "t":
            runs.append(text)
        elif name == "rPh":  # how it is pronounced
            runs.pop()
        elif name == "si":
            texts.append(plain("".join(runs)))
            runs.clear()
            if len(texts) > MOST_TEXTS:
                raise Refused(f"This workbook shares more than {MOST_TEXTS:,} texts among its cells, more than is safe to open. Save the sheet as CSV UTF-8.")
    return texts


def _formats(packed: zipfile.ZipFile, member: str) -> list[str]:
    """How the numbers of each style are written."""
    own, used, within = {}, [], []
    for name, attributes, _ in elements(packed, member):
        if name == "numFmt":
            own[attributes["numFmtId"]] = attributes["formatCode"]
        elif name == "xf":
            within.append(attributes.get("numFmtId", "0"))
        elif name in ("cellStyleXfs", "cellXfs"):
            used, within = within, []
            if name == "cellXfs":
                break
    return [own.get(id, BUILTIN_FORMATS.get(int(id), "General")) for id in used]


def plain(text: str) -> str:
    """The text without the escapes of characters that XML cannot hold."""
    return ESCAPED.sub(lambda found: found[0] if "d7ff" < found[1].lower() < "e000" else chr(int(found[1], 16)), text) if "_x" in text else text


def elements(packed: zipfile.ZipFile, member: str) -> Iterator[tuple[str, dict[str, str], str]]:
    """Each element of a member of the zip as it ends: its name without a prefix, its attributes and its own text."""
    with packed.open(member) as stream:
        yield from parsed(stream)
