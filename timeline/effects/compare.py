"""What differs between two sides: the neighbourhood without the answer, and with it."""

from collections import defaultdict
from collections.abc import Iterable
from itertools import combinations

from timeline.effects.changes import Accused, Against, Brought, Effects, Gathered, Merged, Named, Placed, Raised, Told
from timeline.effects.side import Side
from timeline.effects.sides import Sides, in_words, reports_of


def compare(before: Side, after: Side) -> Effects:
    """What stands on the side `after` and not on `before`, and the reverse."""
    sides = Sides(before, after)
    perpetrators, brought = _accused(sides), _brought(sides)
    named = any(part.link == "confirmed" and sides.homes[part.family.id] for part in perpetrators)
    held_back = any(verdict == "yes" for verdict, _because in after.contradicted)
    second = _brings_together(sides) or bool(brought) or named or held_back
    return Effects(_gathered(sides), _told(sides), _merged(sides), _placed(sides), perpetrators, brought, _raised(sides), _against(after), second,
                   near=frozenset(id for side in (before, after) for (id,) in side.records))


def _against(after: Side) -> tuple[Against, ...]:
    return tuple(sorted({Against(because[because.index("it contradicts"):].removeprefix("it ")) for _verdict, because in after.contradicted},
                        key=lambda part: part.sentence))


def _brings_together(sides: Sides) -> bool:
    """Whether two people would stand in one family's file who share none now."""
    shared, together = defaultdict(set), defaultdict(set)
    for family_id, person_id, *_ in sides.before.families:
        shared[person_id].add(family_id)
    for family_id, person_id, *_ in sides.after.families:
        together[family_id] |= set(sides.were(person_id))
    return any(not shared[one] & shared[other] for people in together.values() for one, other in combinations(sorted(people), 2))


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
    return tuple(Gathered(tuple(map(sides.was.counted, before)), tuple(map(sides.now.counted, after))) for before, after in _groups(sides.same))


def _told(sides: Sides) -> tuple[Told, ...]:
    titles = {row[0]: Named(row[0], f"{row[1]} ({in_words(row[2])})") for side in (sides.before, sides.after) for row in side.events}
    return tuple(Told(tuple(titles[i] for i in before), tuple(titles[i] for i in after)) for before, after in _groups(sides.retold))


def _merged(sides: Sides) -> tuple[Merged, ...]:
    return tuple(Merged(tuple(map(sides.was.family, sorted(before))), sides.was.family(now)) for now, before in sorted(sides.homes.items()) if len(before) > 1)


def _placed(sides: Sides) -> tuple[Placed, ...]:
    """Who comes into a file, leaves it, or stands in it as something else. Whoever comes is asked of each person of before: two
    people who are taken for one bring each other's families with them. Whoever leaves is asked of each person of after."""
    stood, stands = _parts(sides.before.families), _parts(sides.after.families)
    come = [Placed(sides.was.person(person), sides.was.family(family), part, None, because)
            for (family, now), (part, because) in stands.items() for person in sides.were(now)
            if not any((home, person) in stood for home in sides.homes[family])]
    held = [(family, person, now, (sides.home.get(family), now)) for family, person in stood for now in sides.same[person]]
    go = [Placed(sides.now.person(now), sides.was.family(family), None, *stood[family, person]) for family, person, now, there in held if there not in stands]
    turned = [Placed(sides.now.person(now), sides.was.family(there[0]), stands[there][0], stood[family, person][0], stands[there][1])
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
    come = [Accused(sides.was.person(person), sides.was.family(family), row[2], _strongest(stood, sides.homes[family], person), row[3])
            for (family, now), row in stands.items() for person in sides.were(now)]
    go = [Accused(sides.now.person(now), sides.was.family(family), None, row[2], row[3])
          for (family, person), row in stood.items() for now in sides.same[person] if (sides.home.get(family), now) not in stands]
    changed = {found for found in come if found.link != found.earlier_link}
    return tuple(sorted({*changed, *go}, key=lambda found: (found.link or "", found.sentence)))


def _strongest(rows: dict, families: Iterable[str], person: str) -> str | None:
    """How a person stands in these families: confirmed before proposed, None where not at all."""
    return min((rows[family, person][2] for family in families if (family, person) in rows), default=None)


def _raised(sides: Sides) -> tuple[Raised, ...]:
    """A signal is the same on both sides where its rule is, its family and its people; of two that become one neither falls away."""
    was = {row: [old for old in sides.before.signals if _same_signal(sides, old, row)] for row in sides.after.signals}
    met = {old for olds in was.values() for old in olds}
    changed = [Raised(row[0], sides.was.family(row[1]), row[4], olds[0][4] if olds else None, row[5])
               for row, olds in was.items() if row[4:6] not in {old[4:6] for old in olds}]
    gone = [Raised(row[0], sides.was.family(row[1]), None, row[4], row[5]) for row in sides.before.signals if row not in met]
    return tuple(sorted([*changed, *gone], key=lambda found: (found.level is None, found.earlier_level is not None, found.rule, found.sentence)))


def _same_signal(sides: Sides, old, row) -> bool:
    people = zip(old[2:4], row[2:4], strict=True)
    return old[0] == row[0] and old[1] in sides.homes[row[1]] and all(then == now or now in sides.same.get(then, ()) for then, now in people)


def _brought(sides: Sides) -> tuple[Brought, ...]:
    """For each family the reports that stood on another household's timeline and come onto its own."""
    before, after = _told_to(sides.before), _told_to(sides.after)
    found = []
    for family, reports in sorted(after.items()):
        had = set().union(*(before[home] for home in sides.homes[family]))
        elsewhere = set().union(*(held for home, held in before.items() if home not in sides.homes[family]))
        found.append(Brought(sides.was.family(family), tuple(sorted((reports - had) & elsewhere))))
    return tuple(part for part in found if part.reports)


def _told_to(side: Side) -> dict[str, set[str]]:
    """Each family's reports: those of the events on its timeline."""
    reports = reports_of(side.events)
    told = defaultdict(set)
    for family_id, event_id in side.timelines:
        told[family_id] |= reports[event_id]
    return told
