"""What works behind the readers gives way to them: it has what processor time they leave.

Where the system forbids even that, it works as everything else does."""

import os
import subprocess
import threading
from contextlib import suppress

LESS = 15   # a thirtieth of the processor time of a process that answers readers, where both want it: for what a reader waits for
LEAST = 19  # half of that, for what nobody waits for
LOOK = 0.5  # seconds between two looks whether to wait any longer


def run(command: tuple[str, ...], until: threading.Event, **given) -> subprocess.CompletedProcess:
    """Run a command as subprocess.run does, behind the readers and behind all that they wait for.

    Returns when it has ended, or as soon as `until` is set: then its code is None, and one that was begun goes on to its end by itself."""
    process = None
    while not until.is_set():
        if process is None:
            process = subprocess.Popen(command, **given)
            _give_way(process.pid, LEAST)
        with suppress(subprocess.TimeoutExpired):
            _, said = process.communicate(timeout=LOOK)
            return subprocess.CompletedProcess(command, process.returncode, stderr=said)
    return subprocess.CompletedProcess(command, None)


def begin() -> None:
    """Let this process work behind the readers from here on."""
    _give_way(os.getpid(), LESS)


def _give_way(process: int, by: int) -> None:
    with suppress(OSError):
        os.setpriority(os.PRIO_PROCESS, process, by)
