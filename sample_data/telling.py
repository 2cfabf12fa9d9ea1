"""Something that happened, as those who tell of it will be given it."""

from dataclasses import dataclass, field
from datetime import date

from .people import Person

WHAT = ("argument", "assault", "injury", "strangulation", "threat to kill", "threats", "harassment", "messages", "unwanted contact",
        "stalking", "damage", "breach", "control", "isolation", "economic", "emotional", "contact dispute", "prison contact", "weapon")
STANDS = {  # how the suspect stands to the child
    "partner": "father", "spouse": "father", "ex-partner": "father", "ex-spouse": "father"}


@dataclass(eq=False, slots=True)
class Telling:
    """One thing that happened: what, when, who is said to have harmed whom, the children of the home.

    `relation` is how the suspect stands to the victim (partner, ex-partner, son ...), `to_child` how to the children.
    `present` says whether the children were there. `answers` are risk questions answered yes. `late` delays the recording."""

    day: date
    what: str
    victim: Person
    suspect: Person | None
    children: list = field(default_factory=list)
    relation: str = "partner"
    to_child: str = "father"
    present: bool = True
    time: str = ""
    event: str = ""
    answers: tuple = ()
    outcome: str = "16"
    grade: str = "standard"
    late: int = 0
    words: str = ""
    known: bool = True          # whether agencies that can hold the suspect's police number do
    crime_ref: str = ""         # set by the police's telling, for those who copy it
