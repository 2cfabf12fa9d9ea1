"""The anchor: the number and the chain of the last line of the audit, in a file outside the database, best on another volume or a mounted share.

What was cut off at the end leaves no trace in a chain; the anchor knows how far it reached. It never moves backwards: where the audit ends before its anchor,
nothing more is written, and so nothing shown, until somebody who runs the program has looked and says so (`timeline audit accept`)."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from timeline.audit.lines import Head

NAME = "audit.anchor"
SIZE = 86  # bytes: a number of 20 digits, a space, a chain of 64 and the end of the line


class NotKept(Exception):
    """The audit cannot be kept, so nothing may be shown; the message says why and what to do."""


UNWRITABLE = "The anchor of the audit, {path}, cannot be read and written ({why}). Nothing is shown until it can: mount its volume, or put its folder right."
NO_ANCHOR = ("{path} holds no anchor of an audit. Put it right from a backup, or look with `timeline audit verify` and then say why with "
             "`timeline audit accept`.")
BEHIND = ("The audit ends at line {number}, and its anchor {path} stands at line {anchored}: lines were cut off, or an older copy was put back. "
          "Nothing is shown until somebody has looked (`timeline audit verify`) and says why (`timeline audit accept --reason REASON`).")
OTHER = ("Line {number} of the audit is not the one that its anchor {path} holds: the end was written anew. Nothing is shown until somebody has looked "
         "(`timeline audit verify`) and says why (`timeline audit accept --reason REASON`).")


def path(home: Path) -> Path:
    """Where the anchor of this home is: the file that TIMELINE_AUDIT_ANCHOR names, or one beside the data."""
    return Path(os.environ.get("TIMELINE_AUDIT_ANCHOR") or home / NAME)


def beside(home: Path) -> bool:
    """Whether the anchor lies beside the data, where whoever changes the one can change the other."""
    return path(home).resolve().is_relative_to(home.resolve())


def read(path: Path) -> Head | None:
    """What the anchor holds; None where there is none. Raises NotKept."""
    if not path.exists():
        return None
    with _held(path) as file:
        return _read(path, file)


def agree(path: Path, last: Head) -> bool:
    """Whether there is an anchor, and the audit that ends with `last` reaches as far as it. Raises NotKept where it does not.

    Ask while no other line can be written: the anchor follows each line that was kept, and is never ahead of it."""
    with _held(path) as file:  # made where there is none, so that what cannot be written is found before a line is
        anchored = _read(path, file)
        if anchored is None and not last.number:
            _write(file, last)
            return True
    if anchored is None:
        return False
    if anchored.number > last.number:
        raise NotKept(BEHIND.format(number=last.number, path=path, anchored=anchored.number))
    if anchored.number == last.number and anchored != last:
        raise NotKept(OTHER.format(number=last.number, path=path))
    return True


def forward(path: Path, head: Head) -> None:
    """Move the anchor to this line, unless it is there or further on already: of several processes the last line wins. Raises NotKept."""
    with _held(path) as file:
        before = _read(path, file)
        if before is None or before.number < head.number:
            _write(file, head)


def put(path: Path, head: Head) -> None:
    """Put the anchor to this line wherever it stood: only for what a person has accepted. Raises NotKept."""
    with _held(path) as file:
        _write(file, head)


@contextmanager
def _held(path: Path) -> Iterator[int]:
    """The open file, held by this process alone."""
    try:
        file = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        try:
            fcntl.flock(file, fcntl.LOCK_EX)
            yield file
        finally:
            os.close(file)
    except OSError as why:
        raise NotKept(UNWRITABLE.format(path=path, why=why.strerror)) from None


def _read(path: Path, file: int) -> Head | None:
    told = os.pread(file, SIZE + 1, 0)
    if not told:
        return None
    number, _, chain = told.decode("ascii", "replace").rstrip("\n").partition(" ")
    if len(told) != SIZE or not number.isdecimal():
        raise NotKept(NO_ANCHOR.format(path=path))
    return Head(int(number), chain.strip())


def _write(file: int, head: Head) -> None:
    os.pwrite(file, f"{head.number:020} {head.chain:<64}\n".encode(), 0)
