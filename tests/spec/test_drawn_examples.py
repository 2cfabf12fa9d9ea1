"""Every drawn example holds: the rules it names raise exactly the signals drawn, or stay silent with the sentence drawn."""

import pytest

from tests.spec.drawn import HERE, examples, judged_by, tables
from timeline import signals
from timeline.tables import check

ALL = [(path.stem, example) for path in sorted(HERE.glob("*.txt")) for example in examples(path)]


@pytest.mark.parametrize("example", [e for _, e in ALL], ids=[f"{stem}: {e.title}" for stem, e in ALL])
def test_the_example_holds(example):
    s, rules = tables(example), sorted({row["rule"] for row in example.sections["answer"]})
    numbers = judged_by(example)
    answers = signals.history.settle(signals.look(s, numbers, example.as_of, rules))
    raised = signals.raised(answers, s["events"], s["coverage"], numbers, example.as_of)
    asked = signals.not_raised(answers)
    check("signals", raised)
    check("asked", asked)
    for rule in rules:
        drawn = [row for row in example.sections["answer"] if row["rule"] == rule]
        _raised(raised.filter(f"rule = '{rule}'").df(), [row for row in drawn if row["level"]])
        _silent(asked.filter(f"rule = '{rule}'").df(), [row for row in drawn if not row["level"]])


def _raised(found, drawn):
    def told(row):
        return row["family"] or "F", row["person"], row["harmed"], row["level"], row["raised"]
    got = sorted((r.family_id, *(name if isinstance(name, str) else "" for name in (r.person_id, r.harmed_id)), r.level, str(r.raised_on)[:10])
                 for r in found.itertuples())
    assert got == sorted(told(row | {"family": row.get("family", "")}) for row in drawn), "\n".join(found.because)
    for row in drawn:
        sentences = " ".join(f"{r.because} [{r.gaps}]" for r in found.itertuples())
        assert row["says"] in sentences


def _silent(asked, drawn):
    for row in drawn:
        mine = asked[asked.family_id == (row.get("family") or "F")]
        assert len(mine) == 1, "the rule was not silent"
        assert row["says"] in mine.because.iloc[0]
