"""Files that were dropped on the dashboard: kept as they came, with what a person said of them. `uploaded` makes an extract of them.

A file's bytes are kept in `<home>/uploads`, sealed as they come and named by their hash: a crash leaves no half file, no name reaches the disk; every line
about it (received, said, taken out) is append-only. `upload-3/police.csv` is what a snapshot calls the file `police.csv` of the upload `upload-3`.
Only what a load has published counts in a run: the lines until the number that it `accepted`. Why so: docs/adr/0019."""

import hashlib
import json
import os
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import BinaryIO

import sqlalchemy as sa

from timeline import agencies, files, kept, machine, received, sealed, unsealed
from timeline.access import User, require
from timeline.database import Database
from timeline.database import uploads as lines

LARGEST = 500 << 20  # bytes; a fifth of it takes minutes to read
LONGEST_NAME = 150
COMING, LONGEST_UPLOAD = "coming-", 24 * 3600  # seconds
FORM = "The form"
NOT_KEPT = "Nothing of this file was kept."


class Refused(kept.NotTaken):
    """A file, or what was said of one, that is not taken; the message says why and what to do."""


@dataclass(frozen=True)
class Upload:
    """A file as it stands: who uploaded it when, what was last said of it (as SAYINGS of files.py, with dates) and why it was taken out, if so.

    `file` is what a snapshot calls it, `number` its last line."""

    upload_id: str
    name: str
    size: int
    sha: str
    by: str
    at: str
    sayings: dict | None
    taken_out: str | None
    number: int

    @property
    def file(self) -> str:
        return f"{self.upload_id}/{self.name}"


def receive(database: Database, user: User, key: str, name: str, stream: BinaryIO) -> str:
    """Keep the file that the stream holds, in little memory, and return its id. `key` is the request's own: the same key again keeps nothing new
    and returns the same id.

    Raises Refused for a name that is none, an empty file, one over LARGEST and one whose bytes stand here already; Denied."""
    require(user, "load:run")
    before = kept.sent(database, lines.c.upload_id, key)
    if before:
        return before
    named = _safe(name)
    with _kept_or_refused():
        part, sha, size = _streamed(database.home, stream)
    def allowed():
        same = next((one for one in standing(database) if one.sha == sha and not one.taken_out), None)
        if same:
            raise Refused(f"This file is here already: {same.by} uploaded the same bytes as {same.name} on {same.at[:10]}. Nothing was kept twice.")
        with _kept_or_refused():
            part.replace(path(database.home, sha))
            sealed.flush(_folder(database.home))

    try:
        return kept.keep(database, lines.c.upload_id, "upload", key, user, allowed, act="received", name=named, size=size, sha=sha)
    finally:
        part.unlink(missing_ok=True)


def say(database: Database, user: User, key: str, upload_id: str, sayings: dict) -> str:
    """Keep what the file cannot say of itself, in place of what was said before; the id of the line. Days may be dates or text, yyyy-mm-dd.

    Raises Refused with the first thing that is missing or cannot be, Denied."""
    require(user, "load:run")
    said = _checked(database, {line: told for line, told in sayings.items() if told not in (None, "")})
    text = json.dumps({line: told.isoformat() if isinstance(told, date) else told for line, told in said.items()}, ensure_ascii=False)
    return kept.keep(database, lines.c.upload_id, "upload", key, user, lambda: _stands(database, upload_id), act="said", about=upload_id, said=text)


def rewrite(database: Database, user: User, upload_id: str, content: bytes, order_id: str) -> bool:
    """Keep these bytes in place of the file's own, out of which an order removed what it concerned, with both hashes; whether they are others.

    The bytes that stood there stay until they are swept: a run may be reading them."""
    before = next(one for one in standing(database) if one.upload_id == upload_id)
    sha = hashlib.sha256(content).hexdigest()
    if sha == before.sha:
        return False
    kept.keep(database, lines.c.upload_id, "upload", _rewrote(order_id) + before.sha, user,
              lambda: sealed.write(database.home, path(database.home, sha), [content]),  # where nobody sweeps before its line is there
              act="rewritten", about=upload_id, sha=sha, size=len(content),
              why=f"{order_id} removed what it concerned from the file with the hash {before.sha}")
    return True


def rewritten(database: Database, order_id: str) -> list[str]:
    """The files whose bytes were written anew by this order, whichever of its tries did so."""
    about = {line.about for line in _read(database, None) if line.act == "rewritten" and line.key.startswith(_rewrote(order_id))}
    return sorted(one.file for one in standing(database) if one.upload_id in about)


def take_out(database: Database, user: User, key: str, upload_id: str, why: str) -> str:
    """Keep that the file is taken out, with the reason; the id of the line. A file that a load has published leaves the timelines with the next load.

    Raises Refused where it does not stand, NotTaken without a reason, Denied."""
    require(user, "load:run")
    reason = kept.words(why, "Say why the file is taken out: the reason is kept with it.")
    return kept.keep(database, lines.c.upload_id, "upload", key, user, lambda: _stands(database, upload_id), act="taken out", about=upload_id, why=reason)


def standing(database: Database, until: int | None = None) -> list[Upload]:
    """Every upload as it stands, the latest first, those that were taken out among them; as it stood after the line `until`, if given."""
    found: dict[str, Upload] = {}
    for line in _read(database, until):
        if line.act == "received":
            found[line.upload_id] = Upload(line.upload_id, line.name, line.size, line.sha, line.by, line.at, None, None, line.number)
        elif line.act == "rewritten":
            found[line.about] = replace(found[line.about], sha=line.sha, size=line.size)
        elif line.act == "said":
            found[line.about] = replace(found[line.about], sayings=_read_out(line.said), number=line.number)
        elif line.act == "taken out":
            found[line.about] = replace(found[line.about], taken_out=line.why, number=line.number)
    return sorted(found.values(), key=lambda one: int(one.upload_id.removeprefix("upload-")), reverse=True)


def last(database: Database) -> int:
    """The number of the last line about a file; one that was rewritten is the same file."""
    with database.read() as connection:
        return connection.execute(sa.select(sa.func.coalesce(sa.func.max(lines.c.number), 0)).where(lines.c.act.not_in(("accepted", "rewritten")))).scalar()


def accept(database: Database, user: User, job_id: str, number: int) -> None:
    """Keep that the job has published what stood after the line `number`; once, however often it is said."""
    kept.keep(database, lines.c.upload_id, "upload", f"published by {job_id}", user, act="accepted", about=job_id, last=number)


def accepted(database: Database) -> int:
    """The number of the last line that a published load took account of, as far as the database knows; 0 where nothing was loaded."""
    with database.read() as connection:
        return connection.execute(sa.select(lines.c.last).where(lines.c.act == "accepted").order_by(lines.c.number.desc())).scalar() or 0


def path(home: Path, sha: str) -> Path:
    """Where the bytes with this hash are kept."""
    return _folder(home) / sha


def opened(home: Path, sha: str) -> AbstractContextManager[Path]:
    """Where the bytes with this hash can be read while the block lasts: in memory, where they are kept sealed. Raises sealed.Damaged, memory.NoMemory."""
    return unsealed.plain(home, path(home, sha))


def sweep(database: Database, needed: Callable[[], set[str]]) -> None:
    """Take away the bytes whose hash nobody needs: of files that were taken out, and of uploads that were broken off a day ago. Nobody can
    upload between the question and the sweeping."""
    with database.write():
        kept_for = needed()
        for one in _folder(database.home).iterdir():
            if one.name not in kept_for and (not one.name.startswith(COMING) or time.time() - one.stat().st_mtime > LONGEST_UPLOAD):
                one.unlink()


def layouts_folder(home: Path) -> Path:
    """Where the layouts that were drawn on the dashboard stand, one TOML file each; made if it is not there."""
    folder = home / "agencies"
    folder.mkdir(mode=0o700, exist_ok=True)
    return folder


# --- how it is kept


def _folder(home: Path) -> Path:
    folder = home / "uploads"
    folder.mkdir(mode=0o700, exist_ok=True)
    return folder


def _safe(name: str) -> str:
    """The name as it came. Raises Refused where it is no file's name, or none of an extract."""
    given = name.strip()
    if not given or not given.isprintable() or any(mark in given for mark in "/\\") or len(given.encode()) > LONGEST_NAME:
        raise Refused(f"The file has a name that cannot be kept. Give it a plain name of at most {LONGEST_NAME} characters, such as police-2025-03.csv.")
    if files.passed_over(given):
        raise Refused(f"A file called {given} is no extract. Upload the agency's own file, such as police-2025-03.csv or police-2025-03.xlsx.")
    return given


def _streamed(home: Path, stream: BinaryIO) -> tuple[Path, str, int]:
    """Where the bytes were written to, their hash and how many they are. Raises Refused where there are none, or too many."""
    sealed.sweep(_folder(home))
    handle, name = tempfile.mkstemp(sealed.ENDING, f"{COMING}{os.getpid()}-", _folder(home))  # for its owner alone
    os.close(handle)
    part, sha, size = Path(name), hashlib.sha256(), 0

    def counted() -> Iterator[bytes]:
        nonlocal size
        for chunk in sealed.chunks(stream):
            size += len(chunk)
            if size > LARGEST:
                raise Refused(f"The file is larger than {LARGEST >> 20} MB. Ask the supplier for it in parts, such as one for each year.")
            sha.update(chunk)
            yield chunk

    try:
        sealed.put(home, part, counted(), lambda: path(home, sha.hexdigest()))
        if not size:
            raise Refused("The file is empty. Ask the supplier to send it again.")
    except BaseException:
        part.unlink()
        raise
    return part, sha.hexdigest(), size


@contextmanager
def _kept_or_refused() -> Iterator[None]:
    """Say a fault of the machine as a refusal. Raises Refused."""
    try:
        with machine.told():
            yield
    except machine.Fault as fault:
        raise Refused(fault.said(NOT_KEPT, whole=False)) from fault


def _checked(database: Database, sayings: dict) -> dict:
    """What was said, checked as extracts.toml is. Raises Refused."""
    try:
        said = files.checked(sayings, FORM, "there")
    except received.Refused as why:
        raise Refused(str(why)) from None
    if any(isinstance(told, str) and not told.isprintable() for told in said.values()):
        raise Refused(f"{FORM} holds a character that cannot be read. Write each answer on one line, in plain words.")
    known = agencies.load(layouts_folder(database.home))
    if said.get("supplier", next(iter(known))) not in known:
        raise Refused(f"{FORM} names the supplier '{said['supplier']}', and there is no such layout. Choose one from the list, or draw a new one.")
    return said


def _read_out(text: str) -> dict:
    told = json.loads(text)
    return told | {day: date.fromisoformat(told[day]) for day in (*files.DAYS, "received_on")}


def _stands(database: Database, upload_id: str) -> None:
    if not any(one.upload_id == upload_id and not one.taken_out for one in standing(database)):
        raise Refused("This file no longer stands: somebody has taken it out, or it was never uploaded. Reload the page.")


def _rewrote(order_id: str) -> str:
    """How the key of a line begins that keeps what an order wrote anew."""
    return f"{order_id} rewrote "


def _read(database: Database, until: int | None) -> list:
    query = sa.select(lines).order_by(lines.c.number)
    if until is not None:
        query = query.where((lines.c.number <= until) | (lines.c.act == "rewritten"))
    with database.read() as connection:
        found = list(connection.execute(query))
    there = {line.upload_id for line in found if line.act == "received"}
    return [line for line in found if line.act != "rewritten" or line.about in there]
