"""Word's and Excel's files are archives: the same parts give the same bytes, and no time of writing but the document's own stands in them."""

import io
import re
import zipfile
from datetime import datetime

MODIFIED = re.compile(rb"(<dcterms:modified[^>]*>)[^<]*(</dcterms:modified>)")


def sealed(archive: bytes, made_at: datetime) -> bytes:
    """The archive with every part dated 1980, and `made_at` as the time of its last change."""
    at = made_at.strftime("%Y-%m-%dT%H:%M:%SZ").encode()
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(archive)) as read, zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as written:
        for name in read.namelist():
            part = read.read(name)
            part = MODIFIED.sub(rb"\g<1>" + at + rb"\g<2>", part) if name == "docProps/core.xml" else part
            written.writestr(zipfile.ZipInfo(name), part, zipfile.ZIP_DEFLATED)
    return made.getvalue()
