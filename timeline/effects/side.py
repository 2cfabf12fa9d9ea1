"""One side of the comparison: the tables of a neighbourhood, concluded with some answers, as plain rows."""

from dataclasses import dataclass, field
from pathlib import Path

import pandas as pd

from timeline import pipeline, snapshot
from timeline.effects import near, stood
from timeline.effects.supposed import THIS

QUESTIONS = {
    "people": """select person_id, name, if(dob_precision = 'year', strftime(dob, '%Y'), strftime(dob, '%-d %B %Y')) as born, mention_ids
                 from {made}.people""",
    "families": "select family_id, person_id, part, because from {made}.families order by family_id, person_id, since",
    "names": "select family_id, name from {made}.headlines",
    "signals": "select rule, family_id, person_id, harmed_id, level, because from {made}.signals order by signal_id",
    "events": """select event_id, coalesce(title, category), occurred_from::date, report_ids
                 from {made}.events left join (select category, title from {made}.categories) using (category)""",
    "timelines": "select family_id, event_id from {made}.timelines",
    "perpetrators": "select person_id, family_id, link, standing from {made}.perpetrators",
    "records": "select report_id from {made}.reports union all select mention_id from {made}.mentions order by all",
    "contradicted": f"select distinct verdict, because from {{made}}.judgements where answer_id = '{THIS}' and state = 'contradicted' order by all",
}
"""What is asked of the tables of the schema `made`, to know what stands in the files."""


@dataclass(frozen=True)
class Side:
    """What stands in the files of a neighbourhood, a list of rows for each of QUESTIONS."""

    people: list[tuple]
    families: list[tuple]
    names: list[tuple]
    signals: list[tuple]
    events: list[tuple]
    timelines: list[tuple]
    perpetrators: list[tuple]
    records: list[tuple] = field(default_factory=list)
    contradicted: list[tuple] = field(default_factory=list)


def conclude(published: Path, answers: pd.DataFrame, anchors: list[str]) -> Side:
    """What stands near the anchors in the snapshot at `published` when it is made with these answers.

    Works on DuckDB's default connection, in memory, and puts the former one back."""
    with snapshot.in_memory() as s:
        concluded(s, published, answers, anchors)
        return read(s, "made")


def both(published: Path, now: pd.DataFrame, then: pd.DataFrame, anchors: list[str]) -> tuple[Side, Side]:
    """What stands near the anchors with the answers `now`, and with `then`. The former is read as it is published where the snapshot
    shows exactly that (`stood`), which saves the half of the work; else it is concluded too.

    Works as `conclude` does."""
    with snapshot.in_memory() as s:
        concluded(s, published, then, anchors)
        after = read(s, "made")
        before = read(s, "stood") if stood.shown(s, now) else None
    return before or conclude(published, now, anchors), after


def concluded(s, published: Path, answers: pd.DataFrame, anchors: list[str]):
    """The working snapshot `s` filled with the neighbourhood of the anchors, gathered and concluded as a run would.

    What is the whole run's in it, and what is so for the files of the anchors alone, is said in `near`."""
    finish(s, near.take(s, published, answers, anchors), answers)
    return s


def finish(s, facts: dict[str, str], answers: pd.DataFrame) -> None:
    """Conclude the neighbourhood that was taken into `s`, as the snapshot that says these `facts` of itself was, with these answers."""
    s.connection.execute("set threads = 1")  # of tables as small as these a second one costs more than it does
    settings, as_of = pipeline.judged_by(facts)
    pipeline.conclude(answers, settings, s, as_of)


def read(s, schema: str) -> Side:
    """What stands in the tables of this schema of `s`."""
    return Side(**{name: s.connection.execute(question.format(made=schema)).fetchall() for name, question in QUESTIONS.items()})
