"""One side of the comparison: the tables of a neighbourhood, concluded with some answers, as plain rows."""

from dataclasses import dataclass, field
from pathlib import Path

import pandas as pd

from timeline import pipeline, snapshot
from timeline.effects import near
from timeline.effects.supposed import THIS

QUESTIONS = {
    "people": """select person_id, name, if(dob_precision = 'year', strftime(dob, '%Y'), strftime(dob, '%-d %B %Y')) as born, mention_ids
                 from made.people""",
    "families": "select family_id, person_id, part, because from made.families order by family_id, person_id, since",
    "names": "select family_id, name from made.headlines",
    "signals": "select rule, family_id, person_id, harmed_id, level, because from made.signals order by signal_id",
    "events": """select event_id, coalesce(title, category), occurred_from::date, report_ids
                 from made.events left join (select category, title from made.categories) using (category)""",
    "timelines": "select family_id, event_id from made.timelines",
    "perpetrators": "select person_id, family_id, link, standing from made.perpetrators",
    "records": "select report_id from made.reports union all select mention_id from made.mentions order by all",
    "contradicted": f"select distinct verdict, because from made.judgements where answer_id = '{THIS}' and state = 'contradicted' order by all",
}


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
        made = concluded(s, published, answers, anchors)
        return Side(**{name: made.connection.execute(question).fetchall() for name, question in QUESTIONS.items()})


def concluded(s, published: Path, answers: pd.DataFrame, anchors: list[str]):
    """The working snapshot `s` filled with the neighbourhood of the anchors, gathered and concluded as a run would."""
    facts = near.take(s, published, answers, anchors)
    settings, as_of = pipeline.judged_by(facts)
    pipeline.conclude(answers, settings, s, as_of)
    return s
