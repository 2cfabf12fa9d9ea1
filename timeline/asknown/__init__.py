"""As known on a day, as known to an agency or to the partnership: a family as it would have stood.

The records near the family are cut as the view says (`gathered`) and concluded as a run would conclude them, with the answers of
that day, into a snapshot of their own: a file that no pointer names, beside the published one and made from it. So every question
that is asked of a snapshot can be asked of a view. docs/adr/0008 says why.
"""

import hashlib
import json
from datetime import date
from pathlib import Path

from timeline import model, overlay, pipeline, snapshot
from timeline.asknown import gathered
from timeline.asknown.views import AGENCIES, PARTNERSHIP, View
from timeline.decisions import Decided
from timeline.effects import near

KEPT = 20
"""Files of views that are kept in a home; the oldest goes first, and one that was made from an earlier snapshot at once."""


def path(home: Path, published: Path, family_id: str, view: View, last: int) -> Path:
    """Where a view of a family is kept, by what it is made from; `last` is the number of the last decision by its day."""
    said = json.dumps([family_id, view.on and view.on.isoformat(), view.by, last])
    return home / "views" / f"{published.stem}-{hashlib.sha256(said.encode()).hexdigest()[:16]}{snapshot.ending(home)}"


def make(kept: Path, published: Path, family_id: str, view: View, decided: Decided) -> Path:
    """Make the view of a family of the published snapshot and keep it at the path `kept`, which it returns.

    `decided` is what stood by the view's day. Works in memory, on DuckDB's default connection, and puts the former one back."""
    kept.parent.mkdir(mode=0o700, exist_ok=True)
    with snapshot.in_memory() as s:
        conclude(s, published, family_id, view, decided)
        _sweep(kept, published)
        return s.keep(kept)


def conclude(s, published: Path, family_id: str, view: View, decided: Decided) -> None:
    """Fill the working snapshot `s` with the tables of the view."""
    facts = near.reach(s, published, decided.answers, _people(published, family_id))
    s.connection.execute("set threads = 1")  # of tables as small as these a second one costs more than it does
    settings, _ = pipeline.judged_by(facts)
    gathered.gather(s, view, model.of(facts))
    as_of = _as_of(s, view, facts)
    pipeline.conclude(decided.answers, settings, s, as_of)
    if view.agency:
        _its_own_days(s, view.agency)
    s.describe(**facts | dict(as_of=as_of, until=view.on or "", decided=decided.last, published=published.stem, known_to=view.by))


def _people(published: Path, family_id: str) -> list[str]:
    """The mentions of the family's people, as its page shows it."""
    with overlay.open(published, overlay.newest(published.parents[1], published)) as reader:
        return [mention for (mention,) in reader.execute("""
            select unnest(mention_ids) from made.people semi join (from made.families where family_id = $id) using (person_id) order by 1""",
            {"id": family_id}).fetchall()]


def _as_of(s, view: View, facts: dict[str, str]) -> date:
    """The day of which the rules are asked: the view's, or the latest that an extract which the partnership had received shows."""
    if view.by == PARTNERSHIP:
        received = s["files"].aggregate("max(as_at)").fetchall()[0][0]
        return received or view.on or snapshot.day_of(facts["as_of"])
    return view.on or snapshot.day_of(facts["as_of"])


def _its_own_days(s, agency: str) -> None:
    """On the timelines, leave the agency's own days of knowing alone: when others knew, it need not have known."""
    s.connection.execute("""
        update made.timelines set known_on = map_from_entries(list_filter(map_entries(known_on), lambda e: e.key = $agency))""", {"agency": agency})


def _sweep(kept: Path, published: Path) -> None:
    """Remove the views that nobody can ask for any more, and the oldest of the others."""
    views = sorted(snapshot.files(kept.parent), key=lambda view: view.stat().st_mtime, reverse=True)
    stale = [view for view in views if not view.name.startswith(published.stem)]
    for view in {*stale, *views[KEPT - 1:]} - {kept}:
        view.unlink(missing_ok=True)
