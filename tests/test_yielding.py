"""What works behind the readers gives way to them, and says how it ended as before."""

import os
import subprocess
import sys

from dashboard import yielding

WAITS = """
import os, sys, time
until = time.monotonic() + 20
while os.getpriority(os.PRIO_PROCESS, 0) < int(sys.argv[1]) and time.monotonic() < until:
    time.sleep(0.01)
sys.stderr.write(str(os.getpriority(os.PRIO_PROCESS, 0)))
sys.exit(3)
"""
"""It waits until it is given less, says what it has, and ends with a code."""


def test_what_is_run_behind_the_readers_has_less_of_the_processor_than_they_and_its_end_is_told():
    done = yielding.run((sys.executable, "-c", WAITS, str(yielding.LESS)), stdin=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
    assert done.returncode == 3 and int(done.stderr) >= yielding.LESS


def test_where_the_system_forbids_it_the_command_is_run_all_the_same(monkeypatch):
    def forbidden(*_):
        raise PermissionError

    monkeypatch.setattr(os, "setpriority", forbidden)
    assert yielding.run((sys.executable, "-c", "raise SystemExit(3)"), stderr=subprocess.DEVNULL).returncode == 3
