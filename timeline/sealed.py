"""Files as they are kept outside a demo: sealed, so that whoever takes the disk reads nothing, and whoever changes a byte is found out.

AES-256-GCM in blocks of a megabyte, as the STREAM construction has it. A file begins with a salt, from which and the home's key its own key is
derived; a block's nonce is its number and whether it is the last; the last one is bound to the file's name as well, which an upload has only when
it has come whole. So a block that was changed, moved, left out or added is refused, and so is a file in another's place. Nothing is known
to be whole before its end was read: `unsealed` gives nothing away before. In a demo the same functions write and read plain files."""

import hashlib
import io
import os
import secrets
import tempfile
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import BinaryIO

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from timeline import keys

BLOCK = 1 << 20
MARK, SALT, TAG = b"timeline sealed 1\n", 32, 16
ENDING = ".tmp"
"""What the name of a file ends with while it is being written; before it stands the process that writes it."""

NOT_WHOLE = ("The file {name} cannot be opened: a part of it was changed, moved or cut off, or it is another file in its place, or of another home. "
             "Nothing of it was used. Put it back from a backup.")


class Damaged(Exception):
    """A file that is not as it was written; the message names it and says what to do."""


def write(home: Path, path: Path, chunks: Iterable[bytes]) -> Path:
    """Write a file of the home, sealed but in a demo, whole or not at all, in place of what stood there; what killed writers left in its folder
    is swept. Returns its path."""
    sweep(path.parent)
    handle, name = tempfile.mkstemp(ENDING, f"{path.name}-{os.getpid()}-", path.parent)  # for its owner alone
    os.close(handle)
    part = Path(name)
    try:
        put(home, part, chunks, lambda: path)
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)
    flush(path.parent)
    return path


def put(home: Path, part: Path, chunks: Iterable[bytes], named: Callable[[], Path]) -> None:
    """Write a file that can be read when it is `named` so, which is asked when all has come, and bring it to the disk."""
    kept = keys.of(home)
    with part.open("wb") as file:
        for block in closed(kept, chunks, lambda: _name(home, named())) if kept.sealed else chunks:
            file.write(block)
        file.flush()
        os.fsync(file.fileno())


def read(home: Path, path: Path) -> BinaryIO:
    """What the file of the home holds, as a stream that raises Damaged by its end at the latest where it is not as it was written."""
    if not keys.of(home).sealed:
        return path.open("rb")
    return stream(blocks(home, path))


def blocks(home: Path, path: Path) -> Iterator[bytes]:
    """What the file of the home holds, block by block. Raises Damaged, where the file ends at the latest."""
    kept, name = keys.of(home), _name(home, path)
    with path.open("rb") as file:
        yield from opened(kept, file, name) if kept.sealed else chunks(file)


def opened(kept: keys.Keys, file: BinaryIO, name: str) -> Iterator[bytes]:
    """What is sealed in the rest of a stream and bound to this name, block by block. Raises Damaged, where it ends at the latest."""
    cipher, block, number = _cipher(kept, file.read(len(MARK) + SALT)), file.read(BLOCK + TAG), 0
    while True:
        after = file.read(BLOCK + TAG)
        try:
            yield cipher.decrypt(_nonce(number, not after), block, _bound(name, not after))
        except (InvalidTag, ValueError):  # of fewer bytes than a tag
            raise Damaged(NOT_WHOLE.format(name=name)) from None
        if not after:
            return
        block, number = after, number + 1


def closed(kept: keys.Keys, given: Iterable[bytes], named: Callable[[], str]) -> Iterator[bytes]:
    """These bytes sealed, and bound to the name that they are to have, which is asked when all have come."""
    head = MARK + secrets.token_bytes(SALT)
    cipher = _cipher(kept, head)
    yield head
    for number, (block, last) in enumerate(_blocks(given)):
        yield cipher.encrypt(_nonce(number, last), block, _bound(named() if last else "", last))


def stream(given: Iterator[bytes]) -> BinaryIO:
    """These blocks as a stream."""
    return io.BufferedReader(_Stream(given), BLOCK)


def mark(home: Path, path: Path) -> str:
    """What tells this sealed file from any other, and from what is written under its name later."""
    with path.open("rb") as file:
        return hashlib.sha256(_name(home, path).encode() + file.read(len(MARK) + SALT)).hexdigest()


def chunks(file: BinaryIO) -> Iterator[bytes]:
    """What a stream holds, in pieces of a megabyte."""
    while chunk := file.read(BLOCK):
        yield chunk


def flush(path: Path) -> None:
    """Bring a file, or the names in a folder, to the disk."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def sweep(folder: Path) -> None:
    """Remove what processes that are no more were writing in this folder, with DuckDB's log of it."""
    for left in folder.glob(f"*-*-*{ENDING}*"):
        owner = left.name.split("-")[-2]
        if owner.isdigit() and not alive(int(owner)):
            left.unlink(missing_ok=True)  # another has perhaps just removed it


def alive(process: int) -> bool:
    """Whether there is a process of this number."""
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


def _blocks(given: Iterable[bytes]) -> Iterator[tuple[bytearray, bool]]:
    """The same bytes in blocks of one size, each with whether it is the last; one empty block where there are none."""
    held = bytearray()
    for chunk in given:
        held += chunk
        while len(held) > BLOCK:
            yield held[:BLOCK], False
            del held[:BLOCK]
    yield held, True


def _cipher(kept: keys.Keys, head: bytes) -> AESGCM:
    return AESGCM(HKDF(SHA256(), keys.SIZE, salt=head, info=b"one file").derive(kept.derived("files")))


def _nonce(number: int, last: bool) -> bytes:
    return number.to_bytes(keys.NONCE - 1, "big") + bytes([last])


def _bound(name: str, last: bool) -> bytes:
    return name.encode() if last else b""


def _name(home: Path, path: Path) -> str:
    """What a file is called within its home, wherever that lies."""
    return path.absolute().relative_to(home.absolute()).as_posix()


class _Stream(io.RawIOBase):
    """The blocks of a file as a stream."""

    def __init__(self, given: Iterator[bytes]):
        self._given, self._left = given, b""

    def readable(self) -> bool:
        return True

    def readinto(self, buffer) -> int:
        while not self._left:
            self._left = next(self._given, None)
            if self._left is None:
                self._left = b""
                return 0
        size = min(len(buffer), len(self._left))
        buffer[:size], self._left = self._left[:size], self._left[size:]
        return size

    def close(self) -> None:
        self._given.close()
        super().close()
