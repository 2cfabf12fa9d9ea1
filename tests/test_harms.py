"""Harms: who is said to have harmed whom, as planted accounts say it, and the laws of directed pairs."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.made import MORE, made
from timeline import harms, primaries, tables

KIND = {"common_assault": "abuse", "child_cruelty": "abuse", "child_abduction": "abuse", "injury_by_assault": "abuse", "child_abuse_concern": "concern",
        "marac_referral": "protection", "gp_contact": "contact", "victim_suicidality": "concern"}


def found(*accounts, said=()):
    """The harms of these accounts, as rows. An account: (event, report, category, {who: role or cells}, cells of the report).

    Who is named twice in an account is the second time "Amy again".

    What people `said` of who is the primary perpetrator: (mention, mention of the person harmed, verdict, state if not standing)."""
    reports, mentions, held, people = [], [], {}, {}
    for event, ref, category, named, *more in accounts:
        agency = ref.split(":")[0]
        reports.append({"report_id": ref, "agency": agency, "category": category, "kind": KIND[category]} | (more[0] if more else {}))
        held.setdefault(event, []).append(ref)
        for who, cells in named.items():
            cells = {"role": cells} if isinstance(cells, str) else cells
            mentions.append({"mention_id": f"{ref}#{who}", "agency": agency} | cells)
            people.setdefault(who.removesuffix(" again"), []).append(f"{ref}#{who}")
    everyone = made("people", *({"person_id": p, "mention_ids": m} for p, m in people.items()))
    rows = harms.find(made("events", *({"event_id": e, "report_ids": r} for e, r in held.items())), made("reports", *reports),
                      made("mentions", *mentions), everyone,
                      primaries.settle(made("judgements", *(answer(*one) for one in said)), everyone))
    tables.check("harms", rows)
    return rows.df().to_dict("records")


def answer(left, right, verdict, state="standing"):
    return {"answer_id": f"{left} {right} {verdict}", "kind": "primary perpetrator", "left_id": left, "right_id": right, "verdict": verdict,
            "state": state, "decided_by": "Ann", "decided_on": "2024-06-01"}


def pairs(*accounts):
    return {(row["source_id"], row["harmed_id"]) for row in found(*accounts)}


def only(*accounts):
    row, = found(*accounts)
    return row


HE_TO_HER = ("E1", "police:1", "common_assault", {"Amy": "victim", "Bob": "suspect"})
SHE_TO_HIM = ("E2", "police:2", "common_assault", {"Bob": "victim", "Amy": "suspect"})


def test_a_suspect_is_said_to_have_harmed_the_victim():
    row = only(HE_TO_HER)
    assert (row["source_id"], row["harmed_id"], row["manner"], row["status"], list(row["asserted_by"]), row["contested"]) == (
        "Bob", "Amy", "named", "alleged", ["police"], False)


def test_a_patient_is_harmed_by_somebody_not_named():
    row = only(("E1", "hospital:1", "injury_by_assault", {"Amy": "patient"}))
    assert (row["source_id"], row["harmed_id"], row["status"]) == ("not named", "Amy", "alleged")


def test_another_account_of_the_event_names_the_source():
    assert pairs(HE_TO_HER, ("E1", "hospital:1", "injury_by_assault", {"Amy": "patient"})) == {("Bob", "Amy")}


def test_only_who_says_so_is_given_as_saying_so():
    assert list(only(HE_TO_HER, ("E1", "hospital:1", "injury_by_assault", {"Amy": "patient"}))["asserted_by"]) == ["police"]


@pytest.mark.parametrize(("cells", "manner"), [({"present": "yes"}, "present"), ({"lives_here": "yes"}, "living there"),
                                               ({"present": "no", "lives_here": "no"}, None), ({}, None), ({"address_key": "A1"}, "living there")])
def test_a_child_is_harmed_who_is_there_or_lives_there(cells, manner):
    rows = found(("E1", "police:1", "common_assault", {"Amy": {"role": "victim", "address_key": "A1"}, "Bob": "suspect", "Kit": {"role": "child"} | cells}))
    assert [row["manner"] for row in rows if row["harmed_id"] == "Kit"] == ([manner] if manner else [])


@pytest.mark.parametrize(("adult", "where", "manner"), [
    ("victim", {"address_key": "A1"}, "living there"), ("patient", {"address_key": "A1"}, "living there"), ("applicant", {"address_key": "A1"}, "living there"),
    ("tenant", {"address_key": "A1"}, "living there"), ("suspect", {"address_key": "A1"}, None),
    *[(role, {"address_key": "B1"}, None) for role in ("victim", "patient", "applicant", "tenant")]])
def test_a_child_of_whom_nobody_asked_lives_where_whoever_is_harmed_lives(adult, where, manner):
    other = "victim" if adult == "suspect" else "suspect"
    rows = found(("E1", "police:1", "common_assault", {"Amy": {"role": adult} | where, "Bob": other, "Kit": {"role": "child", "address_key": "A1"}}))
    assert [row["manner"] for row in rows if row["harmed_id"] == "Kit"] == ([manner] if manner else [])


def test_a_child_lives_where_it_happened():
    rows = found((*HE_TO_HER[:3], {"Amy": "victim", "Bob": "suspect", "Kit": {"role": "child", "address_key": "A1"}}, {"place_key": "A1"}))
    assert [row["manner"] for row in rows if row["harmed_id"] == "Kit"] == ["living there"]


@pytest.mark.parametrize("role", ["victim", "suspect", "witness"])
def test_an_adult_who_is_there_or_lives_there_is_not_harmed_by_that(role):
    rows = found(("E1", "police:1", "common_assault", {"Cal": "victim", "Bob": "suspect", "Amy": {"role": role, "present": "yes", "lives_here": "yes"}}))
    assert ("Amy" in {row["harmed_id"] for row in rows}) is (role == "victim")


@pytest.mark.parametrize(("cells", "harmed"), [({}, True), ({"lives_here": "no"}, False), ({"lives_here": "no", "present": "yes"}, True)])
def test_a_child_named_alone_with_who_is_said_to_harm_is_harmed_unless_it_is_said_to_live_elsewhere(cells, harmed):
    rows = found(("E1", "police:1", "common_assault", {"Kit": {"role": "child"} | cells, "Bob": "suspect"}))
    assert [row["harmed_id"] for row in rows] == (["Kit"] if harmed else [])


@pytest.mark.parametrize("role", ["child", "unborn"])
def test_a_child_of_a_concern_lives_with_the_abuse_though_an_adult_is_harmed_too(role):
    rows = found(("E1", "schools:1", "child_abuse_concern", {"Amy": {"role": "victim", "address_key": "B1"}, "Bob": "suspect", "Kit": role}))
    assert {row["harmed_id"]: row["manner"] for row in rows} == {"Amy": "named", "Kit": "living there"}


def test_of_two_accounts_of_a_child_the_one_that_says_most_is_told():
    there, named = {"Kit": {"role": "child", "present": "yes"}}, {"Kit": "child"}
    told = [("E1", "police:1", "common_assault", {"Amy": "victim", "Bob": "suspect"} | there, {"known_on": "2024-03-01"}),
            ("E1", "police:2", "child_cruelty", {"Bob": "suspect"} | named, {"known_on": "2024-03-09"})]
    row, = (row for row in found(*told) if row["harmed_id"] == "Kit")
    assert (row["manner"], str(row["known_on"])[:10], str(row["named_on"])[:10]) == ("named", "2024-03-01", "2024-03-09")


def test_a_child_named_twice_in_an_account_is_told_by_what_says_most():
    rows = found(("E1", "police:1", "common_assault", {"Amy": "victim", "Bob": "suspect", "Kit": {"role": "child", "present": "yes"},
                                                       "Kit again": {"role": "child", "lives_here": "yes"}}))
    assert [row["manner"] for row in rows if row["harmed_id"] == "Kit"] == ["present"]


def test_a_child_directly_hurt_is_named():
    assert only(("E1", "police:1", "child_cruelty", {"Kit": "child", "Bob": "suspect"}))["manner"] == "named"


def test_a_concern_that_a_child_lives_with_abuse_makes_a_pair_and_other_concerns_contacts_and_referrals_none():
    assert only(("E1", "schools:1", "child_abuse_concern", {"Kit": "child", "Bob": "suspect"}))["manner"] == "living there"
    assert not found(*[("E1", f"idva:{i}", category, {"Amy": "victim", "Bob": "suspect"})
                       for i, category in enumerate(("marac_referral", "gp_contact", "victim_suicidality"))])


def test_the_one_source_of_an_event_is_told_for_a_child_whom_another_agency_names():
    rows = found(HE_TO_HER, ("E1", "schools:1", "child_abuse_concern", {"Kit": "child"}))
    assert [(r["source_id"], list(r["asserted_by"])) for r in rows if r["harmed_id"] == "Kit"] == [("Bob", ["police", "schools"])]


@pytest.mark.parametrize(("outcomes", "status"), [([None], "alleged"), (["no further action", "charged"], "charged"), (["cautioned", "charged"], "cautioned"),
                                                  (["charged", "acquitted"], "acquitted"), (["charged", "convicted"], "convicted")])
def test_the_status_is_the_furthest_of_any_account(outcomes, status):
    told = [("E1", f"police:{i}", "common_assault", {"Amy": "victim", "Bob": "suspect"}, {"outcome": o}) for i, o in enumerate(outcomes)]
    assert only(*told)["status"] == status


def test_a_conviction_for_harm_to_her_says_nothing_of_harm_to_a_child_in_the_home():
    rows = found(("E1", "police:1", "common_assault", {"Amy": "victim", "Bob": "suspect", "Kit": {"role": "child", "present": "yes"}},
                  {"outcome": "convicted"}))
    assert {row["harmed_id"]: row["status"] for row in rows} == {"Amy": "convicted", "Kit": "alleged"}


def test_two_people_who_stand_both_ways_round_are_contested_in_every_event_and_never_netted():
    rows = found(HE_TO_HER, SHE_TO_HIM)
    assert {(r["source_id"], r["harmed_id"], r["contested"]) for r in rows} == {("Bob", "Amy", True), ("Amy", "Bob", True)}


BOB_OF_1, BOB_OF_2 = ("police:1#Bob", "police:1#Amy"), ("police:2#Bob", "police:2#Amy")
AMY_OF_2 = ("police:2#Amy", "police:2#Bob")


def marks(*said, accounts=(HE_TO_HER, SHE_TO_HIM)):
    """What is contested, and what goes against a decision, for each source."""
    return {row["source_id"]: (row["contested"], row["against_decision"]) for row in found(*accounts, said=said)}


def test_who_is_decided_to_be_the_primary_perpetrator_settles_the_direction_and_the_other_is_kept_as_said():
    rows = {row["source_id"]: row for row in found(HE_TO_HER, SHE_TO_HIM, said=[(*BOB_OF_1, "yes")])}
    assert {who: (row["contested"], row["against_decision"]) for who, row in rows.items()} == {"Bob": (False, False), "Amy": (False, True)}
    assert {row["decision"] for row in rows.values()} == {"decided by Ann on 1 June 2024 who of the two is the primary perpetrator"}


@pytest.mark.parametrize("said", [(*BOB_OF_1, "no"), (*BOB_OF_1, "unsure"), (*BOB_OF_1, "yes", "waiting for a second person")])
def test_a_no_and_an_answer_that_does_not_stand_leave_it_contested(said):
    assert marks(said) == {"Bob": (True, False), "Amy": (True, False)}


@pytest.mark.parametrize("other", [(*AMY_OF_2, "yes"), (*BOB_OF_2, "no"), (*BOB_OF_2, "yes", "contradicted")])
def test_answers_that_differ_about_two_people_leave_it_contested_and_say_so(other):
    rows = found(HE_TO_HER, SHE_TO_HIM, said=[(*BOB_OF_1, "yes"), other])
    assert [(row["contested"], row["against_decision"]) for row in rows] == [(True, False)] * 2
    assert all("gave answers that differ" in row["decision"] for row in rows)


@pytest.mark.parametrize(("mine", "other"), [("Amy", "Zed"), ("Zed", "Amy")])
def test_a_decision_about_two_says_nothing_of_either_and_a_third(mine, other):
    def accusing(number, harmed, source):
        return f"E{number}", f"police:{number}", "common_assault", {harmed: "victim", source: "suspect"}
    told = [accusing(1, mine, other), accusing(2, other, mine), accusing(3, mine, "Bob"), accusing(4, "Bob", mine)]
    rows = found(*told, said=[(f"police:1#{other}", f"police:1#{mine}", "yes")])
    assert {row["event_id"]: (row["contested"], row["against_decision"]) for row in rows} == {
        "E1": (False, False), "E2": (False, True), "E3": (True, False), "E4": (True, False)}


def test_a_yes_of_one_and_a_no_of_the_other_agree():
    assert marks((*BOB_OF_1, "yes"), (*AMY_OF_2, "no")) == {"Bob": (False, False), "Amy": (False, True)}


def test_a_decision_about_two_who_stand_one_way_only_takes_nothing_away():
    row, = found(SHE_TO_HIM, said=[(*BOB_OF_2, "yes")])
    assert (row["contested"], row["against_decision"], row["decision"]) == (False, False, None)


def test_a_child_who_was_there_stands_with_the_two_adults_and_a_child_hurt_by_the_other_does_not():
    there = (*SHE_TO_HIM[:3], {"Bob": "victim", "Amy": "suspect", "Kit": {"role": "child", "present": "yes"}})
    hurt = ("E3", "police:3", "child_cruelty", {"Kit": "child", "Amy": "suspect"})
    rows = found(HE_TO_HER, there, hurt, said=[(*BOB_OF_1, "yes")])
    assert {(row["event_id"], row["harmed_id"]) for row in rows if row["against_decision"]} == {("E2", "Bob"), ("E2", "Kit")}


def test_a_child_who_was_there_when_another_than_the_primary_perpetrator_was_harmed_too_is_harmed_whatever_was_decided_of_the_two():
    there = (*SHE_TO_HIM[:3], {"Bob": "victim", "Cal": "victim", "Amy": "suspect", "Kit": {"role": "child", "present": "yes"}})
    rows = found(HE_TO_HER, there, said=[(*BOB_OF_1, "yes")])
    assert {(row["event_id"], row["harmed_id"]) for row in rows if row["against_decision"]} == {("E2", "Bob")}


def test_nobody_harms_themself_and_a_person_on_both_sides_of_one_account_is_harmed_there():
    assert pairs(HE_TO_HER, ("E1", "police:9", "common_assault", {"Amy": "suspect"})) == {("Bob", "Amy")}
    assert pairs(("E1", "police:1", "common_assault", {"Amy": "victim", "Amy again": "suspect", "Cal": "victim"})) == {
        ("not named", "Amy"), ("not named", "Cal")}
    assert pairs(HE_TO_HER, ("E1", "hospital:1", "injury_by_assault", {"Bob": "patient"})) == {("Bob", "Amy"), ("not named", "Bob")}


@pytest.mark.parametrize("harmed", ["victim", "patient", "applicant", "tenant"])
@pytest.mark.parametrize("source", ["suspect", "respondent", "offender"])
def test_each_agency_has_its_own_word_for_who_is_harmed_and_by_whom(harmed, source):
    row = only(("E1", "police:1", "common_assault", {"Amy": harmed, "Bob": source}))
    assert (row["source_id"], row["harmed_id"], row["manner"]) == ("Bob", "Amy", "named")


@pytest.mark.parametrize(("role", "harmed"), [("victim", True), ("patient", True), ("applicant", False), ("tenant", False), ("witness", False)])
def test_who_applies_for_something_or_rents_a_home_is_said_to_be_harmed_only_where_somebody_is_said_to_harm(role, harmed):
    assert pairs(("E1", "housing:1", "common_assault", {"Amy": role})) == ({("not named", "Amy")} if harmed else set())


@pytest.mark.parametrize("category", ["child_cruelty", "child_abduction"])
def test_what_is_done_to_a_child_is_said_of_the_child_as_of_an_adult(category):
    row = only(("E1", "police:1", category, {"Kit": "child", "Bob": "suspect"}, {"outcome": "charged"}))
    assert (row["manner"], row["status"]) == ("named", "charged")


INTIMATE = ["partner", "ex-partner", "spouse", "ex-spouse"]
KIN = ["mother", "father", "parent", "step-parent", "child", "sibling", "grandparent", "other family", "foster carer"]
WORDED = [({"relationship": word}, relation) for words, relation in ((INTIMATE, "intimate"), (KIN, "family"), (["none"], "other"), ([None], "unknown"))
          for word in words]


@pytest.mark.parametrize(("cells", "relation"), WORDED)
def test_the_relation_is_as_the_report_words_it(cells, relation):
    assert only((*HE_TO_HER, cells))["relation"] == relation


@pytest.mark.parametrize(("cells", "relation"), [({"relationship": "ex-partner"}, "intimate"), ({"relationship": "father"}, "family"),
                                                 ({"relationship": "none"}, "other")])
@pytest.mark.parametrize("who", ["Amy", "Bob"])
def test_the_relation_may_be_told_of_one_of_the_two(who, cells, relation):
    named = {"Amy": {"role": "victim"}, "Bob": {"role": "suspect"}}
    named[who] = named[who] | cells
    expected = "unknown" if (who, relation) == ("Amy", "other") else relation
    assert only((*HE_TO_HER[:3], named))["relation"] == expected


def test_how_an_adult_stands_to_the_child_of_an_account_says_nothing_of_how_the_adults_stand():
    named = {"Amy": {"role": "victim", "relationship": "mother"}, "Bob": {"role": "suspect", "relationship": "father"}, "Kit": {"role": "child"}}
    row, = found((*HE_TO_HER[:3], named))
    assert (row["harmed_id"], row["relation"]) == ("Amy", "unknown")


@pytest.mark.parametrize(("childs", "his", "between", "relation"), [
    ("mother", None, "partner", "family"), ("mother", None, None, "unknown"), (None, None, "partner", "unknown"), ("mother", None, "none", "other"),
    (None, None, "sibling", "unknown"), (None, "partner", None, "unknown"), ("mother", "partner", None, "unknown"), (None, "father", "none", "family")])
def test_a_child_is_of_the_family_of_a_parent_and_of_the_partner_of_a_parent(childs, his, between, relation):
    named = {"Kit": {"role": "child", "relationship": childs}, "Bob": {"role": "suspect", "relationship": his}}
    assert only(("E1", "police:1", "child_cruelty", named, {"relationship": between}))["relation"] == relation


@pytest.mark.parametrize(("words", "relation"), [(("sibling", "partner"), "intimate"), (("none", "partner"), "intimate"), (("none", "sibling"), "family"),
                                                 ((None, "none"), "other")])
def test_of_accounts_of_one_event_that_word_the_relation_differently_the_closest_holds(words, relation):
    assert only(*(("E1", ref, "common_assault", HE_TO_HER[3], {"relationship": word})
                  for ref, word in zip(("police:1", "idva:1"), words, strict=True)))["relation"] == relation


def test_a_relation_that_one_event_leaves_out_is_as_most_of_the_others_say():
    told = [(f"E{i}", f"police:{i}", "common_assault", HE_TO_HER[3], {"relationship": word})
            for i, word in enumerate(("sibling", "sibling", "partner", None, None, None))]
    assert [row["relation"] for row in found(*told)] == ["family", "family", "intimate", "family", "family", "family"]


def test_a_child_harmed_by_a_parent_is_harmed_in_the_family():
    rows = found(("E1", "social care:1", "child_abuse_concern", {"Kit": "child", "Bob": {"role": "suspect", "relationship": "father"}}))
    assert [row["relation"] for row in rows] == ["family"]


def test_a_relation_that_one_event_leaves_out_is_taken_from_the_others():
    rows = found((*HE_TO_HER, {"relationship": "spouse"}), ("E2", "idva:1", "common_assault", {"Amy": "victim", "Bob": "suspect"}))
    assert [row["relation"] for row in rows] == ["intimate", "intimate"]


def test_known_is_the_first_day_that_an_agency_which_says_so_knew():
    told = [("E1", f"{agency}:1", "common_assault", named, {"known_on": day, "received_on": day}) for agency, day, named in (
        ("police", "2024-03-02", {"Amy": "victim", "Bob": "suspect"}), ("idva", "2024-03-05", {"Amy": "victim", "Bob": "suspect"}),
        ("hospital", "2024-03-01", {"Amy": "patient"}))]
    assert {str(only(*told)[day])[:10] for day in ("known_on", "named_on", "received_on")} == {"2024-03-02"}


def test_who_is_harmed_by_nobody_named_is_known_from_the_accounts_of_that_event_alone():
    told = [(event, ref, "injury_by_assault", {"Amy": "patient"}, {"known_on": day, "received_on": day}) for event, ref, day in (
        ("E1", "hospital:1", "2024-03-01"), ("E2", "hospital:2", "2024-05-04"), ("E2", "hospital:3", "2024-05-02"))]
    told.append(("E2", "hospital:4", "injury_by_assault", {"Eve": "patient"}, {"known_on": "2024-02-02", "received_on": "2024-02-02"}))
    assert [(row["event_id"], row["harmed_id"], str(row["known_on"])[:10], str(row["named_on"])[:10], str(row["received_on"])[:10])
            for row in found(*told)] == [("E1", "Amy", *["2024-03-01"] * 3), ("E2", "Amy", *["2024-05-02"] * 3), ("E2", "Eve", *["2024-02-02"] * 3)]


def test_harm_by_the_one_source_of_an_event_is_known_when_both_who_was_harmed_and_who_harmed_are():
    told = [("E1", "police:1", "common_assault", {"Amy": "victim", "Bob": "suspect"}, {"known_on": "2024-03-05", "received_on": "2024-03-07"}),
            ("E1", "police:2", "common_assault", {"Amy": "victim", "Bob": "suspect"}, {"known_on": "2024-03-03", "received_on": "2024-03-04"}),
            ("E1", "hospital:1", "injury_by_assault", {"Cal": "patient"}, {"known_on": "2024-03-01", "received_on": "2024-03-02"})]
    row, = (row for row in found(*told) if row["harmed_id"] == "Cal")
    assert (row["source_id"], str(row["known_on"])[:10], str(row["named_on"])[:10], str(row["received_on"])[:10]) == (
        "Bob", "2024-03-03", "2024-03-03", "2024-03-04")


def test_the_one_source_of_another_event_is_told_of_nobody():
    assert pairs(HE_TO_HER, ("E2", "hospital:1", "injury_by_assault", {"Cal": "patient"})) == {("Bob", "Amy"), ("not named", "Cal")}


def test_where_an_event_has_two_sources_neither_is_told_of_somebody_whom_another_agency_names():
    two = ("E1", "police:2", "common_assault", {"Amy": "victim", "Dan": "suspect"})
    rows = found(HE_TO_HER, two, ("E1", "hospital:1", "injury_by_assault", {"Cal": "patient"}))
    assert {(row["source_id"], row["harmed_id"]) for row in rows} == {("Bob", "Amy"), ("Dan", "Amy"), ("not named", "Cal")}


def test_an_adult_who_harmed_and_a_child_who_was_only_there_and_later_harms_are_not_both_ways():
    there = (*HE_TO_HER[:3], {"Amy": "victim", "Bob": "suspect", "Kit": {"role": "child", "present": "yes"}})
    later = ("E2", "police:2", "common_assault", {"Bob": "victim", "Kit": "suspect"})
    assert not any(row["contested"] for row in found(there, later))


@st.composite
def accounts(draw):
    """Random accounts in which each of three people is harmed, named as a source, or neither."""
    told = []
    for i in range(draw(st.integers(1, 6))):
        roles = {who: draw(st.sampled_from(["victim", "suspect", "witness"])) for who in ("Amy", "Bob", "Cal")}
        told.append((f"E{draw(st.integers(1, 3))}", f"police:{i}", "common_assault", roles))
    return told


@settings(max_examples=8 * MORE, deadline=None)
@given(accounts())
def test_pairs_are_those_that_some_account_asserts_and_everyone_harmed_is_in_one(told):
    said = {(event, source, harmed) for event, _, _, roles in told for source, one in roles.items() for harmed, other in roles.items()
            if (one, other) == ("suspect", "victim")}
    rows = found(*told)
    named = {(r["event_id"], r["source_id"], r["harmed_id"]) for r in rows if r["source_id"] != "not named"}
    assert said <= named and all(source != harmed for _, source, harmed in named)
    assert {(r["event_id"], r["harmed_id"]) for r in rows} == {(event, who) for event, _, _, roles in told
                                                              for who, role in roles.items() if role == "victim"}
    assert {(s, h) for _, s, h in named - said} <= {(s, h) for s in ("Amy", "Bob", "Cal") for h in ("Amy", "Bob", "Cal") if s != h}
    assert all(r["contested"] == ((r["harmed_id"], r["source_id"]) in {(s, h) for _, s, h in named}) for r in rows)


@settings(max_examples=8 * MORE, deadline=None)
@given(accounts(), st.permutations(["Amy", "Bob", "Cal"]), st.integers(0, 5))
def test_a_decision_changes_no_pair_and_settles_these_two_alone(told, who, about):
    primary, other, _ = who
    ref = told[about % len(told)][1]
    before, after = found(*told), found(*told, said=[(f"{ref}#{primary}", f"{ref}#{other}", "yes")])
    marked = ("contested", "against_decision", "decision")
    assert [{k: v for k, v in row.items() if k not in marked} | {"asserted_by": list(row["asserted_by"])} for row in after] == [
        {k: v for k, v in row.items() if k not in marked} | {"asserted_by": list(row["asserted_by"])} for row in before]
    for was, now in zip(before, after, strict=True):
        two = {now["source_id"], now["harmed_id"]} == {primary, other}
        assert now["contested"] == (was["contested"] and not two)
        assert now["against_decision"] == (was["contested"] and two and now["source_id"] == other)
