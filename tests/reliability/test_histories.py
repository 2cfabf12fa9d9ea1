"""Random histories of extracts: the same current state in any order of arrival, by any way in, as a plain oracle tells it; nothing received is lost."""

from dataclasses import dataclass

import duckdb
import pytest

from tests.reliability import SEED, amount
from tests.reliability.histories import Sent, history, layouts, put
from tests.reliability.told import Told, told
from timeline import codes, files, issues, ledger, reports, rows, settings, versions
from timeline.tables import check

TOGETHER = 25
"""So many histories are received at once: one pass costs as much for one as for all."""


@dataclass
class Received:
    """What the product made of files: each line's state, by file and line, each current report with who and what it tells, and the books."""

    state: dict[tuple[str, int], str]
    current: dict[str, tuple]
    held: set[str]
    books: dict[str, tuple]


def received(folder, known) -> Received:
    """What the product makes of the files in this folder, by the stages that a run goes through until its reports."""
    found = files.find(folder, known)
    read = rows.read(folder, found, known).materialize()
    written, categories = codes.gather(known), settings.load().categories
    wrong = issues.find(read, written, categories).materialize()
    settled = versions.settle(read, wrong, written, found).materialize()
    made = reports.shape(read, settled, written, categories).materialize()
    for name, table in {"files": found, "rows": read, "issues": wrong, "versions": settled, "reports": made}.items():
        check(name, table)
    return account(found, read, settled, made)


def account(found, read, settled, made) -> Received:
    """What these tables say."""
    state = duckdb.sql("select file, line_from, state from settled join read using (row_id)").fetchall()
    current = duckdb.sql("select report_id, people[1].surname, people[1].forename, words from made join read using (row_id)").fetchall()
    held = duckdb.sql("select report_id from settled where because like '%accept_vanished%'").fetchall()
    books = ledger.books(found, read, settled)
    counted = duckdb.sql("select file, lines, header, records, current, superseded, withdrawn, exact_duplicates, quarantined, refused from books").fetchall()
    return Received({(file, line): state for file, line, state in state}, {row[0]: row[1:] for row in current},
                    {report for (report,) in held}, {row[0]: row[1:] for row in counted})


def same(product: Received, words: Told, sent: list[Sent]) -> None:
    """Hold what the product made against what the words say, line by line."""
    assert {line: (state, words.state.get(line)) for line, state in product.state.items() if state != words.state.get(line)} == {}
    assert product.state.keys() == {(one.name, number) for one in sent for number, _line in enumerate(one.lines, 2)}
    assert product.current == {report: _tells(row) for report, row in words.current.items()}
    assert product.held == words.held


def _tells(row) -> tuple:
    mislabelled = row.says[1]
    return (*(("Ann", row.line.surname) if mislabelled else (row.line.surname, "Ann")), row.line.note)


def batches():
    """All histories, some at a time."""
    numbers = range(amount(5, 1000))
    for start in range(0, len(numbers), TOGETHER):
        yield [one for number in numbers[start:start + TOGETHER] for one in history(number, SEED)]


@pytest.fixture
def known(tmp_path):
    """The layouts that the histories' files are written in."""
    return layouts(tmp_path / "layouts")


def test_any_history_of_files_in_a_folder_is_settled_as_the_words_say_and_every_line_is_in_the_books(tmp_path, known, figure):
    tried = lines = 0
    states = {}
    for number, sent in enumerate(batches()):
        put(tmp_path / f"in {number}", sent)
        found = received(tmp_path / f"in {number}", known)
        words = told(sent)
        same(found, words, sent)
        for file, (physical, header, records, *by_state, refused) in found.books.items():
            assert refused is None and physical == header + records and records == sum(by_state), file
        tried, lines = tried + len(sent), lines + len(words.state)
        for state in words.state.values():
            states[state] = states.get(state, 0) + 1
    figure("files of random histories", tried)
    figure("lines, by what became of them", ", ".join(f"{count} {state}" for state, count in sorted(states.items())) + f"; {lines} in all")
