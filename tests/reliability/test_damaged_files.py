"""Damaged files: of each the truth is known before it is read, line by line and cell by cell, and so are the sentences about it."""

import json
import os

import duckdb
import pandas as pd
import pytest

from tests.extracts import HEADER, SAYS, extracts, layouts, record
from tests.reliability.damaged import READ, REFUSED
from tests.reliability.damaged.reading import made, unbalanced
from timeline import files, rows

CELLS = {"Ref": "fields.ref", "Day": "fields.recorded_on", "Kind": "fields.category", "First": "people[1].forename", "Last": "people[1].surname",
         "Born": "people[1].dob", "NHS": "people[1].nhs", "Q1": "asked[1].answer", "Change": "fields.change", "Note": "fields.words"}
"""Where each column's cell is found again."""
CATEGORIES = pd.DataFrame({"category": ["home_visit", "injury_by_assault"]})
NAMES = ["<script>alert(1)<-script>.csv", "a'b\"c.csv", "é ü.csv", "x" * 246 + ".csv", "%2e%2e%2fx.csv", "[a]*.csv", "a\\b.csv"]
FILES = {f"{number} {one.name}.csv": one for number, one in enumerate([*READ, *REFUSED])}


@pytest.fixture(scope="module")
def tables(tmp_path_factory) -> dict:
    """The tables of one folder that holds every damaged file."""
    folder = tmp_path_factory.mktemp("damaged")
    return made(extracts(folder, {name: one.content for name, one in FILES.items()}), layouts(folder), CATEGORIES)


@pytest.fixture(scope="module")
def found(tables) -> dict[str, list]:
    """By file: of each row its lines, what it is, its cells, and the sentences about it."""
    rows, issues = tables["rows"], tables["issues"]
    every = duckdb.sql(f"""
        with told as (select row_id, list(because order by because) as sentences from issues group by row_id)
        select file, line_from, line_to, part, [{', '.join(CELLS.values())}], coalesce(sentences, []) from rows left join told using (row_id)
        order by file, line_from""").fetchall()
    by_file = {name: [] for name in FILES}
    for file, *row in every:
        by_file[file].append(row)
    return by_file


def of(case) -> str:
    return next(name for name, one in FILES.items() if one is case)


def truth(case) -> list:
    """What is to be found of the file: lines, part and cells."""
    expected, line = [], 1
    for lines in case.lines:
        expected.append((line, line + lines.count - 1, lines.part, [lines.cells.get(column) for column in CELLS]))
        line += lines.count
    return expected


@pytest.mark.parametrize("case", READ, ids=lambda case: case.name)
def test_every_line_is_what_it_is_and_every_cell_stands_as_it_was_written(found, case):
    assert [tuple(row[:4]) for row in found[of(case)]] == truth(case)


@pytest.mark.parametrize("case", READ, ids=lambda case: case.name)
def test_what_is_wrong_is_told_with_its_line_and_nothing_else_is(found, case):
    for lines, (line_from, line_to, _, _, sentences) in zip(case.lines, found[of(case)], strict=True):
        where = f"{of(case)}, line {line_from}" if line_from == line_to or lines.part == "record" else f"{of(case)}, lines {line_from} to {line_to}"
        assert len(sentences) == len(lines.told) and all(sentence.startswith(where) for sentence in sentences)
        for parts in lines.told:
            assert any(all(part in sentence for part in parts) for sentence in sentences), (parts, sentences)


@pytest.mark.parametrize("case", REFUSED, ids=lambda case: case.name)
def test_a_file_that_is_no_extract_is_refused_with_a_sentence(tables, case):
    files = tables["files"]
    ((problem, rows),) = duckdb.sql(f"select problem, lines from files where file = '{of(case)}'").fetchall()
    assert problem.startswith(f"{of(case)}: ") and all(part in problem for part in case.told) and rows == 0 and len(problem) < 1000


def test_the_books_of_every_file_balance(tables):
    assert unbalanced(tables) == []


def test_a_file_of_any_name_that_can_be_shown_is_read_under_it(tmp_path):
    inside = tmp_path / "in"
    inside.mkdir()
    for name in NAMES:
        (inside / name).write_text(f"{HEADER}\n{record('R1')}\n", encoding="utf-8")
    said = "".join(f"[files.{json.dumps(name)}]\n{SAYS}" for name in NAMES)
    (inside / "extracts.toml").write_text(f'area = "Calderbrook"\n{said}', encoding="utf-8")
    found = files.find(inside, layouts(tmp_path))
    assert sorted(found.project("file, problem").fetchall()) == sorted((name, None) for name in NAMES)
    read = rows.read(inside, found, layouts(tmp_path)).materialize()
    assert sorted(read.project("row_id").fetchall()) == sorted((f"{name}:{line}",) for name in NAMES for line in (1, 2))


@pytest.mark.parametrize(("name", "shown"), [(b"line\nend.csv", "line\\nend.csv"), (b"no \xfftext.csv", "no \\udcfftext.csv"),
                                             ("fdp.\u202evsc.csv".encode(), "fdp.\\u202evsc.csv"), (b"\x1b[31mred.csv", "\\x1b[31mred.csv")])
def test_a_file_whose_name_cannot_be_shown_is_refused_and_the_others_load(tmp_path, name, shown):
    inside = extracts(tmp_path, {"good.csv": f"{HEADER}\n{record('R1')}\n"})
    (inside / os.fsdecode(name)).write_text(f"{HEADER}\n{record('R2')}\n")
    found = files.find(inside, layouts(tmp_path))
    assert duckdb.sql("select file from found where problem is null").fetchall() == [("good.csv",)]
    ((file, problem),) = duckdb.sql("select file, problem from found where problem is not null").fetchall()
    assert file == shown and problem.startswith(f"{shown}: Its name holds a character that cannot be shown") and "Rename the file" in problem


def test_a_folder_a_loop_and_a_path_that_leads_out_are_no_files(tmp_path):
    inside = extracts(tmp_path, {"good.csv": f"{HEADER}\n{record('R1')}\n"})
    (inside / "folder.csv").mkdir()
    (inside / "loop.csv").symlink_to("loop.csv")
    (inside / "round").symlink_to(inside, target_is_directory=True)
    (tmp_path / "x.csv").write_text(f"{HEADER}\n{record('R2')}\n")
    told = (inside / "extracts.toml").read_text()
    named = "".join(f'[files."{name}"]\n{SAYS}' for name in ("folder.csv", "loop.csv", "../x.csv"))
    (inside / "extracts.toml").write_text(told + named)
    found = dict(files.find(inside, layouts(tmp_path)).project("file, problem").fetchall())
    assert found.pop("good.csv") is None and found.keys() == {"folder.csv", "loop.csv", "../x.csv"}
    assert all("extracts.toml names this file, but it is not in the folder" in problem for problem in found.values())
