"""Laying what was just answered over the snapshot, beside the server, so that the files which it changes are right within seconds.

One overlay at a time is made, whichever process of the server began it; whatever is answered meanwhile, one more is made. It comes before the full
update, which takes the machine for minutes, and goes with it: a snapshot that holds the answers needs none. Nothing that can happen to it loses an
answer: where none can be made, the answer shows with the next snapshot, as the line of the shell says."""

from collections.abc import Callable
from concurrent.futures.process import BrokenProcessPool
from contextlib import suppress
from datetime import datetime
from functools import lru_cache
from pathlib import Path

import duckdb

from dashboard import beside
from dashboard.turn import Turn
from timeline import decisions, memory, overlay, sealed, snapshot
from timeline.database import Database
from timeline.settings import BadSettings
from timeline.tables import BrokenTable

ENDED = f"working it out took longer than {beside.LONGEST} seconds, or was ended."
FAULTS = (duckdb.Error, BrokenTable, BadSettings, sealed.Damaged, memory.NoMemory, OSError)


class Layer:
    """The overlays of one home. `make` takes what overlay.make takes and returns why none was made, or None."""

    def __init__(self, database: Database, make: Callable[..., str | None] | None = None):
        self._database, self._make = database, make or _beside
        self._turn = Turn(database.home / "laying")

    def lay(self) -> None:
        """Lay what was decided until now over the current snapshot; returns when that is done, or found not to be possible, or others are at it."""
        while self._lacking() and (held := self._taken()):
            failed = ENDED
            try:
                failed = self._until_nothing_lacks()
            finally:
                self._turn.end(held, failed)
            if failed:
                return

    def laid(self) -> int:
        """The number of the last line of the decisions that the pages show, with the overlay or without; 0 where nothing is published."""
        stands = published(self._database.home)
        return self._shown(*stands) if stands else 0

    def state(self) -> tuple[datetime | None, str | None]:
        """Since when one is made, None where none is; and why the last could not be made, None where it could."""
        try:
            return self._turn.state()
        except OSError:
            return None, None

    def _taken(self):
        with suppress(OSError):
            return self._turn.take()
        return None

    def _shown(self, path: Path, facts: dict[str, str]) -> int:
        over = overlay.newest(self._database.home, path)
        return max(int(facts.get("decided", 0)), over.last if over else 0)

    def _lacking(self) -> tuple[Path, dict[str, str]] | None:
        """The current snapshot, if something was decided that the pages do not show; one of an earlier day lacks nothing later."""
        stands = published(self._database.home)
        if stands is None or stands[1].get("until") or self._shown(*stands) >= decisions.last(self._database):
            return None
        return stands

    def _until_nothing_lacks(self) -> str | None:
        """Why an overlay could not be made; None where each could."""
        while stands := self._lacking():
            path, facts = stands
            decided = decisions.standing(self._database)
            about = decisions.spoken_of(self._database, int(facts.get("decided", 0)))
            if why := self._make(overlay.path(self._database.home, path, decided.last), path, decided, about):
                return why
        return None


def published(home: Path) -> tuple[Path, dict[str, str]] | None:
    """The current snapshot and what it says of itself; None where there is none, or none that can be opened: then every page says so."""
    with suppress(sealed.Damaged, memory.NoMemory):
        path = snapshot.current(home)
        return (path, _facts(path)) if path else None
    return None


@lru_cache(maxsize=snapshot.KEPT)
def _facts(path: Path) -> dict[str, str]:
    """What a published snapshot says of itself; its file never changes."""
    with snapshot.open(path) as reader:
        return snapshot.about(reader)


def _beside(*given) -> str | None:
    pool = beside.processes()
    try:
        beside.submit(pool, overlay.make, *given).result(beside.LONGEST)
    except overlay.NotLaid as why:
        return str(why)
    except (BrokenProcessPool, TimeoutError):
        beside.replace(pool)
        return ENDED
    except FAULTS as fault:
        return f"it could not be worked out ({type(fault).__name__})."
    return None
