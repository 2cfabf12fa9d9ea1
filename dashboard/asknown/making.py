"""Having a view made, beside the server: it takes a few seconds once, and is then a file that is read like any snapshot."""

import os
import threading
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from pathlib import Path

from flask import current_app

from dashboard import beside, current
from timeline import asknown, decisions
from timeline.settings import BadSettings

_lock = threading.Lock()
_making: dict[Path, tuple[ProcessPoolExecutor, Future]] = {}


class NotMade(Exception):
    """A view that could not be made; the message says why."""


def ready(family_id: str, view: asknown.View) -> Path | None:
    """Where the view is kept; None while it is being made, which starts when it is first asked for. Raises NotMade."""
    kept, work = _asked(family_id, view)
    if work is None:
        return kept
    return _ended(kept, *work) if work[1].done() else None


def wait(family_id: str, view: asknown.View) -> Path:
    """Where the view is kept, made first if it must be. Raises NotMade."""
    kept, work = _asked(family_id, view)
    return kept if work is None else _ended(kept, *work)


def _asked(family_id: str, view: asknown.View) -> tuple[Path, tuple[ProcessPoolExecutor, Future] | None]:
    """Where the view is kept, and the work on it if it is not there yet; who asks second waits for the same work."""
    database, published = current_app.extensions["database"], current.newest_path()
    decided = decisions.standing(database, view.on)
    kept = asknown.path(database.home, published, family_id, view, decided.last)
    with _lock:
        if kept.exists():
            os.utime(kept)  # what is looked at is swept last
        elif kept not in _making:
            _making[kept] = _begun(kept, published, family_id, view, decided)
        return kept, _making.get(kept)


def _begun(kept: Path, *given) -> tuple[ProcessPoolExecutor, Future]:
    pool = beside.processes()
    try:
        work = beside.submit(pool, asknown.make, kept, *given)
    except BrokenProcessPool:
        beside.replace(pool)
        raise NotMade("The processes that work it out were ended. Try again.") from None
    work.add_done_callback(lambda done: _making.pop(kept, None) if done.exception() is None else None)
    return pool, work


def _ended(kept: Path, pool: ProcessPoolExecutor, work: Future) -> Path:
    """The path when the work has ended. Whatever broke it off is said once, and the next who asks starts it anew."""
    try:
        fault = work.exception(beside.LONGEST)
    except TimeoutError:
        raise NotMade(f"It took longer than {beside.LONGEST} seconds.") from None
    _making.pop(kept, None)
    if fault is None:
        return kept
    if isinstance(fault, BrokenProcessPool):
        beside.replace(pool)
        raise NotMade(f"It took longer than {beside.LONGEST} seconds, or was ended.")
    if isinstance(fault, BadSettings):
        raise NotMade(str(fault))
    current_app.logger.error("as known: %s", type(fault).__name__)
    raise NotMade(f"The tables could not be made ({type(fault).__name__}).")
