"""What a question does when nothing in the snapshot is called that."""

import pandas as pd


class NotHere(Exception):
    """Nothing in this snapshot has this id; the message says what was looked for."""


def only(frame: pd.DataFrame, what: str):
    """The one row of the frame, its cells as attributes. Raises NotHere where there is none."""
    if frame.empty:
        raise NotHere(what)
    return next(frame.itertuples(index=False))
