"""The neighbourhood as it stands in the published snapshot, where that is what concluding it once more would give.

So it is where nothing leads out of the neighbourhood (`near.closed`), where the snapshot was made by this very engine, and where it shows every
answer that stands now about anything near, as it stands now, and no other. Then the tables need not be made again: their rows are read."""

import pandas as pd

from timeline import engine, judgements
from timeline.effects import near

OF_FAMILIES = "family_id in (select family_id from before.made.families semi join near.persons using (person_id))"
OF_PEOPLE = "person_id in (select person_id from near.persons)"
OF_RECORDS = "list_has_any(report_ids, (select list(report_id) from near.records))"
SPOKEN_OF = "left_id in (from near.spoken) or right_id in (from near.spoken)"
PARTS = {
    "people": OF_PEOPLE, "families": OF_PEOPLE, "perpetrators": OF_PEOPLE, "headlines": OF_FAMILIES, "signals": OF_FAMILIES, "timelines": OF_FAMILIES,
    "events": OF_RECORDS, "judgements": SPOKEN_OF,
    "reports": "report_id in (from near.records)", "mentions": "report_id in (from near.records)", "categories": "true",
}
"""Of each published table that is read, SQL for the rows that are near."""


def shown(s, answers: pd.DataFrame) -> bool:
    """Whether the published snapshot shows the neighbourhood that was taken into `s` as concluding it with these answers would. Its rows then
    stand in the schema `stood`, under the names of their tables."""
    if not near.closed(s) or not _made_here(s):
        return False
    _part(s)
    return _same_answers(s, answers)


def _made_here(s) -> bool:
    """Whether this very engine made the published snapshot; of another's rules the difference would be told as the answer's."""
    return s.connection.execute("select value from before.made.about where fact = 'engine'").fetchall() == [(engine.edition(),)]


def _part(s) -> None:
    run = s.connection.execute
    run("create table near.spoken as from near.records union select mention_id from made.mentions")
    run("create schema stood")
    for name, which in PARTS.items():
        run(f'create view stood."{name}" as from before.made."{name}" where {which}')


def _same_answers(s, answers: pd.DataFrame) -> bool:
    """Whether the published judgements of what is near are those of these answers."""
    told = judgements.settle(answers, s["reports"], s["mentions"]).filter(SPOKEN_OF)
    return sorted(map(str, told.fetchall())) == sorted(map(str, s.connection.execute("from stood.judgements").fetchall()))
