"""`python -m benchmarks.linkage` measures each size at each level of noise from each seed and prints one table.

Each cell is measured in a process of its own. Its figures are kept in benchmarks/work/linkage; `--kept` takes those that are
there instead of measuring them again. The seeds were not used in tuning."""

import argparse
import json
import subprocess
import sys
from pathlib import Path

from benchmarks.linkage import table
from benchmarks.linkage.cell import measure

KEPT = Path(__file__).parents[1] / "work" / "linkage"
SIZES = (2_000, 20_000)
LEVELS = ("low", "medium", "high")
SEEDS = (9001, 9002, 9003, 9004, 9005)


def figures(size: int, level: str, seed: int, keep: bool) -> dict:
    """The figures of one cell, measured in a process of its own or, where that is wished, as they were kept."""
    file = KEPT / f"{size}-{level}-{seed}.json"
    if not (keep and file.exists()):
        KEPT.mkdir(parents=True, exist_ok=True)
        print(f"{size:,} families, {level} noise, seed {seed}", file=sys.stderr)
        one = [sys.executable, "-m", "benchmarks.linkage", "--one", "--families", str(size), "--noise", level, "--seeds", str(seed)]
        file.write_text(subprocess.run(one, check=True, stdout=subprocess.PIPE, text=True).stdout.splitlines()[-1], encoding="utf-8")
    return json.loads(file.read_text(encoding="utf-8"))


def main() -> None:
    """Measure what is asked for and print the table."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.linkage", description=__doc__)
    parser.add_argument("--families", nargs="*", type=int, default=SIZES, help="how many families")
    parser.add_argument("--noise", choices=LEVELS, nargs="*", default=LEVELS, help="how often agencies blunder")
    parser.add_argument("--seeds", nargs="*", type=int, default=SEEDS)
    parser.add_argument("--kept", action="store_true", help="take the figures of an earlier run where it left them")
    parser.add_argument("--one", action="store_true", help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.one:
        print(json.dumps(measure(asked.families[0], asked.noise[0], asked.seeds[0])))
        return
    print(table.write({(size, level): [figures(size, level, seed, asked.kept) for seed in asked.seeds]
                       for size in asked.families for level in asked.noise}))


if __name__ == "__main__":
    main()
