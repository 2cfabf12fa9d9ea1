"""The database in a file of the home: SQLCipher, which is SQLite with every page encrypted and proved against change.

Writes take the write lock at once (`BEGIN IMMEDIATE`: SQLite's default lost 955 of 1,000 writes under load) and reach the disk before they are
answered (`synchronous=FULL`). Reads go through an engine that cannot write, so that they never wait for a writer."""

from contextlib import suppress
from functools import partial
from pathlib import Path

import sqlalchemy as sa
import sqlcipher3.dbapi2 as sqlcipher

from timeline import keys
from timeline.database.faults import NOT_NOW, CannotOpen, NotReached

NAME = "timeline.db"
LEAST = (3, 51, 3)
TOO_OLD = ("The SQLite in this program is {found}; {least} is needed. Earlier ones can damage a database that two connections write to. "
           "Install the versions that requirements.lock names.")
NOT_ENCRYPTED = "The SQLite in this program does not encrypt. Install the version of sqlcipher3 that requirements.lock names."
WRONG_KEY = ("The key of {home} does not open its {name}: the file comes from another home, or it is damaged. "
             "Put {name} and keyring back from one backup.")
WAIT = 30  # seconds for the write lock
WRITING = ("pragma journal_mode=wal", "pragma synchronous=full", "pragma secure_delete=on",
           "pragma recursive_triggers=on")  # without it `insert or replace` passes by the append-only triggers
READING = ("pragma query_only=on",)


def engines(home: Path, key: bytes) -> tuple[sa.Engine, sa.Engine]:
    """The engine that writes and the one that only reads, on the file below `home`, which is made where there is none. Raises CannotOpen, keys.NoKey."""
    path = home / NAME
    path.touch(mode=0o600)
    prove(path, key)
    return _engine(path, key, "begin immediate", WRITING), _engine(path, key, "begin", READING)


def connect(path: Path, key: bytes, pragmas: tuple[str, ...] = ()) -> sqlcipher.Connection:
    """A connection of its own, to a file that is there, that begins no transaction by itself. The key is raw, so that no time goes into deriving it."""
    connection = sqlcipher.connect(f"{path.absolute().as_uri()}?mode=rw", uri=True, timeout=WAIT, isolation_level=None, check_same_thread=False)
    for pragma in (f"pragma key = \"x'{key.hex()}'\"", *pragmas):
        connection.execute(pragma).close()
    return connection


def prove(path: Path, key: bytes, version: tuple[int, ...] = sqlcipher.sqlite_version_info) -> None:
    """That this SQLite is sound and encrypts, and that the key opens the file. Raises CannotOpen, NotReached, keys.NoKey."""
    if version < LEAST:
        raise CannotOpen(TOO_OLD.format(found=".".join(map(str, version)), least=".".join(map(str, LEAST))))
    if keys.is_plain(path):
        raise keys.NoKey(keys.UNENCRYPTED.format(home=path.parent))
    connection = connect(path, key, ("pragma cipher_log_level=none",))
    try:
        if not connection.execute("pragma cipher_version").fetchone():
            raise CannotOpen(NOT_ENCRYPTED)
        connection.execute("select count(*) from sqlite_master").fetchone()
    except sqlcipher.OperationalError as why:
        raise NotReached(NOT_NOW) from why
    except sqlcipher.DatabaseError as why:
        if "not a database" not in str(why):
            raise
        raise keys.NoKey(WRONG_KEY.format(home=path.parent, name=path.name)) from None
    finally:
        connection.close()


def compact(engine: sa.Engine) -> None:
    """Write the file anew without the pages that hold nothing; what readers still see of earlier ones goes with the next writer."""
    raw = engine.raw_connection()
    try:
        for statement in ("vacuum", "pragma wal_checkpoint(truncate)"):
            raw.cursor().execute(statement).close()
    finally:
        raw.close()


def _engine(path: Path, key: bytes, begin: str, pragmas: tuple[str, ...]) -> sa.Engine:
    engine = sa.create_engine("sqlite://", module=sqlcipher, creator=partial(connect, path, key, pragmas), poolclass=sa.QueuePool)

    @sa.event.listens_for(engine, "connect")
    def opened(_connection, record):
        record.info["file"] = _file(path)

    @sa.event.listens_for(engine, "checkout")
    def still_there(_connection, record, _proxy):
        if record.info["file"] != _file(path):  # what is written to a file that was removed is lost when it is closed
            raise sa.exc.DisconnectionError("another file stands here")

    @sa.event.listens_for(engine, "begin")
    def start(connection):
        connection.exec_driver_sql(begin)

    return engine


def _file(path: Path) -> tuple[int, int] | None:
    """Which file stands at the path now; None where there is none."""
    with suppress(FileNotFoundError):
        found = path.stat()
        return found.st_dev, found.st_ino
    return None
