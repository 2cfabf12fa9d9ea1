"""What an answer would change, for the form where it is given: worked out beside the server, never in it.

The stages use DuckDB's one default connection, so each side of the comparison is made in a process of its own, both at once.
The processes are started when first needed, kept, and replaced when one breaks or takes too long. They end with the server,
however it ends."""

import multiprocessing
import os
import threading
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from datetime import date
from pathlib import Path

import duckdb
import pandas as pd
from flask import current_app

from dashboard import current
from timeline import decisions, effects
from timeline.access import User, require
from timeline.effects import Effects
from timeline.tables import BrokenTable

SIDES = 2
LONGEST = 60  # seconds that a process works on one side before it gives up; it takes about three on a machine of its own
WAITED = 60   # seconds that a reader waits, when others asked before

_lock = threading.Lock()
_pool: ProcessPoolExecutor | None = None


def foresee(user: User, kind: str, pairs: list[tuple[str, str]], verdict: str, since: date | None = None) -> Effects:
    """What this answer would change in the snapshot that the request reads; `kind` and `verdict` as decisions.KINDS and VERDICTS,
    `pairs` the anchors (left, right).

    Never raises because it could not be worked out: then `unknown` says why, and `needs_second` is True."""
    about = sorted({anchor for pair in pairs for anchor in pair})
    return _compare(user, lambda now: (effects.given(now, kind, pairs, verdict, since), about))


def foresee_agreed(user: User, answer_id: str) -> Effects:
    """What agreeing as the second person to this answer would change, in the same manner."""
    return _compare(user, lambda now: (effects.agreed(now, answer_id), effects.anchors(now, answer_id)))


def foresee_taken_back(user: User, answer_id: str) -> Effects:
    """What taking this answer back would change, in the same manner."""
    return _compare(user, lambda now: (effects.taken_back(now, answer_id), effects.anchors(now, answer_id)))


def _compare(user: User, supposed: Callable[[pd.DataFrame], tuple[pd.DataFrame, list[str]]]) -> Effects:
    """The effects of what is `supposed` of the answers that stand. Whoever may not see every family is shown none."""
    require(user, "family:view")
    require(user, "person:view")
    now = decisions.standing(current_app.extensions["database"]).answers
    then, about = supposed(now)
    published = current.path()
    pool = _processes()
    try:
        sides = [pool.submit(_conclude, published, answers, about) for answers in (now, then)]
        return effects.compare(*(side.result(WAITED) for side in sides))
    except TimeoutError:
        return effects.unknown(f"it took longer than {WAITED} seconds.")
    except BrokenProcessPool:
        _replace(pool)
        return effects.unknown(f"it took longer than {LONGEST} seconds, or was ended.")
    except (duckdb.Error, BrokenTable) as fault:
        current_app.logger.error("foreseen: %s", type(fault).__name__)
        return effects.unknown(f"the tables could not be made ({type(fault).__name__}).")


def _processes() -> ProcessPoolExecutor:
    global _pool
    with _lock:
        if _pool is None:
            _pool = ProcessPoolExecutor(SIDES, multiprocessing.get_context("spawn"), initializer=_end_with_the_server)
        return _pool


def _replace(broken: ProcessPoolExecutor) -> None:
    """Give up broken processes; the next question starts new ones, unless another reader's has started them already."""
    global _pool
    with _lock:
        if _pool is broken:
            _pool = None
    broken.shutdown(wait=False)


def _conclude(published: Path, answers: pd.DataFrame, about: list[str]) -> effects.Side:
    """In a process of the pool: one side, or the end of the process when it takes too long."""
    limit = threading.Timer(LONGEST, os._exit, [1])
    limit.start()
    try:
        return effects.conclude(published, answers, about)
    finally:
        limit.cancel()


def _end_with_the_server() -> None:
    """In a process of the pool: end when the server has, even if it was killed."""
    def watch():
        multiprocessing.parent_process().join()
        os._exit(0)
    threading.Thread(target=watch, daemon=True).start()
