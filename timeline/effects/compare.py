"""What differs between two sides: the neighbourhood without the answer, and with it.

Ids move when people are joined or split, so nothing is compared by id: a person is the mentions that he or she is gathered
from, an event its reports, and a family of one side is the family of the other that has its id or else holds most of its people.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable
from itertools import combinations

from timeline.effects.changes import Accused, Brought, Effects, Gathered, Merged, Named, Placed, Raised, Told
from timeline.effects.side import Side

NAMELESS = "name not recorded"


class Sides:
    """Both sides, with who and what on the one is who and what on the other."""

    def __init__(self, before: Side, after: Side):
        self.before, self.after = before, after
        self._mentions = _members(before.people), _members(after.people)
        self.same = _overlaps(*self._mentions)                                      # person of before -> people of after
        self.retold = _overlaps(_reports(before.events), _reports(after.events))    # event of before -> events of after
        self.home = _families(before, after, self.same)                            # family of before -> family of after
        self.homes = _back(self.home)                                              # family of after -> families of before
        self._names = {row[0]: row[1:3] for side in (before, after) for row in side.people}
        self._files = {row[0]: row[1] for side in (before, after) for row in side.names}

    def person(self, person_id: str) -> Named:
        """The person, by name and birth."""
        name, dob = self._names[person_id]
        return Named(person_id, f"{'a person whose ' if name == NAMELESS else ''}{name}{f' (born {_day(dob)})' if dob else ''}")

    def named(self, person_id: str) -> Named:
        """The person, with how often he or she is named: two who may be one often bear one name."""
        times = max(len(side[person_id]) for side in self._mentions if person_id in side)
        return Named(person_id, f"{self.person(person_id).name}, named {'once' if times == 1 else f'{times} times'}")

    def family(self, family_id: str) -> Named:
        """The family, by its people's family names."""
        name = self._files.get(family_id, NAMELESS)
        return Named(family_id, f"a family whose {name} ({family_id})" if name == NAMELESS else f"the {name} family")

    def were(self, now: str) -> list[str]:
        """The people of before who are this person of after."""
        return [person for person, others in self.same.items() if now in others]


def compare(before: Side, after: Side) -> Effects:
    """What stands on the side `after` and not on `before`, and the reverse."""
    sides = Sides(before, after)
    perpetrators, brought = _accused(sides), _brought(sides)
    second = _brings_together(sides) or bool(brought) or any(part.link == "confirmed" and sides.homes[part.family.id] for part in perpetrators)
    return Effects(_gathered(sides), _told(sides), _merged(sides), _placed(sides), perpetrators, brought, _raised(sides), second)


def _brings_together(sides: Sides) -> bool:
    """Whether two people would stand in one family's file who share none now."""
    shared, together = defaultdict(set), defaultdict(set)
    for family_id, person_id, *_ in sides.before.families:
        shared[person_id].add(family_id)
    for family_id, person_id, *_ in sides.after.families:
        together[family_id] |= set(sides.were(person_id))
    return any(not shared[one] & shared[other] for people in together.values() for one, other in combinations(sorted(people), 2))


def _members(people) -> dict[str, frozenset]:
    return {person_id: frozenset(mention_ids) for person_id, _name, _dob, mention_ids in people}


def _reports(events) -> dict[str, frozenset]:
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


def _groups(forward: dict[str, set[str]]) -> list[tuple[tuple[str, ...], tuple[str, ...]]]:
    """What of before hangs together with what of after, where that is more than one with one."""
    back = defaultdict(set)
    for owner, others in forward.items():
        for other in others:
            back[other].add(owner)
    groups = {(tuple(sorted(_reach({owner}, forward, back))), tuple(sorted(forward[owner]))) for owner in forward if len(forward[owner]) == 1}
    groups |= {((owner,), tuple(sorted(others))) for owner, others in forward.items() if len(others) > 1}
    return sorted(group for group in groups if len(group[0]) != 1 or len(group[1]) != 1)


def _reach(owners: set[str], forward, back) -> set[str]:
    return {again for owner in owners for other in forward[owner] for again in back[other]}


def _gathered(sides: Sides) -> tuple[Gathered, ...]:
    return tuple(Gathered(tuple(map(sides.named, before)), tuple(map(sides.named, after))) for before, after in _groups(sides.same))


def _told(sides: Sides) -> tuple[Told, ...]:
    titles = {row[0]: Named(row[0], f"{row[1]} ({_day(row[2])})") for side in (sides.before, sides.after) for row in side.events}
    return tuple(Told(tuple(titles[i] for i in before), tuple(titles[i] for i in after)) for before, after in _groups(sides.retold))


def _merged(sides: Sides) -> tuple[Merged, ...]:
    return tuple(Merged(tuple(map(sides.family, sorted(before))), sides.family(now)) for now, before in sorted(sides.homes.items()) if len(before) > 1)


def _day(day) -> str:
    return f"{day.day} {day:%B %Y}" if day else "undated"


def _placed(sides: Sides) -> tuple[Placed, ...]:
    """Who comes into a file, leaves it, or stands in it as something else. Whoever comes is asked of each person of before: two
    people who are taken for one bring each other's families with them. Whoever leaves is asked of each person of after."""
    stood, stands = _parts(sides.before.families), _parts(sides.after.families)
    come = [Placed(sides.person(person), sides.family(family), part, None, because)
            for (family, now), (part, because) in stands.items() for person in sides.were(now)
            if not any((home, person) in stood for home in sides.homes[family])]
    held = [(family, person, now, (sides.home.get(family), now)) for family, person in stood for now in sides.same[person]]
    go = [Placed(sides.person(now), sides.family(family), None, *stood[family, person]) for family, person, now, there in held if there not in stands]
    turned = [Placed(sides.person(now), sides.family(there[0]), stands[there][0], stood[family, person][0], stands[there][1])
              for family, person, now, there in held if there in stands and stands[there][0] != stood[family, person][0]]
    return tuple(sorted({*come, *go, *turned}, key=lambda placed: (placed.part is None, placed.earlier_part is not None, placed.sentence)))


def _parts(families) -> dict[tuple[str, str], tuple[str, str]]:
    """Each person's part in each family; of several, those of one who belongs to it before that of one who is only linked."""
    parts = defaultdict(list)
    for family_id, person_id, part, because in families:
        parts[family_id, person_id].append((part == "linked person", part, because))
    return {place: min(held)[1:] for place, held in parts.items()}


def _accused(sides: Sides) -> tuple[Accused, ...]:
    stood = {(row[1], row[0]): row for row in sides.before.perpetrators}
    stands = {(row[1], row[0]): row for row in sides.after.perpetrators}
    come = [Accused(sides.person(person), sides.family(family), row[2], _strongest(stood, sides.homes[family], person), row[3])
            for (family, now), row in stands.items() for person in sides.were(now)]
    go = [Accused(sides.person(now), sides.family(family), None, row[2], row[3])
          for (family, person), row in stood.items() for now in sides.same[person] if (sides.home.get(family), now) not in stands]
    changed = {found for found in come if found.link != found.earlier_link}
    return tuple(sorted({*changed, *go}, key=lambda found: (found.link or "", found.sentence)))


def _strongest(rows: dict, families: Iterable[str], person: str) -> str | None:
    """How a person stands in these families: confirmed before proposed, None where not at all."""
    return min((rows[family, person][2] for family in families if (family, person) in rows), default=None)


def _raised(sides: Sides) -> tuple[Raised, ...]:
    pairs, left = [], list(sides.before.signals)
    for row in sides.after.signals:
        was = next((old for old in left if old[0] == row[0] and old[1] in sides.homes[row[1]] and _same_people(sides, old, row)), None)
        if was:
            left.remove(was)
        pairs.append((was, row))
    changed = [Raised(row[0], sides.family(row[1]), row[4], was and was[4], row[5]) for was, row in pairs if was is None or was[4] != row[4]]
    gone = [Raised(row[0], sides.family(row[1]), None, row[4], row[5]) for row in left]
    return tuple(sorted([*changed, *gone], key=lambda found: (found.level is None, found.earlier_level is not None, found.rule, found.sentence)))


def _same_people(sides: Sides, old, row) -> bool:
    """Whether a signal of before is about the same people as one of after."""
    return all(then == now or (then is not None and now in sides.same[then]) for then, now in zip(old[2:4], row[2:4], strict=True))


def _brought(sides: Sides) -> tuple[Brought, ...]:
    """For each family the reports that stood on another household's timeline and come onto its own."""
    before, after = _told_to(sides.before), _told_to(sides.after)
    found = []
    for family, reports in sorted(after.items()):
        had = set().union(*(before[home] for home in sides.homes[family]))
        elsewhere = set().union(*(held for home, held in before.items() if home not in sides.homes[family]))
        found.append(Brought(sides.family(family), tuple(sorted((reports - had) & elsewhere))))
    return tuple(part for part in found if part.reports)


def _told_to(side: Side) -> dict[str, set[str]]:
    """Each family's reports: those of the events on its timeline."""
    reports = _reports(side.events)
    told = defaultdict(set)
    for family_id, event_id in side.timelines:
        told[family_id] |= reports[event_id]
    return told


def _back(home: dict[str, str]) -> dict[str, set[str]]:
    back = defaultdict(set)
    for family, other in home.items():
        back[other].add(family)
    return back
