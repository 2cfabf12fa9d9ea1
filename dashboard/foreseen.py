"""What an answer would change, for the form where it is given: worked out beside the server, never in it."""

import threading
from collections.abc import Callable
from concurrent.futures.process import BrokenProcessPool
from datetime import date

import duckdb
import pandas as pd
from flask import current_app

from dashboard import beside, current
from timeline import decisions, effects
from timeline.access import User, require
from timeline.effects import Effects
from timeline.tables import BrokenTable

WAITED = 60  # seconds that a reader waits, when others asked before
MOST = 4     # readers who wait at once in one process of the server: half of its threads, so that the others go on answering

_waiting = threading.BoundedSemaphore(MOST)


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
    if current.hides():
        return effects.unknown("part of the records is hidden from this account.")
    now = decisions.standing(current_app.extensions["database"]).answers
    then, about = supposed(now)
    published = current.path()
    pool = beside.processes()
    if not _waiting.acquire(blocking=False):
        return effects.unknown("too many people asked at once. Go back, and look again in a minute.")
    try:
        return beside.submit(pool, effects.foresee, published, now, then, about).result(WAITED)
    except TimeoutError:
        return effects.unknown(f"it took longer than {WAITED} seconds.")
    except BrokenProcessPool:
        beside.replace(pool)
        return effects.unknown(f"it took longer than {beside.LONGEST} seconds, or was ended.")
    except (duckdb.Error, BrokenTable) as fault:
        current_app.logger.error("foreseen: %s", type(fault).__name__)
        return effects.unknown(f"the tables could not be made ({type(fault).__name__}).")
    finally:
        _waiting.release()
