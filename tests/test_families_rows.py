"""Families: since when, until when and why each row says that somebody belongs. Many homes are told at once, since none changes another."""

from tests.test_families import at, grouped
from tests.test_families_carers import homes
from tests.test_families_others import AMY, VISITS, assault, beside


def said(rows, who=None):
    """What the rows say, of everybody or of one person: (person, part, since, until, why)."""
    return [(row["person_id"], row["part"], row["since"], row["until"].replace("NaT", ""), row["because"])
            for row in sorted(rows, key=lambda row: (row["person_id"], row["since"])) if who in (None, row["person_id"])]


def test_a_home_with_an_accuser_a_partner_and_a_lone_adult_says_who_is_in_it_since_when_and_why():
    earlier = ("2023-05-01", "police_notice", {"Kc": "child"})
    rows, = homes([earlier, *beside(Kc={"role": "child"}, Dan={"role": "contact", "lives_here": "yes"}), assault("2024-04-01", "Amy", "Bob")])
    assert said(rows) == [
        ("Amy", "carer", "2024-01-01", "", "main carer of 1 child, from what is recorded by schools"),
        ("Bob", "linked person", "2024-04-01", "", "named as suspect by police in 1 report"),
        ("Dan", "other adult", "2024-03-05", "", "recorded by schools as living there"),
        ("Kc", "child", "2023-05-01", "", "recorded as living with the main carer by schools: 3 records")]
    assert len({row["family_id"] for row in rows}) == 1 and all(row["family_id"].startswith("F-") and len(row["family_id"]) == 18 for row in rows)


def test_an_adult_without_children_and_one_who_expects_a_child_say_since_when_and_why():
    lone, pair, expecting = homes(
        [assault("2024-02-01", "Una", "Val"), ("2024-01-01", "police_notice", {"Una": "contact"})],
        [assault("2024-01-01", "Una", "Val"), assault("2024-02-01", "Val", "Una")],
        [("2024-03-01", "pregnancy", {"Una": "patient"}), ("2024-04-01", "birth", {"Una": {"role": "patient", "agency": "gp"}})])
    harmed = "said to be harmed; no child is recorded in this person's care"
    assert [said(rows, "Una") for rows in (lone, pair, expecting)] == [
        [("Una", "adult", "2024-01-01", "", harmed)],
        [("Una", "adult", "2024-01-01", "", harmed + "; each of two is said to have harmed the other")],
        [("Una", "carer", "2024-03-01", "", "recorded as pregnant, or as having given birth, and with no child yet, by GP, schools")]]


def test_a_child_named_only_beside_another_is_with_whom_that_one_was_on_that_day():
    moved = [("2024-01-01", "school_roll", {"Lc": at("A1", role="child"), "Amy": AMY}),
             *[(day, "school_roll", {"Lc": at("G7", role="child"), "Gran": at("G7", role="carer")}) for day in ("2024-06-01", "2024-09-01")]]
    before, after = homes(*([*moved, ("2024-01-01", "police_notice", {"Kc": "child"}), *[
        (day, "police_notice", {"Kc": "child", "Lc": {"role": "child", "agency": agency}}) for day, agency in days]]
        for days in ([("2024-03-01", "schools"), ("2024-05-31", "schools")], [("2024-07-01", "schools")])))
    why = "named by schools with no adult, together with a child of this family"
    assert said(before, "Kc") == said(after, "Kc") == [("Kc", "child", "2024-01-01", "", why)]
    homes_of = [{row["family_id"]: row["person_id"] for row in rows if row["part"] == "carer"} for rows in (before, after)]
    assert [home[next(row["family_id"] for row in rows if row["person_id"] == "Kc")]
            for home, rows in zip(homes_of, (before, after), strict=True)] == ["Amy", "Gran"]


def test_another_adult_belongs_to_the_home_until_the_last_that_is_recorded_of_it_ends():
    def tenancy(until, *more):
        return [*VISITS, ("2024-02-01", "tenancy", {"Dan": at("A1", role="contact")}, {"until": until}), *more]
    seen = {"Kc": {"role": "child"}, "Dan": {"role": "contact", "lives_here": "yes"}}
    found = homes(tenancy("2024-05-01"), *(tenancy("2024-05-01", (day, "health_visit", seen)) for day in ("2024-05-01", "2024-05-02")),
                  tenancy("2024-05-01", ("2024-03-01", "health_visit", {"Amy": {"role": "victim"}, "Dan": {"role": "partner"}})))
    assert [[row[2:4] for row in said(rows, "Dan")] for rows in found] == [
        [("2024-02-01", "2024-05-01")], [("2024-02-01", "2024-05-01")], [("2024-02-01", "")], [("2024-02-01", "")]]


SAID = "Ann said on 1 June 2024 that from 1 March 2023 this child belongs with this carer: a home visit"


def test_an_answer_takes_nothing_from_what_the_records_say_before_it():
    told = [("2022-01-01", "school_roll", {"Ac": at("A1", role="child"), "Amy": at("A1", role="carer", relationship="mother")}),
            ("2022-01-01", "common_assault", {"Bc": "child", "Bob": {"role": "suspect", "lives_here": "yes"}}),
            ("2022-02-01", "health_visit", {"Gran": at("G7", role="carer", relationship="grandparent"), "Ac": "child"})]
    rows = grouped(*told, said=[("Ac", "Gran", "yes", "2023-03-01"), ("Bc", "Gran", "yes", "2023-03-01", "Ann", "standing", "child with carer", "Ben")])
    both, other = SAID.replace("Ann", "Ann and Ben"), ("this carer", "another carer")
    assert [row for row in said(rows) if row[0] in ("Ac", "Bc") or row[:2] == ("Gran", "carer")] == [
        ("Ac", "child", "2022-01-01", "2023-02-28", "recorded as living with the main carer by schools: 1 record; then " + SAID.replace(*other)),
        ("Ac", "child", "2023-03-01", "", SAID),
        ("Bc", "child", "2022-01-01", "2023-02-28",
         "recorded as living with the main carer by police: 1 record; no other carer is known; then " + both.replace(*other)),
        ("Bc", "child", "2023-03-01", "", both),
        ("Gran", "carer", "2022-02-01", "", f"main carer of 2 children; {both}; {SAID}")]


def test_an_answer_that_names_no_day_holds_from_the_childs_first():
    told = [("2022-01-01", "police_notice", {"Ac": "child"}), ("2022-02-01", "health_visit", {"Gran": "carer", "Amy": {"role": "carer", "lives_here": "yes"},
                                                                                             "Ac": "child"})]
    assert [row[1:4] for row in said(grouped(*told, said=[("Ac", "Gran", "yes", None)]), "Ac")] == [("child", "2022-01-01", "")]
