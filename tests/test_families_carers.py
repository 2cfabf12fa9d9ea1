"""Families: what makes an adult a child's carer, which of several is the main one, and when a child has moved. Many homes are told at once,
since none changes another."""

import pytest

from tests.test_families import at, grouped

LIVES, NAMED, NEITHER = "lives", "named", "neither"
WORDS = {"recorded as living with the main carer": LIVES, "named together with the main carer": NAMED, "no report names a carer": NEITHER}
HOLDS = ("victim", "patient", "subject", "applicant", "tenant")


def homes(*cases, born=None):
    """The rows of each case, told all at once: a case is a list of reports, and its people are renamed so that it shares nobody with another."""
    def renamed(i, who, cells):
        cells = {"role": cells} if isinstance(cells, str) else cells
        return f"{i}{who}", cells | {key: f"{i}{cells[key]}" for key in ("address_key",) if key in cells}
    told = [(day, category, dict(renamed(i, who, cells) for who, cells in named.items()), *more)
            for i, case in enumerate(cases) for day, category, named, *more in case]
    days = {f"{i}{who}": day for i, _ in enumerate(cases) for who, day in (born or {}).items()}
    found = [[] for _ in cases]
    for row in grouped(*told, born=days):
        number = row["person_id"].rstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz")
        found[int(number)].append(row | {"person_id": row["person_id"].removeprefix(number)})
    return found


def carers(rows, child="Kc"):
    """With whom a child is, in turn, None where no carer is known."""
    carer = {row["family_id"]: row["person_id"] for row in rows if row["part"] == "carer"}
    return [carer.get(row["family_id"]) for row in sorted(rows, key=lambda row: row["since"]) if (row["person_id"], row["part"]) == (child, "child")]


def together(child, adult, category="health_visit"):
    return [("2024-01-01", category, {"Kc": {"role": "child"} | child, "Amy": adult})]


def test_how_a_child_and_an_adult_are_recorded_together():
    cases = [
        (together({}, {"role": "carer", "lives_here": "no"}), NEITHER),
        *[(together({"lives_here": "no"}, {"role": role}), NEITHER) for role in HOLDS],
        (together({"lives_here": "no"}, {"role": "carer"}), NAMED),
        (together({}, {"role": "contact", "lives_here": "yes"}), LIVES),
        *[(together({"lives_here": "yes"}, {"role": role}), LIVES) for role in (*HOLDS, "offender")],
        (together({"lives_here": "yes"}, {"role": "suspect"}), NEITHER),
        (together({"lives_here": "yes"}, {"role": "contact", "relationship": "mother"}), NAMED),
        (together(at("A1"), at("A1", role="contact")), LIVES),
        (together(at("A1"), at("B1", role="carer")), NEITHER),
        (together({}, {"role": "household member"}), LIVES), (together({}, {"role": "tenant"}), LIVES),
        *[(together({}, {"role": role}), NAMED) for role in ("victim", "patient", "subject", "applicant", "carer", "parent")],
        *[(together({}, {"role": "contact", "relationship": stands}), NAMED)
          for stands in ("mother", "father", "parent", "step-parent", "grandparent", "foster carer", "carer")],
        (together({}, {"role": "contact"}), NEITHER), (together({}, {"role": "contact", "relationship": "sibling"}), NEITHER),
        (together({"role": "unborn"}, {"role": "patient"}, "pregnancy"), LIVES), (together({"role": "unborn"}, {"role": "carer"}, "pregnancy"), NAMED)]
    found = homes(*(case for case, _ in cases))
    words = [next(row["because"] for row in rows if row["person_id"] == "Kc") for rows in found]
    assert [next(told for start, told in WORDS.items() if text.startswith(start)) for text in words] == [expected for _, expected in cases]


@pytest.mark.parametrize(("child", "adult", "role", "is_carer"), [
    ("2015-05-05", "2003-05-04", "victim", True), ("2015-05-05", "2003-05-05", "victim", False),    # a parent is more than twelve years older,
    ("2015-05-05", "2003-05-05", "carer", True),                                                    # unless named as one
    ("2023-05-05", "2008-05-05", "victim", True), ("2023-05-05", "2011-05-06", "victim", False),    # or is under age too
    (None, "1985-05-05", "victim", True), ("2015-05-05", None, "victim", True)])
def test_an_adult_who_cannot_be_a_parent_by_age_is_no_carer(child, adult, role, is_carer):
    rows, = homes(together({}, {"role": role}), born={"Kc": child, "Amy": adult})
    assert carers(rows) == (["Amy"] if is_carer else [None])


HOME = {"Kc": at("A1", role="child")}
PARENT = at("A1", role="contact", lives_here="yes", relationship="parent")


def test_of_two_adults_at_home_the_main_carer_is_told_apart():
    at_home = ("2024-01-01", "health_visit", HOME | {"Zoe": PARENT, "Abe": PARENT})
    cases = {
        "neither is known to harm anybody: the first by name": ([at_home], "Abe"),
        "one is said to harm somebody elsewhere": ([at_home, ("2024-02-01", "common_assault", {"Eve": "victim", "Abe": "suspect"})], "Zoe"),
        "one is blamed of something beside the child": ([at_home, ("2024-02-01", "probation_contact", HOME | {"Abe": at("A1", role="offender")})], "Zoe"),
        "one is harmed as often as said to harm": ([at_home, ("2024-02-01", "common_assault", {"Eve": "victim", "Abe": "suspect"}),
                                                    ("2024-02-02", "common_assault", {"Abe": "victim", "Eve": "suspect"})], "Abe"),
        "one is said to harm two and to be harmed by one": ([
            at_home, *(("2024-02-01", "common_assault", {harmed: "victim", source: "suspect"})
                       for harmed, source in (("Eve", "Abe"), ("Fay", "Abe"), ("Abe", "Eve")))], "Zoe"),
        "one is named with a child of another home": ([at_home, (
            "2024-02-01", "health_visit", {"Lc": at("B1", role="child"), "Abe": PARENT | at("B1")})], "Zoe"),
        "one is only named, the other lives there": ([("2024-01-01", "health_visit", {"Kc": "child", "Abe": "carer", "Zoe": PARENT})], "Zoe"),
        "one is only named as the carer, the other only lives there": ([(
            "2024-01-01", "health_visit", {"Kc": "child", "Abe": "carer", "Zoe": {"role": "contact", "lives_here": "yes"}})], "Zoe"),
        **{f"one is named with {other}, of no known home, who is named with the child": ([
            at_home, ("2024-02-01", "police_notice", {"Kc": at("A1", role="child"), other: "child"}),
            ("2024-03-01", "health_visit", {other: "child", "Zoe": PARENT})], "Zoe") for other in ("Ac", "Lc")},
        "one is said to be harmed": ([at_home, ("2024-02-01", "common_assault", {"Zoe": "victim", "Eve": "suspect"})], "Zoe"),
        "one is oftener named as the carer": ([at_home, ("2024-02-01", "health_visit", HOME | {"Zoe": PARENT | {"role": "carer"}, "Abe": PARENT})], "Zoe"),
        "one is oftener named with the child": ([at_home, ("2024-02-01", "health_visit", HOME | {"Zoe": PARENT})], "Zoe"),
        "one is oftener named with the children of the home": ([at_home, ("2024-02-01", "health_visit", HOME | {"Lc": at("A1", role="child")}),
                                                                ("2024-03-01", "health_visit", {"Lc": at("A1", role="child"), "Zoe": PARENT})], "Zoe"),
        "one is named first": ([("2024-01-01", "health_visit", HOME | {"Zoe": PARENT}), ("2024-01-02", "health_visit", HOME | {"Abe": PARENT})], "Zoe"),
    }
    found = homes(*(told for told, _ in cases.values()))
    assert {case: carers(rows) for case, rows in zip(cases, found, strict=True)} == {case: [main] for case, (_, main) in cases.items()}


def test_who_harms_the_others_at_home_is_the_carer_only_where_nobody_else_is():
    him = {"Abe": at("A1", role="suspect", lives_here="yes"), "Kc": at("A1", role="child")}
    alone, = homes([("2024-01-01", "common_assault", him)])
    beside, = homes([("2024-01-01", "common_assault", him), ("2024-02-01", "health_visit", {"Kc": "child", "Zoe": "carer"})])
    assert (carers(alone), carers(beside)) == (["Abe"], ["Zoe"])


def seen(day, who, home):
    """The child on roll with this adult at this home."""
    return day, "school_roll", {"Kc": at(home, role="child"), who: at(home, role="carer")}


def test_a_child_has_moved_when_the_new_home_is_recorded_later_and_for_good():
    first, move = seen("2022-01-01", "Amy", "A1"), seen("2023-01-01", "Gran", "G7")
    cases = {
        "to another home": ([first, move], ["Amy", "Gran"]),
        "within one home": ([first, seen("2023-01-01", "Gran", "A1")], ["Amy"]),
        "some still record the old home half a year on": ([first, move, seen("2024-01-01", "Gran", "G7"), seen("2023-07-03", "Amy", "A1")], ["Amy", "Gran"]),
        "the old home is recorded longer": ([first, move, seen("2024-01-01", "Gran", "G7"), seen("2023-07-04", "Amy", "A1")], ["Amy"]),
        "once, and the old home again": ([first, move, seen("2023-02-01", "Amy", "A1")], ["Amy"]),
        "twice, and the old home again": ([first, move, seen("2023-01-15", "Gran", "G7"), seen("2023-02-01", "Amy", "A1")], ["Amy", "Gran"]),
    }
    found = homes(*(told for told, _ in cases.values()))
    assert {case: carers(rows) for case, rows in zip(cases, found, strict=True)} == {case: turns for case, (_, turns) in cases.items()}


def alone_at(day, role="child", **cells):
    return day, "school_roll", {"Kc" if role == "child" else "Amy": at("A1", role=role, **cells)}


@pytest.mark.parametrize(("child", "adult", "is_carer"), [("2024-01-01", "2024-07-02", True), ("2024-01-01", "2024-07-03", False),   # 183 days, 184
                                                          ("2024-07-02", "2024-01-01", True), ("2024-07-03", "2024-01-01", False)])
def test_a_child_and_an_adult_at_one_address_belong_together_where_both_were_there_within_half_a_year(child, adult, is_carer):
    rows, = homes([alone_at(child), alone_at(adult, "contact")])
    assert carers(rows) == (["Amy"] if is_carer else [None])


def test_an_adult_at_the_childs_address_is_there_until_it_ends_or_was_last_told_and_is_old_enough():
    def state(child):
        return [("2020-01-01", "tenancy", {"Amy": at("A1", role="contact", received_on="2024-05-01")}, {"until": "2024-06-01"}), alone_at(child)]
    found = homes(state("2024-10-31"), state("2024-11-01"), *([alone_at("2024-05-01"), ("2024-05-01", "tenancy", {who: at("A1", role="contact")})]
                                                              for who in ("Old", "Young")), born={"Old": "2003-05-04", "Young": "2003-05-05"})
    assert [carers(rows) for rows in found] == [["Amy"], [None], ["Old"], [None]]


def test_an_address_of_many_is_no_household():
    def house(adults):
        return [alone_at("2024-01-01"), *[("2024-01-01", "school_roll", {"Amy" + "n" * n: at("A1", role="contact")}) for n in range(adults)]]
    twelve, thirteen = homes(house(11), house(12))
    assert carers(twelve) == ["Amy"] and carers(thirteen) == [None]


def test_a_child_named_with_a_sister_at_another_address_stays_alone():
    with_sister = [("2024-01-01", "common_assault", {"Amy": "victim", "Lc": "child"})]
    apart, beside = homes(with_sister + [("2024-02-01", "police_notice", {"Lc": at("A1", role="child"), "Kc": at("B1", role="child")})],
                          with_sister + [("2024-02-01", "police_notice", {"Lc": at("A1", role="child"), "Kc": at("A1", role="child")})])
    assert (carers(apart), carers(beside)) == ([None], ["Amy"])


def test_a_carer_of_two_homes_at_one_time_makes_them_two_families_and_one_after_the_other_is_one():
    def roll(day, child, home):
        return day, "school_roll", {child: at(home, role="child"), "Dad": {"role": "contact", "relationship": "father", "lives_here": "yes"}}
    at_once, in_turn, on_a_day = homes(
        [roll("2023-01-01", "Kc", "A1"), roll("2024-01-01", "Kc", "A1"), roll("2023-06-01", "Lc", "B1")],
        [roll("2022-01-01", "Kc", "A1"), roll("2022-06-01", "Kc", "A1"), roll("2023-06-01", "Lc", "B1")],
        [roll("2022-01-01", "Kc", "A1"), roll("2022-06-01", "Kc", "A1"), roll("2022-06-01", "Lc", "B1")])
    assert [len({row["family_id"] for row in rows}) for rows in (at_once, in_turn, on_a_day)] == [2, 1, 2]


def test_whoever_is_recorded_as_pregnant_or_as_having_given_birth_is_a_carer_to_be():
    apart = {"Amy": at("A1", role="patient"), "Kc": at("B1", role="child")}
    cases = [[("2024-01-01", "pregnancy", {"Amy": role})] for role in HOLDS]
    cases += [[("2024-01-01", "birth", {"Amy": "patient"})], [("2024-01-01", "pregnancy", {"Amy": "contact"})], [("2024-01-01", "birth", apart)]]
    found = homes(*cases)
    assert [[row["part"] for row in rows] for rows in found] == [["carer"]] * (len(HOLDS) + 1) + [[], ["child"]]


def test_a_child_says_how_often_and_by_whom_it_is_recorded_with_its_carer():
    visit = {"Kc": "child", "Amy": "carer"}
    once, thrice = homes([("2024-01-01", "health_visit", visit)], [(f"2024-0{n}-01", "health_visit", visit | {"Lc": "child"}) for n in (1, 2, 3)])
    assert [row["because"] for row in once] == ["main carer of 1 child, from what is recorded by schools",
                                                "named together with the main carer by schools: 1 record"]
    assert [row["because"] for row in thrice] == ["main carer of 2 children, from what is recorded by schools",
                                                  *["named together with the main carer by schools: 3 records"] * 2]
