"""Which two are proposed, over likenesses that are planted; on what their link rests; who is put to a person, and in what order."""

from hashlib import md5

import pytest

from tests.likened import FULL, Load, of

# --- which two are proposed, and on what

NEAR = {"four-bits": (4.0, "ok", True), "too-little": (3.9, "ok", False), "reviewed": (4.0, "review", True), "vetoed": (30.0, "veto", False)}
KIN = {  # two named with one relative: the weight without it, the address's share, the relative's company, and whether it is enough
    "enough": (-8.0, 0.0, 0, True), "too-little": (-8.1, 0.0, 0, False), "moved": (-13.0, -5.0, 0, True), "moved-too-little": (-13.1, -5.0, 0, False),
    "one-home": (-8.0, 5.0, 0, True), "busy": (-8.0, 0.0, 38, True), "a-crowd": (-8.0, 0.0, 39, False)}


def _near(load: Load) -> None:
    for name, (weight, gate, _) in NEAR.items():
        load.couple(f"near-{name}", weight=weight, gate=gate)
    for name, (weight, address, crowd, _) in KIN.items():
        load.couple(f"kin-{name}", weight=weight, address=address)
        for report in "lr":
            load.named(f"kin-{name}:relative", f"kin-{name}:{report}#relative", **FULL)
        for n in range(crowd):
            load.named(f"kin-{name}:{n}", f"kin-{name}:l#{n}", **FULL)
    load.named("kin-busy:relative", "kin-busy:again#relative", **FULL)  # named once more with one of the crowd: that is nobody else
    load.named("kin-busy:0", "kin-busy:again#0", **FULL)


# --- who is asked

ASKED = {  # the role and the address of each, with whom each is named (a letter is a person), the weight; whether it moves, and whether it is asked
    "moves-l": (dict(role="suspect", address_key="A"), dict(address_key="B"), "", "", 5.0, True, True),
    "moves-r": (dict(address_key="A"), dict(role="offender", address_key="B"), "", "", 5.0, True, True),
    "respondent": (dict(role="respondent", address_key="A"), dict(address_key="B"), "", "", 9.0, False, False),
    "one-home": (dict(role="suspect", address_key="A"), dict(address_key="A"), "c", "d", 9.0, False, False),
    "no-home-r": (dict(role="suspect", address_key="A"), {}, "", "", 9.0, False, False),
    "no-home-l": (dict(role="suspect"), dict(address_key="A"), "", "", 9.0, False, False),
    "met-l": (dict(role="suspect"), {}, "c", "", 5.0, True, True), "met-r": (dict(role="suspect"), {}, "", "c", 5.0, True, True),
    "in-common": (dict(role="suspect"), {}, "c", "c", 9.0, False, False),
    "by-a-witness": (dict(role="suspect"), {}, "w", "", 9.0, False, False), "by-a-caller": (dict(role="suspect"), {}, "v", "", 9.0, False, False),
    "a-witness": (dict(role="witness"), {}, "c", "d", 9.0, False, False), "a-caller": (dict(role="caller"), {}, "c", "d", 9.0, False, False),
    "households": ({}, {}, "c", "d", 6.0, False, True), "weak": ({}, {}, "c", "d", 5.9, False, False), "one-side-l": ({}, {}, "c", "", 9.0, False, False),
    "one-side-r": ({}, {}, "", "c", 9.0, False, False), "clashing": (dict(sex="male"), dict(sex="female"), "c", "d", 9.0, False, False),
    "moves-though-clashing": (dict(sex="male", role="suspect"), dict(sex="female"), "c", "d", 5.0, True, True),
    **{f"in-{kind}": (dict(role="suspect", address_key="A", address_kind=kind), dict(address_key="B"), "", "", 9.0, False, False)
       for kind in ("institution", "shared house", "no fixed abode", "safe")},
    **{f"in-one-{kind}": (dict(role="suspect", address_key="A", address_kind=kind), dict(address_key="A", address_kind=kind), "c", "d", 9.0, True, True)
       for kind in ("institution", "shared house", "no fixed abode", "safe")}}
ROLES = {"w": "witness", "v": "caller"}


def _asked(load: Load) -> None:
    for name, (left, right, beside_l, beside_r, weight, *_) in ASKED.items():
        load.couple(f"ask-{name}", left, right, weight)
        for side, beside in (("l", beside_l), ("r", beside_r)):
            for who in beside:
                load.named(f"ask-{name}:{who}", f"ask-{name}:{side}#{who}", role=ROLES.get(who, "subject"), **FULL)
    load.couple("ask-one-another", dict(role="suspect"), dict(report_id="ask-one-another:l"))


@pytest.fixture(scope="module")
def found():
    load = Load()
    for plant in (_near, _asked):
        plant(load)
    return load.links()


@pytest.mark.parametrize("name", NEAR)
def test_four_bits_are_proposed_and_no_veto(found, name):
    assert ((f"near-{name}:l", f"near-{name}:r") in found) == NEAR[name][2]


@pytest.mark.parametrize("name", KIN)
def test_a_relative_in_common_is_worth_what_one_dwelling_is_unless_it_is_a_crowds(found, name):
    assert ((f"kin-{name}:l", f"kin-{name}:r") in found) == KIN[name][3]
    if KIN[name][3]:
        assert "a relative named with both" in of(found, f"kin-{name}")["agrees"]


@pytest.mark.parametrize("name", ASKED)
def test_a_person_is_asked_where_the_answer_would_place_somebody_said_to_have_caused_harm_or_bring_households_together(found, name):
    link = of(found, f"ask-{name}")
    assert (link["moves"], link["queued"]) == ASKED[name][-2:]


def test_two_who_are_named_with_one_another_alone_would_be_placed_with_nobody(found):
    link = of(found, "ask-one-another")
    assert (link["moves"], link["queued"]) == (False, False)


def test_a_link_bears_the_hash_of_the_two_mentions_that_it_rests_on(found):
    for link in found.values():
        resting = f"{link['mention_id_l']} {link['mention_id_r']}"
        assert link["link_id"] == f"L-{md5(resting.encode()).hexdigest()[:16]}"
    assert list(found) == sorted(found)


# --- on what a link rests, and who is asked first

def test_those_whose_answer_moves_somebody_are_asked_first_then_by_what_a_yes_brings_together_then_by_weight():
    load = Load()
    told = (("a", "subject", 9.0, 3), ("b", "suspect", 5.0, 0), ("c", "suspect", 7.0, 0), ("d", "suspect", 5.0, 1), ("e", "suspect", 7.0, 0))
    for name, role, weight, more in told:
        load.couple(name, dict(role=role, address_key="A"), dict(address_key="B"), weight)
        for side in "lr":
            load.named(f"{name}:{side}:kin", f"{name}:{side}#kin", **FULL)
        for n in range(more):
            load.named(f"{name}:r", f"{name}:r{n}#x", **FULL)
    load.couple("unasked", weight=30.0)
    queue = sorted((link["place"], left[0]) for (left, _), link in load.links().items() if link["place"])
    assert queue == [(1, "d"), (2, "c"), (3, "e"), (4, "b"), (5, "a")]


def test_a_link_rests_on_the_most_alike_of_the_two_peoples_mentions_and_of_equals_on_the_first():
    load = Load()
    for name in "ab":
        for n in range(3):
            load.named(name, f"{name}:{n}#x", **FULL)
    for n, weight in enumerate((6.0, 8.0, 8.0)):
        load.pair(f"a:{n}#x", "b:0#x", weight)
    load.pair("a:1#x", "b:1#x", 8.0)
    link, = load.links().values()
    assert (link["mention_id_l"], link["mention_id_r"], link["match_weight"]) == ("a:1#x", "b:0#x", 8.0)


def test_each_mention_of_a_link_is_of_the_person_on_its_side_whichever_writing_is_the_lesser():
    load = Load()
    load.named("z", "a:1#x", **FULL)
    load.named("b", "b:1#x", **FULL)
    load.pair("a:1#x", "b:1#x")
    link, = load.links().values()
    assert (link["person_id_l"], link["mention_id_l"], link["person_id_r"], link["mention_id_r"]) == ("P-b", "b:1#x", "P-z", "a:1#x")


def test_of_several_people_of_one_writing_the_one_with_most_mentions_stands_for_them_and_of_equals_the_first():
    load = Load()
    for person, names in (("a", ["w:3#x"]), ("b", ["w:1#x", "w:2#x"]), ("c", ["w:4#x"]), ("d", ["v:1#x"]), ("e", ["v:2#x"]), ("f", ["u:1#x"])):
        for name in names:
            load.named(person, name, writing_id=f"{name[0]}:1#x", **FULL)
    for one, other in (("w", "w"), ("v", "v"), ("v", "w"), ("u", "w"), ("u", "v")):
        load.pair(f"{one}:1#x", f"{other}:1#x")
    assert set(load.links()) == {("a", "b"), ("b", "c"), ("d", "e"), ("b", "d"), ("b", "f"), ("d", "f")}
