"""What works behind the readers gives way to them, and says how it ended as before."""

import os
import subprocess
import sys
import threading
import time

import pytest

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
    done = yielding.run((sys.executable, "-c", WAITS, str(yielding.LESS)), threading.Event(), stdin=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
    assert done.returncode == 3 and int(done.stderr) >= yielding.LESS


def test_where_the_system_forbids_it_the_command_is_run_all_the_same(monkeypatch):
    def forbidden(*_):
        raise PermissionError

    monkeypatch.setattr(os, "setpriority", forbidden)
    assert yielding.run((sys.executable, "-c", "raise SystemExit(3)"), threading.Event(), stderr=subprocess.DEVNULL).returncode == 3


@pytest.mark.filterwarnings("ignore:Exception ignored in. <function Popen:pytest.PytestUnraisableExceptionWarning")  # it is left to go on
def test_it_is_awaited_no_longer_than_asked_and_goes_on_by_itself(tmp_path, monkeypatch):
    monkeypatch.setattr(yielding, "LOOK", 0.02)
    until, ends = threading.Event(), "import pathlib, sys; sys.stdin.read(); pathlib.Path(sys.argv[1]).touch()"
    given, taken = os.pipe()
    threading.Timer(0.2, until.set).start()
    assert yielding.run((sys.executable, "-c", ends, str(tmp_path / "ended")), until, stdin=given).returncode is None
    os.close(taken)
    end = time.monotonic() + 60
    while time.monotonic() < end and not (tmp_path / "ended").exists():
        time.sleep(0.02)
    assert (tmp_path / "ended").exists()
    os.close(given)
    assert yielding.run(("not even begun",), until).returncode is None
