"""A backup of a home: one file that only the operator's key opens, made while the server runs, and put back whole or not at all.

It holds every line of the database as text that no engine owns (tables.py), so that it goes back into a file of the home or into PostgreSQL alike and is
the way from one to the other; the keyring, wrapped; and every file of the home that cannot be made anew: uploads, layouts drawn here, comparisons,
settings, and the current snapshot, since the folder that it was read from may be gone. What can be made anew is left out (older snapshots, views, checks),
and so is who is signed in. Why so: docs/adr/0030."""

import os
import shutil
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path

from timeline import audit, keys, locks, sealed, snapshot
from timeline.access import User
from timeline.audit import anchor
from timeline.backup import archive, tables
from timeline.backup.archive import Manifest
from timeline.backup.faults import BadBackup
from timeline.database import Database

LOCK = "keeping.lock"
"""Held by whoever makes a backup or removes content: a backup that was made during a removal would hold half of it."""

IN_A_DEMO = "A demo's home is not backed up: nothing in it is real, and `timeline demo` makes it again."
THERE_ALREADY = "There is a file {file} already, and it is not written over. Give a name that is free."
NO_FOLDER = "There is no folder {folder} to write the backup to. Make it, or give another."
INSIDE = "{file} lies in the home itself, and would be lost with it. Give a file elsewhere."
REMOVING = "Content is being removed, or another backup is being made. Nothing was written; try again when that has ended."
NO_FILE = "There is no file {file}. Give one that `timeline backup` has made."
NOT_EMPTY = "{home} is not empty. A backup is put back into a home of its own: name an empty folder, or none yet, in TIMELINE_HOME."
NOT_EMPTY_DATABASE = ("The database that TIMELINE_DATABASE names holds lines already. A backup is put back into an empty one. "
                      "Make one with: createdb --encoding UTF8 --template template0 NAME")
WRONG_KEY = "The operator's key that was given does not open {file}. Give the key with which its home was closed when the backup was made."
LEFT_OUT = ("timeline.db", "timeline.db-wal", "timeline.db-shm", "timeline.db-journal", keys.RING, anchor.NAME)
MADE_ANEW = ("snapshots", "overlays", "views", "checks")
DATABASE, FILES = "database", "home"


def make(database: Database, user: User, file: Path) -> Manifest:
    """Write a backup of the home to the file, whole or not at all, and read it back; what it says of itself.

    Nothing is removed meanwhile; answers and loads go on. What is current is looked at first, then the database in one moment, then the files, so
    that whatever the one names is in the next. Raises BadBackup where it cannot be made, and audit's faults where it cannot be written down."""
    _refuse(database.home, file)
    writing = file.with_name(f".{file.name}-{os.getpid()}.tmp")
    writing.unlink(missing_ok=True)  # of an earlier try of this process that could not remove it
    try:
        with locks.held(database.home / LOCK) as alone:
            if not alone:
                raise BadBackup(REMOVING)
            audit.write(database, user, "back up", file.name)
            _write(database, writing)
        _read_through(database.home, writing)
        sealed.flush(writing)
        os.link(writing, file)  # refused where somebody has made such a file meanwhile
        sealed.flush(file.parent)
    except FileExistsError:
        raise BadBackup(THERE_ALREADY.format(file=file)) from None
    finally:
        writing.unlink(missing_ok=True)
    return _read_through(database.home, file)


def restore(file: Path, home: Path) -> Manifest:
    """Put the backup back into a home that is empty or not there, whole or not at all; what it says of itself.

    Raises BadBackup for what is no backup, was cut or changed, or is another key's, and for a home or a database that is not empty; keys.NoKey without
    a key. Whether the audit is as it was written is asked afterwards, of the home that was restored."""
    if not file.is_file():
        raise BadBackup(NO_FILE.format(file=file))
    if home.exists() and any(home.iterdir()):
        raise BadBackup(NOT_EMPTY.format(home=home))
    making = home.with_name(f".{home.name}-{os.getpid()}.tmp")
    try:
        making.mkdir(mode=0o700, parents=True)
        _open_with(file, making)
        with closing(Database(making)) as database:
            manifest = _fill(database, file)
        making.rename(home)
        sealed.flush(home.parent)
    finally:
        shutil.rmtree(making, ignore_errors=True)
    return manifest


def _refuse(home: Path, file: Path) -> None:
    wrong = [(not keys.of(home).sealed, IN_A_DEMO), (file.exists(), THERE_ALREADY), (not file.parent.is_dir(), NO_FOLDER),
             (file.is_relative_to(home), INSIDE)]
    for is_so, sentence in wrong:
        if is_so:
            raise BadBackup(sentence.format(file=file, folder=file.parent))


def _write(database: Database, writing: Path) -> None:
    current = snapshot.current(database.home)
    head = audit.head(database)
    manifest = Manifest(datetime.now(UTC).isoformat(timespec="seconds"), version("timeline"), current and current.name, (head.number, head.chain))
    archive.write(database.home, writing, _parts(database, current, manifest), manifest)


def _parts(database: Database, current: Path | None, manifest: Manifest) -> Iterator[tuple[str, int, Iterator[bytes]]]:
    """Every part of a backup, in the order in which they are read."""
    home = database.home
    for path in [current, current.with_name("CURRENT")] if current else []:
        yield from _file(home, path)
    with database.read() as connection:
        for number, (table, text) in enumerate(tables.written(connection), 1):
            manifest.lines[table] = manifest.lines.get(table, 0) + text.count(b"\n")
            yield f"{DATABASE}/{number:06}-{table}", len(text), iter([text])
    for path in sorted(path for path in home.rglob("*") if path.is_file()):
        if _stays(path.relative_to(home)):
            yield from _file(home, path)


def _stays(path: Path) -> bool:
    """Whether a file of the home is one that cannot be made anew."""
    return (path.name not in LEFT_OUT and path.parts[0] not in MADE_ANEW and path.suffix not in (".lock", sealed.ENDING)
            and not path.name.startswith("coming-"))


def _file(home: Path, path: Path) -> Iterator[tuple[str, int, Iterator[bytes]]]:
    """A file as it lies in the home, closed with the home's key; nothing of one that was swept meanwhile."""
    try:
        file = path.open("rb")
    except FileNotFoundError:
        return
    with file:
        yield f"{FILES}/{path.relative_to(home).as_posix()}", os.fstat(file.fileno()).st_size, sealed.chunks(file)


def _read_through(home: Path, file: Path) -> Manifest:
    """Read every part to its end; what the backup says of itself. Raises BadBackup."""
    for part in archive.read(home, file):
        if isinstance(part, Manifest):
            return part
        for _ in sealed.chunks(part[1]):
            pass
    raise BadBackup(archive.NOT_WHOLE.format(file=file))


def _open_with(file: Path, making: Path) -> None:
    """Give the home that is being made the backup's keyring, and see that the key that was given opens it."""
    (making / keys.RING).write_bytes(archive.ring(file))
    (making / keys.RING).chmod(0o600)
    try:
        keys.of(making)
    except keys.NoKey as why:
        raise BadBackup(WRONG_KEY.format(file=file)) if str(making) in str(why) else why from None


def _fill(database: Database, file: Path) -> Manifest:
    """Put back every part; the lines of the database are kept all at once, when the rest has been read and proved."""
    with database.write() as connection:
        if not tables.empty(connection):
            raise BadBackup(NOT_EMPTY_DATABASE)
        for part in archive.read(database.home, file):
            if isinstance(part, Manifest):
                return part
            _put_back(connection, database.home, *part)
        raise BadBackup(archive.NOT_WHOLE.format(file=file))


def _put_back(connection, home: Path, name: str, content) -> None:
    kind, _, rest = name.partition("/")
    if kind == DATABASE:
        tables.put_back(connection, rest.split("-", 1)[1], content.read())
        return
    path = home / rest
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    with path.open("wb") as file:
        shutil.copyfileobj(content, file, sealed.BLOCK)
        file.flush()
        os.fsync(file.fileno())
    path.chmod(0o600)
