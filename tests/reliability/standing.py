"""Homes that stand, for tests that damage them: a demo's and a sealed one, each with a published snapshot, made once and copied for each test."""

import re
import shutil
from collections.abc import Iterator
from contextlib import closing, contextmanager
from functools import cache
from pathlib import Path
from tempfile import mkdtemp

import pytest

from tests import published
from tests.extracts import HEADER, LAYOUT, extracts, record
from tests.reliability import WHOLE
from tests.test_sealed_home import AGREED
from timeline import accounts, audit, cli, keys
from timeline.database import Database

KINDS = ("demo", "sealed") if WHOLE else ("sealed",)
KEY = keys.new()
LONGEST = 700  # letters of a sentence
PROGRESS = re.compile(r" *[\d.]+ s  |nanobind| - |See https://nanobind")
"""A line that says how far a command is, and what a library says when its process ends."""
RUNS_ON = 30  # rows of the extract that commands read


@contextmanager
def environment(kind: str, home: Path) -> Iterator[pytest.MonkeyPatch]:
    """The environment of commands on this home."""
    with pytest.MonkeyPatch.context() as given:
        given.setenv("TIMELINE_HOME", str(home))
        if kind == "sealed":
            given.delenv("TIMELINE_DEMO", raising=False)
            given.setenv("TIMELINE_KEY", KEY)
        yield given


def copied(kind: str, home: Path) -> Path:
    """A home of this kind, 'demo' or 'sealed', with the small published story, a coordinator and an analyst."""
    shutil.copytree(_made(kind), home)
    return home


@contextmanager
def stands(kind: str, home: Path, temporary: Path) -> Iterator[Path]:
    """Such a home, on which commands work until the block ends; what they keep for a while is in the folder `temporary`."""
    made = copied(kind, home)
    with environment(kind, made) as given:
        given.setenv("TMPDIR", str(temporary))
        yield made


def to_read(folder: Path) -> Path:
    """A folder of extracts that a command reads into such a home."""
    return extracts(folder, {"visits.csv": "\n".join([HEADER, *(record(f"R{number}") for number in range(RUNS_ON)), ""])})


def told(capfd, *words) -> tuple[int, str]:
    """A command's code and what it printed, or where it failed its sentence: one, of a reader's length, and no traceback."""
    capfd.readouterr()
    code = cli.main([str(word) for word in words])
    out, err = capfd.readouterr()
    return code, out if code == 0 else sentence(code, out, err)


def sentence(code: int, out: str, err: str) -> str:
    """The one sentence of a command that failed."""
    said = [line for line in err.splitlines() if not PROGRESS.match(line)]
    assert "Traceback" not in err + out and len(said) == 1 and 20 < len(said[0]) < LONGEST, (code, said)
    return said[0]


@cache
def _made(kind: str) -> Path:
    home = Path(mkdtemp(prefix="timeline-standing-")) / "home"
    with environment(kind, home), closing(Database(home)) as database:
        published.publish(home)
        audit.write(database, accounts.operator(), "start run", "extracts")
        for role in ("coordinator", "analyst"):
            accounts.set_password(database, role, role, "right")
        (home / "retention.toml").write_text(AGREED)
        (home / "agencies").mkdir()
        (home / "agencies" / "visits.toml").write_text(LAYOUT, encoding="utf-8")
    return home
