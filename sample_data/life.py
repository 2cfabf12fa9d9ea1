"""An ordinary family's years with school, surgery, health visitor, maternity and landlord: no harm in any of it."""

from datetime import date, timedelta

from .people import Family, Person
from .suppliers import children, health, support

FATHERLY = {"f": "Mother", "m": "Father", "x": "Father"}
ACCIDENTS = ("Fell off bike, graze.", "Trapped finger in door.", "Twisted ankle at football.", "High temperature overnight.", "Chest infection.")


def live(desk, family: Family, knows: dict, busy: float = 1.0) -> None:
    """Every ordinary row about this family from the first day covered to the day of the extract.

    `knows` is how often an agency knows a family at all, `busy` multiplies the number of contacts."""
    desk.family = family.id
    odds = desk.rng.random
    for child in family.children:
        _school(desk, family, child, busy)
        _early_years(desk, family, child, knows)
    adults = [p for p in (family.mother, family.father) if p]
    if odds() < knows["gp"]:
        for person in adults + family.children:
            for _ in range(int(odds() * 3 * busy)):
                code, term = health.ROUTINE[int(odds() * len(health.ROUTINE))]
                day = _day(desk, person)
                health.practice(desk, person, day, "9N11." if code == "9N42." and person in family.children else code, term)
    if odds() < knows["hospital"]:
        for person in (desk.rng.choice(adults + family.children) for _ in range(1 + int(odds() * 2 * busy))):
            health.emergency(desk, person, _day(desk, person), words=ACCIDENTS[int(odds() * len(ACCIDENTS))])
    if odds() < knows["housing"]:
        _tenancy(desk, family)
    if odds() < knows["mental_health"]:
        for _ in range(1 + int(odds() * 4)):
            health.mind(desk, family.mother, _day(desk, family.mother))
    if odds() < knows["social_care"] and family.children:
        child = family.children[0]
        children.step(desk, child, _day(desk, child), "CONT", [(family.mother, "PR", FATHERLY[family.mother.sex], "Yes")],
                      "Request for a parenting course passed on.", outcome="ADVICE")


def carer_of(family: Family, child: Person, day: date) -> tuple:
    """Who cares for this child that day, and how a register words it: the mother, or whoever else shares the child's home."""
    home = child.home(day)
    for person, word in ((family.mother, FATHERLY[family.mother.sex]), *family.others):
        if person.home(day) is home:
            return person, word
    return family.mother, FATHERLY[family.mother.sex]


def _school(desk, family, child, busy):
    start = date(child.born.year + 4 + (child.born.month >= 9), 9, 4)
    terms = [start, date(start.year + 7, 9, 4)] + [since + timedelta(days=9) for since, _ in child.homes[1:]]
    days = sorted(d for d in terms if start <= d <= desk.as_at)
    for i, since in enumerate(days):
        until = days[i + 1] if i + 1 < len(days) else None
        if until and until <= desk.from_day:
            continue
        day = max(since, desk.from_day + timedelta(days=int(desk.rng.random() * 200)))
        if until and day >= until:
            continue
        carer, word = carer_of(family, child, day)
        other = family.father if family.father is not carer else None
        together = "Y" if other and other.home(day) is child.home(day) else "N"
        children.roll(desk, child, carer, day, since, until, word, other, FATHERLY[other.sex] if other else "", together, i + 1)
    first = max(start, desk.from_day)
    for _ in range(int((desk.as_at - first).days / 365 * busy + desk.rng.random()) if first < desk.as_at else 0):
        children.attendance(desk, child, desk.registry.day(first, desk.as_at), 99 - int(desk.rng.random() ** 3 * 14))


def _early_years(desk, family, child, knows):
    if child.born < desk.from_day - timedelta(days=800) or child.born > desk.as_at + timedelta(days=210):
        return
    day = child.born - timedelta(days=200)
    if day > desk.from_day and desk.rng.random() < knows["maternity"]:
        father = family.father
        for n, kind in ((0, "BOOKING"), (120, "ANTENATAL"), (201, "BIRTH")):
            on = day + timedelta(days=n)
            lives = "Y" if father and father.home(on) is family.mother.home(on) else "N"
            health.maternity(desk, family.mother, child, on, kind, father, "PARTNER", lives, FATHERLY[father.sex].upper() if father else "")
    if desk.rng.random() < knows["health_visiting"]:
        for n, kind in ((12, "NBV"), (370, "1YR"), (790, "2YR")):
            day = child.born + timedelta(days=n)
            if desk.from_day <= day <= desk.as_at:
                carer, word = carer_of(family, child, day)
                father = family.father if family.father is not carer else None
                lives = "Y" if father and father.home(day) is child.home(day) else "N"
                health.visit(desk, child, carer, day, kind, word.upper(), father, FATHERLY[father.sex].upper() if father else "", lives)


def _tenancy(desk, family):
    day = _day(desk, family.mother)
    home = family.mother.home(day)
    father = family.father if family.father and family.father.home(day) is home else None
    kids = [(c, "Son" if c.sex == "m" else "Daughter") for c in family.children if c.born < day and c.home(day) is home]
    support.tenancy(desk, family.mother, day, second=father, members=kids)
    if desk.rng.random() < .7:
        support.case(desk, family.mother, _day(desk, family.mother), text="Boiler, no hot water.")


def _day(desk, person) -> date:
    return desk.registry.day(max(desk.from_day, person.born + timedelta(days=30)), max(desk.as_at, person.born + timedelta(days=31)))
