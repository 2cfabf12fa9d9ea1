"""Processes that are killed (SIGKILL) at a moment that a test draws: before a certain line of the product, or after so many seconds.

A line is drawn for the steps that are over in a few milliseconds, of which seconds would hit few; seconds are drawn for what waits in the midst of one line:
a file that is written, a statement of DuckDB's, a commit. Each process is a new one, parted from one that has imported the product and done nothing."""

import multiprocessing
import os
import random
import signal
import sys
from collections.abc import Callable, Iterable
from multiprocessing.context import ForkServerProcess
from pathlib import Path

import timeline

FORKS = multiprocessing.get_context("forkserver")
FORKS.set_forkserver_preload(["timeline.cli", "tests.reliability.generations"])
PRODUCT = Path(timeline.__file__).parent
LONGEST = 900  # seconds that a process may take, on a machine with much else to do


def started(do: Callable, *given) -> ForkServerProcess:
    """A new process that does this, in the environment of this one."""
    process = FORKS.Process(target=_doing, args=(dict(os.environ), do, given))
    process.start()
    return process


def done(do: Callable, *given) -> int:
    """How a new process that does this ended: 0, a code of its own, or minus the signal that killed it."""
    return ended(started(do, *given))


def ended(process: ForkServerProcess) -> int:
    """How the process ended, for which this waits."""
    process.join(LONGEST)
    assert process.exitcode is not None, "it goes on and on"
    return process.exitcode


def killed_after(seconds: float, do: Callable, *given) -> bool:
    """Whether a new process that does this was killed after so many seconds, before it had ended."""
    process = started(do, *given)
    process.join(seconds)
    process.kill()
    return ended(process) == -signal.SIGKILL


def killed_at(place: str, rooms: Iterable[str], do: Callable, *given) -> bool:
    """Whether a new process that does this was killed before it ran this line, called so, of these rooms of the product for the first time."""
    return done(_dying, place, _files(rooms), do, given) == -signal.SIGKILL


def lines(rooms: Iterable[str], do: Callable, *given) -> list[str]:
    """The lines that a new process which does this runs in these rooms, in order; each as where it stands and who called it from where."""
    here, there = FORKS.Pipe()
    process = started(_told, there, _files(rooms), do, given)
    there.close()
    found = here.recv()
    assert ended(process) == 0
    return found


def drawn(many: int, found: list[str], seed: int, since: str = "") -> list[str]:
    """So many of the lines, each of another place in the code, or all of them where there are fewer; of those alone that are first run `since` this
    function of a room was, if it is given."""
    begun = next(number for number, place in enumerate(found) if place.startswith(since))
    places = [place for place in dict.fromkeys(found) if found.index(place) >= begun]
    return random.Random(seed).sample(places, min(many, len(places)))


def _files(rooms: Iterable[str]) -> frozenset[str]:
    """The files of rooms of the product that are named as `snapshot` or `loading/worker`."""
    found = frozenset(str(path) for room in rooms for path in (*PRODUCT.glob(f"{room}.py"), *PRODUCT.glob(f"{room}/*.py")))
    assert found, f"there are no such rooms: {rooms}"
    return found


def _doing(environment: dict[str, str], do: Callable, given: tuple) -> None:
    os.environ.clear()
    os.environ.update(environment)
    sys.exit(do(*given))


def _dying(at: str, files: frozenset[str], do: Callable, given: tuple) -> int | None:
    def kill(frame) -> None:
        if _place(frame, files) == at:
            os.kill(os.getpid(), signal.SIGKILL)

    _watched(files, kill)
    return do(*given)


def _told(there, files: frozenset[str], do: Callable, given: tuple) -> None:
    found = []
    _watched(files, lambda frame: found.append(_place(frame, files)))
    try:
        do(*given)
    finally:
        sys.settrace(None)
    there.send(found)


def _watched(files: frozenset[str], seen: Callable) -> None:
    """Call `seen` before each line of these files that the main thread runs from here on."""
    def line(frame, event, _given):
        if event == "line":
            seen(frame)
        return line

    sys.settrace(lambda frame, _event, _given: line if frame.f_code.co_filename in files else None)


def _place(frame, files: frozenset[str]) -> str:
    """Where a line stands, and who called it from where, within these files."""
    place = []
    while frame:
        if frame.f_code.co_filename in files:
            place.append(f"{Path(frame.f_code.co_filename).stem}.{frame.f_code.co_name}:{frame.f_lineno}")
        frame = frame.f_back
    return " < ".join(place)
