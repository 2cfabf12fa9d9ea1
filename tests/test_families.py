"""Families: planted homes, the law that nobody said to harm joins two of them, and an oracle that knows who lives with whom."""

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.made import MORE, made
from timeline import families, primaries, tables

KIND = {"common_assault": "abuse", "school_roll": "movement", "health_visit": "contact", "pregnancy": "life", "tenancy": "movement",
        "police_notice": "contact", "probation_contact": "contact", "child_arrangements": "protection", "birth": "life"}


def grouped(*told, born=None, said=(), shuffle=None):
    """Families of reports written as (day, category, {who: role or dict of a mention's cells}, cells of the report), as a list of
    rows, when people `said` so: (child, carer, verdict, since, by whom if not Ann, state if not standing, kind, who agreed).

    Whoever's name ends in a small c is a child by date of birth, unless `born` says otherwise; others are grown."""
    reports, mentions = [], []
    for i, (day, category, named, *more) in enumerate(told):
        agency = "police" if KIND[category] == "abuse" else "schools"
        report = {"report_id": f"{agency}:x:{day}-{i}", "agency": agency, "category": category, "kind": KIND[category],
                  "known_on": day, "received_on": day} | dict(*more)
        reports.append(report)
        for who, cells in named.items():
            cells = {"role": cells} if isinstance(cells, str) else cells
            mentions.append({"mention_id": f"{report['report_id']}#{who}", "agency": agency, "known_on": day, "received_on": day} | cells)
    answers = [answer(mentions, *one) for one in said]
    if shuffle is not None:
        random.Random(shuffle).shuffle(reports)
        random.Random(shuffle + 1).shuffle(mentions)
        random.Random(shuffle + 2).shuffle(answers)
    people = {}
    for mention in mentions:
        people.setdefault(mention["mention_id"].split("#")[1], []).append(mention["mention_id"])
    rows = [{"person_id": who, "dob": (born or {}).get(who, "2015-05-05" if who.endswith("c") else "1985-05-05"), "mention_ids": sorted(ids)}
            for who, ids in people.items()]
    judgements, everyone = made("judgements", *answers), made("people", *rows)
    found = families.group(made("reports", *reports), made("mentions", *mentions), everyone, judgements, primaries.settle(judgements, everyone))
    tables.check("families", found)
    return found.df().astype(str).fillna("").to_dict("records")


def answer(mentions, child, carer, verdict, since, by="Ann", state="standing", kind="child with carer", second=None):
    """An answer about the first mention of the child and the first of the carer, or of whoever else it is about."""
    left, right = (next(m["mention_id"] for m in mentions if m["mention_id"].endswith(f"#{who}")) for who in (child, carer))
    return {"answer_id": f"{child} {carer} {verdict} {since} {by}", "kind": kind, "left_id": left, "right_id": right, "since": since,
            "verdict": verdict, "state": state, "decided_by": by, "seconded_by": second, "decided_on": "2024-06-01", "reason": "a home visit"}


def parts(rows):
    """Each family as the set of (person, part)."""
    found = {}
    for row in rows:
        found.setdefault(row["family_id"], set()).add((row["person_id"], row["part"]))
    return sorted(found.values(), key=sorted)


def at(address, **cells):
    return {"address_key": address, **cells}


def test_a_victim_and_the_child_named_with_her_are_a_family_and_the_suspect_is_linked():
    assert parts(grouped(("2024-03-01", "common_assault", {"Amy": "victim", "Bob": "suspect", "Cc": "child"}))) == [
        {("Amy", "carer"), ("Cc", "child"), ("Bob", "linked person")}]


def test_two_homes_that_share_only_the_suspect_are_two_families_and_he_is_linked_to_both():
    rows = grouped(("2023-03-01", "common_assault", {"Amy": "victim", "Bob": "suspect", "Cc": "child"}),
                   ("2024-03-01", "common_assault", {"Dee": "victim", "Bob": "suspect", "Ec": "child"}))
    assert parts(rows) == [{("Amy", "carer"), ("Cc", "child"), ("Bob", "linked person")},
                           {("Dee", "carer"), ("Ec", "child"), ("Bob", "linked person")}]


def test_a_suspect_who_lives_with_the_children_of_two_homes_joins_nothing():
    lives = {"role": "household member", "lives_here": "yes", "relationship": "father"}
    rows = grouped(*[(day, "health_visit", {mother: {"role": "carer", "lives_here": "yes"}, "Bob": lives, child: "child"})
                     for day, mother, child in [("2023-01-01", "Amy", "Cc"), ("2023-02-01", "Dee", "Ec")]],
                   ("2024-03-01", "common_assault", {"Amy": "victim", "Bob": "suspect"}))
    assert parts(rows) == [{("Amy", "carer"), ("Cc", "child"), ("Bob", "linked person")},
                           {("Dee", "carer"), ("Ec", "child"), ("Bob", "other adult")}]


def test_a_father_in_two_homes_whom_nobody_suspects_is_another_adult_in_both():
    def school(day, child, mother, home):
        return day, "school_roll", {child: at(home, role="child"), mother: at(home, role="carer", relationship="mother"),
                                    "Dad": at(home, role="contact", relationship="father", lives_here="yes")}
    rows = grouped(school("2023-01-01", "Ac", "Amy", "A1"), school("2024-01-01", "Ac", "Amy", "A1"),
                   school("2023-06-01", "Bc", "Bea", "B1"), school("2024-06-01", "Bc", "Bea", "B1"))
    assert parts(rows) == [{("Ac", "child"), ("Amy", "carer"), ("Dad", "other adult")}, {("Bc", "child"), ("Bea", "carer"), ("Dad", "other adult")}]


def test_a_father_who_is_the_only_carer_known_in_two_homes_still_joins_nothing():
    def school(day, child, home):
        return day, "school_roll", {child: at(home, role="child"), "Dad": {"role": "contact", "relationship": "father", "lives_here": "yes"}}
    rows = grouped(school("2023-01-01", "Ac", "A1"), school("2024-01-01", "Ac", "A1"), school("2023-06-01", "Bc", "B1"))
    assert len(parts(rows)) == 2


def test_half_siblings_at_home_with_their_mother_are_one_family():
    rows = grouped(("2022-01-01", "common_assault", {"Amy": "victim", "Bob": "suspect", "Ac": "child"}),
                   ("2024-01-01", "common_assault", {"Amy": "victim", "Dan": "suspect", "Ac": "child", "Bc": "child"}))
    assert parts(rows) == [{("Ac", "child"), ("Amy", "carer"), ("Bc", "child"), ("Bob", "linked person"), ("Dan", "linked person")}]


def moved():
    mother = [("2022-01-01", "school_roll", {"Ac": at("A1", role="child"), "Amy": at("A1", role="carer", relationship="mother")}),
              ("2022-09-01", "common_assault", {"Ac": "child", "Amy": "victim", "Bob": "suspect"})]
    return grouped(*mother, ("2023-05-02", "school_roll", {"Ac": at("G7", role="child"), "Gran": at("G7", role="carer", relationship="grandparent")}))


def test_a_child_who_moves_to_a_grandmother_is_in_both_families_in_turn():
    dates = {(r["part"], r["since"], r["until"]) for r in moved() if r["person_id"] == "Ac"}
    assert dates == {("child", "2022-01-01", "2023-05-01"), ("child", "2023-05-02", "")}


def test_who_harmed_before_the_move_is_linked_to_the_first_family_only():
    rows = moved()
    assert [r["family_id"] for r in rows if r["person_id"] == "Bob"] == [r["family_id"] for r in rows if r["person_id"] == "Amy"]


def test_a_grandmother_in_the_same_home_does_not_take_over():
    rows = grouped(("2022-01-01", "school_roll", {"Ac": at("A1", role="child"), "Amy": at("A1", role="carer", relationship="mother")}),
                   ("2022-03-01", "school_roll", {"Ac": at("A1", role="child"), "Amy": at("A1", role="carer", relationship="mother")}),
                   ("2023-05-02", "school_roll", {"Ac": at("A1", role="child"), "Gran": at("A1", role="carer", relationship="grandparent")}))
    assert parts(rows) == [{("Ac", "child"), ("Amy", "carer"), ("Gran", "other adult")}]


def at_home_with(**others):
    """A girl on roll with her mother as carer, and others recorded as living there."""
    return ("2022-01-01", "health_visit", {"Ac": at("A1", role="child"), "Zoe": at("A1", role="carer", relationship="mother", lives_here="yes")} | {
        who: at("A1", role="household member", relationship=stands, lives_here="yes") for who, stands in others.items()})


def test_a_grown_sister_at_home_is_no_carer_however_often_she_is_named():
    seen = {"Ac": at("A1", role="child"), "Ann": at("A1", role="contact", relationship="sibling")}
    rows = grouped(at_home_with(Ann="sibling"), ("2022-02-01", "health_visit", seen),
                   born={"Ann": "1998-05-05", "Ac": "2015-05-05", "Zoe": "1975-05-05"})
    assert parts(rows) == [{("Ac", "child"), ("Zoe", "carer"), ("Ann", "other adult")}]


def test_whoever_is_named_as_the_carer_goes_before_another_parent_at_home():
    assert parts(grouped(at_home_with(Abe="father"))) == [{("Ac", "child"), ("Zoe", "carer"), ("Abe", "other adult")}]


def test_a_child_to_come_belongs_with_the_children_of_the_home():
    rows = grouped(at_home_with(Abe="father"), ("2022-03-01", "pregnancy", {"Zoe": at("A1", role="patient"), "Xc": {"role": "unborn"}}),
                   born={"Xc": None, "Ac": "2015-05-05", "Zoe": "1985-05-05", "Abe": "1985-05-05"})
    assert parts(rows) == [{("Ac", "child"), ("Xc", "child"), ("Zoe", "carer"), ("Abe", "other adult")}]


def test_a_mother_once_recorded_as_suspect_stays_the_carer():
    rows = grouped(*[(f"2024-0{i}-01", "common_assault", {"Amy": "victim", "Bob": "suspect", "Ac": "child"}) for i in (1, 2, 3)],
                   ("2024-04-01", "common_assault", {"Bob": "victim", "Amy": "suspect", "Ac": "child"}))
    assert parts(rows) == [{("Ac", "child"), ("Amy", "carer"), ("Bob", "linked person")}]


def test_a_suspect_who_is_the_only_carer_known_is_the_carer():
    rows = grouped(("2024-01-01", "common_assault", {"Ac": "child", "Bob": {"role": "suspect", "lives_here": "yes"}}))
    assert parts(rows) == [{("Ac", "child"), ("Bob", "carer")}] and "no other carer is known" in rows[1]["because"] + rows[0]["because"]


def test_a_child_whose_carer_nobody_names_is_a_family_that_says_so():
    rows = grouped(("2024-01-01", "police_notice", {"Ac": "child"}))
    assert [(r["part"], r["because"]) for r in rows] == [("child", "no report names a carer of this child")]


def test_a_child_never_named_with_an_adult_belongs_to_the_adult_at_the_same_address():
    rows = grouped(("2024-01-01", "school_roll", {"Ac": at("A1", role="child")}), ("2024-02-01", "common_assault", {"Amy": at("A1", role="victim")}))
    assert parts(rows) == [{("Ac", "child"), ("Amy", "carer")}]


def test_people_in_a_refuge_or_prison_are_no_household():
    rows = grouped(("2024-01-01", "school_roll", {"Ac": at("A1", role="child", address_kind="safe")}),
                   ("2024-02-01", "common_assault", {"Amy": at("A1", role="victim", address_kind="safe")}))
    assert len(parts(rows)) == 2


def test_a_child_named_only_beside_a_sister_stays_with_her():
    rows = grouped(("2024-01-01", "common_assault", {"Amy": "victim", "Bob": "suspect", "Ac": "child"}),
                   ("2024-02-01", "police_notice", {"Ac": "child", "Bc": "child"}))
    assert parts(rows) == [{("Ac", "child"), ("Amy", "carer"), ("Bc", "child"), ("Bob", "linked person")}]


def test_an_expectant_mother_is_a_family():
    unborn = {"role": "unborn"}
    rows = grouped(("2024-01-01", "pregnancy", {"Amy": "patient", "Xc": unborn}), ("2024-01-01", "pregnancy", {"Bea": "patient"}), born={"Xc": None})
    assert parts(rows) == [{("Amy", "carer"), ("Xc", "child")}, {("Bea", "carer")}]


def test_a_parent_of_seventeen_is_a_carer_and_no_child():
    rows = grouped(("2024-01-01", "health_visit", {"Amy": {"role": "carer", "relationship": "mother"}, "Ac": "child"}),
                   born={"Amy": "2006-06-01", "Ac": "2023-11-01"})
    assert parts(rows) == [{("Ac", "child"), ("Amy", "carer")}]


def test_a_harmed_adult_without_children_is_a_family_and_a_grown_son_is_linked():
    rows = grouped(("2024-01-01", "common_assault", {"Mum": "victim", "Son": {"role": "suspect", "relationship": "child"}}))
    assert parts(rows) == [{("Mum", "adult"), ("Son", "linked person")}]


def test_a_couple_who_accuse_one_another_are_one_family_founded_by_the_one_harmed_more_often():
    def one_way(day, harmed, source):
        return day, "common_assault", {harmed: "victim", source: "suspect"}
    rows = grouped(one_way("2024-01-01", "Una", "Val"), one_way("2024-02-01", "Val", "Una"), one_way("2024-03-01", "Val", "Una"))
    assert parts(rows) == [{("Val", "adult"), ("Una", "linked person")}]
    assert "each of two is said to have harmed the other" in next(r["because"] for r in rows if r["part"] == "adult")


def test_someone_harmed_in_turn_who_was_harmed_elsewhere_too_has_a_family_of_their_own():
    rows = grouped(("2024-01-01", "common_assault", {"Una": "victim", "Val": "suspect"}),
                   ("2024-02-01", "common_assault", {"Val": "victim", "Una": "suspect"}),
                   ("2020-02-01", "common_assault", {"Val": "victim", "Wyn": "suspect"}))
    assert {("Val", "adult"), ("Una", "linked person"), ("Wyn", "linked person")} in parts(rows)


def test_a_respondent_about_child_arrangements_is_not_said_to_have_harmed_anybody():
    rows = grouped(("2024-01-01", "child_arrangements", {"Dad": {"role": "applicant", "lives_here": "no"},
                                                         "Amy": {"role": "respondent", "lives_here": "yes"}, "Ac": "child"}))
    assert {("Ac", "child"), ("Amy", "carer")} <= parts(rows)[0] and "linked person" not in {r["part"] for r in rows}


def test_a_witness_and_a_caller_need_no_family():
    rows = grouped(("2024-01-01", "common_assault", {"Amy": "victim", "Wyn": "witness", "Cal": "caller"}))
    assert parts(rows) == [{("Amy", "adult")}]


@pytest.mark.parametrize("late", ["2024-05-01", "2030-01-01"])
def test_a_family_keeps_its_id_as_it_grows(late):
    first = ("2024-03-01", "common_assault", {"Amy": "victim", "Bob": "suspect"})
    assert grouped(first)[0]["family_id"] in {
        r["family_id"] for r in grouped(first, (late, "health_visit", {"Amy": {"role": "carer", "lives_here": "yes"}, "Ac": "child"}))}


@st.composite
def towns(draw):
    """A town: homes with a carer and children, and men who are named as suspects in some homes; told by random reports."""
    homes = draw(st.integers(1, 4))
    told = []
    for home in range(homes):
        carer, children = f"Carer{home}", [f"Kid{home}{n}c" for n in range(draw(st.integers(1, 3)))]
        for _ in range(draw(st.integers(1, 3))):
            day = f"2024-{draw(st.integers(1, 12)):02d}-{draw(st.integers(1, 28)):02d}"
            there = at(f"H{home}", role="child")
            if draw(st.booleans()):
                suspect = f"Man{draw(st.integers(0, 2))}"
                lives = {"role": "suspect", "lives_here": draw(st.sampled_from(["yes", "no", "not asked"]))}
                told.append((day, "common_assault", {carer: at(f"H{home}", role="victim"), suspect: lives} | dict.fromkeys(children, there)))
            else:
                told.append((day, "school_roll", {carer: at(f"H{home}", role="carer")} | dict.fromkeys(children, there)))
    return told


def homes_of(told):
    """The oracle: who truly lives with whom, from the names alone."""
    found = {}
    for _, _, named in told:
        for who in named:
            if who.startswith(("Kid", "Carer")):
                found.setdefault(who.removeprefix("Kid").removeprefix("Carer")[0], set()).add(who)
    return sorted(found.values(), key=sorted)


def core(rows):
    return [{person for person, part in family if part in ("child", "carer", "adult")} for family in parts(rows)]


@settings(max_examples=3 * MORE, deadline=None)
@given(towns())
def test_families_are_the_homes_and_suspects_join_none(told):
    assert sorted(core(grouped(*told)), key=sorted) == homes_of(told)


@settings(max_examples=2 * MORE, deadline=None)
@given(towns(), st.integers(0, 99))
def test_the_order_of_rows_does_not_matter(told, seed):
    assert grouped(*told) == grouped(*told, shuffle=seed)


@settings(max_examples=2 * MORE, deadline=None)
@given(towns())
def test_an_unrelated_family_changes_nothing(told):
    other = ("2024-06-06", "common_assault", {"Zoe": at("Z9", role="victim"), "Yan": "suspect", "Zc": at("Z9", role="child")})
    ours = [row for row in grouped(*told, other) if row["person_id"] not in ("Zoe", "Yan", "Zc")]
    assert ours == grouped(*told)


ACCUSING_ONE_ANOTHER = [(day, "common_assault", {victim: "victim", suspect: "suspect"})
                        for day, victim, suspect in (("2024-01-01", "Bob", "Amy"), ("2024-02-01", "Bob", "Amy"), ("2024-03-01", "Amy", "Bob"))]


def decided(primary, other, verdict="yes"):
    return (primary, other, verdict, None, "Ann", "standing", "primary perpetrator")


@pytest.mark.parametrize(("said", "founder", "linked"), [
    ([], "Bob", "Amy"),                              # as recorded: he is said to be harmed oftener
    ([decided("Bob", "Amy")], "Amy", "Bob"),
    ([decided("Amy", "Bob")], "Bob", "Amy"),
    ([decided("Bob", "Amy", "unsure")], "Bob", "Amy"),
    ([decided("Bob", "Amy"), decided("Amy", "Bob")], "Bob", "Amy")])  # answers that differ decide nothing
def test_of_two_who_accuse_one_another_a_decision_says_whose_allegations_count(said, founder, linked):
    rows = grouped(*ACCUSING_ONE_ANOTHER, said=said)
    assert parts(rows) == [{(founder, "adult"), (linked, "linked person")}]


def test_a_decision_takes_back_nothing_where_only_one_of_the_two_is_said_to_have_harmed_the_other():
    told = ACCUSING_ONE_ANOTHER[:1]
    assert parts(grouped(*told, said=[decided("Bob", "Amy")])) == parts(grouped(*told))


def test_a_decision_lets_the_children_stay_with_whom_they_live_and_not_with_the_primary_perpetrator():
    at_home = ("2024-04-01", "health_visit", {"Amy": {"role": "carer", "lives_here": "yes"}, "Bob": {"role": "carer", "lives_here": "yes"}, "Cc": "child"})
    carers = [{who for who, part in family if part == "carer"}
              for said in ([], [decided("Bob", "Amy")], [decided("Amy", "Bob")]) for family in parts(grouped(*ACCUSING_ONE_ANOTHER, at_home, said=said))]
    assert carers == [{"Bob"}, {"Amy"}, {"Bob"}]
