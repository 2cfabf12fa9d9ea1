"""Try the mutants of modules and print what came of them.

`python -m benchmarks.mutation families harms --sample 60 --seed 1` draws 60 mutants of each; without a module, all modules; without
`--sample`, all mutants. `--without-laws` leaves out the tests that try many examples: quicker, and fewer are killed."""

import argparse
import os
from collections import Counter

from benchmarks.mutation import mutants, trying

SHOWN = 150  # characters of a change that are printed


def tried(name: str, module: dict, sample: int | None, seed: int, laws: bool, processes: int) -> tuple[Counter, list[mutants.Mutant]]:
    """How many mutants of a module came to what, and the survivors."""
    every, same = mutants.judged(mutants.of(module["files"]))
    seconds = trying.unchanged(module["tests"], laws)
    counted, survivors = Counter(all=len(every), equivalent=len(same)), []
    for mutant, outcome in trying.outcomes(mutants.drawn(every, sample, seed), module["tests"], laws, seconds, processes):
        counted[outcome] += 1
        if outcome == trying.SURVIVED:
            survivors.append(mutant)
            print(f"{mutant.file}:{mutant.line}  {mutant.change[:SHOWN]}\n    {mutant.text}", flush=True)
    return counted, survivors


def share(counted: Counter) -> float:
    """The share killed of those that were tried and are mutants."""
    killed = sum(counted[outcome] for outcome in (trying.ASSERTION, trying.ERROR, trying.HANG))
    return killed / ((killed + counted[trying.SURVIVED]) or 1)


def row(name: str, counted: Counter) -> str:
    """A module's line of the table."""
    cells = [counted[outcome] for outcome in trying.OUTCOMES]
    return f"| {name} | {counted['all']} | {counted['equivalent']} | {sum(cells)} | {' | '.join(map(str, cells))} | {share(counted):.0%} |"


def main() -> None:
    """Print the survivors as they are found, and at the end the table."""
    table = mutants.table()
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("modules", nargs="*", default=list(table), metavar="MODULE", help=f"of {', '.join(table)}")
    parser.add_argument("--sample", type=int, help="how many mutants of each module are drawn")
    parser.add_argument("--seed", type=int, default=1, help="what they are drawn by")
    parser.add_argument("--without-laws", action="store_true", help="leave out the tests that try many examples")
    parser.add_argument("--processes", type=int, default=2)
    chosen = parser.parse_args()
    os.nice(10)
    trying.prepare()
    rows = []
    for name in chosen.modules:
        counted, _ = tried(name, table[name], chosen.sample, chosen.seed, not chosen.without_laws, chosen.processes)
        rows.append(row(name, counted))
        print(rows[-1], flush=True)
    print("\n".join([f"\n| module | mutants | equivalent | tried | {' | '.join(trying.OUTCOMES)} | killed |", "|---|" + "--:|" * 9, *rows]))


if __name__ == "__main__":
    main()
