"""The files that were dropped here, each as it stands: what is known of it and what is to be done next."""

from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

from flask import current_app, g

from dashboard import current, queries
from timeline import agencies, files, received, uploaded, uploads
from timeline.access import User, require
from timeline.agencies import Layout, looked
from timeline.agencies.looked import Looked
from timeline.uploads import Upload

UNREADABLE, UNDESCRIBED, UNSAID, READY, LOADED = "cannot be read", "columns not known", "details missing", "ready to check", "in the timelines"
AGAIN = "in the timelines, to be read again"
"""How a file stands, in the order in which it goes on; AGAIN where what was said of it, or a layout, has changed since a load read it."""


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
    known, before = layouts(user), pending(user)
    return [_listed(one, known, before) for one in uploads.standing(database) if not one.taken_out]


def one(user: User, upload_id: str) -> Found:
    """One file that stands here. Raises queries.NotHere, agencies.BadLayout, Denied."""
    require(user, "load:run")
    return _found(upload(user, upload_id), layouts(user), pending(user))


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


def path(one: Upload) -> Path:
    """Where the file's bytes can be read until the request ends."""
    return g.setdefault("unsealed", ExitStack()).enter_context(uploads.opened(_database().home, one.sha))


@dataclass(frozen=True)
class Pending:
    """What a load would change: the files that it would read, those that it would take out, and those that stay; why some were refused before, and which
    layout reads the others."""

    read: tuple[str, ...]
    gone: tuple[str, ...]
    stays: tuple[str, ...]
    refused: dict[str, str]
    layouts: dict[str, str]


def pending(user: User) -> Pending:
    """What a load would change now. Raises agencies.BadLayout, uploads.Refused, Denied."""
    require(user, "load:run")
    database = _database()
    held = uploaded.marks(uploaded.facts(database))
    with uploaded.extract(database, uploads.last(database), held) as extract:
        there = list(queries.uploaded(user).itertuples()) if current.newest() else []
        return Pending(tuple(extract.read), tuple(held.keys() - extract.marks.keys()), extract.stays,
                       {one.file: one.problem for one in there if one.problem}, {one.file: one.layout for one in there if one.layout})


def _listed(one: Upload, known: dict[str, Layout], before: Pending) -> Found:
    """A file for the list: one that is in the timelines already is not read again, since it may be large and they may be many."""
    if one.file in before.stays and one.file not in before.refused:
        return Found(one, None, known.get(before.layouts.get(one.file)), (), None, LOADED)
    return _found(one, known, before)


def _found(one: Upload, known: dict[str, Layout], before: Pending) -> Found:
    try:
        seen = looked.look(path(one), known)
    except received.Refused as why:
        return Found(one, None, None, (), str(why), UNREADABLE)
    header = seen.columns if seen.at >= 0 else []
    for name in agencies.twice(seen.layout, header) if seen.layout else ():
        return Found(one, None, None, (), files.TWICE.format(name=name), UNREADABLE)
    fits = tuple(sorted(layout.supplier for layout in agencies.fitting(known, header)))
    layout = known.get((one.sayings or {}).get("supplier", "")) or (known[fits[0]] if len(fits) == 1 else None)
    there = one.file in before.stays and one.file not in before.refused
    ready = AGAIN if one.file in before.layouts else READY
    state = LOADED if there else UNDESCRIBED if not (fits or layout) else ready if one.sayings else UNSAID
    return Found(one, seen, layout, fits, None, state)


def _database():
    return current_app.extensions["database"]


def _missing(upload_id: str):
    raise queries.NotHere(f"file {upload_id}")
