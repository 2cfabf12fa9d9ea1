"""What works behind the readers gives way to them: it has what processor time they leave.

Where the system forbids even that, it works as everything else does."""

import os
import subprocess
from contextlib import suppress

LESS = 10  # a tenth of the processor time of a process that answers readers, where both want it


def run(command: tuple[str, ...], **given) -> subprocess.CompletedProcess:
    """Run a command to its end, as subprocess.run does, behind the readers."""
    with subprocess.Popen(command, **given) as process:
        _give_way(process.pid)
        _, said = process.communicate()
    return subprocess.CompletedProcess(command, process.returncode, stderr=said)


def begin() -> None:
    """Let this process work behind the readers from here on."""
    _give_way(os.getpid())


def _give_way(process: int) -> None:
    with suppress(OSError):
        os.setpriority(os.PRIO_PROCESS, process, LESS)
