"""What a command says on standard error while it makes tables."""

import sys
import time
from collections.abc import Callable
from contextlib import contextmanager


def progress(started: float) -> Callable[[str, int], None]:
    """Says which table has been made, with its rows and the seconds since `started`; on a terminal each line writes over the last."""
    def say(name: str, count: int) -> None:
        end = "\033[K\r" if sys.stderr.isatty() else "\n"
        print(f"{time.monotonic() - started:6.1f} s  {name}: {count:,}", end=end, file=sys.stderr, flush=True)
    return say


def taken_over(s) -> str:
    """The sentence that says what the working snapshot took over from a run that was broken off, with a blank before it; nothing where it took nothing."""
    return f" Taken over from the run that was broken off: {', '.join(s.taken_over)}." if s.taken_over else ""


@contextmanager
def ended(working):
    """The working snapshot, with the line of progress ended whatever happens."""
    try:
        with working as s:
            yield s
    finally:
        if sys.stderr.isatty():
            print(file=sys.stderr)
