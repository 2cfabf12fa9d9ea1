"""Somebody stops the program with Ctrl-C. While DuckDB works on a statement Python does not hear of it; and DuckDB makes errors of several kinds of it."""

import os
import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress

import duckdb


@contextmanager
def told(connection: duckdb.DuckDBPyConnection) -> Iterator[None]:
    """In the block, which works on the connection, raise KeyboardInterrupt at once, in place of whatever DuckDB makes of it.

    Where the program was told to ignore it, or hears it otherwise, and elsewhere than on the main thread, nothing is changed."""
    if threading.current_thread() is not threading.main_thread() or signal.getsignal(signal.SIGINT) is not signal.default_int_handler:
        yield
        return
    asked, (rings, rung) = threading.Event(), os.pipe()
    os.set_blocking(rung, False)
    before = signal.set_wakeup_fd(rung)
    signal.signal(signal.SIGINT, lambda *given: (asked.set(), signal.default_int_handler(*given)))
    bell = threading.Thread(target=_hear, args=(rings, connection, asked), daemon=True, name="ctrl-c")
    bell.start()
    try:
        yield
    except (duckdb.Error, RuntimeError) as error:
        if asked.is_set():
            raise KeyboardInterrupt from error
        raise
    finally:
        signal.set_wakeup_fd(before)
        signal.signal(signal.SIGINT, signal.default_int_handler)
        os.close(rung)
        bell.join()
        os.close(rings)


def _hear(rings: int, connection, asked: threading.Event) -> None:
    """Interrupt the statement that the connection is at, as soon as the signal has come."""
    while heard := os.read(rings, 1):
        if heard[0] == signal.SIGINT:
            asked.set()
            with suppress(duckdb.ConnectionException):  # closed already
                connection.interrupt()
