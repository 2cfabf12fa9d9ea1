"""Stories of who is who: twins, namesakes, neighbours of one surname, and one person written in several ways.

Each story's docstring is the sentence that `stories.md` prints. A story and its twin are a line apart in `STORIES`."""

from ..people import Address
from ..suppliers import children, health, support


def twins(s):
    """Twin sisters with one date of birth, one address and like names, named together by four agencies: two children, never one."""
    f = s.family((7.2, 7.2))
    first, second = f.children
    second.born = first.born
    first.sex = second.sex = "f"
    first.forename, second.forename = s.rng.choice((("Amina", "Amira"), ("Ella", "Elsie"), ("Maja", "Mila"), ("Lily", "Lola"), ("Ama", "Abena")))
    s.tell(f, 310, "argument", "police", "encompass")
    children.log(s.of(f), [first, second], s.at(180), "Positive", "Both sisters settled.")
    for child in (first, second):
        health.practice(s.of(f), child, s.at(150))
        children.step(s.of(f), child, s.at(305), "CONT 6", [(f.mother, "PR", "Mother", "Yes")], source="police", outcome="NFA")
    s.distinct(first, second)
    s.silent(f)


def twins_twin(s):
    """One child whom two agencies spell differently, with one NHS number: one child."""
    f = s.family((3.9,))
    child = f.children[0]
    child.sex = "f"
    child.forename, other = s.rng.choice((("Katarzyna", "Kasia"), ("Aisha", "Ayesha"), ("Elizabeth", "Liz"), ("Niamh", "Neve")))
    health.practice(s.of(f), child, s.at(300))
    health.visit(s.of(f), child, f.mother, s.at(500), "2YR", adult=f.father)
    child.forename = other
    child.records.clear()
    health.practice(s.of(f), child, s.at(60))
    health.visit(s.of(f), child, f.mother, s.at(40), adult=f.father)
    s.one(child)
    s.silent(f)


def father_and_son(s):
    """A father and his grown son with one name at one address, the son once in an argument with his girlfriend: two men, and what is said of the
    one is never said of the other."""
    f = s.family((9.6,))
    f.father.born = f.mother.born.replace(year=f.mother.born.year - 2, day=5)
    f.mother.born = f.mother.born.replace(year=s.end.year - 44, day=9)
    f.father.born = f.father.born.replace(year=s.end.year - 46)
    son = s.known(s.registry.child(f.mother, f.father.surname, s.at(365 * 21), f.father.home(s.end), sex="m"))
    son.forename, son.surname = f.father.forename, f.father.surname
    girl = s.adult("f", None, 20, 23)
    s.tell(f, 160, "argument", "police", victim=girl, suspect=son, children=[])
    s.tell(f, 420, "argument", "police", children=[])
    health.practice(s.of(f), son, s.at(100))
    health.practice(s.of(f), f.father, s.at(90))
    child = f.children[0]
    support.tenancy(s.of(f), f.mother, s.at(800), second=f.father, members=[(son, "Adult son"), (child, "Son" if child.sex == "m" else "Daughter")])
    s.distinct(f.father, son)
    s.silent(f)


def father_and_son_twin(s):
    """One man whose birthday the police once wrote with day and month exchanged, under one PNC number: one man."""
    f = s.family((6.0,))
    man = f.father
    man.born = man.born.replace(month=4, day=9)
    s.tell(f, 900, "argument", "police", present=False, children=[])
    man.records.clear()
    right, man.born = man.born, man.born.replace(month=9, day=4)
    s.tell(f, 300, "argument", "police", present=False, children=[])
    man.records.clear()
    man.born = right
    s.one(man)
    s.silent(f)


def one_surname_in_one_street(s):
    """Two unrelated families of one surname some doors apart in one street, each with one argument: two families."""
    a, b = s.family((8.2, 5.8)), s.family((7.0,))
    home = s.registry.address(like=a.mother.home(s.end))
    surname = a.children[0].surname
    for person in (b.mother, b.father, *b.children):
        person.homes = [(person.born, home)]
        person.surname, person.custom = surname, a.mother.custom
        person.forename = s.registry.pick(person.custom.female if person.sex == "f" else person.custom.male)
    a.mother.surname = a.father.surname = surname
    for family, n in ((a, 260), (b, 410)):
        s.tell(family, n, "argument", "police", "encompass")
    s.apart(a, b)
    s.silent(a, b)


def one_surname_in_one_street_twin(s):
    """One family in a flat, which the school writes in another way than the police: one family."""
    f = s.family((7.7, 3.3))
    home = f.mother.home(s.end)
    for person in (f.mother, f.father, *f.children):
        person.homes = [(person.born, Address(f"Flat 2, {home.number}", home.street, home.postcode))]
        s.writes_otherwise("schools", person, Address(f"{home.number}, Flat 2,", home.street, home.postcode))
    s.tell(f, 330, "argument", "police", "encompass")
    s.together(*f.children)
    s.silent(f)


STORIES = (twins, twins_twin, father_and_son, father_and_son_twin, one_surname_in_one_street, one_surname_in_one_street_twin)
