"""Extracts damaged at random: every line is accounted for once, and a row that no damage touched is there as it was, on its line."""

import json
import signal
from collections import Counter
from contextlib import contextmanager
from pathlib import Path
from random import Random

import duckdb
import psutil
import pytest

from tests.extracts import SAYS
from tests.reliability import SEED, amount
from tests.reliability.damaged.reading import made, unbalanced
from tests.reliability.mutated import BESIDE, SAMPLE, File, Row, damaged, good
from timeline import agencies, files, settings
from timeline.received import UNSEEN
from timeline.rows.parts import PARTED, opened, parts

FOLDERS, EACH, WHOLE_PATH = amount(3, 200), amount(20, 50), amount(1, 20)
SECONDS = 5  # of processor time, for one file
MEMORY = 200 << 20  # bytes more than at first
LAYOUTS = agencies.load()
PLAIN = UNSEEN | {0xA0: " ", 0x09: " ", 0x1F: " "}


class TooLong(Exception):
    """A file took more processor time than any may."""


@contextmanager
def within(seconds: float):
    """A block that may take so much processor time. Raises TooLong."""
    def late(number, frame):
        raise TooLong
    before = signal.signal(signal.SIGVTALRM, late)
    signal.setitimer(signal.ITIMER_VIRTUAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        signal.signal(signal.SIGVTALRM, before)


def written(folder: Path, number: int) -> dict[str, File]:
    """A folder of damaged files, by name."""
    mutants = {}
    for one in range(EACH):
        random = Random(f"{SEED}/{number}/{one}")
        mutants[f"{number}-{one}.csv"] = damaged(random, GOOD, random.choice((1, 1, 1, 2, 3, 5)))
    for name, file in mutants.items():
        (folder / name).write_bytes(file.content)
    say(folder, {name: file.supplier for name, file in mutants.items()})
    return mutants


def say(folder: Path, suppliers: dict[str, str]) -> None:
    """Say the same of every file, but for its supplier."""
    said = "".join(f"[files.{json.dumps(name)}]\nsupplier = \"{supplier}\"\n{SAYS}" for name, supplier in suppliers.items())
    (folder / "extracts.toml").write_text(f'area = "Calderbrook"\n{said}', encoding="utf-8")


GOOD = good()


@pytest.fixture(scope="module")
def tally() -> Counter:
    """What was met, over all folders."""
    return Counter()


@pytest.mark.parametrize("number", range(FOLDERS))
def test_every_line_is_accounted_for_and_what_no_damage_touched_is_as_it_was(tmp_path, number, tally, figure):
    mutants, before = written(tmp_path, number), psutil.Process().memory_info().rss
    with within(SECONDS * EACH):
        table = files.find(tmp_path, LAYOUTS, needed=False)
    found = [dict(zip(table.columns, row, strict=True)) for row in table.fetchall()]
    wrong = [f"{of['file']} ({mutants[of['file']].supplier}, {', '.join(mutants[of['file']].done)}): {fault}"
             for of in found for fault in faults(tmp_path, of, mutants[of["file"]], tally)]
    assert wrong == []
    assert psutil.Process().memory_info().rss - before < MEMORY
    if number == FOLDERS - 1:
        figure("damaged files", dict(tally))


@pytest.fixture(scope="module")
def undamaged(tmp_path_factory) -> dict:
    """The tables of the good extracts."""
    folder = tmp_path_factory.mktemp("undamaged")
    for name in BESIDE:
        (folder / name).write_bytes((SAMPLE / name).read_bytes())
    say(folder, {name: said["supplier"] for name, said in BESIDE.items()})
    return made(folder, LAYOUTS, settings.load().categories)


@pytest.mark.parametrize("number", range(WHOLE_PATH))
def test_the_books_balance_and_each_row_that_is_as_it_was_says_what_it_said(tmp_path, number, undamaged):
    mutants = written(tmp_path, number)
    tables = made(tmp_path, LAYOUTS, settings.load().categories)
    assert unbalanced(tables) == []
    named = [name for name, file in mutants.items() if not any(row.header and row.damages or row.moved for row in file.rows)]
    before, after, issues_before, issues_after = undamaged["rows"], tables["rows"], undamaged["issues"], tables["issues"]
    same = duckdb.sql(f"""
        select a.row_id as now, b.row_id as was, a.file || ', line ' || a.line_from as place, to_json([a.fields, b.fields]) as both_fields,
               a.fields is not distinct from b.fields and a.people is not distinct from b.people and a.asked is not distinct from b.asked as alike
        from after as a join (select * from before qualify row_number() over (partition by layout, raw order by row_id) = 1) as b using (layout, raw)
        where a.part = 'record' and b.part = 'record' and a.file in {tuple(named) + ('', '')}""").materialize()
    assert same.count("*").fetchall()[0][0] > EACH
    assert same.filter("not alike").fetchall() == []
    assert duckdb.sql("""
        with then_told as (select now, field, code from same join issues_before on row_id = was),
        now_told as (select now, field, code from same join issues_after on row_id = now)
        (from then_told except from now_told) union all (from now_told except from then_told)""").fetchall() == []
    assert duckdb.sql("select because from same join issues_after on row_id = now where not starts_with(because, place)").fetchall() == []


def faults(folder: Path, of: dict, file: File, tally: Counter) -> list[str]:
    """What is wrong with the reading of one file."""
    tally["files"] += 1
    header = [row for row in file.rows if row.header]
    named = bool(header) and not header[0].damages or not LAYOUTS[file.supplier].header
    if of["problem"]:
        tally["refused"] += 1
        untouched = any(not row.damages for row in file.rows if not row.header)
        return [of["problem"]] * (named and untouched or not of["problem"].startswith(f"{of['file']}: "))
    with within(SECONDS):
        opening = opened(folder / of["file"], of, LAYOUTS[file.supplier])
        read = [(line_from, line_to, part, problem, _cells(opening.delimiter, raw, cells)) for line_from, line_to, part, problem, raw, cells in parts(opening)]
    return [*_accounted(of, read), *_untouched(file, read, named, tally), *_damaged(file, read, named, tally)]


def _cells(delimiter: str, raw: str, cells: str | None) -> list[str]:
    return raw.split(delimiter) if cells is None else cells.split(PARTED)


def _accounted(of: dict, read: list) -> list[str]:
    """Every line in one row, in order, and a sentence for each that cannot be read."""
    numbers = [number for line_from, line_to, *_ in read for number in range(line_from, line_to + 1)]
    mute = [row for row in read if row[2] == "unreadable" and not (row[3] or "").startswith(f"{of['file']}, line")]
    return ["lines are lost or told twice"] * (numbers != list(range(1, of["lines"] + 1))) + [f"no sentence: {row[:3]}" for row in mute]


def _untouched(file: File, read: list, named: bool, tally: Counter) -> list[str]:
    """Each row that no damage touched is a record on its lines with its cells; where a header was damaged it may be set aside with a sentence."""
    found = {row[0]: row for row in read}
    wrong, aside = [], not named
    for row in file.rows:
        aside = aside or row.header and row.damages > 0
        if row.damages:
            continue
        tally["untouched rows"] += 1
        line_from, line_to, part, _, cells = found.get(row.line, (0, 0, "lost", None, []))
        right = line_to == row.line + row.lines - 1 and (part == "header" if row.header else part == "record" and _same(row, cells))
        if not right and not (aside and part in ("unreadable", "note", "header")):
            wrong.append(f"line {row.line} is {part} {line_from}-{line_to}: {row.content[:200]!r} {cells}")
    return wrong


def _same(row: Row, cells: list[str]) -> bool:
    return [cell.translate(PLAIN) for cell in row.cells] == [cell.translate(PLAIN) for cell in cells]


def _damaged(file: File, read: list, named: bool, tally: Counter) -> list[str]:
    """A row that one damage touched, and that is read as a record, has every other cell where it was."""
    found, wrong = {row[0]: row for row in read}, []
    for row in file.rows:
        tally["damaged rows"] += row.damages > 0
        if row.damages != 1 or row.header or row.moved or row.line not in found or not named:
            continue
        line_from, line_to, part, _, cells = found[row.line]
        differ = [at for at, (was, now) in enumerate(zip(row.cells, cells, strict=False)) if was.translate(PLAIN) != now.translate(PLAIN)]
        tally[f"once damaged, {part}"] += 1
        moved = len(cells) != len(row.cells) or len(differ) > 2 or differ and differ[-1] - differ[0] > 1
        if part == "note" or part == "record" and line_to == row.line + row.lines - 1 and moved:
            wrong.append(f"line {line_from} has moved cells: {row.content[:300]!r} {cells}")
    return wrong
