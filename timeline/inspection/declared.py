"""What a question of an inspection is declared with: of whom it is asked, in which words, and what the records can answer."""

from dataclasses import dataclass

UNITS = {"event": ("event", "events"), "record": ("record", "records"), "family": ("family", "families"), "child": ("child", "children"),
         "person": ("person", "people"), "action": ("action", "actions"), "child in a record": ("child in a record", "children in records")}
"""What a figure counts, one and many."""


@dataclass(frozen=True)
class Answer:
    """One figure: what it counts in words, what it is a count of, and the query that gives a row for each.

    The query reads the tables of `ground.GROUND` and gives `part` (a line of the figure, or ''), `id` of the unit, `family_id` or nothing, `so`
    (whether it is counted; empty where the records cannot tell) and `value` (a number of days, or empty). `parts` heads the lines; `days` says what
    the days are. Without `share` the rows are only counted: none of them could be otherwise."""

    key: str
    words: str
    unit: str
    sql: str
    parts: str = ""
    days: str = ""
    share: bool = True


@dataclass(frozen=True)
class Question:
    """A question in our own words, of whom it is asked, its figures, the agencies whose records it rests on, and what no record here can say."""

    key: str
    asked_of: str
    words: str
    answers: tuple[Answer, ...]
    rests_on: tuple[str, ...]
    cannot: tuple[str, ...]
