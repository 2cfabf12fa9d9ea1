"""Having two snapshots compared because somebody asks: in a process beside the server, while the reader waits a few seconds."""

from concurrent.futures.process import BrokenProcessPool
from pathlib import Path

from flask import current_app

from dashboard import beside
from timeline import compared, snapshot

WAITED = 90  # seconds that a reader waits


class NotMade(Exception):
    """Two snapshots that could not be compared; the message says why and what to do."""


def asked(before: str, after: str) -> str:
    """The name of the comparison of the two kept snapshots of these names, made first if it must be. Raises NotMade."""
    home = current_app.extensions["database"].home
    there = {path.stem: path for path in snapshot.published(home)}
    if before not in there or after not in there:
        raise NotMade("One of these snapshots is no longer kept. Choose two from the list.")
    if before == after:
        raise NotMade("These are one snapshot: nothing differs. Choose two.")
    name = f"{before}-{after}"
    return name if compared.find(home, name) else _made(there[before], there[after], home)


def _made(before: Path, after: Path, home: Path) -> str:
    pool = beside.processes()
    try:
        return beside.submit(pool, compared.asked, before, after, home).result(WAITED).stem
    except compared.NotCompared as why:
        raise NotMade(str(why)) from None
    except TimeoutError:
        raise NotMade(f"It takes longer than {WAITED} seconds. Reload the page to look again.") from None
    except BrokenProcessPool:
        beside.replace(pool)
        raise NotMade("The processes that work it out were ended. Reload the page to try again.") from None
