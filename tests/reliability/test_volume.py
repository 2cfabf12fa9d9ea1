"""A large extract: little memory, and every row of it exact and accounted for."""

import shutil

import pytest

from tests.reliability import SEED, amount, volume

SIZE = amount(5 << 20, 1_000_000_000)
MOST_READING, MOST_STORING = 300_000_000, 400_000_000
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
    assert (books["current"], books["quarantined"], books["records"]) == (
        truth["record pieces"], truth["unreadable pieces"], truth["record pieces"] + truth["unreadable pieces"])


def test_a_large_file_is_read_and_stored_in_little_memory(large, figure):
    truth, read = large
    for what, bound in (("reading", MOST_READING), ("storing", MOST_STORING)):
        figure(f"most memory of a process after {what} {SIZE / 1e6:,.0f} MB, {truth['lines']:,} lines", f"{read[what] / 1e6:.0f} MB")
        assert read[what] < bound
    figure("its processor seconds", read["seconds"])
