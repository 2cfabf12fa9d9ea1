"""A large extract: little memory, and every row of it exact and accounted for."""

import os
import shutil
import subprocess
import sys

import pytest

from tests.reliability import SEED, amount, volume
from timeline import keys

SIZE = amount(5 << 20, 1_000_000_000)
MOST = 300_000_000
"""Bytes of a whole process, of which its libraries take half."""


@pytest.fixture(scope="module")
def large(tmp_path_factory):
    """What a large extract holds, and what a process of its own has read of it."""
    folder = tmp_path_factory.mktemp("large")
    truth = volume.write(folder, SIZE, SEED)
    yield truth, volume.process(folder, folder / "home")
    shutil.rmtree(folder)


def test_every_row_of_a_large_file_is_exact_and_on_its_line(large):
    truth, read = large
    assert read["found"] == truth


def test_the_books_of_a_large_file_balance(large):
    truth, read = large
    books = read["books"]
    assert (books["lines"], books["header"], books["blank"], books["note"], books["record_lines"], books["unreadable_lines"]) == (
        truth["lines"], truth["header lines"], truth["blank lines"], 0, truth["record lines"], truth["unreadable lines"])
    assert books["records"] == truth["record pieces"] + truth["unreadable pieces"]


def test_a_large_file_is_read_and_stored_in_little_memory(large, figure):
    truth, read = large
    for what in ("reading", "storing"):
        figure(f"most memory of a process after {what} {SIZE / 1e6:,.0f} MB, {truth['lines']:,} lines", f"{read[what] / 1e6:.0f} MB")
        assert read[what] < MOST
    figure("its processor seconds", read["seconds"])


UPLOADED = amount(5 << 20, 490 << 20)
UPLOADING = """
import io, sys
from pathlib import Path
from tests.reliability.volume import most_memory
from timeline import uploads
from timeline.access import User
from timeline.database import Database

class Coming(io.RawIOBase):
    left = int(sys.argv[2])
    def read(self, size):
        size = min(size, self.left)
        self.left -= size
        return bytes(size)

database = Database(Path(sys.argv[1]))
before = most_memory()
uploads.receive(database, User("ana", "analyst"), "key", "visits.csv", Coming())
(kept,) = uploads.standing(database)
print(kept.size, most_memory() - before)
"""


def test_a_large_upload_is_kept_whole_and_sealed_in_little_memory(tmp_path, figure):
    environment = {name: told for name, told in os.environ.items() if name != "TIMELINE_DEMO"} | {"TIMELINE_KEY": keys.new()}
    done = subprocess.run([sys.executable, "-c", UPLOADING, str(tmp_path), str(UPLOADED)], cwd=volume.ROOT, env=environment, capture_output=True,
                          text=True, check=False)
    assert done.returncode == 0, done.stderr
    kept, more = map(int, done.stdout.split())
    figure(f"memory that an upload of {UPLOADED / 1e6:.0f} MB takes", f"{more / 1e6:.0f} MB")
    assert kept == UPLOADED and more < 50_000_000
