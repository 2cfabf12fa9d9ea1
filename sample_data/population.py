"""The truth about a drawn population, beside truth.csv: its people, its families, and the couples easily taken for one.

people.csv says of each person the naming custom that he or she was drawn with. families.csv says who truly belongs with the
children's resident carer: child, carer (whoever cares for them at home and is not the one said to harm the others there) and
other (whoever lived there at some time, or is their parent). A child who moved to another carer is in both families.
couples.csv names, by kind, two people who must never be taken for one."""

import csv
from datetime import date
from pathlib import Path

PEOPLE = ("person", "custom", "sex", "born", "forename", "surname")
FAMILIES = ("family", "person", "part")
COUPLES = ("kind", "person_l", "person_r")


class Population:
    """Writes the three files below a folder, scene by scene."""

    def __init__(self, folder: Path):
        self._open = {name: _file(folder / f"{name}.csv", head) for name, head in
                      (("people", PEOPLE), ("families", FAMILIES), ("couples", COUPLES))}

    def add(self, desk, scene, kind: str) -> None:
        """Everyone whom the scene has made; they are then forgotten, so that ten million rows need no more memory than ten thousand."""
        made = desk.registry.made
        self._write("people", [(p.id, p.custom.name, p.sex, p.born, p.forename, p.surname) for p in made])
        for family in scene.families:
            self._write("families", sorted(_members(family, made, desk.blamed)))
        self._write("couples", [(kind, *sorted(e["people"])) for e in scene.expected if e["kind"] == "distinct"])
        made.clear()
        desk.blamed.clear()

    def close(self) -> None:
        for handle, _ in self._open.values():
            handle.close()

    def _write(self, name, rows):
        self._open[name][1].writerows(rows)


def _members(family, made, blamed) -> set:
    """(family, person, part) of each who belongs to the family as it truly is."""
    parents = [p for p in (family.mother, family.father) if p]
    carer = family.mother
    if family.father and _with(family.father, family.mother) and _harms(family.mother, family, blamed) > _harms(family.father, family, blamed):
        carer = family.father
    found = {(family.id, carer.id, "carer")} | {(family.id, child.id, "child") for child in family.children}
    others = {p.id for p in made if any(_with(p, member) for member in (carer, *family.children))} | {p.id for p in parents}
    found |= {(family.id, person, "other") for person in others - {person for _, person, _ in found}}
    for other, _ in family.others:
        moved = [child for child in family.children if _with(other, child) and not _with(other, family.mother)]
        if moved:
            found -= {(family.id, other.id, "other")}
            home = f"{family.id}/{other.id}"
            found |= {(home, child.id, "child") for child in moved} | {(home, other.id, "carer")} | {(home, p.id, "other") for p in parents}
    return found


def _harms(person, family, blamed) -> int:
    """How much oftener this person is said to have harmed the others at home than to have been harmed by them."""
    others = [p.id for p in (family.mother, family.father, *family.children) if p]
    return sum(blamed[person.id, other] - blamed[other, person.id] for other in others)


def _with(one, other) -> bool:
    """Whether the two have lived in one home at one time."""
    return any(a is b and a.kind == "home" and since < other_until and other_since < until
               for since, until, a in _stays(one) for other_since, other_until, b in _stays(other))


def _stays(person) -> list:
    """(since, until, address) of each home in turn."""
    starts = [since for since, _ in person.homes] + [date.max]
    return [(since, until, address) for (since, address), until in zip(person.homes, starts[1:], strict=True)]


def _file(path: Path, head: tuple):
    handle = path.open("w", encoding="utf-8", newline="", buffering=1 << 18)
    writer = csv.writer(handle, lineterminator="\n")
    writer.writerow(head)
    return handle, writer
