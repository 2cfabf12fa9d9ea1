"""Families whose people are easily taken for one another, or who are hard to place: drawn into large populations only.

Each is told like a story (see `stories/`), but agencies blunder with these people as with all others. What `distinct` names
is written beside the truth as a couple under the name of its case, so that the mixed can be counted by kind."""

from .stories import STORIES
from .suppliers import children, health, support

NUMBERS = ("nhs", "upn", "pnc", "cro")
LIKE_NAMES = {  # look-alike first names of twins, by naming custom: girls, boys; never two spellings of one name, which no parent gives
    "English": ((("Ella", "Ellie"), ("Ellie", "Elsie"), ("Amelia", "Emilia"), ("Lily", "Lucy"), ("Isla", "Ivy"), ("Molly", "Polly")),
                (("Alfie", "Archie"), ("Jayden", "Kayden"), ("Harry", "Harvey"), ("Jack", "Jake"), ("Leo", "Theo"), ("Harley", "Harvey"))),
    "Welsh": ((("Carys", "Cerys"), ("Megan", "Morgan"), ("Elin", "Eleri"), ("Nia", "Mia")),
              (("Dylan", "Dyfan"), ("Owain", "Osian"), ("Rhys", "Rhydian"), ("Ieuan", "Iestyn"))),
    "Irish": ((("Ciara", "Cara"), ("Aoife", "Aoibhe"), ("Niamh", "Neasa"), ("Orla", "Oona")),
              (("Conor", "Cormac"), ("Cian", "Cillian"), ("Sean", "Seamus"), ("Eoin", "Oisin"))),
    "South Asian Muslim": ((("Amina", "Amira"), ("Saima", "Samina"), ("Hafsa", "Hafiza"), ("Aisha", "Alisha"), ("Zara", "Zoya")),
                           (("Hassan", "Hussain"), ("Hamza", "Hamid"), ("Bilal", "Hilal"), ("Zain", "Zayan"), ("Imran", "Kamran"))),
    "Sikh": ((("Manpreet", "Harpreet"), ("Jasleen", "Jasmeen"), ("Navneet", "Navjeet")),
             (("Gurpreet", "Harpreet"), ("Jaspal", "Jasbir"), ("Amrit", "Amrik"))),
    "Hindu": ((("Anjali", "Anjana"), ("Pooja", "Poonam"), ("Meera", "Meena")), (("Rohan", "Rohit"), ("Amit", "Ajit"), ("Nikhil", "Nihal"))),
    "Polish": ((("Maja", "Mila"), ("Julia", "Julita"), ("Oliwia", "Otylia"), ("Zofia", "Zuzia")),
               (("Jakub", "Jan"), ("Kacper", "Kajetan"), ("Filip", "Franek"), ("Marek", "Marcel"))),
    "West African": ((("Ama", "Abena"), ("Taiwo", "Kehinde"), ("Adaeze", "Adaora"), ("Grace", "Gloria")),
                     (("Kwame", "Kwabena"), ("Taiwo", "Kehinde"), ("Chinedu", "Chidi"), ("Emeka", "Ebuka"))),
    "Arabic": ((("Layla", "Lana"), ("Amal", "Amani"), ("Salma", "Salwa"), ("Rania", "Dania")),
               (("Hamza", "Hamid"), ("Omar", "Ammar"), ("Karim", "Karam"), ("Samir", "Amir"))),
}


def twins_with_other_names(s):
    """Twins whose first names are as different as any."""
    s.distinct(*_twins(s, _often_of_one_sex))


def twins_with_like_names(s):
    """Twins with look-alike names."""
    s.distinct(*_twins(s, _with_like_names))


def twins_with_like_names_and_no_number(s):
    """Twins with look-alike names, of whom no agency has written down an identifier."""
    twins_with_like_names(s)
    for child in s.families[0].children[-2:]:
        _without_numbers(child)


def a_son_named_after_his_father(s):
    """A boy who bears his father's name, in one home with him."""
    f = s.family((4 + s.rng.random() * 10, 2.5))
    boy = f.children[0]
    boy.sex, boy.forename, boy.surname = "m", f.father.forename, f.father.surname
    if s.rng.random() < .5:
        s.tell(f, 300, "argument", "police", "encompass")
    s.distinct(f.father, boy)


def two_men_of_one_name_in_one_home(s):
    """A nephew who lodges with his uncle and bears his name, eight years the younger."""
    f = s.family()
    nephew = _like(f.father, s.adult("m", f.mother.home(s.end)))
    nephew.born = f.father.born.replace(year=f.father.born.year + 8, day=17)
    support.tenancy(s.of(f), f.mother, s.at(700), second=f.father, members=[(nephew, "Other")])
    for man in (nephew, f.father):
        health.practice(s.of(f), man, s.at(int(s.rng.random() * 500)))
    s.distinct(f.father, nephew)


def two_women_of_one_name(s):
    """Two women of one name in two homes, and nothing else in common."""
    _two_mothers(s)


def two_women_of_one_name_and_birth_date(s):
    """Two women of one name and one date of birth in two homes."""
    a, b = _two_mothers(s)
    b.mother.born = a.mother.born


def two_women_of_one_name_and_birth_date_without_numbers(s):
    """Two women of one name and one date of birth in two homes, of whom no agency has written down an identifier."""
    a, b = _two_mothers(s)
    b.mother.born = a.mother.born
    for family in (a, b):
        _without_numbers(family.mother)


def two_women_of_one_name_in_one_street(s):
    """Two women of one name some doors apart, under one postcode."""
    a, b = _two_mothers(s)
    home = s.registry.address(like=a.mother.home(s.end))
    for person in (b.mother, b.father, *b.children):
        person.homes = [(person.born, home)]


def children_with_a_foster_carer(s):
    """Two children taken from their parents' home, after two calls to the police, to a foster carer."""
    f = s.family((8.2, 5.4))
    carer = s.adult("f", s.registry.address(), 35, 60)
    f.others.append((carer, "Foster carer"))
    for n in (500, 430):
        s.tell(f, n, "assault", "police", "encompass")
    for child in f.children:
        child.moves(s.at(400), carer.homes[0][1])
        children.step(s.of(f), child, s.at(400), "PLACE", [(carer, "CAR", "Foster carer", "Yes"), (f.mother, "PR", "Mother", "No")],
                      "Placed with foster carer.", since=s.at(400))
        children.roll(s.of(f), child, carer, s.at(390), s.at(390), carer_is="Foster carer", entry=9)


def a_couple_without_children(s):
    """A couple without children, one of whom is said to have harmed the other."""
    f = s.family(())
    f.mother.born = f.mother.born.replace(year=s.end.year - 31, day=8)
    f.father.born = f.father.born.replace(year=s.end.year - 33, day=8)
    for n in (640, 90):
        s.tell(f, n, "argument", "police", *s.some("hospital", "idva"), children=[])


def _twins(s, named):
    """A family whose last two children are twins, `named` before anybody tells of them; now and then they have an elder."""
    age = 1 + s.rng.random() * 12
    f = s.family((age + 3, age, age) if s.rng.random() < .4 else (age, age))
    first, second = f.children[-2:]
    second.born = first.born
    named(s, f, first, second)
    if s.rng.random() < .3:
        s.tell(f, 310, "argument", "police", "encompass")
    return first, second


def _often_of_one_sex(s, family, first, second):
    if s.rng.random() < .6 and first.sex != second.sex:
        second.sex = first.sex
        taken = {child.forename for child in family.children}
        given = second.custom.female if second.sex == "f" else second.custom.male
        second.forename = s.rng.choice([name for name in given if name not in taken])


def _with_like_names(s, family, first, second):
    first.sex = second.sex
    elder = {child.forename for child in family.children[:-2]}
    names = LIKE_NAMES[first.custom.name][first.sex == "m"]
    first.forename, second.forename = s.rng.choice([pair for pair in names if not elder & set(pair)])


def _two_mothers(s):
    """Two families whose mothers are of one name."""
    a, b = s.family(), s.family((6.1,))
    _like(a.mother, b.mother)
    s.distinct(a.mother, b.mother)
    return a, b


def _like(person, other):
    """The other, now with this person's name."""
    other.forename, other.surname, other.custom, other.previous = person.forename, person.surname, person.custom, ""
    return other


def _without_numbers(person):
    person.numbers |= dict.fromkeys(NUMBERS, "")


CASES = STORIES | {told.__name__: told for told in (
    twins_with_other_names, twins_with_like_names, twins_with_like_names_and_no_number, a_son_named_after_his_father,
    two_men_of_one_name_in_one_home, two_women_of_one_name, two_women_of_one_name_and_birth_date,
    two_women_of_one_name_and_birth_date_without_numbers, two_women_of_one_name_in_one_street, children_with_a_foster_carer,
    a_couple_without_children)}
