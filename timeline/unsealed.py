"""Sealed files opened: whole, into the memory of the home, once for all its processes that use one at the same time.

A process keeps a shared lock on each open file that it uses, which ends with it however that ends. The last to let go of a file removes it; a process
does not let go of one that is `wanted` again and again. In a demo a file is used where it lies."""

import fcntl
import os
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from multiprocessing.util import Finalize
from pathlib import Path

from timeline import keys, machine, memory, sealed


@dataclass
class _Held:
    plain: Path
    handle: int
    wanted: Callable[[], bool]
    users: int = 0


_lock = threading.RLock()  # a connection that is forgotten gives its file back wherever that happens
_held: dict[tuple[int, Path], _Held] = {}
_ends: dict[int, Finalize] = {}


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
    mine = os.getpid(), path
    with _lock:
        if os.getpid() not in _ends:
            _ends[os.getpid()] = Finalize(None, _end, exitpriority=1)
        _let_go()
        if mine not in _held:
            _held[mine] = _Held(*_opened(home, path), wanted)
        _held[mine].users += 1
        return _held[mine].plain


def give_back(path: Path) -> None:
    """Say that one user is done with it."""
    with _lock:
        if held := _held.get((os.getpid(), path)):
            held.users -= 1
            _let_go()


def _let_go(of_all: bool = False) -> None:
    """Let go of what nobody in this process uses or wants any more, or of everything."""
    for mine, held in list(_held.items()):
        if mine[0] == os.getpid() and (of_all or not held.users and not held.wanted()):
            del _held[mine]
            _close(held)


def _end() -> None:
    with _lock:
        _let_go(of_all=True)


def _opened(home: Path, path: Path) -> tuple[Path, int]:
    """Where the sealed file is open, by this process or already by another; and the handle that keeps it there."""
    own, place = memory.folder(home), memory.shared(home)
    opened = place / f"{memory.OPEN}{sealed.mark(home, path)}"
    with memory.alone(place):
        if not opened.exists():
            _written(home, path, own / opened.name).rename(opened)
        handle = os.open(opened, os.O_RDONLY)
        fcntl.flock(handle, fcntl.LOCK_SH)
    return opened, handle


def _close(held: _Held) -> None:
    with memory.alone(held.plain.parent):
        with suppress(BlockingIOError):  # another process uses it
            fcntl.flock(held.handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
            held.plain.unlink(missing_ok=True)
        os.close(held.handle)


def _written(home: Path, path: Path, opened: Path) -> Path:
    """Write what the sealed file holds to a file in memory, whole or not at all."""
    whole = False
    try:
        with opened.open("xb") as file:
            for block in sealed.blocks(home, path):
                file.write(block)
        whole = True
    except OSError as why:
        fault = machine.fault(why)
        raise memory.NoMemory(memory.FULL.format(place=opened.parent, what=path.name)) if fault and fault.kind == machine.FULL else why from None
    finally:
        if not whole:
            opened.unlink(missing_ok=True)
    return opened
