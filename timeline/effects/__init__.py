"""What one more answer would change, worked out before it is given.

The neighbourhood of the answer (`near`) is concluded twice as a run would (`side`), with the answers that stand and with this
one among them (`supposed`), and the two are compared (`compare`). Both sides are made by the same engine of the same records, so
that whatever differs is the answer's doing. The two do not need one another: who has two processes makes them side by side.
"""

from pathlib import Path

import pandas as pd

from timeline.effects.changes import Accused, Against, Brought, Effects, Gathered, Merged, Named, Placed, Raised, Told, unknown
from timeline.effects.compare import compare
from timeline.effects.side import Side, conclude
from timeline.effects.supposed import agreed, anchors, given, taken_back


def foresee(published: Path, now: pd.DataFrame, then: pd.DataFrame, about: list[str]) -> Effects:
    """What would change in the snapshot at `published` if the answers were `then` and not `now`; `about` are the anchors
    (mentions or reports) of the answer that differs."""
    return compare(conclude(published, now, about), conclude(published, then, about))
