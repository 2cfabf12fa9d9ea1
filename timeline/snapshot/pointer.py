"""Which snapshot is the current one: a file by its name, in the file CURRENT beside it; and the sweeping of those that it no longer needs.

CURRENT names the snapshots that are kept, the latest first: in which order they were published is no matter of the machine's clock."""

import os
import shutil
from contextlib import suppress
from pathlib import Path

from timeline import sealed

KEPT = 3
OVERLAYS = "overlays"
"""The folder of the home with what was decided since a snapshot, each file named after the snapshot that it lies on."""
CURRENT, NEXT = "CURRENT", "CURRENT.tmp"
ENDINGS = (".duckdb", ".sealed")
"""What the name of a file of tables ends with: in a demo, and elsewhere."""


LOST = ("{pointer}, which says which tables are the current ones, is missing or names none that is there. No others were used in their place. Put the folder "
        "back from a backup, or make the tables anew with: timeline run EXTRACTS_FOLDER")


class Lost(sealed.Damaged):
    """The pointer names no snapshot that is there, and yet something was published; the message says what to do."""


def current(home: Path) -> Path | None:
    """The published snapshot that the pointer names, or None where nothing has been published. Raises Lost."""
    folder = home / "snapshots"
    if named := _named(folder):
        return named
    were = published(home)
    if (named := _named(folder)) or not were and not (folder / CURRENT).exists():  # looked at again: what was published meanwhile is named now
        return named
    raise Lost(LOST.format(pointer=folder / CURRENT))


def published(home: Path) -> list[Path]:
    """The snapshots that are still kept, the latest first; without one whose run was killed before the pointer came to name it."""
    folder = home / "snapshots"
    kept = {path.name for path in files(folder) if path.name.startswith("snap-")} - {_unpublished(folder)}
    listed = [name for name in _listed(folder) if name in kept]
    return [folder / name for name in (*listed, *sorted(kept - {*listed}))]


def files(folder: Path) -> list[Path]:
    """The files of tables in this folder, which need not be there."""
    return [path for path in folder.glob("*") if path.suffix in ENDINGS]


def announce(path: Path) -> None:
    """Write down what the pointer is to name, before a file has that name: so what a kill leaves unpublished is known for it."""
    earlier = [name for name in _listed(path.parent) if name != path.name]
    with path.with_name(NEXT).open("w") as file:
        file.write("\n".join([path.name, *earlier[:KEPT]]) + "\n")
        file.flush()
        os.fsync(file.fileno())


def point(path: Path) -> None:
    """Move the pointer to what was announced."""
    path.with_name(NEXT).replace(path.with_name(CURRENT))
    sealed.flush(path.parent)


def sweep_left_over(folder: Path) -> None:
    """Remove what runs that were killed left behind, a file that no pointer came to name among it. No other run is going on in the home meanwhile."""
    if never := _unpublished(folder):
        (folder / never).unlink(missing_ok=True)
    (folder / NEXT).unlink(missing_ok=True)
    sealed.sweep(folder)
    for left in [*folder.glob("run-*.tmp*"), *folder.glob("spill-*.tmp")]:
        shutil.rmtree(left) if left.is_dir() else left.unlink()


def sweep(home: Path) -> None:
    """Remove the oldest snapshots, and what lies on them. One that somebody reads stays readable to them: its file is open, and only its name goes."""
    there = published(home)
    stay = there[:KEPT]
    for old in there[KEPT:]:
        old.unlink()
    for over in files(home / OVERLAYS):
        if not any(over.name.startswith(f"{path.stem}-") for path in stay):
            over.unlink(missing_ok=True)


def points(path: Path) -> bool:
    """Whether the pointer names this snapshot."""
    return _named(path.parent) == path


def _unpublished(folder: Path) -> str | None:
    """The name that was announced and that the pointer does not know: its run is at that step, or was killed there."""
    announced = _lines(folder / NEXT)
    return announced[0] if announced and announced[0] not in _listed(folder) else None


def _named(folder: Path) -> Path | None:
    """The file that the pointer names, where it is there."""
    listed = _listed(folder)
    return folder / listed[0] if listed and (folder / listed[0]).exists() else None


def _listed(folder: Path) -> list[str]:
    """The names that stand in the pointer, the latest first."""
    return _lines(folder / CURRENT)


def _lines(path: Path) -> list[str]:
    """The names of files of tables that stand in this file; none of a file that is not there."""
    with suppress(FileNotFoundError):
        lines = path.read_text(encoding="utf-8", errors="replace").split()
        return [line for line in lines if Path(line).name == line and line.endswith(ENDINGS)]
    return []
