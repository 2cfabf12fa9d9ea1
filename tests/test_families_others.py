"""Families: the other adults of a home, those who are linked to it, and adults said to be harmed who have no children."""

from tests.test_families import at
from tests.test_families_carers import carers, homes

AMY = at("A1", role="carer", lives_here="yes", relationship="mother")
VISITS = [(f"2024-0{n}-01", "health_visit", {"Kc": at("A1", role="child"), "Amy": AMY}) for n in (1, 2, 6)]


def beside(category="health_visit", day="2024-03-05", **named):
    """The home, and one more report."""
    return [*VISITS, (day, category, named)]


def words(rows, who="Dan"):
    """How a person is recorded beside the others, as the family's row says it; nothing where there is none."""
    return [row["because"].rpartition(" as ")[2] for row in rows if (row["person_id"], row["part"]) == (who, "other adult")]


def test_how_another_adult_is_recorded_beside_a_child_or_its_carer():
    kit, contact = {"role": "child"}, {"role": "contact"}
    cases = [
        (beside(Kc=kit, Dan=contact | {"lives_here": "yes"}), "living there"), (beside(Kc=kit, Dan=contact), None),
        (beside(Kc=kit, Dan=contact | {"lives_here": "no", "relationship": "father"}), "father"),
        (beside(Kc=kit | {"lives_here": "no"}, Dan=contact | {"lives_here": "yes"}), None),
        (beside(Kc=kit | {"lives_here": "yes"}, Dan={"role": "offender"}), "living there"), (beside(Kc=kit | {"lives_here": "yes"}, Dan=contact), None),
        (beside(Wyn={"role": "witness"}, Dan=contact | {"lives_here": "yes"}), None),
        *[(beside(Kc=kit, Dan=contact | {"relationship": stands}), stands)
          for stands in ("mother", "father", "parent", "step-parent", "foster carer", "carer")],
        (beside(Kc=kit, Dan=contact | {"relationship": "grandparent"}), None),
        (beside(Kc=kit, Dan={"role": "parent"}), "parent"), (beside(Kc=kit, Dan={"role": "carer"}), "carer"),
        (beside(Amy="victim", Dan={"role": "partner"}), "partner"), (beside(Amy={"role": "partner"}, Dan=contact), "partner"),
        *[(beside(Amy="victim", Dan=contact | {"relationship": stands}), "partner") for stands in ("partner", "spouse")],
        (beside(Amy="victim", Dan=contact | {"relationship": "ex-partner"}), None), (beside(Amy="victim", Dan=contact | {"relationship": "father"}), None),
        (beside(Amy="tenant", Dan={"role": "household member"}), "living there"), (beside(Amy={"role": "household member"}, Dan="tenant"), "living there"),
        (beside(Amy="tenant", Dan="tenant"), None), (beside(Amy="witness", Dan={"role": "household member"}), None),
        (beside(Amy=at("B2", role="contact"), Dan=at("B2", role="contact")), "living there"),
        (beside(Amy=at("B2", role="contact"), Dan=at("C3", role="contact")), None),
        (beside(Kc=kit, Dan=contact | {"relationship": "father"}) + beside(Kc=kit, Dan={"role": "parent"}, day="2024-03-06")[3:], "father, parent"),
    ]
    found = homes(*(case for case, _ in cases))
    assert [words(rows) for rows in found] == [[expected] if expected else [] for _, expected in cases]


def test_an_adult_recorded_alone_at_the_homes_address_lives_there_while_the_home_was_there():
    def tenancy(since, **more):
        return [*VISITS, (since, "tenancy", {"Dan": at("A1", role="contact") | more})]
    found = homes(tenancy("2024-02-01"), tenancy("2024-06-01"), tenancy("2024-06-02"), tenancy("2023-12-31"))
    assert [words(rows) for rows in found] == [["living there"], ["living there"], [], []]


def test_a_child_at_home_and_an_unborn_one_are_no_other_adults():
    rows, = homes([*VISITS, ("2024-03-05", "health_visit", {"Kc": at("A1", role="child"), "Lc": at("A1", role="child"), "Xc": {"role": "unborn"}})])
    assert not [row for row in rows if row["part"] == "other adult"]


def test_who_harms_somebody_of_the_home_is_linked_with_each_word_agency_and_number_of_reports():
    harmed = {"Amy": "victim", "Bob": "suspect"}
    rows, = homes([*VISITS, ("2024-05-01", "common_assault", harmed), ("2024-04-01", "common_assault", harmed | {"Kc": "child"}),
                   ("2024-06-01", "probation_contact", {"Amy": "victim", "Bob": "offender"})])
    linked, = (row for row in rows if row["part"] == "linked person")
    assert (linked["since"], linked["because"]) == (
        "2024-04-01", "named as suspect by police in 2 reports; named as offender by schools in 1 report")


def test_who_harms_somebody_of_the_home_and_lives_there_is_linked_and_not_another_adult():
    rows, = homes(beside(category="common_assault", Amy="victim", Bob={"role": "suspect", "lives_here": "yes"}))
    assert [row["part"] for row in rows if row["person_id"] == "Bob"] == ["linked person"]


def assault(day, harmed, source):
    return day, "common_assault", {harmed: "victim", source: "suspect"}


def founders(rows):
    return [row["person_id"] for row in rows if row["part"] == "adult"]


def test_of_two_who_accuse_one_another_as_often_the_one_harmed_first_founds_the_family():
    val_first, una_first, at_once = homes([assault("2024-01-01", "Val", "Una"), assault("2024-02-01", "Una", "Val")],
                                          [assault("2024-01-01", "Una", "Val"), assault("2024-02-01", "Val", "Una")],
                                          [assault("2024-01-01", "Val", "Una"), assault("2024-01-01", "Una", "Val")])
    assert [founders(rows) for rows in (val_first, una_first, at_once)] == [["Val"], ["Una"], ["Una"]]


def test_an_adult_harmed_only_by_a_carer_whom_he_is_said_to_harm_is_in_her_family_and_in_one_of_his_own_if_harmed_by_another():
    quarrel = [*VISITS, assault("2024-04-01", "Amy", "Bob"), assault("2024-05-01", "Bob", "Amy")]
    only, by_another, one_way = homes(quarrel, [*quarrel, assault("2024-06-01", "Bob", "Cal")], [*VISITS, assault("2024-05-01", "Bob", "Amy")])
    assert [founders(rows) for rows in (only, by_another, one_way)] == [[], ["Bob"], ["Bob"]]


def test_an_adult_harmed_at_home_belongs_to_the_home_and_a_partner_who_lives_elsewhere_founds_a_family():
    at_home, elsewhere = homes(beside(category="common_assault", Dan=at("A1", role="victim"), Bob="suspect"),
                               [*beside(Kc="child", Dan={"role": "parent"}), assault("2024-04-01", "Dan", "Bob")])
    assert [founders(rows) for rows in (at_home, elsewhere)] == [[], ["Dan"]]


def test_who_is_harmed_by_one_who_accuses_nobody_founds_a_family():
    rows, = homes([assault("2024-01-01", "Una", "Val"), assault("2024-02-01", "Una", "Wyn")])
    assert founders(rows) == ["Una"] and "each of two" not in next(row["because"] for row in rows if row["part"] == "adult")


def test_who_is_said_to_live_with_a_child_at_no_address_takes_no_child_from_its_carer_and_who_is_named_as_its_carer_does():
    later = [*VISITS, ("2024-09-01", "health_visit", {"Kc": {"role": "child"}, "Dan": {"role": "contact", "lives_here": "yes"}})]
    gran = {"role": "carer", "lives_here": "yes", "relationship": "grandparent"}
    moved = [*VISITS, *((f"2024-{month}-01", "health_visit", {"Kc": {"role": "child"}, "Gran": gran}) for month in ("08", "09", "10"))]
    stays, goes = homes(later, moved)
    assert [carers(rows) for rows in (stays, goes)] == [["Amy"], ["Amy", "Gran"]]
    assert next(row["because"] for row in goes if row["person_id"] == "Kc" and row["until"]).endswith("; then recorded with another carer")
