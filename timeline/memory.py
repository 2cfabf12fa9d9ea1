"""The folder in memory in which a process opens what is sealed, and works on what it will seal: nothing in it ever reaches a disk.

It must be memory-backed (tmpfs or ramfs): /dev/shm, or the folder that TIMELINE_MEMORY names. Each home has a folder there for its owner alone, and in it each
process one of its own, which goes when the process ends; what killed ones left is swept by the next. In a demo it is an ordinary temporary folder.
Memory that is swapped out does reach a disk: docs/operations.md says what to do about swap."""

import fcntl
import hashlib
import os
import resource
import shutil
import stat
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from multiprocessing.util import Finalize
from pathlib import Path

from timeline import keys

USUAL = "/dev/shm"
OPEN = "open-"
"""What the name of an open file begins with, in the folder of the home; whoever uses one holds a lock on it."""
MEMORY_BACKED = frozenset({"tmpfs", "ramfs"})
MOUNTS, GROUP, LIMITS = Path("/proc/self/mounts"), Path("/proc/self/cgroup"), Path("/sys/fs/cgroup")
NONE = ("{place} is not held in memory, and data that is sealed may be opened nowhere else. Name a folder that is (tmpfs or ramfs) in TIMELINE_MEMORY. "
        "In a container give /dev/shm room, with --shm-size; beside a systemd service mount a tmpfs.")
NOT_OURS = "{place} is not a folder for this user alone, so nothing may be opened in it. Remove it, or name another folder in TIMELINE_MEMORY."
FULL = ("There is not enough room in {place}, where sealed data is opened in memory, for {what}. It was not opened. Give it more room (in a container with "
        "--shm-size), or name a larger folder in TIMELINE_MEMORY.")

_lock = threading.RLock()
_own: dict[tuple[int, Path], Path] = {}


class NoMemory(Exception):
    """There is no memory-backed folder, or no room in it; the message says what to do."""


def folder(home: Path) -> Path:
    """The folder of this process for working files of the home; it is made at first, and gone when the process ends. Raises NoMemory."""
    mine = os.getpid(), home.absolute()
    with _lock:
        if mine not in _own:
            _own[mine] = _made(shared(home))
        return _own[mine]


def shared(home: Path) -> Path:
    """The folder of the home, in which its processes have theirs; it stays until the machine stops. Raises NoMemory."""
    place = _place(home) / f"timeline-{os.geteuid()}-{hashlib.sha256(os.fsencode(home.resolve())).hexdigest()[:16]}"
    place.mkdir(mode=0o700, exist_ok=True)
    found = place.lstat()
    if not stat.S_ISDIR(found.st_mode) or found.st_uid != os.geteuid() or found.st_mode & 0o077:
        raise NoMemory(NOT_OURS.format(place=place))
    return place


@contextmanager
def alone(place: Path) -> Iterator[None]:
    """Let no other process make, open or remove anything in this folder of a home while the block lasts."""
    with (place / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


@contextmanager
def temporary(home: Path) -> Iterator[Path]:
    """A new folder for working files of the home, which is gone when the block ends. Raises NoMemory."""
    with tempfile.TemporaryDirectory(dir=folder(home)) as made:
        yield Path(made)


def use(home: Path) -> None:
    """From here on keep in memory whatever this process, a library of it or a process that it starts would write into the system's temporary
    folder, and leave no image of this process's memory where it crashes. Nothing of it in a demo. Raises NoMemory."""
    if keys.of(home).sealed:
        tempfile.tempdir = os.environ["TMPDIR"] = str(folder(home))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def half() -> int:
    """Half of the memory that this process may use, in bytes: of its service's or container's, where that has a limit, or of the machine's."""
    all_of_it = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    with suppress(OSError, ValueError):  # another kind of machine; no limit, or none that is a number
        group = GROUP.read_text().removeprefix("0::/").strip()
        all_of_it = min(all_of_it, int((LIMITS / group / "memory.max").read_text()))
    return all_of_it // 2


def backed(place: Path) -> bool:
    """Whether the folder is held in memory."""
    if not MOUNTS.exists() or not place.is_dir():
        return False
    found, kind = Path("/"), ""
    for line in MOUNTS.read_text().splitlines():
        _device, point, of_kind, *_ = line.split(" ")
        mounted = Path(point.encode().decode("unicode_escape"))  # a space in it is written \040
        if place.resolve().is_relative_to(mounted) and mounted.is_relative_to(found):
            found, kind = mounted, of_kind
    return kind in MEMORY_BACKED


def _place(home: Path) -> Path:
    if not keys.of(home).sealed:
        return Path(tempfile.gettempdir())
    place = Path(os.environ.get("TIMELINE_MEMORY") or USUAL).absolute()
    if not backed(place):
        raise NoMemory(NONE.format(place=place))
    return place


def _made(place: Path) -> Path:
    """A folder that is locked while this process lives. Nobody sweeps while one is made and not yet locked."""
    with alone(place):
        _sweep(place)
        made = Path(tempfile.mkdtemp(prefix=f"{os.getpid()}-", dir=place))
        fcntl.flock(os.open(made, os.O_RDONLY), fcntl.LOCK_EX)  # held open to the end of the process
    Finalize(None, shutil.rmtree, (made, True), exitpriority=0)
    return made


def _sweep(place: Path) -> None:
    """Remove the folders and open files of processes that are no more: whose locks nobody holds."""
    for left in [*filter(Path.is_dir, place.iterdir()), *place.glob(f"{OPEN}*")]:
        with suppress(FileNotFoundError, BlockingIOError):  # gone by itself, or its process lives
            handle = os.open(left, os.O_RDONLY)
            try:
                fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
                shutil.rmtree(left, ignore_errors=True) if left.is_dir() else left.unlink()
            finally:
                os.close(handle)
