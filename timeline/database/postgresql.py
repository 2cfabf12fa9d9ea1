"""The database on a PostgreSQL server, for a team: one database belongs to one home.

TIMELINE_DATABASE holds its address, `postgresql://user@host/name`, with whatever libpq understands after a question mark, such as
`sslmode=verify-full&sslrootcert=...`. The password may come from PGPASSFILE or PGPASSWORD instead. Writes take a lock of the database at once, so that they
follow one another as they do in a file; reads see one moment and cannot write."""

import psycopg
import sqlalchemy as sa
from psycopg.types.string import StrDumper

from timeline.database.declared import metadata
from timeline.database.faults import CannotOpen, NotReached, code

WRITERS = 0x54494D45  # the number of the lock that whoever writes holds to the end of the transaction
START = f"set local lock_timeout = '30s'; set local synchronous_commit = on; select pg_advisory_xact_lock({WRITERS})"
PATIENCE = {"connect_timeout": "10", "tcp_user_timeout": "30000", "keepalives_idle": "30", "keepalives_interval": "10", "keepalives_count": "3"}
"""How long a server is waited for that does not answer, unless the address says otherwise: libpq itself would wait for hours."""

NO_ADDRESS = "TIMELINE_DATABASE is not the address of a PostgreSQL database. Write it as postgresql://USER@HOST/DATABASE."
NOT_REACHED = ("The PostgreSQL database that TIMELINE_DATABASE names cannot be opened{code}. See that the server runs, that it lets this user in, "
               "and that the password is in the file that PGPASSFILE names.")
NOT_UTF8 = "The PostgreSQL database that TIMELINE_DATABASE names is kept as {found}. Make one with: createdb --encoding UTF8 --template template0 NAME"


class _WithoutNul(StrDumper):
    """Text as the server takes it: the one character that it cannot keep is put down as one that could not be read."""

    def dump(self, obj: str):
        return super().dump(obj.replace("\0", "\ufffd"))


def engines(address: str) -> tuple[sa.Engine, sa.Engine]:
    """The engine that writes and the one that only reads. Raises CannotOpen, and never repeats the address."""
    url = _url(address)
    url = url.update_query_dict({name: told for name, told in PATIENCE.items() if name not in url.query})
    writes = sa.create_engine(url, pool_pre_ping=True)
    reads = sa.create_engine(url, pool_pre_ping=True, isolation_level="REPEATABLE READ", execution_options={"postgresql_readonly": True})
    for engine in (writes, reads):
        sa.event.listen(engine, "connect", lambda connection, _record: connection.adapters.register_dumper(str, _WithoutNul))
    sa.event.listen(writes, "begin", lambda connection: connection.exec_driver_sql(START))
    _prove(reads)
    return writes, reads


def compact(engine: sa.Engine) -> None:
    """Write the tables anew without what they no longer hold. What the server's own log and backups hold of it is beyond this program."""
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        for table in metadata.tables:
            connection.exec_driver_sql(f"vacuum full {table}")


def _url(address: str) -> sa.URL:
    try:
        url = sa.make_url(address)
    except (sa.exc.ArgumentError, ValueError):
        raise CannotOpen(NO_ADDRESS) from None
    if url.drivername not in ("postgresql", "postgres") or not url.database:
        raise CannotOpen(NO_ADDRESS)
    return url.set(drivername="postgresql+psycopg")


def _prove(engine: sa.Engine) -> None:
    """That the server answers, and keeps every letter."""
    try:
        with engine.connect() as connection:
            found = connection.exec_driver_sql("show server_encoding").scalar()
    except (sa.exc.DBAPIError, psycopg.Error) as why:
        told = code(why)
        raise NotReached(NOT_REACHED.format(code=f" (PostgreSQL's code {told})" if told else "")) from None
    if found != "UTF8":
        engine.dispose()
        raise CannotOpen(NOT_UTF8.format(found=found))
