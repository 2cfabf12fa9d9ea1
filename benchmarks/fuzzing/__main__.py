"""Coverage-guided fuzzing: `python -m benchmarks.fuzzing texts [SECONDS]`, an hour without a number; likewise `books` and `cells`.

It wants atheris, which is no dependency of this project (`pip install atheris`, in an environment of its own). The corpus begins with pieces of the
sample data and grows in benchmarks/work/fuzzing; what breaks a law stops the run and is kept there as `crash-...`: mend it, and add it to
tests/reliability/test_fuzzed.py."""

import importlib
import sys
from pathlib import Path

WORK = Path(__file__).parent.parent / "work" / "fuzzing"
HOUR = 3600
WATCHED = ["timeline", "benchmarks.fuzzing", "openpyxl", "csv", "anyascii"]
LONGEST, SLOWEST = 1 << 13, 20
"""Bytes of a case, and the seconds after which one is taken to hang."""


def main(target: str, seconds: int = HOUR) -> None:
    """Hand the target one case after another for so long."""
    try:
        import atheris
    except ImportError:
        sys.exit("This wants atheris, which is not installed here: pip install atheris, in an environment of its own, and run it there.")
    with atheris.instrument_imports(include=WATCHED):
        laws, seeds = (importlib.import_module(f"benchmarks.fuzzing.{name}") for name in (target, "seeds"))
    corpus = WORK / target
    corpus.mkdir(parents=True, exist_ok=True)
    for number, case in enumerate(seeds.SEEDS[target]()):
        (corpus / f"seed-{number:03}").write_bytes(case)
    atheris.Setup([sys.argv[0], str(corpus), f"-max_total_time={seconds}", f"-max_len={LONGEST}", f"-timeout={SLOWEST}", "-rss_limit_mb=2048",
                   f"-artifact_prefix={WORK}/{target}-", "-print_final_stats=1"], laws.hold)
    atheris.Fuzz()


main(sys.argv[1], *map(int, sys.argv[2:3]))
