"""Who and what on one side is who and what on the other, and how a reader knows them.

Ids move when people are joined or split, so nothing is compared by id: a person is the mentions that he or she is gathered
from, an event its reports, and a family of one side is the family of the other that has its id or else holds most of its people.
"""

from collections import Counter, defaultdict

from timeline.effects.changes import Named
from timeline.effects.side import Side

NAMELESS = "name not recorded"
COUNTED = {1: "once", 2: "twice"}


class Known:
    """How a reader knows whoever stands on one side, and what that side lacks by how it is known on the other."""

    def __init__(self, side: Side, other: Side):
        self._people = {row[0]: row[1:] for held in (other, side) for row in held.people}
        self._files = {row[0]: row[1] for held in (other, side) for row in held.names}
        self._own = dict(side.names)
        self._alike = Counter((name, born) for _, name, born, _mention_ids in side.people)
        self._in = defaultdict(set)
        for family_id, person_id, *_ in side.families:
            self._in[person_id].add(self.family(family_id).name)

    def person(self, person_id: str) -> Named:
        """The person, by name and birth; of several whom these do not tell apart, also by family."""
        name, born, _mention_ids = self._people[person_id]
        told = f"{'a person whose ' if name == NAMELESS else ''}{name}"
        if self._alike[name, born] > 1:
            told = f"{'' if name == NAMELESS else 'the '}{told} named with {' and '.join(sorted(self._in[person_id])) or 'no family'}"
        return Named(person_id, f"{told}{f' (born {born})' if born else ''}")

    def counted(self, person_id: str) -> Named:
        """The person, with how often he or she is named."""
        times = len(self._people[person_id][2])
        return Named(person_id, f"{self.person(person_id).name}, named {COUNTED.get(times, f'{times} times')}")

    def family(self, family_id: str) -> Named:
        """The family, by its people's family names; one that would be new beside one of its name is "another"."""
        name = self._files.get(family_id, NAMELESS)
        if name == NAMELESS:
            return Named(family_id, f"a family whose {name} ({family_id})")
        new = family_id not in self._own and name in self._own.values()
        return Named(family_id, f"{'another' if new else 'the'} {name} family")


class Sides:
    """Both sides, with who and what on the one is who and what on the other."""

    def __init__(self, before: Side, after: Side):
        self.before, self.after = before, after
        self.was, self.now = Known(before, after), Known(after, before)
        self.same = _overlaps(_members(before.people), _members(after.people))      # person of before -> people of after
        self.retold = _overlaps(reports_of(before.events), reports_of(after.events))    # event of before -> events of after
        self.home = _families(before, after, self.same)                            # family of before -> family of after
        self.homes = _back(self.home)                                              # family of after -> families of before

    def were(self, now: str) -> list[str]:
        """The people of before who are this person of after."""
        return [person for person, others in self.same.items() if now in others]


def in_words(day) -> str:
    """A day as a reader reads it."""
    return f"{day.day} {day:%B %Y}" if day else "undated"


def _members(people) -> dict[str, frozenset]:
    return {person_id: frozenset(mention_ids) for person_id, _name, _born, mention_ids in people}


def reports_of(events) -> dict[str, frozenset]:
    """Each event with its reports."""
    return {event_id: frozenset(report_ids) for event_id, _title, _day, report_ids in events}


def _overlaps(before: dict[str, frozenset], after: dict[str, frozenset]) -> dict[str, set[str]]:
    """Each of before with those of after that hold something of it."""
    holder = {item: owner for owner, items in after.items() for item in items}
    return {owner: {holder[item] for item in items if item in holder} for owner, items in before.items()}


def _families(before: Side, after: Side, same: dict[str, set[str]]) -> dict[str, str]:
    """Each family of before with the family of after that it is: of its id, or else that holds most of its people."""
    kept = {row[0] for row in after.families}
    there = defaultdict(set)
    for family_id, person_id, part, _because in after.families:
        if part != "linked person":
            there[person_id].add(family_id)
    shared = defaultdict(Counter)
    for family_id, person_id, part, _because in before.families:
        if part != "linked person":
            shared[family_id].update(found for person in same.get(person_id, ()) for found in there[person])
    return {family_id: family_id if family_id in kept else min(count, key=lambda found: (-count[found], found))
            for family_id in {row[0] for row in before.families} if (count := shared[family_id]) or family_id in kept}


def _back(home: dict[str, str]) -> dict[str, set[str]]:
    back = defaultdict(set)
    for family, other in home.items():
        back[other].add(family)
    return back
