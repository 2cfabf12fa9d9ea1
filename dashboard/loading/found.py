"""The files that were dropped here, each as it stands: what is known of it and what is to be done next."""

from dataclasses import dataclass

from flask import current_app

from dashboard import current, queries
from timeline import agencies, received, uploaded, uploads
from timeline.access import User, require
from timeline.agencies import Layout, looked
from timeline.agencies.looked import Looked
from timeline.uploads import Upload

UNREADABLE, UNDESCRIBED, UNSAID, READY, LOADED = "cannot be read", "columns not known", "details missing", "ready to check", "in the timelines"
"""How a file stands, in the order in which it goes on."""


@dataclass(frozen=True)
class Found:
    """An upload, what was seen of it (None where it cannot be read), which layout reads it (None so far), the layouts that fit its header, and why it
    cannot be read."""

    upload: Upload
    looked: Looked | None
    layout: Layout | None
    fits: tuple[str, ...]
    problem: str | None
    state: str


def every(user: User) -> list[Found]:
    """The files that stand here, the latest first; not those that were taken out. Raises agencies.BadLayout, Denied."""
    require(user, "load:run")
    database = _database()
    known, loaded = layouts(user), _loaded(user)
    return [_found(one, known, loaded) for one in uploads.standing(database) if not one.taken_out]


def one(user: User, upload_id: str) -> Found:
    """One file that stands here. Raises queries.NotHere, agencies.BadLayout, Denied."""
    require(user, "load:run")
    return _found(upload(user, upload_id), layouts(user), _loaded(user))


def upload(user: User, upload_id: str) -> Upload:
    """What was kept of one file that stands here. Raises queries.NotHere, Denied."""
    require(user, "load:run")
    return next((one for one in uploads.standing(_database()) if one.upload_id == upload_id and not one.taken_out), None) or _missing(upload_id)


def taken_out(user: User) -> list[Upload]:
    """The files that were taken out, the latest first."""
    require(user, "load:run")
    return [one for one in uploads.standing(_database()) if one.taken_out]


def layouts(user: User) -> dict[str, Layout]:
    """The shipped layouts and those drawn here. Raises agencies.BadLayout, Denied."""
    require(user, "load:run")
    return agencies.load(uploads.layouts_folder(_database().home))


def path(one: Upload):
    """Where the file's bytes are."""
    return uploads.path(_database().home, one.sha)


def _loaded(user: User) -> tuple[int, dict[str, str | None]]:
    """The number of the last line about an upload that the timelines take account of, and the uploads that they hold, each with why it was refused."""
    return uploaded.loaded(_database())[0], queries.uploaded(user) if current.newest() else {}


def _found(one: Upload, known: dict[str, Layout], loaded: tuple[int, dict]) -> Found:
    try:
        seen = looked.look(path(one), known)
    except received.Refused as why:
        return Found(one, None, None, (), str(why), UNREADABLE)
    header = seen.columns if seen.at >= 0 else []
    fits = tuple(sorted(layout.supplier for layout in agencies.fitting(known, header)))
    layout = known.get((one.sayings or {}).get("supplier", "")) or (known[fits[0]] if len(fits) == 1 else None)
    last, held = loaded
    there = one.number <= last and one.file in held and not held[one.file]
    state = LOADED if there else UNDESCRIBED if not (fits or layout) else READY if one.sayings else UNSAID
    return Found(one, seen, layout, fits, None, state)


def _database():
    return current_app.extensions["database"]


def _missing(upload_id: str):
    raise queries.NotHere(f"file {upload_id}")
