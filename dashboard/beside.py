"""Processes beside the server, for what the engine concludes while a reader waits.

The stages use DuckDB's one default connection, so they never run in the server itself. The processes are started when first
needed, kept, and replaced when one breaks or takes too long. They end with the server, however it ends."""

import multiprocessing
import os
import threading
from collections.abc import Callable
from concurrent.futures import Future, ProcessPoolExecutor

from dashboard import yielding

PROCESSES = 2
LONGEST = 120  # seconds that a process works on one question before it gives up; one takes a few on a machine of its own

_lock = threading.Lock()
_pool: ProcessPoolExecutor | None = None


def processes() -> ProcessPoolExecutor:
    """The processes, started if there are none."""
    global _pool
    with _lock:
        if _pool is None:
            _pool = ProcessPoolExecutor(PROCESSES, multiprocessing.get_context("spawn"), initializer=_begin)
        return _pool


def replace(broken: ProcessPoolExecutor) -> None:
    """Give up broken processes; the next question starts new ones, unless another reader's has started them already."""
    global _pool
    with _lock:
        if _pool is broken:
            _pool = None
    broken.shutdown(wait=False)


def end() -> None:
    """End the processes and whatever they are at: who waits for them finds them broken."""
    for process in multiprocessing.active_children():
        process.kill()


def submit(pool: ProcessPoolExecutor, work: Callable, *given) -> Future:
    """Let a process of the pool do this work; it ends, and breaks the pool, when it takes too long."""
    return pool.submit(_limited, work, *given)


def _limited(work: Callable, *given):
    limit = threading.Timer(LONGEST, os._exit, [1])
    limit.start()
    try:
        return work(*given)
    finally:
        limit.cancel()


def _begin() -> None:
    """In a process of the pool: give way to who only reads, and end when the server has, even if it was killed."""
    yielding.begin()

    def watch():
        multiprocessing.parent_process().join()
        os._exit(0)
    threading.Thread(target=watch, daemon=True).start()
