"""Files as an analyst brings them: uploaded, with what they cannot say of themselves, for tests."""

import io
from itertools import count

from tests.extracts import HEADER, LAYOUT
from timeline import jobs, uploads
from timeline.access import User
from timeline.database import Database

ANA = User("ana", "analyst")
SAYS = {"area": "Calderbrook", "as_at": "2025-03-31", "extent": "delta", "covers_from": "2024-01-01", "covers_to": "2025-03-31", "searched_for": "everyone"}
KEYS = (f"key {number}" for number in count())


def layout_drawn(database: Database, text: str = LAYOUT) -> None:
    """Keep the layout `visits` as one that was drawn on the dashboard."""
    (uploads.layouts_folder(database.home) / "visits.toml").write_text(text, encoding="utf-8")


def brought(database: Database, *records: str, name: str = "visits.csv", **sayings) -> str:
    """Upload a file of these records and say of it what SAYS does, but for `sayings`; its id."""
    text = "\n".join([HEADER, *records, ""])
    upload_id = uploads.receive(database, ANA, next(KEYS), name, io.BytesIO(text.encode()))
    uploads.say(database, ANA, next(KEYS), upload_id, SAYS | sayings)
    return upload_id


def started(database: Database, kind: str, **about) -> str:
    """Start a job; its id."""
    return jobs.start(database, ANA, next(KEYS), kind, about)
