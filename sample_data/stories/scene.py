"""What a story is told with: people, days, what happens, and what must be found."""

from datetime import date, timedelta

from ..accounts import tell
from ..life import live
from ..people import Family, Person
from ..telling import Telling


class Scene:
    """One story being told.

    Days are counted back from a day a little before the extract's (`at(30)` is thirty days before that day), so every seed has
    other dates (`spread` says how much earlier it may be). Unless `plain`, agencies blunder with these people as with all others.
    `expected` gathers what must hold."""

    def __init__(self, desk, knows: dict, story: str, plain: bool = True, spread: int = 25):
        self.desk, self.rng, self.registry, self.knows, self.story, self.plain = desk, desk.rng, desk.registry, knows, story, plain
        self.end = desk.as_at - timedelta(days=3 + int(self.rng.random() * spread))
        self.families, self.expected = [], []

    def at(self, days_before: int) -> date:
        return self.end - timedelta(days=days_before)

    def known(self, person: Person) -> Person:
        person.plain = self.plain
        return person

    def family(self, ages=(7.3, 4.1), father: bool = True, day: int = 0) -> Family:
        """A family with children of these ages, to be lived out when the story closes."""
        made = self.registry.family(self.at(day), ages=ages, father=father)
        for person in (made.mother, made.father, *made.children):
            if person:
                self.known(person)
        self.families.append(made)
        return made

    def adult(self, sex: str = "m", home=None, youngest: int = 24, oldest: int = 42) -> Person:
        return self.known(self.registry.adult(sex, self.end, home, youngest, oldest))

    def writes_otherwise(self, agency: str, person: Person, address) -> None:
        """Let this agency keep another way of writing this person's address."""
        self.desk.note(person, agency, "police-niche", self.end)
        person.records[agency].home, person.records[agency].stale = address, True

    def of(self, family: Family):
        """Write what follows about this family."""
        self.desk.family, self.desk.story = family.id, self.story
        return self.desk

    def tell(self, family, days_before: int, what: str, *agencies, victim=None, suspect=None, children=None, **more) -> date:
        """Something that happened in this family, told by these agencies; by default by the second parent to the first."""
        t = Telling(self.at(days_before), what, victim or family.mother, suspect or family.father,
                    [c for c in (family.children if children is None else children) if c.born <= self.at(days_before)], **more)
        tell(self.of(family), t, *agencies)
        return t.day

    def some(self, *agencies, least: int = 1):
        """Some of these agencies, at least so many, in an order of their own."""
        count = least + int(self.rng.random() * (len(agencies) - least + 1))
        return self.rng.sample(agencies, count)

    def raises(self, rule: str, family: Family, by: date, person: Person | None = None, proposed: bool = False) -> None:
        """This rule must be raised above a note on this family (about this person) by this day."""
        self.expected.append({"kind": "raises", "rule": rule, "family": family.id, "anchor": _anchor(family), "by": by,
                              "person": person.id if person else "", "proposed": proposed})

    def silent(self, *families, rules=("R01", "R02", "R03", "R05", "R06", "R09", "R11"), person: Person | None = None) -> None:
        """These rules must raise nothing above a note on these families (about this person)."""
        for family in families:
            self.expected.append({"kind": "silent", "rules": list(rules), "family": family.id, "anchor": _anchor(family),
                                  "person": person.id if person else ""})

    def distinct(self, *people: Person) -> None:
        """These must never be taken for one person."""
        self.expected.append({"kind": "distinct", "people": [p.id for p in people]})

    def one(self, person: Person) -> None:
        """All strongly identified mentions of this person must be one."""
        self.expected.append({"kind": "one", "people": [person.id]})

    def apart(self, *families: Family) -> None:
        """These must never be one family."""
        self.expected.append({"kind": "apart", "families": [f.id for f in families], "people": [_anchor(f) for f in families]})

    def together(self, *people: Person) -> None:
        """These must be in one family."""
        self.expected.append({"kind": "together", "people": [p.id for p in people]})

    def close(self, busy: float = 1.0) -> None:
        """Live out the families' ordinary years."""
        self.desk.story = self.story
        for family in self.families:
            live(self.desk, family, self.knows, busy)
        self.desk.story = ""


def _anchor(family):
    return family.children[0].id if family.children else family.mother.id
