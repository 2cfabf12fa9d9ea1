"""What the machine did not give, in a sentence: room on a disk, memory, permission, a file that is there and whole.

Python, DuckDB and the databases say so in many ways. What became of what was being done knows only who did it: `Fault.said` puts that in between."""

import errno
import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import duckdb

from timeline import memory
from timeline.database import NotReached, faults

FULL, NO_MEMORY, MEMORY, REFUSED, GONE, BROKEN, DAMAGED, DATABASE, BUSY = (
    "full", "no room in memory", "memory", "refused", "gone", "broken", "damaged", "database damaged", "busy")
SENTENCES = {
    FULL: ("There is no room left on the disk{of}.", "Make room there, or ask whoever runs this program to, and try again."),
    NO_MEMORY: ("There is no room left in the memory-backed folder in which sealed data is worked on{of}.",
                "Ask whoever runs this program to give it more room, or to name a larger folder in TIMELINE_MEMORY, and try again."),
    MEMORY: ("There is not enough memory for this.", "Ask whoever runs this program to give it more, or to end what else uses it, and try again."),
    REFUSED: ("This program may not read or write{of}: the permission is lacking, or the disk is read-only.",
              "Ask whoever runs this program to put the owner, the rights or the disk right, and try again."),
    GONE: ("{file} is not there, or went away while it was needed.", "Put it back, and try again."),
    BROKEN: ("The disk could not be read or written{of}: it failed.", "Ask whoever runs this program to look after the disk, and try again."),
    DAMAGED: ("{file} is not as it was written: it was cut short or changed.", "Put it back from a backup; tables can also be made anew, with: "
              "timeline run EXTRACTS_FOLDER"),
    DATABASE: ("The database is not as it was written: it was cut short or changed.", "Put timeline.db and keyring back from one backup."),
    BUSY: ("The database is held by another program.", "End what holds it, and try again."),
}
"""Of each kind: what is wrong, and what to do."""

NUMBERS = {errno.ENOSPC: FULL, errno.EDQUOT: FULL, errno.EFBIG: FULL, errno.ENOMEM: MEMORY, errno.EACCES: REFUSED, errno.EPERM: REFUSED,
           errno.EROFS: REFUSED, errno.ENOENT: GONE, errno.ENOTDIR: GONE, errno.EIO: BROKEN, errno.ENXIO: BROKEN, errno.ESTALE: BROKEN}
IN_WORDS = {"No space left on device": FULL, "Disk quota exceeded": FULL, "File too large": FULL, "Permission denied": REFUSED,
            "Read-only file system": REFUSED, "Operation not permitted": REFUSED, "Input/output error": BROKEN,
            "database does not exist": GONE, "No such file or directory": GONE,
            "Could not read enough bytes": DAMAGED, "checksum": DAMAGED, "not a valid DuckDB database file": DAMAGED, "Cannot allocate memory": MEMORY,
            "failed to allocate": MEMORY, "bad_alloc": MEMORY}
"""What DuckDB writes in errors of several kinds, as it heard it or found it."""

OF_THE_DATABASE = {"SQLITE_FULL": FULL, "SQLITE_NOMEM": MEMORY, "SQLITE_READONLY": REFUSED, "SQLITE_CANTOPEN": REFUSED, "SQLITE_PERM": REFUSED,
                   "SQLITE_IOERR": BROKEN, "SQLITE_CORRUPT": DATABASE, "SQLITE_NOTADB": DATABASE, "SQLITE_BUSY": BUSY, "SQLITE_LOCKED": BUSY,
                   "53100": FULL, "53200": MEMORY, "58030": BROKEN, "XX001": DATABASE, "XX002": DATABASE, "55P03": BUSY}
"""By the first two words of SQLite's name of the error, or by PostgreSQL's code."""

QUOTED = re.compile(r'"([^"]+)"')
NO_THREAD = "can't start new thread"
KINDS = (OSError, MemoryError, RuntimeError, duckdb.Error, NotReached, *faults.KINDS)


class Fault(Exception):
    """A fault of the machine, of its kind, with the file that it befell where that is known; the message says what is wrong and what to do."""

    def __init__(self, kind: str, file: str | None = None):
        self.kind, self.file = kind, file
        super().__init__(self.said())

    def said(self, outcome: str = "", whole: bool = True) -> str:
        """What is wrong, what became of what was being done, and what to do; the file with its `whole` path, or by its name alone."""
        what, do = SENTENCES[self.kind]
        file = self.file if whole or not self.file else Path(self.file).name
        return " ".join(filter(None, (what.format(of=f" ({file})" if file else "", file=file or "A file of this program"), outcome, do)))


@contextmanager
def told() -> Iterator[None]:
    """In the block, raise a Fault in place of an error that tells of a fault of the machine; every other error passes."""
    try:
        yield
    except KINDS as error:
        found = fault(error)
        if found is None:
            raise
        raise found from error


def fault(error: BaseException) -> Fault | None:
    """The fault of the machine that this error tells of; None where it tells of none."""
    if isinstance(error, NotReached):
        return fault(error.__cause__) if error.__cause__ else None
    if isinstance(error, (MemoryError, duckdb.OutOfMemoryException)) or isinstance(error, RuntimeError) and NO_THREAD in str(error):
        return Fault(MEMORY)
    if isinstance(error, OSError):
        kind, file = NUMBERS.get(error.errno), error.filename
    elif isinstance(error, duckdb.Error):
        kind, file = _in_words(str(error)), next(iter(QUOTED.findall(str(error))), None)
    else:
        kind, file = OF_THE_DATABASE.get(faults.code(error) or ""), "the database"
    return _of(kind, os.fsdecode(file) if isinstance(file, str | bytes) else None) if kind else None


def _of(kind: str, file: str | None) -> Fault:
    in_memory = kind == FULL and file and memory.backed(Path(file).parent)
    return Fault(NO_MEMORY if in_memory else kind, file)


def _in_words(message: str) -> str | None:
    return next((kind for words, kind in IN_WORDS.items() if words in message), None)
