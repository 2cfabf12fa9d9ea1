"""What one more answer would change, worked out before it is given.

The neighbourhood of the answer (`near`) is concluded as a run would (`side`) with this answer among those that stand (`supposed`), and
compared (`compare`) with what stands without it: as it is published, where that is what concluding it once more would give (`stood`), or else
concluded too. Both sides are made by the same engine of the same records, so that whatever differs is the answer's doing.
"""

from pathlib import Path

import pandas as pd

from timeline.effects.changes import Accused, Against, Brought, Effects, Gathered, Merged, Named, Placed, Raised, Told, unknown
from timeline.effects.compare import compare
from timeline.effects.side import Side, both, conclude
from timeline.effects.supposed import agreed, anchors, given, taken_back


def foresee(published: Path, now: pd.DataFrame, then: pd.DataFrame, about: list[str]) -> Effects:
    """What would change in the snapshot at `published` if the answers were `then` and not `now`; `about` are the anchors
    (mentions or reports) of the answer that differs."""
    return compare(*both(published, now, then, about))
