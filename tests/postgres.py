"""A PostgreSQL server for tests: a process of its own in a temporary folder, reached through a socket there and by nobody else.

It keeps nothing over a fall of the machine, which makes it quick; `lasting` makes it keep what it acknowledges, for the tests that kill it."""

import os
import pwd
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg

from timeline.database import metadata
from timeline.database.migrations import HEAD
from timeline.database.schema import APPEND_ONLY

PLACE = tempfile.gettempdir()  # before a sealed home has one of its own, which only its owner may enter
MISSING = "PostgreSQL is not installed, so nothing was tried on it: apt install postgresql"
QUICK = ("-c", "fsync=off", "-c", "full_page_writes=off")
SMALL = ("-c", "listen_addresses=", "-c", "shared_buffers=16MB", "-c", "max_connections=200", "-c", "autovacuum=off")

TRIGGERS_AND_COLUMNS = """select count(distinct t.oid), count(distinct a.attrelid || ' ' || a.attnum)
    from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
    left join pg_trigger t on t.tgrelid = c.oid and not t.tgisinternal
    where c.relnamespace = current_schema()::regnamespace and c.relkind = 'r'"""
MADE = (2 * len(APPEND_ONLY), sum(len(table.columns) for table in metadata.tables.values()) + 1)


def programs() -> Path | None:
    """The folder of the server's programs; None where it is not installed."""
    found = shutil.which("initdb")
    folders = [Path(found).resolve().parent] if found else sorted(Path("/usr/lib/postgresql").glob("*/bin"))
    return folders[-1] if folders else None


@contextmanager
def folder() -> Iterator[Path]:
    """A new cluster, whose owner is not root, since the server refuses to run as root."""
    made = Path(tempfile.mkdtemp(prefix="timeline-postgresql-", dir=PLACE))
    if os.geteuid() == 0:
        os.chown(made, *_nobody())
    try:
        subprocess.run([programs() / "initdb", "-D", made / "data", "-U", "timeline", "-A", "trust", "-E", "UTF8", "--locale=C", "--no-sync"],
                       check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, **_as_nobody())
        yield made
    finally:
        shutil.rmtree(made)


@contextmanager
def serving(cluster: Path, lasting: bool = False) -> Iterator[subprocess.Popen]:
    """The server of this cluster, answering until the block ends."""
    command = [programs() / "postgres", "-D", cluster / "data", "-k", cluster, *SMALL, *(() if lasting else QUICK)]
    server = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True, **_as_nobody())
    try:
        _wait_for(cluster, server)
        yield server
    finally:
        server.send_signal(signal.SIGQUIT)
        server.wait(30)


def address(cluster: Path, schema: str) -> str:
    """The address of a new and empty part of the server, as TIMELINE_DATABASE has it."""
    with psycopg.connect(host=str(cluster), user="timeline", dbname="postgres", autocommit=True) as connection:
        connection.execute(f"create schema {schema}")
    return f"postgresql://timeline@/postgres?host={cluster}&options=-csearch_path%3D{schema}"


def empty(address: str) -> None:
    """Take every line out of this part of the server, by the one means that no trigger stops; or, where a test has changed the tables, the tables."""
    with psycopg.connect(address, autocommit=True) as connection:
        if connection.execute(TRIGGERS_AND_COLUMNS).fetchone() == MADE:
            connection.execute("set session_replication_role = replica;" +
                               "".join(f"delete from {name};" for name in metadata.tables) + f"update alembic_version set version_num = '{HEAD}'")
            return
    without_tables(address)


def without_tables(address: str) -> None:
    """Take every table out of this part of the server."""
    with psycopg.connect(address, autocommit=True) as connection:
        (schema,) = connection.execute("select current_schema()").fetchone()
        connection.execute(f"drop schema {schema} cascade; create schema {schema}")


def _wait_for(cluster: Path, server: subprocess.Popen) -> None:
    until = time.monotonic() + 60
    while time.monotonic() < until and server.poll() is None:
        try:
            psycopg.connect(host=str(cluster), user="timeline", dbname="postgres").close()
            return
        except psycopg.OperationalError:
            time.sleep(0.05)
    raise AssertionError("the PostgreSQL server did not start")


def _nobody() -> tuple[int, int]:
    found = pwd.getpwnam("nobody")
    return found.pw_uid, found.pw_gid


def _as_nobody() -> dict:
    if os.geteuid() != 0:
        return {"cwd": "/"}
    user, group = _nobody()
    return {"user": user, "group": group, "extra_groups": [], "cwd": "/"}
