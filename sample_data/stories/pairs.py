"""Stories of one person said to harm another: escalation, control, custody, counter-allegation, and what looks like them.

Each story's docstring is the sentence that `stories.md` prints. A story and its twin are a line apart in `STORIES`."""

from datetime import timedelta

from ..suppliers import children, health, probation, support

SOON = timedelta(days=3)   # the slowest of the agencies used here records within three days


def escalation_after_separation(s):
    """Two incidents in two years, a recorded separation, then harassment, damage, stalking and a threat to kill within ten weeks:
    R05, R06, R01 and R03 must be raised as each happens."""
    f = s.family((7.3, 4.1))
    s.tell(f, 700, "argument", "police", "encompass")
    s.tell(f, 420, "assault", "police", *s.some("gp letter", "hospital"))
    f.father.moves(s.at(95), s.registry.address())
    support.casework(s.of(f), f.mother, s.at(90), "General", f.father, "ex-partner", f.children, "Separated")
    children.log(s.of(f), [f.children[0]], s.at(89), "Parental contact", "Mum told us that dad has moved out.", f.mother, "told us", "Mother", "Y",
                 change="Parents separated")
    ex = {"relation": "ex-partner", "present": False}
    s.tell(f, 70, "unwanted contact", "police", *s.some("idva", "schools"), **ex)
    s.tell(f, 52, "messages", "police", "idva", **ex)
    s.tell(f, 33, "damage", "police", **ex)
    s.tell(f, 18, "stalking", "police", "idva", answers=("stalking", "separation", "worse"), grade="med", **ex)
    last = s.tell(f, 6, "threat to kill", "police", answers=("threat to kill", "separation", "stalking"), grade="high", **ex)
    number = support.marac(s.of(f), f.mother, f.father, s.at(16), "REF", "ex-partner", f.children, s.at(2), maiden=f.mother.previous)
    support.marac(s.of(f), f.mother, f.father, s.at(2), "MTG", "ex-partner", f.children, number=number)
    s.raises("R05", f, last + SOON)
    s.raises("R06", f, last + SOON, f.father)
    s.raises("R01", f, s.at(33) + SOON, f.father)
    s.raises("R03", f, last + SOON, f.father)


def escalation_after_separation_twin(s):
    """Three arguments, each more than a year after the one before, by parents who live together: nothing."""
    f = s.family((9.2, 6.4))
    for days in (1500, 1010, 480):
        s.tell(f, days, "argument", "police", "encompass", children=f.children[:1])
    s.silent(f)


def twenty_low_grade_reports(s):
    """Twenty low-grade reports within ten months over four agencies, none of which saw more than a third: R01 must be raised."""
    f = s.family((8.1, 5.6))
    told = ["police"] * 5 + ["schools"] * 6 + ["social care"] * 5 + ["housing"] * 4
    s.rng.shuffle(told)
    days = [290 - 14 * i - int(s.rng.random() * 5) for i in range(20)]
    for day, agency in zip(days, told, strict=True):
        what = {"police": "argument", "schools": "emotional", "social care": "emotional", "housing": "economic"}[agency]
        s.tell(f, day, what, agency, present=agency != "housing")
    third = sorted((d for d, a in zip(days, told, strict=True) if a in ("police", "social care", "housing")), reverse=True)[2]
    s.raises("R01", f, s.at(third) + SOON, f.father)


def twenty_low_grade_reports_twin(s):
    """Twenty reports from as many agencies, of which nineteen are routine or copies of one police report of one argument: nothing."""
    f = s.family((8.4, 5.2))
    s.tell(f, 60, "argument", "police", "encompass", "gp letter", "social care copy")
    for n in range(8):
        children.attendance(s.of(f), f.children[n % 2], s.at(80 + 30 * n), 96)
        health.practice(s.of(f), f.mother, s.at(70 + 33 * n))
    s.silent(f)


def control_without_violence(s):
    """Control, isolation, money and degradation over eight months, told to five agencies, and no physical incident: R01 and R03
    must be raised, and nothing may call it physical."""
    f = s.family((6.2, 2.8))
    s.tell(f, 230, "isolation", "idva")
    s.tell(f, 195, "economic", *s.some("housing", "idva"))
    s.tell(f, 160, "control", "health visiting", "mental health")
    third = s.tell(f, 120, "emotional", "idva", *s.some("schools", "gp"), answers=("jealous control", "isolation"))
    s.tell(f, 75, "control", "idva", "gp", answers=("jealous control", "isolation"))
    s.tell(f, 30, "economic", "idva")
    s.raises("R01", f, third + timedelta(days=60), f.father)
    s.raises("R03", f, s.at(75) + SOON, f.father)


def control_without_violence_twin(s):
    """Parents who argued twice about money, ten months apart, as the school noted: nothing."""
    f = s.family((9.3, 6.9))
    for days in (400, 90):
        children.log(s.of(f), f.children[:1], s.at(days), "Home - parents arguing", "Child says mum and dad argued about money.")
    s.silent(f)


def abuse_from_custody(s):
    """A man in prison writes and rings through others, and within weeks of release comes to the door against his licence:
    R01 and R06 must be raised, and his time in custody must not look like a time when things were better."""
    f = s.family((6.8, 3.9))
    man = f.father
    s.tell(f, 520, "assault", "police", "encompass", outcome="1")
    s.tell(f, 470, "injury", "police", "hospital", outcome="CV")
    support.casework(s.of(f), f.mother, s.at(450), "General", man, "ex-partner", f.children, "Separated")
    prison = s.registry.address("institution")
    prison.street = "HMP Quarrow, Fell Road"
    man.moves(s.at(440), prison)
    probation.custody(s.of(f), man, s.at(440), "ADM", s.at(440), s.at(80))
    for n, agencies in ((260, ("probation",)), (200, ("probation", "idva")), (150, ("idva",))):
        s.tell(f, n, "prison contact", *agencies, relation="ex-partner", present=False, children=[])
    probation.custody(s.of(f), man, s.at(130), "PRL", planned=s.at(80))
    flat = s.registry.address()
    man.moves(s.at(80), flat)
    probation.custody(s.of(f), man, s.at(80), "REL", s.at(440), s.at(80))
    probation.address(s.of(f), man, flat, s.at(80))
    probation.licence(s.of(f), man, s.at(80), s.at(-200), "Not to approach or communicate with the named person.", f.mother)
    s.tell(f, 66, "unwanted contact", "police", "idva", relation="ex-partner", present=False)
    s.tell(f, 58, "licence breach", "police", relation="ex-partner", present=False)
    probation.contact(s.of(f), man, s.at(57), "LOCLIB", "Breach of licence: went to the named person's address.", f.mother, "VICTIM", "EX PARTNER")
    case = support.court(s.of(f), f.mother, man, s.at(448), "FL401", "formerlyMarriedOrCivil", f.children, hidden=True)
    support.court(s.of(f), f.mother, man, s.at(441), "FL404A", "formerlyMarriedOrCivil", f.children, made=s.at(441), served=s.at(436),
                  expires=s.at(-30), terms="Not to use violence, nor to come within 100 metres of the home.", case_no=case, step=2, hidden=True)
    s.raises("R01", f, s.at(150) + SOON, man)
    s.raises("R06", f, s.at(58) + SOON, man)
    s.one(man)


def abuse_from_custody_twin(s):
    """A man sentenced for something other than abuse, released to the home he left, and no contact from prison: nothing."""
    f = s.family((7.1,))
    man = f.father
    probation.custody(s.of(f), man, s.at(420), "ADM", s.at(420), s.at(200), notes="Burglary.")
    probation.custody(s.of(f), man, s.at(200), "REL", s.at(420), s.at(200))
    probation.address(s.of(f), man, f.mother.home(s.at(200)), s.at(200))
    for n in (180, 150, 120):
        probation.contact(s.of(f), man, s.at(n))
    s.silent(f)


def victim_recorded_as_suspect(s):
    """A woman harmed four times in a year is once recorded as the suspect, after he rang the police first: R01 must be raised about
    him, and no rule about her."""
    f = s.family((5.9, 3.2))
    for n, what in ((330, "argument"), (250, "assault"), (110, "assault"), (24, "injury")):
        s.tell(f, n, what, "police", *s.some("encompass", "gp letter"))
    s.tell(f, 150, "assault", "police", victim=f.father, suspect=f.mother,
           words="Male caller states that {s} scratched him. She is tearful and says that she was held down.")
    s.raises("R01", f, s.at(110) + SOON, f.father)
    s.silent(f, person=f.mother)


def victim_recorded_as_suspect_twin(s):
    """A couple of whom each rang about the other on one night, and never since: nothing about either."""
    f = s.family((8.8,))
    event = s.desk.event()
    s.tell(f, 200, "argument", "police", event=event)
    s.tell(f, 200, "argument", "police", victim=f.father, suspect=f.mother, event=event)
    s.silent(f)


def a_woman_who_abuses(s):
    """A woman said to have harmed her husband three times in four months, the last with a knife: R01 and R03 must be raised about her."""
    f = s.family((9.0, 4.4))
    wife, man = f.mother, f.father
    for n, what in ((118, "assault"), (70, "damage")):
        s.tell(f, n, what, "police", victim=man, suspect=wife, relation="spouse", to_child="mother")
    last = s.tell(f, 12, "weapon", "police", "hospital", victim=man, suspect=wife, relation="spouse", to_child="mother", answers=("weapon",), grade="high")
    s.raises("R01", f, last + SOON, wife)
    s.raises("R03", f, last + SOON, wife)


def a_woman_who_abuses_twin(s):
    """A husband who rang the police once about shouting: nothing."""
    f = s.family((9.5,))
    s.tell(f, 130, "argument", "police", victim=f.father, suspect=f.mother, relation="spouse", to_child="mother")
    s.silent(f)


def a_same_sex_couple(s):
    """Two women, one said to have harmed the other three times, the last by strangulation: R01 and R03 must be raised about the one and
    nothing about the other."""
    f = s.family((6.1,), father=False)
    other = s.adult("f", f.mother.home(s.end))
    f.father = other
    to_child = {"to_child": "mother"}
    for n, what in ((170, "assault"), (80, "threats")):
        s.tell(f, n, what, "police", **to_child)
    last = s.tell(f, 20, "strangulation", "police", *s.some("hospital", "gp"), answers=("strangulation",), grade="high", **to_child)
    support.marac(s.of(f), f.mother, other, s.at(17), "REF", "partner", f.children, s.at(-12))
    s.raises("R01", f, last + SOON, other)
    s.raises("R03", f, last + SOON, other)
    s.silent(f, person=f.mother)


def a_same_sex_couple_twin(s):
    """Two men with a child, one call to the police about an argument: nothing."""
    f = s.family((6.6,))
    f.mother.sex, f.mother.forename = "m", s.registry.pick(f.mother.custom.male)
    f.mother.previous = ""
    s.tell(f, 95, "argument", "police")
    s.silent(f)


def a_son_who_abuses(s):
    """A grown son who takes his mother's money and has three times threatened or hurt her in four months: R01 must be raised about him, as
    family and not as partner."""
    f = s.family((), father=False)
    f.mother.born = f.mother.born.replace(year=s.end.year - 55, day=1)
    son = s.known(s.registry.child(f.mother, f.mother.surname, s.at(365 * 22), f.mother.home(s.end), sex="m"))
    as_son = {"relation": "son", "suspect": son, "to_child": "brother"}
    for n, what, agencies in ((110, "threats", ("police",)), (64, "economic", ("housing", "idva")), (15, "assault", ("police", "gp"))):
        s.tell(f, n, what, *agencies, **as_son)
    support.tenancy(s.of(f), f.mother, s.at(900), members=[(son, "Adult son")])
    s.raises("R01", f, s.at(15) + SOON, son)


def a_son_who_abuses_twin(s):
    """A grown son's one argument with his mother, after which he moved out: nothing."""
    f = s.family((), father=False)
    f.mother.born = f.mother.born.replace(year=s.end.year - 52, day=1)
    son = s.known(s.registry.child(f.mother, f.mother.surname, s.at(365 * 24), f.mother.home(s.end), sex="m"))
    s.tell(f, 300, "argument", "police", suspect=son, relation="son", to_child="brother")
    son.moves(s.at(280), s.registry.address())
    support.tenancy(s.of(f), f.mother, s.at(900), members=[(son, "Adult son")])
    s.silent(f)


def an_isolated_argument(s):
    """One argument in six years, with the police's notice to school and a letter to the surgery: nothing."""
    f = s.family((7.7, 5.0))
    s.tell(f, 210, "argument", "police", "encompass", "gp letter")
    s.silent(f)


def an_isolated_argument_twin(s):
    """The same family's like with three arguments in eleven weeks: R01 must be raised."""
    f = s.family((7.2, 5.3))
    for n in (95, 58, 19):
        day = s.tell(f, n, "argument", "police", "encompass")
    s.raises("R01", f, day + SOON, f.father)


def things_got_better(s):
    """Two incidents four and more years ago, a programme begun and finished, a plan that ended, and nothing since: nothing now."""
    f = s.family((9.9, 7.0))
    for n in (1990, 1700):
        s.tell(f, n, "argument", "police", "encompass")
    children.step(s.of(f), f.children[0], s.at(1600), "CINP", [(f.mother, "PR", "Mother", "Yes"), (f.father, "PR", "Father", "Yes")],
                  since=s.at(1600), until=s.at(1390))
    children.step(s.of(f), f.children[0], s.at(1390), "PLAN ENDED", [(f.mother, "PR", "Mother", "Yes"), (f.father, "PR", "Father", "Yes")],
                  "Child says home is calm and happy.", seen="Yes", alone="Yes")
    for n in (300, 140):
        children.log(s.of(f), f.children, s.at(n), "Positive", "Settled and making good progress.")
    s.silent(f)


def things_got_better_twin(s):
    """The same history, and three incidents this winter after four quiet years: R01 must be raised."""
    f = s.family((9.4, 7.1))
    for n in (1990, 1700):
        s.tell(f, n, "argument", "police", "encompass")
    for n in (80, 44, 9):
        day = s.tell(f, n, "assault", "police", "encompass")
    s.raises("R01", f, day + SOON, f.father)


def an_ordinary_separation(s):
    """Parents who part without abuse: a new address, an application about the children, two registers changed. Nothing above a note."""
    f = s.family((8.9, 6.3))
    f.father.moves(s.at(230), s.registry.address())
    children.log(s.of(f), f.children[:1], s.at(225), "Parental contact", "Parents have separated amicably, both to get letters.", f.mother, "told us",
                 "Mother", "Y", change="Parents separated")
    case = support.court(s.of(f), f.father, f.mother, s.at(170), "C100", "formerlyMarriedOrCivil", f.children, applicant_is="Father",
                         respondent_is="Mother", hearing=s.at(100))
    support.court(s.of(f), f.father, f.mother, s.at(100), "CAO", "formerlyMarriedOrCivil", f.children, made=s.at(100), terms="Shared care agreed.",
                  case_no=case, step=2, applicant_is="Father", respondent_is="Mother")
    s.silent(f)


def an_ordinary_separation_twin(s):
    """A woman harmed twice before, who tells her adviser that she is planning to leave: R05 must be raised."""
    f = s.family((8.2, 3.6))
    s.tell(f, 240, "control", "idva")
    s.tell(f, 100, "assault", "police", "encompass")
    support.casework(s.of(f), f.mother, s.at(21), "General", f.father, "partner", f.children, "Planning to leave", "medium", ("jealous control",))
    s.raises("R05", f, s.at(21) + SOON)


STORIES = (
    escalation_after_separation, escalation_after_separation_twin, twenty_low_grade_reports, twenty_low_grade_reports_twin,
    control_without_violence, control_without_violence_twin, abuse_from_custody, abuse_from_custody_twin, victim_recorded_as_suspect,
    victim_recorded_as_suspect_twin, a_woman_who_abuses, a_woman_who_abuses_twin, a_same_sex_couple, a_same_sex_couple_twin,
    a_son_who_abuses, a_son_who_abuses_twin, an_isolated_argument, an_isolated_argument_twin, things_got_better, things_got_better_twin,
    an_ordinary_separation, an_ordinary_separation_twin)
