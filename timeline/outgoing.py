"""What every file that we write has: the marking, text that any format can hold, and an archive that bears no time but its own."""

import io
import re
import unicodedata
import zipfile
from datetime import datetime

MARKING = "OFFICIAL-SENSITIVE"
MODIFIED = re.compile(rb"(<dcterms:modified[^>]*>)[^<]*(</dcterms:modified>)")


def plain(text: str | None) -> str:
    """The text without what Word, Excel and PDF cannot hold: control characters but for a new line, halves of characters, and non-characters."""
    told = (text or "").replace("\r\n", "\n").replace("\r", "\n").replace("\t", " ")
    return "".join(c if c == "\n" or unicodedata.category(c) not in ("Cc", "Cs", "Cn", "Co") else "\N{REPLACEMENT CHARACTER}" for c in told)


def sealed(archive: bytes, made_at: datetime) -> bytes:
    """The archive, as Word and Excel write one, with every part dated 1980 and `made_at` as the time of its last change: the same parts give
    the same bytes."""
    at = made_at.strftime("%Y-%m-%dT%H:%M:%SZ").encode()
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(archive)) as read, zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as written:
        for name in read.namelist():
            part = read.read(name)
            part = MODIFIED.sub(rb"\g<1>" + at + rb"\g<2>", part) if name == "docProps/core.xml" else part
            written.writestr(zipfile.ZipInfo(name), part, zipfile.ZIP_DEFLATED)
    return made.getvalue()
