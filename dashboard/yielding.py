"""What works behind the readers gives way to them: it has what processor time they leave.

Where the system forbids even that, it works as everything else does."""

import os
import subprocess
from contextlib import suppress

LESS = 5    # a third of the processor time of a process that answers readers, where both want it: for what a reader waits for
LEAST = 10  # a tenth, for what nobody waits for


def run(command: tuple[str, ...], **given) -> subprocess.CompletedProcess:
    """Run a command to its end, as subprocess.run does, behind the readers and behind all that they wait for."""
    with subprocess.Popen(command, **given) as process:
        _give_way(process.pid, LEAST)
        _, said = process.communicate()
    return subprocess.CompletedProcess(command, process.returncode, stderr=said)


def begin() -> None:
    """Let this process work behind the readers from here on."""
    _give_way(os.getpid(), LESS)


def _give_way(process: int, by: int) -> None:
    with suppress(OSError):
        os.setpriority(os.PRIO_PROCESS, process, by)
