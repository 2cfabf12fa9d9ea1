"""Which snapshot is the current one: a file by its name, in the file CURRENT beside it; and the sweeping of those that it no longer needs."""

import os
import shutil
from contextlib import suppress
from pathlib import Path

from timeline import sealed

KEPT = 3
CURRENT, NEXT = "CURRENT", "CURRENT.tmp"
ENDINGS = (".duckdb", ".sealed")
"""What the name of a file of tables ends with: in a demo, and elsewhere."""


def current(home: Path) -> Path | None:
    """The published snapshot that the pointer names, or None where nothing has been published."""
    return _named(home / "snapshots")


def published(home: Path) -> list[Path]:
    """The snapshots that are still kept, the latest first; without one whose run was killed before the pointer came to name it."""
    folder = home / "snapshots"
    kept = {path for path in files(folder) if path.name.startswith("snap-")} - {_unpublished(folder)}
    return sorted(kept, key=lambda path: path.stat().st_mtime, reverse=True)


def files(folder: Path) -> list[Path]:
    """The files of tables in this folder, which need not be there."""
    return [path for path in folder.glob("*") if path.suffix in ENDINGS]


def announce(path: Path) -> None:
    """Write down what the pointer is to name, before a file has that name: so what a kill leaves unpublished is known for it."""
    with path.with_name(NEXT).open("w") as file:
        file.write(path.name + "\n")
        file.flush()
        os.fsync(file.fileno())


def point(path: Path) -> None:
    """Move the pointer to what was announced."""
    path.with_name(NEXT).replace(path.with_name(CURRENT))
    sealed.flush(path.parent)


def sweep_left_over(folder: Path) -> None:
    """Remove what runs that were killed left behind, a file that no pointer came to name among it; a run that is still going keeps its files."""
    if never := _unpublished(folder):
        never.unlink(missing_ok=True)
    (folder / NEXT).unlink(missing_ok=True)
    sealed.sweep(folder)
    for left in [*folder.glob("run-*.tmp*"), *folder.glob("spill-*.tmp")]:
        owner = int(left.name.split("-")[1].split(".")[0])
        if owner == os.getpid() or not sealed.alive(owner):
            shutil.rmtree(left) if left.is_dir() else left.unlink()


def sweep(home: Path) -> None:
    """Remove the oldest snapshots. One that somebody reads stays readable to them: its file is open, and only its name goes."""
    pointed = current(home)
    for old in published(home)[KEPT:]:
        if old != pointed:
            old.unlink()


def _unpublished(folder: Path) -> Path | None:
    """The file that was announced and that the pointer does not name: its run is at that step, or was killed there."""
    with suppress(FileNotFoundError):  # nothing is announced, or it was just published
        name = (folder / NEXT).read_text().strip()
        return folder / name if name and folder / name != _named(folder) else None
    return None


def _named(folder: Path) -> Path | None:
    pointer = folder / CURRENT
    return pointer.with_name(pointer.read_text().strip()) if pointer.exists() else None
