"""`python -m benchmarks.hindsight` draws families whose records come late and prints, by rule, on how many answers the history of
the whole record differs from what is raised from what was known on that day. Identity is the same on both sides. With `--days-of-runs`
it compares runs on the sample as of these days instead, whose people are resolved from the records of the day, and names each difference."""

import argparse
from collections import Counter
from datetime import date
from random import Random

from benchmarks.hindsight import compare, population, resolved
from timeline import settings, signals


def main() -> None:
    """Measure what is asked for and print the table."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.hindsight", description=__doc__)
    parser.add_argument("--pairs", type=int, default=60, help="how many pairs of families")
    parser.add_argument("--days", type=int, default=40, help="how many days, of those on which a level rose and those before")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--show", type=int, default=0, help="how many differences to print of each rule")
    parser.add_argument("--days-of-runs", nargs="+", type=date.fromisoformat, help="days of 2023 to 2025, for runs on the sample as of each")
    asked = parser.parse_args()
    if asked.days_of_runs:
        found, answers, late = resolved.measure(sorted(asked.days_of_runs))
        print(f"{answers} answers, {late} events known too late for the signals that rest on them.", "", resolved.table(found), sep="\n")
        return
    print(table(*measure(asked.pairs, asked.days, asked.seed), asked.show))


def measure(pairs: int, days: int, seed: int) -> tuple[list, list]:
    """The days that were tried, and every answer on them: rule, family, person, harmed, day, grave by the history, grave as known."""
    judged_by = settings.load()
    s = population.whole(population.draw(pairs, seed))
    history = compare.history(s, judged_by, population.LAST)
    sharp = compare.sharp(history)
    tried = sorted(Random(seed).sample(sharp, min(days, len(sharp))))
    return tried, [answer for day in tried for answer in compare.answers(s, history, judged_by, day)]


def table(days, answers, show) -> str:
    """The counts as Markdown, and after it as many differences as are to be shown."""
    all_of, differing = Counter(a[0] for a in answers), [a for a in answers if a[5] != a[6]]
    wrong = Counter(a[0] for a in differing)
    lines = [f"{len(days)} days, {len(answers):,} answers.", "", "| rule | answers | that differ |", "|---|--:|--:|"]
    lines += [f"| {rule} | {all_of[rule]:,} | {wrong[rule]} |" for rule in signals.RULES]
    for rule in signals.RULES if show else ():
        lines += [f"{one[0]} {one[1]} {one[2]} {one[3]} {one[4]}: {one[5]} by the history, {one[6]} as known"
                  for one in [a for a in differing if a[0] == rule][:show]]
    return "\n".join(lines)


if __name__ == "__main__":
    main()
