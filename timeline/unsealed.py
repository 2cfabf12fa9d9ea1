"""Sealed files opened: each once in a process, whole, into its folder in memory, and shared by all who use it there.

A file that nobody uses goes from memory at once, unless it is one that is `wanted` again and again. In a demo a file is used where it lies."""

import errno
import secrets
import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

from timeline import keys, memory, sealed


@dataclass
class _Held:
    plain: Path
    wanted: Callable[[], bool]
    users: int = 0


_lock = threading.RLock()  # a connection that is forgotten gives its file back wherever that happens
_held: dict[Path, _Held] = {}


@contextmanager
def plain(home: Path, path: Path) -> Iterator[Path]:
    """Where the file of the home can be read while the block lasts. Raises sealed.Damaged, memory.NoMemory."""
    if not keys.of(home).sealed:
        yield path
        return
    opened = take(home, path)
    try:
        yield opened
    finally:
        give_back(path)


def take(home: Path, path: Path, wanted: Callable[[], bool] = lambda: False) -> Path:
    """Where the sealed file can be read until it is given back; it stays there afterwards for as long as it is `wanted`."""
    with _lock:
        _forget()
        if path not in _held:
            _held[path] = _Held(_opened(home, path), wanted)
        _held[path].users += 1
        return _held[path].plain


def give_back(path: Path) -> None:
    """Say that one user is done with it."""
    with _lock:
        _held[path].users -= 1
        _forget()


def _forget() -> None:
    for path, held in list(_held.items()):
        if not held.users and not held.wanted():
            del _held[path]
            held.plain.unlink(missing_ok=True)


def _opened(home: Path, path: Path) -> Path:
    """Open a sealed file into memory, whole or not at all."""
    place = memory.folder(home)
    opened = place / f"{path.stem}-{secrets.token_hex(4)}"
    with ExitStack() as unless_whole:
        unless_whole.callback(opened.unlink, missing_ok=True)
        try:
            with opened.open("xb") as file:
                for block in sealed.blocks(home, path):
                    file.write(block)
        except OSError as why:
            raise memory.NoMemory(memory.FULL.format(place=place, what=path.name)) if why.errno == errno.ENOSPC else why from None
        unless_whole.pop_all()
    return opened
