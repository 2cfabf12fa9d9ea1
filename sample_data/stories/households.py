"""Stories of one person in several households, and of what looks like it.

Each story's docstring is the sentence that `stories.md` prints. A story and its twin are a line apart in `STORIES`."""

from datetime import timedelta

from ..suppliers import children, health, probation, support

SOON = timedelta(days=3)


def three_households(s):
    """A man is named as suspect in one household, then in a second, and probation, maternity and health visiting then place him in a third with
    an expectant mother and her small child, where nothing has happened. Each link rests on a shared PNC or CRN. R09 must be raised when
    the second woman's report comes; R11 on the third household though it has no incident."""
    a, b = s.family((8.7, 6.2)), s.family((6.9, 4.8), father=False)
    c = s.family((2.6, -0.22), father=False)
    man, home_a = a.father, a.mother.home(s.end)
    s.tell(a, 1180, "argument", "police", "encompass")
    s.tell(a, 1050, "assault", "police", *s.some("gp letter", "social care copy"), outcome="15")
    s.tell(a, 930, "injury", "police", "hospital", outcome="1")
    support.casework(s.of(a), a.mother, s.at(915), "General", man, "ex-partner", a.children, "Separated")
    home_b, home_c = b.mother.home(s.end), c.mother.home(s.end)
    man.moves(s.at(820), home_b)
    children.roll(s.of(b), b.children[0], b.mother, s.at(790), s.at(900), other=man, other_is="Mum's partner", entry=9)
    probation.contact(s.of(b), man, s.at(800), "LOCAPP", "Induction. Community order for assault on a former partner.")
    first = s.tell(b, 610, "assault", "police", "encompass", suspect=man, to_child="mum's partner")
    s.tell(b, 540, "strangulation", "police", *s.some("hospital", "idva"), suspect=man, to_child="mum's partner", outcome="CV", grade="high",
           answers=("strangulation", "step-child in home"))
    number = support.marac(s.of(b), b.mother, man, s.at(536), "REF", "partner", b.children, s.at(522), maiden=b.mother.previous)
    support.marac(s.of(b), b.mother, man, s.at(522), "MTG", "partner", b.children, number=number)
    prison = s.registry.address("institution")
    prison.street = "HMP Quarrow, Fell Road"
    man.moves(s.at(500), prison)
    probation.custody(s.of(b), man, s.at(500), "ADM", s.at(500), s.at(300))
    man.moves(s.at(300), home_c)
    s.desk.family = c.id
    probation.custody(s.desk, man, s.at(300), "REL", s.at(500), s.at(300))
    probation.address(s.desk, man, home_a, s.at(1300), s.at(820), "CS01")
    probation.address(s.desk, man, home_b, s.at(820), s.at(500), "CS03")
    probation.address(s.desk, man, s.registry.address(), s.at(300), s.at(130), "A07A", "Uncle's house.")
    placed = s.at(120)
    probation.address(s.desk, man, home_c, placed, None, "CS03", "Says that he stays with a friend, Ms " + c.mother.surname)
    probation.personal(s.desk, man, c.mother, s.at(118), notes="New partner; has a child under five and is expecting.")
    probation.licence(s.desk, man, s.at(300), s.at(-150), "To notify the supervising officer of any developing intimate relationship.")
    baby = c.children[1]
    health.maternity(s.desk, c.mother, baby, s.at(105), "BOOKING", man, text="Partner attended and answered for her.")
    health.visit(s.desk, c.children[0], c.mother, s.at(88), "HH", adult=man, adult_is="MUM'S PARTNER", text="New adult in the home.")
    s.raises("R09", b, first + SOON, man)
    s.raises("R11", c, s.at(88) + SOON, man)
    s.apart(a, b, c)
    s.one(man)


def three_households_twin(s):
    """A man once named in an argument in one household; another man of the same name, born four years later, moves in with a woman elsewhere:
    the two are never one, and nothing is raised on her household."""
    a, c = s.family((8.1,)), s.family((5.4, 2.9), father=False)
    man = a.father
    other = s.adult("m", s.registry.address())
    other.forename, other.surname, other.custom, other.previous = man.forename, man.surname, man.custom, ""
    other.born = man.born.replace(year=man.born.year + 4, day=7)
    s.tell(a, 640, "argument", "police", "encompass")
    other.moves(s.at(200), c.mother.home(s.end))
    children.roll(s.of(c), c.children[0], c.mother, s.at(180), s.at(300), other=other, other_is="Mum's partner", entry=9)
    health.visit(s.of(c), c.children[1], c.mother, s.at(150), "HH", adult=other, adult_is="MUM'S PARTNER")
    s.silent(a, c)
    s.distinct(man, other)


def a_link_only_proposed(s):
    """A man named by the police with no identifier; a school and a health visitor elsewhere name a mother's new partner with the same rare enough
    name and date of birth. The two may be proposed as one and never confirmed: R11 may rest on a proposed link alone."""
    a, b = s.family((7.5, 4.9)), s.family((6.3, 3.1), father=False)
    man = a.father
    for n, what in ((700, "assault"), (520, "injury")):
        s.tell(a, n, what, "police", known=False)
    man.moves(s.at(240), b.mother.home(s.end))
    children.roll(s.of(b), b.children[0], b.mother, s.at(220), s.at(400), other=man, other_is="Step father", entry=9)
    health.visit(s.of(b), b.children[1], b.mother, s.at(170), "HH", adult=man, adult_is="STEP-FATHER")
    a.father = None     # no surgery, landlord or school of the first home holds a number that would prove it
    s.raises("R11", b, s.at(170) + SOON, man, proposed=True)
    s.apart(a, b)


def a_link_only_proposed_twin(s):
    """A man named by the police; elsewhere a mother's new partner has his name and another year of birth: nothing on her household."""
    a, b = s.family((7.9,)), s.family((6.8,), father=False)
    s.tell(a, 500, "argument", "police", known=False)
    other = s.adult("m", b.mother.home(s.end))
    other.forename, other.surname, other.custom = a.father.forename, a.father.surname, a.father.custom
    other.born = a.father.born.replace(year=a.father.born.year - 6, day=11)
    children.roll(s.of(b), b.children[0], b.mother, s.at(220), s.at(400), other=other, other_is="Step father", entry=9)
    s.silent(a, b)
    s.distinct(a.father, other)


def a_hostel_and_a_shared_house(s):
    """A man with one household behind him lives in approved premises and then in a shared house where a woman with a child also lives: no new
    household is to be seen in either."""
    a, b = s.family((7.0,)), s.family((5.5,), father=False)
    s.tell(a, 900, "argument", "police")
    hostel, shared = s.registry.address("institution"), s.registry.address("shared house")
    hostel.street, shared.street = "Approved Premises, Weir Road", "HMO, Weir Road"
    b.mother.homes = [(b.mother.born, shared)]
    b.children[0].homes = [(b.children[0].born, shared)]
    for home, since, until, usage in ((hostel, 500, 320, "A02"), (shared, 320, None, "HMO")):
        a.father.moves(s.at(since), home)
        probation.address(s.of(a), a.father, home, s.at(since), s.at(until) if until else None, usage)
    children.roll(s.of(b), b.children[0], b.mother, s.at(200), s.at(400), entry=9)
    s.silent(a, b)
    s.apart(a, b)


def a_hostel_and_a_shared_house_twin(s):
    """The same man's like, whom probation then places at his partner's home, with the police's number on both: R11 must be raised."""
    a, b = s.family((7.4,)), s.family((5.1,), father=False)
    for n in (900, 840):
        s.tell(a, n, "assault", "police")
    home = b.mother.home(s.end)
    a.father.moves(s.at(100), home)
    probation.address(s.of(b), a.father, home, s.at(100), None, "CS03")
    probation.personal(s.of(b), a.father, b.mother, s.at(98))
    children.roll(s.of(b), b.children[0], b.mother, s.at(80), s.at(400), other=a.father, other_is="Mum's partner", entry=9)
    s.raises("R11", b, s.at(80) + SOON, a.father)


def a_second_violent_partner(s):
    """A woman harmed by one man years ago and by another, who moved in last year, three times since the autumn: R01 must be raised about the
    second man, each man is his own person, and neither is a serial perpetrator."""
    f = s.family((9.1, 6.5))
    s.tell(f, 1300, "assault", "police", present=False, children=[])
    f.father.moves(s.at(1200), s.registry.address())
    second = s.adult("m", s.registry.address())
    second.moves(s.at(420), f.mother.home(s.end))
    children.roll(s.of(f), f.children[0], f.mother, s.at(400), s.at(1500), other=second, other_is="Mum's partner", entry=9)
    for n, what in ((150, "argument"), (84, "assault"), (25, "assault")):
        day = s.tell(f, n, what, "police", *s.some("gp letter", "idva"), suspect=second, to_child="mum's partner", present=False, children=[])
    s.raises("R01", f, day + SOON, second)
    s.silent(f, rules=("R09",))
    s.distinct(f.father, second)


def a_second_violent_partner_twin(s):
    """A woman who after one argument years ago lives peacefully with another man: nothing."""
    f = s.family((9.0,))
    s.tell(f, 1400, "argument", "police", present=False, children=[])
    f.father.moves(s.at(1300), s.registry.address())
    second = s.adult("m", s.registry.address())
    second.moves(s.at(500), f.mother.home(s.end))
    children.roll(s.of(f), f.children[0], f.mother, s.at(480), s.at(1500), other=second, other_is="Mum's partner", entry=9)
    s.silent(f)


def a_father_in_two_homes(s):
    """A father of children in two homes, known to both schools, with nothing recorded against him: two families, and nothing raised."""
    a, b = s.family((9.4, 7.7)), s.family((4.9,), father=False)
    b.father = a.father
    a.father.moves(s.at(1900), b.mother.home(s.end))
    children.roll(s.of(a), a.children[0], a.mother, s.at(900), s.at(1500), other=a.father, other_in="N", entry=9)
    health.visit(s.of(b), b.children[0], b.mother, s.at(1000), "HH", adult=a.father)
    s.silent(a, b)
    s.apart(a, b)


def a_father_in_two_homes_twin(s):
    """The same arrangement after two reports of assault in the first home, with probation placing him in the second: R11 must be raised
    on the second."""
    a, b = s.family((9.2, 7.1)), s.family((4.4,), father=False)
    for n in (1200, 1100):
        s.tell(a, n, "assault", "police", "encompass")
    home = b.mother.home(s.end)
    a.father.moves(s.at(300), home)
    b.others.append((a.father, "Step father"))
    probation.address(s.of(b), a.father, home, s.at(300), None, "CS03")
    children.roll(s.of(b), b.children[0], b.mother, s.at(130), s.at(200), other=a.father, other_is="Mum's partner", entry=9)
    health.visit(s.of(b), b.children[0], b.mother, s.at(120), "HH", adult=a.father, adult_is="MUM'S PARTNER")
    s.raises("R11", b, s.at(120) + SOON, a.father)
    s.apart(a, b)


def half_siblings(s):
    """A girl and a boy in two homes who share only their father, named as suspect in both homes: two families, he is linked to each, and R09 must
    be raised."""
    a, b = s.family((8.3,)), s.family((3.8,), father=False)
    b.father = a.father
    s.tell(a, 1400, "assault", "police", "encompass")
    a.father.moves(s.at(1380), b.mother.home(s.end))
    health.visit(s.of(b), b.children[0], b.mother, s.at(1000), "HH", adult=a.father)
    day = s.tell(b, 150, "assault", "police", *s.some("gp letter", "social care copy"))
    s.raises("R09", b, day + SOON, a.father)
    s.apart(a, b)


def half_siblings_twin(s):
    """Two children of one surname in two homes, whose fathers share that surname and nothing else, each once in an argument: two families, two men."""
    a, b = s.family((8.0,)), s.family((4.0,))
    b.father.surname = b.children[0].surname = a.father.surname
    for family, n in ((a, 600), (b, 250)):
        s.tell(family, n, "argument", "police")
    s.silent(a, b)
    s.apart(a, b)
    s.distinct(a.father, b.father)


def a_child_moves_to_her_grandmother(s):
    """A girl moves from her parents, where the police were called four times in a year, to her grandmother: R01 must be raised, and the grandmother
    belongs to the family as her carer from then on."""
    f = s.family((8.5,))
    girl = f.children[0]
    gran = s.adult("f", s.registry.address(), 52, 62)
    f.others.append((gran, "Grandmother"))
    for n in (420, 330, 260, 215):
        day = s.tell(f, n, "assault", "police", "encompass")
    girl.moves(s.at(190), gran.homes[0][1])
    children.step(s.of(f), girl, s.at(190), "PLACE", [(gran, "CAR", "Grandmother", "Yes"), (f.mother, "PR", "Mother", "No")],
                  "Moved to grandmother under a family arrangement.", since=s.at(190))
    children.roll(s.of(f), girl, gran, s.at(185), s.at(185), carer_is="Grandmother", other=f.mother, other_is="Mother", other_in="N", entry=9)
    s.raises("R01", f, day + SOON, f.father)
    s.together(girl, gran)


def a_child_moves_to_her_grandmother_twin(s):
    """A grandmother who fetches the child from school on Fridays and lives elsewhere: nothing, and she is no carer in the home."""
    f = s.family((7.1,))
    gran = s.adult("f", s.registry.address(), 50, 60)
    children.log(s.of(f), f.children, s.at(200), "Parental contact", "Gran will collect on Fridays.", gran, "told us", "Grandmother", "N")
    s.silent(f)


STORIES = (
    three_households, three_households_twin, a_link_only_proposed, a_link_only_proposed_twin, a_hostel_and_a_shared_house,
    a_hostel_and_a_shared_house_twin, a_second_violent_partner, a_second_violent_partner_twin, a_father_in_two_homes,
    a_father_in_two_homes_twin, half_siblings, half_siblings_twin, a_child_moves_to_her_grandmother, a_child_moves_to_her_grandmother_twin)
