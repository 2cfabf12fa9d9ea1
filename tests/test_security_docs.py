"""The documents on safety keep up with the code: what they name is there, and every command in them can be given."""

import argparse
import re
import shlex
from pathlib import Path

import pytest

from timeline import cli

ROOT = Path(__file__).parent.parent
ASVS = ROOT / "docs" / "asvs.md"
DOCUMENTS = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]
SAFETY = [ROOT / "docs" / f"{name}.md" for name in ("security", "asvs", "dpia", "algorithmic-transparency", "operations")]
WORDS = {"met", "not met", "operator's", "not applicable"}
SECTIONS = {  # of ASVS 5.0.0: how many requirements of levels 1 and 2 each section has, numbered from 1
    "V1.1": 2, "V1.2": 9, "V1.3": 11, "V1.4": 3, "V1.5": 2, "V2.1": 3, "V2.2": 3, "V2.3": 4, "V2.4": 1, "V3.2": 2, "V3.3": 4, "V3.4": 6, "V3.5": 5,
    "V3.7": 2, "V4.1": 3, "V4.2": 1, "V4.3": 2, "V4.4": 4, "V5.1": 1, "V5.2": 3, "V5.3": 2, "V5.4": 3, "V6.1": 3, "V6.2": 12, "V6.3": 4, "V6.4": 4, "V6.5": 5,
    "V6.6": 3, "V6.8": 4, "V7.1": 3, "V7.2": 4, "V7.3": 2, "V7.4": 5, "V7.5": 2, "V7.6": 2, "V8.1": 2, "V8.2": 3, "V8.3": 1, "V8.4": 1, "V9.1": 3, "V9.2": 4,
    "V10.1": 2, "V10.2": 2, "V10.3": 4, "V10.4": 11, "V10.5": 5, "V10.6": 2, "V10.7": 3, "V11.1": 2, "V11.2": 3, "V11.3": 3, "V11.4": 4, "V11.5": 1, "V11.6": 1,
    "V12.1": 3, "V12.2": 2, "V12.3": 4, "V13.1": 1, "V13.2": 5, "V13.3": 2, "V13.4": 5, "V14.1": 2, "V14.2": 4, "V14.3": 3, "V15.1": 3, "V15.2": 3,
    "V15.3": 7, "V16.1": 1, "V16.2": 5, "V16.3": 4, "V16.4": 3, "V16.5": 3, "V17.1": 1, "V17.2": 4, "V17.3": 2}
OF_LEVEL_3 = {"V1.2.10", "V5.2.4", "V5.3.3", "V7.5.3", "V8.3.2", "V14.2.6", "V14.2.7", "V16.5.4"}  # and a part of V16.3.2, which is of level 2


class Parsed(Exception):
    """The words were a command."""


def rows() -> list[list[str]]:
    """The cells of each requirement's line."""
    return [[cell.strip() for cell in line.strip("| \n").split(" | ")] for line in ASVS.read_text(encoding="utf-8").splitlines() if line.startswith("| V")]


def named(path: Path) -> list[str]:
    """What a document sets as code."""
    return re.findall(r"`([^`\n]+)`", path.read_text(encoding="utf-8"))


def commands(path: Path) -> list[str]:
    """The whole commands of the program that a document gives: in its text, and in its blocks of commands."""
    text = path.read_text(encoding="utf-8")
    given = [*re.findall(r"`([^`\n]+)`", text), *re.findall(r"^ {4,}(\S.*)$", text, re.MULTILINE)]
    found = [match.group(1) for line in given if (match := re.search(r"(?:^|\s|/)(timeline (?!-)[a-z][^#|;&>]*)", line))]
    return [command.strip() for command in found if not re.search(r"\.\.\.|=|:", command)]


def missing(name: str) -> bool:
    """Whether something that is named as a test, a module or a folder is not in the tree."""
    path, _, function = name.partition("::")
    if not re.match(r"(tests|timeline|dashboard|deploy|docs|benchmarks|sample_data)/|requirements\.lock$|pyproject\.toml$", path):
        return False
    here = ROOT / path
    return not here.exists() or bool(function) and not re.search(rf"^def {function}\(", here.read_text(encoding="utf-8"), re.MULTILINE)


def test_every_requirement_of_levels_1_and_2_stands_once_and_those_chosen_of_level_3():
    of_levels_1_and_2 = [f"{section}.{i}" for section, count in SECTIONS.items() for i in range(1, count + 1)]
    assert len(of_levels_1_and_2) == 253
    assert sorted(row[0] for row in rows()) == sorted([*of_levels_1_and_2, *OF_LEVEL_3])


def test_every_requirement_is_answered_with_one_of_four_words_and_why():
    for number, _level, _asks, so, evidence in rows():
        assert so in WORDS and evidence, number


def test_what_is_met_rests_on_something_that_can_be_looked_at():
    assert [row[0] for row in rows() if row[3] == "met" and "`" not in row[4] and "](" not in row[4] and "no " not in row[4]] == []


@pytest.mark.parametrize("path", SAFETY, ids=lambda path: path.stem)
def test_what_a_document_on_safety_names_is_there(path):
    assert [name for name in named(path) if missing(name)] == []


@pytest.mark.parametrize("path", SAFETY, ids=lambda path: path.stem)
def test_where_a_document_on_safety_leads_there_is_something(path):
    text = path.read_text(encoding="utf-8")
    for link in re.findall(r"\]\((?!https?:)([^)]+)\)", text):
        file, _, heading = link.partition("#")
        there = path.parent / file if file else path
        assert there.exists(), link
        headings = {re.sub(r"[^\w -]", "", line.lstrip("# ").lower()).replace(" ", "-")
                    for line in there.read_text(encoding="utf-8").splitlines() if line.startswith("#")} if heading else {heading}
        assert heading in headings, link


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.stem)
def test_every_command_in_a_document_can_be_given(path, monkeypatch):
    monkeypatch.setattr(argparse.ArgumentParser, "parse_args", stop)
    for words in map(shlex.split, commands(path)):
        with pytest.raises(Parsed):
            cli.main(words[1:])


def stop(parser: argparse.ArgumentParser, words: list[str]) -> None:
    """Parse these words as the program does, and go no further. The bare name of a command, as a sentence has it, is asked for its help."""
    bare = all(re.fullmatch(r"[a-z-]+", word) for word in words)
    try:
        _given, left = parser.parse_known_args([*words, "--help"] if bare else words)
    except SystemExit as end:
        left = end.code if bare else True
    if left:
        raise SystemExit(f"not a command: timeline {' '.join(words)}")
    raise Parsed


def test_the_reading_finds_what_is_not_there():
    assert missing("timeline/nothing.py") and missing("tests/test_gate.py::test_nothing") and missing("deploy/nothing")
    assert not missing("tests/test_security_docs.py::test_the_reading_finds_what_is_not_there") and not missing("timeline audit verify")
