"""The mutants of a module: every change of one token of it, each with the place where it stands."""

import random
import re
import tomllib
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from benchmarks.mutation import python_changes, sql_changes

HERE = Path(__file__).parent
ROOT = HERE.parent.parent


@dataclass(frozen=True)
class Mutant:
    """One change: the characters from `start` to `end` of a file replaced by `new`. `nth` of the same changes of its line's `text`."""

    file: str
    start: int
    end: int
    old: str
    new: str
    line: int
    text: str
    nth: int

    @property
    def change(self) -> str:
        """What was changed, for a reader and for the list of equivalent mutants."""
        return f"{' '.join(self.old.split())} -> {self.new}"

    def applied(self, source: str) -> str:
        """The source of the file with this change in it."""
        return source[:self.start] + self.new + source[self.end:]


def table() -> dict[str, dict]:
    """The modules: for each its `files`, and its `tests` in the order in which they are tried."""
    return tomllib.loads((HERE / "tests.toml").read_text(encoding="utf-8"))


def of(files: Iterable[str], root: Path = ROOT) -> list[Mutant]:
    """Every mutant of these files and folders, in order, that Python can compile."""
    paths = sorted({path for name in files for path in ((root / name).rglob("*.py") if (root / name).is_dir() else [root / name])})
    return [mutant for path in paths for mutant in of_source(path.relative_to(root).as_posix(), path.read_text(encoding="utf-8"))]


def of_source(file: str, source: str) -> list[Mutant]:
    """Every mutant of one file's source."""
    edits = {*python_changes.propose(source), *sql_changes.propose(source)}
    lines, seen = source.splitlines(), Counter()
    found = []
    for start, end, new in sorted(edits):
        line, old = source.count("\n", 0, start) + 1, source[start:end]
        seen[line, old, new] += 1
        mutant = Mutant(file, start, end, old, new, line, lines[line - 1].strip(), seen[line, old, new])
        if _compiles(mutant.applied(source)):
            found.append(mutant)
    return found


def judged(mutants: list[Mutant]) -> tuple[list[Mutant], list[Mutant]]:
    """The mutants that are to be tried, and those that a person has judged to change nothing."""
    known = {(one["file"], one["text"], one["change"], nth)
             for one in tomllib.loads((HERE / "equivalent.toml").read_text(encoding="utf-8")).get("equivalent", [])
             for nth in one.get("nth", [1])}
    same = [mutant for mutant in mutants if (mutant.file, mutant.text, mutant.change, mutant.nth) in known]
    return [mutant for mutant in mutants if mutant not in same], same


def drawn(mutants: list[Mutant], sample: int | None, seed: int) -> list[Mutant]:
    """So many of the mutants, drawn by the seed, in order; or all."""
    if sample is None or sample >= len(mutants):
        return mutants
    return sorted(random.Random(seed).sample(mutants, sample), key=lambda mutant: (mutant.file, mutant.start, mutant.new))


def module_of(file: str) -> str:
    """The dotted name by which a file is imported."""
    return re.sub(r"/__init__$", "", file.removesuffix(".py")).replace("/", ".")


def _compiles(source: str) -> bool:
    try:
        compile(source, "mutant", "exec")
    except SyntaxError:
        return False
    return True
