"""Whose turn it is to do what is done once at a time, among all the processes that serve a home; since when, and why the last turn failed.

A turn is a lock on a file of the home, so it ends with the process that has it, however that ends."""

import fcntl
import json
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import TextIO


class Turn:
    """The turn that is kept in one file."""

    def __init__(self, path: Path):
        self._path = path

    def take(self) -> TextIO | None:
        """The turn, which `end` gives up; None while it is taken, in this process or in another."""
        with self._looking():
            held = self._path.open("a+", encoding="utf-8")
            if _lock(held):
                return _say(held, since=datetime.now().isoformat())
            return held.close()

    def end(self, held: TextIO, failed: str | None = None) -> None:
        """Give the turn up; `failed` says why what was done in it failed, if it did."""
        with self._looking(), held:
            _say(held, failed=failed)

    def state(self) -> tuple[datetime | None, str | None]:
        """Since when the turn is taken, None where it is not; and why the last failed, None where it did not."""
        with self._looking(), self._path.open("a+", encoding="utf-8") as file:
            running = not _lock(file)
            file.seek(0)
            said = json.loads(file.read() or "{}")
        return (datetime.fromisoformat(said["since"]), None) if running else (None, said.get("failed"))

    @contextmanager
    def _looking(self) -> Iterator[None]:
        """One who looks at a time: whoever tried the lock only to look would keep it from another."""
        with self._path.with_suffix(".lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield


def _lock(file: TextIO) -> bool:
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _say(held: TextIO, **what) -> TextIO:
    held.truncate(0)
    held.write(json.dumps(what))
    held.flush()
    return held
