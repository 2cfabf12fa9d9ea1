"""A link as it is told, over likenesses that are planted: what agrees, what conflicts, what is missing, and why the two were not joined.

One load holds every case, each of people of its own whom no other knows; the words of the declaration and of the design are the oracle."""

import pytest

from tests.likened import FULL, Load, of

# --- what is said of the two

AGREEING = {  # the share, and what is said to agree and to conflict, the strongest first
    "name": (dict(name=1.0), ["name (Ann Lee)"], []), "no-name": (dict(name=0.0), [], []), "other-name": (dict(name=-1.0), [], ["name (Ann Lee / Ann Lee)"]),
    "dob": (dict(dob=1.0), ["date of birth"], []), "other-dob": (dict(dob=-1.0), [], ["date of birth"]),
    "sex": (dict(sex=1.0), ["sex"], []), "other-sex": (dict(sex=-1.0), [], ["sex"]),
    "dwelling": (dict(address=10.5), ["dwelling"], []), "ten-bits": (dict(address=10.0), ["postcode"], []), "postcode": (dict(address=5.5), ["postcode"], []),
    "five-bits": (dict(address=5.0), ["postal district"], []), "district": (dict(address=0.5), ["postal district"], []),
    "elsewhere": (dict(address=-1.0), [], ["address"]), "number": (dict(ids=1.0), ["an identifier"], []), "two-numbers": (dict(ids=-1.0), [], []),
    "all": (dict(name=2.0, dob=1.0, sex=1.0, address=12.0, ids=3.0), ["name (Ann Lee)", "date of birth", "sex", "dwelling", "an identifier"], []),
    "none": (dict(name=-2.0, dob=-1.0, sex=-1.0, address=-1.0), [], ["name (Ann Lee / Ann Lee)", "date of birth", "sex", "address"])}
LACKING = {"whole": {}, "unborn": {"dob": None}, "single-name": {"surname": None}, "homeless": {"postcode": None},
           "bare": {"dob": None, "surname": None, "postcode": None}}
TOLD_LACKING = {"dob": "date of birth", "surname": "family name", "postcode": "address"}
RARITY = {"rare": (14.0, FULL, "The name is rare."), "nearly-rare": (13.5, FULL, "The name is neither rare nor common."),
          "common": (11.0, FULL, "The name is common."), "less-common": (11.5, FULL, "The name is neither rare nor common."),
          "common-but-other": (11.0, FULL | {"forename": "anna"}, "The name is neither rare nor common."), "unlike": (0.0, FULL, None),
          "barely": (0.5, FULL, "The name is common.")}
GUARD = "First name only."


def _worded(load: Load) -> None:
    for name, (shares, *_) in AGREEING.items():
        load.couple(f"agree-{name}", **shares)
    for name, without in LACKING.items():
        load.couple(f"lack-{name}-l", left=without, ids=1.0)
        load.couple(f"lack-{name}-r", right=without, ids=1.0)
    for name, (bits, right, _) in RARITY.items():
        load.couple(f"rare-{name}", right=right, name=bits)
    load.couple("guarded", gate="review", because=GUARD, sex=1.0)
    load.couple("said", name=1.0, dob=1.0, sex=-1.0, ids=0.0, left={"postcode": None})


# --- who is nearly as like as another: one person `a`, and two whom it could be

TOSSED = {  # the lesser weight beside 9 bits, the shares, and whether the stronger link and the lesser say that it could be either
    "close": (6.5, dict(ids=1.0), True, True), "three-bits": (6.0, dict(ids=1.0), False, True), "equal": (9.0, dict(ids=1.0), True, True),
    "one-postcode": (6.5, dict(address=5.5), True, True), "one-district": (6.5, dict(address=5.0), False, False),
    "name-alone": (6.5, dict(name=9.0), False, False)}
EITHER = "Not joined: somebody else is nearly as like, and it could be either."
UNCONFIRMED = "Not joined: no identifier, household or relative in common confirms it."


def _tossed(load: Load) -> None:
    for name, (lesser, shares, *_) in TOSSED.items():
        for middle, others in (("a", "bc"), ("c", "ab")):  # the one between them is the lesser of each two, or the greater
            for who in "abc":
                load.named(f"{name}-{middle}:{who}", f"{name}-{middle}:{who}#x", **FULL)
            for other, weight in zip(others, (9.0, lesser), strict=True):
                load.pair(*sorted(f"{name}-{middle}:{who}#x" for who in (middle, other)), weight, **shares)


# --- what cannot be said of one person

HERS, HIS = {"sex": "female"}, {"sex": "male"}
CLASHES = {  # what each of two is recorded with, and what is said against it; all else is alike
    "numbers": ({"ids": {"nhs": "1"}}, {"ids": {"nhs": "2"}}, ["they hold different NHS numbers"]),
    "two-kinds": ({"ids": {"nhs": "1", "pnc": "1"}}, {"ids": {"nhs": "2", "pnc": "2"}}, ["they hold different NHS numbers", "they hold different PNC numbers"]),
    "one-number": ({"ids": {"nhs": "1"}}, {"ids": {"nhs": "1"}}, []), "other-kinds": ({"ids": {"nhs": "1"}}, {"ids": {"pnc": "2"}}, []),
    "local": ({"ids": {"local_id": "1"}}, {"ids": {"local_id": "2"}}, []),
    "sexes": (HERS, HIS, ["one is recorded as female, the other as male"]), "one-sex": (HERS, HERS, []), "no-sex": (HERS, {"sex": None}, []),
    "no-sex-either": ({"sex": None}, HERS, []), "other-sex": (HERS, {"sex": "other"}, []),
    "sexes-excused": (HERS | {"ids": {"nhs": "1"}}, HIS | {"ids": {"nhs": "1"}}, []),
    "sexes-of-one-local-number": (HERS | {"ids": {"local_id": "1"}}, HIS | {"ids": {"local_id": "1"}}, ["one is recorded as female, the other as male"]),
    "born": ({"dob": "1980-03-04"}, {"dob": "1955-07-09"}, ["one is recorded as born on 4 March 1980, the other on 9 July 1955"]),
    "a-slip": ({"dob": "1980-03-04"}, {"dob": "1980-03-05"}, []), "a-year": ({"dob": "1980-03-04"}, {"dob": "1955-01-01", "dob_precision": "year"}, []),
    "no-dob": ({"dob": "1980-03-04"}, {"dob": None}, []),
    "one-report": ({}, {"report_id": "clash-one-report:l"}, ["one report names both"]),
    "all": ({"ids": {"nhs": "1"}} | HERS | {"dob": "1980-03-04"}, {"ids": {"nhs": "2"}, "report_id": "clash-all:l", "dob": "1955-07-09"} | HIS,
            ["they hold different NHS numbers", "one report names both", "one is recorded as female, the other as male",
             "one is recorded as born on 4 March 1980, the other on 9 July 1955"])}


TWO_BIRTHS = "one is recorded as born on 9 July 1955, the other on 4 March 1980"
GATHERED = {  # the same of two people of several mentions each
    "one of two numbers": ([{"ids": {"nhs": "2"}}], [{"ids": {"nhs": "1"}}, {"ids": {"nhs": "2"}}], []),
    "several sexes": ([HIS, HERS], [HIS], ["one is recorded as female and male, the other as male"]),
    **{f"the same two births, {turn}": ([{"dob": "1980-03-04"}, {"dob": "1955-07-09"}], births, [TWO_BIRTHS])
       for turn, births in (("turned", [{"dob": "1955-07-09"}, {"dob": "1980-03-04"}]), ("alike", [{"dob": "1980-03-04"}, {"dob": "1955-07-09"}]))},
    "several births": ([{"dob": "1980-03-04"}, {"dob": "1975-11-30"}], [{"dob": "1955-07-09"}],
                       ["one is recorded as born on 30 November 1975, the other on 9 July 1955"])}


def _clashing(load: Load) -> None:
    for name, (left, right, _) in CLASHES.items():
        load.couple(f"clash-{name}", left=dict(left), right=dict(right))
    for name, (left, right, _) in GATHERED.items():
        load.couple(f"gathered-{name}", dict(left[0]), dict(right[0]))
        for side, more in (("l", left), ("r", right)):
            for n, said in enumerate(more[1:]):
                load.named(f"gathered-{name}:{side}", f"gathered-{name}:{side}{n}#x", **FULL | dict(said))
    for side, other in ("lr", "rl"):  # two more writings of one of the two: two guards speak
        load.couple(f"veto-{side}")
        for slot, weight, because in (("y", 5.0, "Father and son."), ("z", 3.0, "Twins of one home.")):
            load.named(f"veto-{side}:{side}", f"veto-{side}:{side}#{slot}", **FULL)
            load.pair(*sorted((f"veto-{side}:{side}#{slot}", f"veto-{side}:{other}#x")), weight, gate="veto", because=because)
    load.couple("veto-alone", weight=20.0, gate="veto", because="Twins of one home.")


@pytest.fixture(scope="module")
def found():
    load = Load()
    for plant in (_worded, _tossed, _clashing):
        plant(load)
    return load.links()


@pytest.mark.parametrize("name", AGREEING)
def test_what_agrees_and_what_conflicts_is_told_by_its_share(found, name):
    _, agrees, conflicts = AGREEING[name]
    link = of(found, f"agree-{name}")
    assert (link["agrees"], link["conflicts"]) == (agrees, conflicts)
    assert ("an identifier in common" in link["missing"]) == (name not in ("number", "two-numbers", "all"))


@pytest.mark.parametrize("side", "lr")
@pytest.mark.parametrize("name", LACKING)
def test_what_is_missing_on_either_side_is_told(found, name, side):
    assert of(found, f"lack-{name}-{side}")["missing"] == [TOLD_LACKING[part] for part in LACKING[name]]


@pytest.mark.parametrize("name", RARITY)
def test_how_rare_a_name_is_is_told_where_it_agrees(found, name):
    assert of(found, f"rare-{name}")["rarity"] == RARITY[name][2]


def test_two_ways_of_writing_a_name_are_both_told(found):
    assert of(found, "rare-common-but-other")["agrees"] == ["name (Ann Lee / Anna Lee)"]


def test_a_link_is_told_in_one_text_and_a_guards_words_say_why_it_was_not_joined(found):
    assert of(found, "guarded")["because"] == f"Agrees: sex. Missing: an identifier in common. Not joined: {GUARD}"
    assert of(found, "said")["because"] == ("Agrees: name (Ann Lee), date of birth. The name is common. Conflicts: sex. "
                                            f"Missing: address, an identifier in common. {UNCONFIRMED}")


@pytest.mark.parametrize("name", TOSSED)
def test_one_who_is_nearly_as_like_somebody_else_could_be_either(found, name):
    *_, stronger, lesser = TOSSED[name]
    for middle, others in (("a", "bc"), ("c", "ab")):
        for other, either in zip(others, (stronger, lesser), strict=True):
            left, right = sorted((f"{name}-{middle}:{middle}", f"{name}-{middle}:{other}"))
            assert found[left, right]["because"].endswith(EITHER if either else UNCONFIRMED), (left, right)


@pytest.mark.parametrize("name", CLASHES)
def test_what_cannot_be_said_of_one_person_is_told_in_order(found, name):
    *_, clashes = CLASHES[name]
    link = of(found, f"clash-{name}")
    assert link["conflicts"] == clashes
    assert ("they cannot be one as recorded" in link["because"]) == bool(clashes)


@pytest.mark.parametrize("name", GATHERED)
def test_what_all_the_records_of_two_people_say_together_is_told(found, name):
    assert of(found, f"gathered-{name}")["conflicts"] == GATHERED[name][2]


@pytest.mark.parametrize("name", ["veto-l", "veto-r"])
def test_of_two_guards_that_tell_their_records_apart_that_of_the_more_alike_is_told(found, name):
    assert of(found, name)["conflicts"] == ["a record of each tells them apart: father and son"]
