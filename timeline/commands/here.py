"""The home that commands work on."""

import os
from pathlib import Path

from timeline import snapshot, trace


def home() -> Path:
    """Where snapshots, accounts and the audit are kept: TIMELINE_HOME, or the folder `data` here."""
    return Path(os.environ.get("TIMELINE_HOME", "data")).absolute()


def current() -> Path:
    """The current snapshot. Raises trace.NotFound where nothing has been published."""
    published = snapshot.current(home())
    if published is None:
        raise trace.NotFound("There is no snapshot yet. Make one with: timeline run EXTRACTS_FOLDER")
    return published
