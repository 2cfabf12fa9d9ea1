"""The one file that a backup is: a line that says so, the home's keyring (wrapped, as it lies in the home), and then, sealed, a tar of parts whose last
is the manifest, which says what the others are and the hash of each."""

import hashlib
import io
import json
import tarfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import BinaryIO

from timeline import keys, sealed
from timeline.backup.faults import BadBackup

MARK = b"timeline backup 1\n"
LONGEST_RING = 1000
MANIFEST = "manifest.json"
NAME = "backup"  # what the sealing binds the file to, wherever it is carried
FOREIGN = "{file} is no backup of this program. Give a file that `timeline backup` has made."
NOT_WHOLE = "{file} is not as it was written: it was cut short or changed. Nothing of it was used. Use another backup."


@dataclass
class Manifest:
    """What a backup says of itself: when it was made and by which version, the snapshot that was current, the last line of the audit, how many lines each table
    has, and the size and hash of each part."""

    made_at: str
    version: str
    snapshot: str | None
    audit: tuple[int, str]
    lines: dict[str, int] = field(default_factory=dict)
    parts: dict[str, tuple[int, str]] = field(default_factory=dict)


def write(home: Path, path: Path, parts: Iterable[tuple[str, int, Iterable[bytes]]], manifest: Manifest) -> None:
    """Write the parts (a name, how many bytes, the bytes) to the path, and the manifest, which is filled in as they come."""
    with path.open("xb") as file:
        path.chmod(0o600)
        file.write(MARK + (home / keys.RING).read_bytes() + b"\n")
        for block in sealed.closed(keys.of(home), _tar(parts, manifest), lambda: NAME):
            file.write(block)


def ring(path: Path) -> bytes:
    """The keyring that the backup holds, wrapped. Raises BadBackup for a file that is none."""
    with path.open("rb") as file:
        return _ring(path, file)


def read(home: Path, path: Path) -> Iterator[tuple[str, BinaryIO] | Manifest]:
    """Each part, by its name, as a stream that is to be read to its end before the next, and at last the manifest; nothing that came before is to be
    relied on until that has come. `home` is one whose keyring is the backup's. Raises BadBackup where anything is not as it was written."""
    seen: dict[str, tuple[int, str]] = {}
    with path.open("rb") as file, _whole(path):
        _ring(path, file)
        with tarfile.open(fileobj=sealed.stream(sealed.opened(keys.of(home), file, NAME)), mode="r|") as packed:
            for member in packed:
                content = packed.extractfile(member)
                if member.name == MANIFEST:
                    yield _proved(path, json.loads(content.read()), seen)
                    continue
                counted = _Counted(path, content)
                yield member.name, counted
                seen[member.name] = counted.so_far


@contextmanager
def _whole(path: Path) -> Iterator[None]:
    try:
        yield
    except (sealed.Damaged, tarfile.TarError, EOFError):
        raise BadBackup(NOT_WHOLE.format(file=path)) from None


class _Counted(io.RawIOBase):
    """A part of the backup at this path, counted and hashed as it is read."""

    def __init__(self, path: Path, inner: BinaryIO):
        self._path, self._inner, self._sha, self._size = path, inner, hashlib.sha256(), 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer) -> int:
        with _whole(self._path):
            got = self._inner.read(len(buffer))
        buffer[:len(got)] = got
        self._sha.update(got)
        self._size += len(got)
        return len(got)

    @property
    def so_far(self) -> tuple[int, str]:
        return self._size, self._sha.hexdigest()


def _ring(path: Path, file: BinaryIO) -> bytes:
    mark, ring = file.read(len(MARK)), file.readline(LONGEST_RING)
    if mark != MARK or not ring.endswith(b"\n"):
        raise BadBackup(FOREIGN.format(file=path))
    return ring.rstrip(b"\n")


def _tar(parts: Iterable[tuple[str, int, Iterable[bytes]]], manifest: Manifest) -> Iterator[bytes]:
    for name, size, chunks in parts:
        sha = hashlib.sha256()
        yield from _member(name, size, chunks, sha)
        manifest.parts[name] = size, sha.hexdigest()
    said = json.dumps(asdict(manifest)).encode()
    yield from _member(MANIFEST, len(said), [said], hashlib.sha256())
    yield bytes(2 * tarfile.BLOCKSIZE)


def _member(name: str, size: int, chunks: Iterable[bytes], sha) -> Iterator[bytes]:
    about = tarfile.TarInfo(name)
    about.size, about.mode = size, 0o600
    yield about.tobuf(tarfile.PAX_FORMAT)
    for chunk in chunks:
        sha.update(chunk)
        yield chunk
    yield bytes(-size % tarfile.BLOCKSIZE)


def _proved(path: Path, said: dict, seen: dict[str, tuple[int, str]]) -> Manifest:
    manifest = Manifest(**said | {"parts": {name: tuple(part) for name, part in said["parts"].items()}, "audit": tuple(said["audit"])})
    if manifest.parts != seen:
        raise BadBackup(NOT_WHOLE.format(file=path))
    return manifest
