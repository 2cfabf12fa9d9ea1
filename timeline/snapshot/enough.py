"""A run that is about to use the last of the machine's memory is broken off with a sentence, before the system kills it without one.

DuckDB keeps to what it was given, and puts the rest on the disk where it may. What a stage holds between two statements is not counted in that, so
the machine itself is watched, and the group of processes to which a container or a service limits the run."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import duckdb

LEAST = 0.04  # the share of the memory that must be left: what a run takes between two looks, with something to spare
LOOK = 0.2    # seconds between two looks
MACHINE, GROUPS, OWN = Path("/proc/meminfo"), Path("/sys/fs/cgroup"), Path("/proc/self/cgroup")


@contextmanager
def watched(connection: duckdb.DuckDBPyConnection) -> Iterator[None]:
    """In the block, which works on the connection, raise MemoryError as soon as too little memory is left."""
    over, lacking = threading.Event(), threading.Event()
    watcher = threading.Thread(target=_watch, args=(connection, over, lacking), daemon=True, name="enough memory")
    watcher.start()
    try:
        yield
    except (duckdb.Error, RuntimeError) as broken:
        if lacking.is_set():
            raise MemoryError from broken
        raise
    finally:
        over.set()
        watcher.join()


def _watch(connection, over: threading.Event, lacking: threading.Event) -> None:
    while not over.wait(LOOK):
        if left() < LEAST:
            lacking.set()
            with suppress(duckdb.ConnectionException):  # closed already
                connection.interrupt()


def left() -> float:
    """The share of the memory that is left, of the machine or of what this process is limited to, whichever is less; 1 where the system does not say."""
    return min(_of_machine(), _of_group())


def _of_machine() -> float:
    with suppress(OSError, KeyError, ValueError):
        told = {name: int(size.split()[0]) for name, size in (line.split(":") for line in MACHINE.read_text().splitlines())}
        return told["MemAvailable"] / told["MemTotal"]
    return 1.0


def _of_group() -> float:
    """What is left of a limit of version 2 of control groups. What can be given back of itself, files that were read, counts as left."""
    with suppress(OSError, KeyError, ValueError):
        group = GROUPS / OWN.read_text().strip().rpartition(":")[2].lstrip("/")
        most = int((group / "memory.max").read_text())  # "max" where there is no limit
        given_back = dict(line.split() for line in (group / "memory.stat").read_text().splitlines())["inactive_file"]
        return 1 - (int((group / "memory.current").read_text()) - int(given_back)) / most
    return 1.0
