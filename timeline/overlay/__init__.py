"""What people decided since the snapshot was published, laid over it.

An overlay is a small file beside a snapshot, which it names: of each table the rows that an answer changes, as they stand now, and the keys of
those that no longer stand. Read together (`laid`) they are, row for row, the tables of a whole run with all answers that stand, but for what is
counted over the whole load (`LOAD_WIDE`). It is made of the neighbourhood of these answers alone (effects/near.py), and only where nothing leads
out of that neighbourhood; otherwise nothing is laid, and what was decided shows with the next snapshot. docs/adr/0034 says why.
"""

from pathlib import Path

from timeline import engine, links, snapshot
from timeline.decisions import Decided
from timeline.effects import near, side
from timeline.links.doubts import often
from timeline.overlay import differing
from timeline.overlay.laid import LOAD_WIDE, Overlay, draw, newest, open, path

__all__ = ["LOAD_WIDE", "MOST", "NotLaid", "Overlay", "draw", "make", "newest", "open", "path"]

MOST = 5_000
"""Records of a neighbourhood that are concluded while a reader waits; a larger one shows with the next snapshot."""


class NotLaid(Exception):
    """An overlay that is not made; the message says why. What was decided is kept all the same, and shows with the next snapshot."""


def make(kept: Path, published: Path, decided: Decided, about: set[str]) -> Path:
    """Make the overlay of the published snapshot that shows what was `decided`, and keep it at the path `kept`, which it returns.

    `about` are the mentions and reports of every answer that the snapshot does not show as it stands now. Works in memory, on DuckDB's default
    connection, and puts the former one back. Raises NotLaid, sealed.Damaged, memory.NoMemory."""
    kept.parent.mkdir(mode=0o700, exist_ok=True)
    with snapshot.in_memory() as s:
        facts = near.take(s, published, decided.answers, sorted(about))
        _refuse(s, facts, about)
        side.finish(s, facts, decided.answers)
        _doubt(s)
        differ = differing.find(s, about)
        s.describe(published=published.stem, decided=decided.last)
        s.keep(kept, dict.fromkeys(("about", "touched", *differ, *map(differing.WENT.format, differ)), "true"))
    _sweep(kept, published)
    return kept


def _refuse(s, facts: dict[str, str], about: set[str]) -> None:
    """Raise NotLaid where the tables of the neighbourhood might be other than the whole run's."""
    if facts.get("engine") != engine.edition():
        raise NotLaid("the snapshot was made by another version of this program.")
    if s.connection.execute("select count(*) from near.records").fetchall()[0][0] > MOST:
        raise NotLaid(f"the people and records that it may reach are more than {MOST:,}.")
    if not near.closed(s):
        raise NotLaid("the people and records that it may reach lead on to others, so what it changes can be told from all of them alone.")
    if _left_out(s, about):
        raise NotLaid("it speaks of a record that names nobody.")


def _left_out(s, about: set[str]) -> bool:
    """Whether a record that was spoken of stands in the snapshot and not in what was taken of it."""
    return s.connection.execute("""
        with said as (select unnest($about::varchar[]) as id)
        select exists (from said semi join before.made.reports on report_id = id anti join made.reports on report_id = id)
            or exists (from said semi join before.made.mentions on mention_id = id anti join made.mentions on mention_id = id)""",
        {"about": sorted(about)}).fetchall()[0][0]


def _doubt(s) -> None:
    """Make the doubts anew: who is named oftenest is asked of the whole load. Raises NotLaid where the answers change even that."""
    before, now = (often(s.connection.sql(people)) for people in (
        "select mention_ids from before.made.people",
        "select mention_ids from before.made.people anti join near.persons using (person_id) union all select mention_ids from made.people"))
    if before != now:
        raise NotLaid("it changes how often the people are named who are named oftenest of all.")
    s["doubts"] = links.doubt(s["mentions"], s["pairs"], s["people"], s["reports"], before)


def _sweep(kept: Path, published: Path) -> None:
    """Remove the overlays of this snapshot that take account of least; a request that began with one may still open it, so a few stay."""
    mine = sorted((over for over in map(Overlay, snapshot.files(kept.parent)) if over.rests_on(published)), key=lambda over: over.last)
    for over in mine[:-snapshot.KEPT]:
        over.path.unlink(missing_ok=True)
