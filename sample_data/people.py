"""Invented people, homes and families, drawn at random from a seed."""

from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import accumulate
from random import Random

from . import identifiers
from .names import CUSTOMS, Custom, carried

STREETS = [a + b for a in ("Alder", "Bramble", "Cobden", "Dunlin", "Elder", "Fallow", "Gorse", "Hazel", "Ivy", "Juniper", "Kiln", "Larch",
                           "Mallow", "Nettle", "Osier", "Pippin", "Quince", "Rowan", "Sorrel", "Teasel", "Umber", "Vetch", "Willow", "Yarrow")
           for b in (" Row", " Street", " Close", " Avenue", " Lane", " Drive", "croft Road", "field Way", " Terrace", " Gardens")]
AREAS = ("QJ", "QD", "QN", "VJ", "VY", "QX", "VD", "QE")  # no postcode area begins with Q or V: none of these exists
INWARD = "ABDEFGHJLNPQRSTUWXYZ"
TOWN = "Calderbrook"


@dataclass(eq=False, slots=True)
class Address:
    """A dwelling: always the same number, street and postcode; `kind` is home, institution, shared house or relative's home."""

    number: str
    street: str
    postcode: str
    kind: str = "home"

    def line(self) -> str:
        return f"{self.number} {self.street}, {TOWN}"


@dataclass(eq=False, slots=True)
class Person:
    """A person: the truth that agencies write down more or less well."""

    id: str
    sex: str
    custom: Custom
    forename: str
    surname: str
    born: date
    homes: list = field(default_factory=list)      # (since, Address), in order
    previous: str = ""
    plain: bool = False                            # planted people are written without blunders, so that a story can be found
    numbers: dict = field(default_factory=dict)
    records: dict = field(default_factory=dict)

    def home(self, day: date) -> Address:
        """Where this person lives that day."""
        found = self.homes[0][1]
        for since, address in self.homes:
            if since > day:
                break
            found = address
        return found

    def moves(self, day: date, address: Address) -> None:
        self.homes.append((day, address))

    def age(self, day: date) -> int:
        return day.year - self.born.year - ((day.month, day.day) < (self.born.month, self.born.day))

    @property
    def name(self) -> str:
        return f"{self.forename} {self.surname}"


@dataclass(eq=False, slots=True)
class Family:
    """A family as it truly is: the children's mother (or first parent), second parent if any, children, other carers."""

    id: str
    mother: Person
    father: Person | None
    children: list
    others: list = field(default_factory=list)     # (person, how a register words it)


class Registry:
    """Draws people, addresses and families; counts their numbers. The same seed gives the same ones."""

    def __init__(self, rng: Random):
        self.rng = rng
        self.counts = {"person": 0, "family": 0, "address": 0, "nhs": 0, "event": 0}
        self.made: list[Person] = []
        self._weights = list(accumulate(c.share for c in CUSTOMS))
        self._ranks = {n: list(accumulate(1 / (i + 6) for i in range(n))) for c in CUSTOMS for n in map(len, (c.female, c.male, c.surnames))}

    def next(self, what: str) -> int:
        self.counts[what] = self.counts.get(what, 0) + 1
        return self.counts[what]

    def custom(self) -> Custom:
        return self.rng.choices(CUSTOMS, cum_weights=self._weights)[0]

    def pick(self, words: tuple) -> str:
        """One of these words; the first are the commoner."""
        return self.rng.choices(words, cum_weights=self._ranks[len(words)])[0]

    def day(self, first: date, last: date) -> date:
        """A day between the two, both included."""
        return first + timedelta(days=int(self.rng.random() * ((last - first).days + 1)))

    def address(self, kind: str = "home", like: Address | None = None) -> Address:
        """A dwelling that nobody has had; `like` puts it in the same street, some doors on."""
        if like:
            return Address(str(int(like.number) + 4 + 2 * int(self.rng.random() * 5)), like.street, like.postcode, kind)
        n = self.next("address")
        unit = n * 7919 % 1_000_003 + n // 1_000_003
        area, rest = AREAS[unit % len(AREAS)], unit // len(AREAS)
        district, rest = rest % 20 + 1, rest // 20
        sector, rest = rest % 9 + 1, rest // 9
        postcode = f"{area}{district} {sector}{INWARD[rest % 20]}{INWARD[rest // 20 % 20]}"
        return Address(str(2 + int(self.rng.random() * 140)), STREETS[unit % len(STREETS)], postcode, kind)

    def person(self, sex: str, born: date, custom: Custom, surname: str, home: Address, since: date, whole: str = "with") -> Person:
        """A person of this sex, naming custom and family name."""
        forename = self.pick(custom.female if sex == "f" else custom.male)
        made = Person(f"p{self.next('person'):07d}", sex, custom, forename, carried(custom, surname, sex, whole), born)
        made.homes.append((since, home))
        self.made.append(made)
        return made

    def adult(self, sex: str, day: date, home: Address | None = None, youngest: int = 21, oldest: int = 44) -> Person:
        """A grown person of a naming custom drawn at random."""
        custom = self.custom()
        born = self.day(day.replace(year=day.year - oldest, day=1), day.replace(year=day.year - youngest, day=1))
        whole = "alone" if self.rng.random() < 0.35 else "with"
        return self.person(sex, born, custom, self.pick(custom.surnames), home or self.address(), born, whole)

    def family(self, day: date, children: int | None = None, ages: tuple | None = None, father: bool = True) -> Family:
        """A family as at `day`: mother, father of the same custom at the same address, and children of these ages."""
        rng, home = self.rng, self.address()
        if ages is None:
            ages = tuple(sorted((rng.random() * 15 for _ in range(children or rng.choice((1, 1, 2, 2, 2, 3)))), reverse=True))
        first_birth = day - timedelta(days=int(max(ages, default=2) * 365.25))
        grown = first_birth - timedelta(days=int(19 * 365.25))
        mother = self.adult("f", day, home)
        mother.born = grown - timedelta(days=int(min(rng.expovariate(1 / 7), 20) * 365.25))
        surname, whole = self.pick(mother.custom.surnames), "alone" if rng.random() < 0.35 else "with"
        dad = None
        if father:
            born = mother.born + timedelta(days=int(rng.gauss(-700, 1200)))
            dad = self.person("m", min(born, grown), mother.custom, surname, home, born, whole)
        if father and rng.random() < 0.6:
            mother.previous, mother.surname = mother.surname, carried(mother.custom, surname, "f", whole)
        kids = [self.child(mother, surname, day - timedelta(days=int(age * 365.25) + 3), home, whole) for age in ages]
        _different_forenames(self, kids, {mother.forename, dad.forename if dad else ""})
        return Family(f"f{self.next('family'):06d}", mother, dad, kids)

    def child(self, mother: Person, surname: str, born: date, home: Address, whole: str = "with", sex: str = "") -> Person:
        return self.person(sex or self.rng.choice("fm"), born, mother.custom, surname, home, born, whole)

    def number(self, person: Person, kind: str) -> str:
        """This person's identifier of a kind, given on first use; empty where there is none to give."""
        if kind not in person.numbers:
            person.numbers[kind] = self._number(person, kind) or ""
        return person.numbers[kind]

    def _number(self, person, kind):
        if kind == "nhs":
            while (found := identifiers.nhs(n := self.next("nhs"))) is None and n < 1_000_000:
                pass
            return found
        year = 2016 + int(self.rng.random() * 8)
        if kind in ("pnc", "cro"):
            return getattr(identifiers, kind)(self.next(f"{kind}{year}"), year)
        return getattr(identifiers, kind)(self.next(kind))


def _different_forenames(registry, kids, seen):
    for kid in kids:
        while kid.forename in seen:
            kid.forename = registry.pick(kid.custom.female if kid.sex == "f" else kid.custom.male)
        seen.add(kid.forename)
