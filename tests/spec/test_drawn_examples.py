"""Every drawn example holds: the rules it names raise exactly the signals drawn, or stay silent with the sentence drawn.

Of a signal the columns `evidence` (the days of its events), `reports` (the agencies of its records), `latest` (its last day) and `linked` (whether
it rests on a proposed link) may be drawn too. Where a `history` is drawn it holds every day on which the level of the rules that it names changed,
and may say what was said on that day."""

import pytest

from tests.spec.drawn import HERE, examples, judged_by, tables
from timeline import signals
from timeline.tables import check

ALL = [(path.stem, example) for path in sorted(HERE.glob("*.txt")) for example in examples(path)]


@pytest.mark.parametrize("example", [e for _, e in ALL], ids=[f"{stem}: {e.title}" for stem, e in ALL])
def test_the_example_holds(example):
    s, named = tables(example), {row["rule"] for row in example.sections["answer"]}
    rules = [rule for rule in signals.RULES if rule in named]
    numbers = judged_by(example)
    said = signals.look(s, numbers, example.as_of, rules)
    answers = signals.history.settle(said).materialize()
    raised = signals.raised(answers, s["events"], s["coverage"], numbers, example.as_of).materialize()
    asked = signals.not_raised(answers).materialize()
    check("signals", raised)
    check("asked", asked)
    happened = dict(s["events"].project("event_id, coalesce(occurred_from::date::varchar, 'undated')").fetchall())
    for rule in rules:
        drawn = [row for row in example.sections["answer"] if row["rule"] == rule]
        _raised([_told(r, happened) for r in raised.filter(f"rule = '{rule}'").df().itertuples()], [row for row in drawn if row["level"]])
        _silent(asked.filter(f"rule = '{rule}'").df(), [row for row in drawn if not row["level"]])
    _changed(said, example.sections.get("history", []))


def _told(r, happened) -> dict:
    """A signal as it is drawn."""
    person, harmed = (name if isinstance(name, str) else "" for name in (r.person_id, r.harmed_id))
    return {"rule": r.rule, "family": r.family_id, "person": person, "harmed": harmed, "level": r.level, "raised": str(r.raised_on)[:10],
            "says": f"{r.because} [{r.gaps}]", "evidence": "+".join(happened[event] for event in r.evidence),
            "reports": "+".join(report.split(":")[0] for report in r.reports), "latest": str(r.latest_on)[:10],
            "linked": "yes" if r.rests_on_proposed_link else "no"}


def _raised(found, drawn):
    drawn = [row | {"family": row.get("family") or "F"} for row in drawn]
    assert sorted(map(_who, found)) == sorted(map(_who, drawn)), [one["says"] for one in found]
    for one, row in zip(sorted(found, key=_who), sorted(drawn, key=_who), strict=True):
        assert row["says"] in one["says"]
        assert {column: one[column] for column in row} == row | {"says": one["says"]}


def _who(row):
    return row["family"], row["person"], row["harmed"], row["level"], row["raised"]


def _silent(asked, drawn):
    for row in drawn:
        mine = asked[asked.family_id == (row.get("family") or "F")]
        assert len(mine) == 1, "the rule was not silent"
        assert row["says"] in mine.because.iloc[0]


def _changed(said, drawn):
    told = {(row["rule"], row.get("family") or "F", row["person"], row["harmed"], row["day"], row["level"]): row.get("says", "") for row in drawn}
    changes = said.filter("grave <> before").project("rule, family_id, person_id, harmed_id, on_day::varchar, level, because").fetchall()
    rules = {row["rule"] for row in drawn}
    found = {tuple(cell or "" for cell in row[:-1]): row[-1] for row in changes if row[0] in rules}
    assert sorted(found) == sorted(told)
    for day, says in told.items():
        assert says in found[day]
