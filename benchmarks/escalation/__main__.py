"""`python -m benchmarks.escalation` draws families in whom nothing changes, and some in whom something does, asks the escalation rules of
all of them at once, and prints how often each signal was raised, per hundred families and year, and what was found how late."""

import argparse

from benchmarks.escalation.measure import RULES, changing, constant

SIZES = (3, 6, 10, 20, 30)


def main() -> None:
    """Measure what is asked for and print the tables."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.escalation", description=__doc__)
    parser.add_argument("--families", type=int, default=2_000, help="how many families in each cell")
    parser.add_argument("--incidents", type=int, nargs="*", default=SIZES, help="how many incidents in two years, on average")
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args()
    print(_table(["history", "incidents", "R01 criterion", "R01 review", *(f"{rule} all" for rule in RULES[1:]), "pace: faster"],
                 constant(asked.families, asked.incidents, asked.seed)))
    print()
    print(_table(["history", "incidents", "what", "in its 90 days, of 100", "of 100 where nothing changes", "days from the change, median"],
                 changing(asked.families, asked.incidents, asked.seed)))


def _table(head, rows) -> str:
    lines = ["| " + " | ".join(head) + " |", "|---|" + "--:|" * (len(head) - 1)]
    return "\n".join(lines + ["| " + " | ".join(f"{cell:.1f}" if isinstance(cell, float) else str(cell) for cell in row) + " |" for row in rows])


if __name__ == "__main__":
    main()
