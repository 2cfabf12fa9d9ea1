"""Who is joined and who stays two, over likenesses that are planted: each boundary, each reason, each thing that speaks against.

One load holds every case, each of people of its own whom no other case knows. A case is its mentions ("2b" is the person b of report 2), how
alike they are, who is one person in the end, and why."""

from dataclasses import dataclass, field

import pytest

from tests.likened import SHARES
from tests.made import made
from tests.named import mention
from timeline import people, tables
from timeline.identifiers import TITLES

ANN = {"forename": "ann", "surname": "lee"}
NHS = {"ids": {"nhs": "1"}}
HOME = {"address_key": "QJ11AA|5"}
BORN = {"dob": "1980-03-04"}
OLDER = {"dob": "1955-07-09"}
STREET = {"postcode": "QJ11AA"}
SHARED = ("institution", "shared house", "no fixed abode", "safe")
DWELLING = "the same name at one address"
POSTCODE = "the same name and date of birth in one postcode"
RELATIVE = "named with the same relative"
COUPLE = "named with another who agrees too"
ALONE = "the same name and date of birth, and nobody else whom it could be"
ALIKE = "written alike"


@dataclass
class Case:
    """Mentions and likenesses, as (one, other, weight, and what else the likeness says); who is one, and the reason."""

    said: dict[str, dict]
    likenesses: list[tuple]
    one: str = ""
    because: str = ""
    answers: list[tuple] = field(default_factory=list)


def two(left: dict, right: dict | None = None, because: str = "", weight: float = 8.0, **likeness) -> Case:
    """Two mentions of two reports; one person if there is a reason."""
    return Case({"1a": left, "2a": left if right is None else right}, [("1a", "2a", weight, likeness)], "1a 2a" if because else "", because)


def homes() -> dict[str, Case]:
    """What a shared number or one household confirms."""
    street = STREET | BORN
    numbers = {f"one {kind}": two({"ids": {kind: "1"}}, None, f"the same {TITLES[kind]}") for kind in tables.STRONG_IDENTIFIERS}
    shared = {f"a dwelling, {side} {kind}": two(*pair) for kind in SHARED
              for side, pair in {"one in a": (HOME | {"address_kind": kind}, HOME), "other in a": (HOME, HOME | {"address_kind": kind})}.items()}
    streets = {f"a postcode, {side} {kind}": two(*pair) for kind in SHARED
               for side, pair in {"one in a": (street | {"address_kind": kind}, street), "other in a": (street, street | {"address_kind": kind})}.items()}
    return numbers | shared | streets | {
        "one local number": two({"ids": {"local_id": "1"}}, None, "the same number in one system"),
        "two local numbers": two({"ids": {"local_id": "1"}}, {"ids": {"local_id": "2"}}),
        "six bits": two(HOME, None, DWELLING, 6.0), "less": two(HOME, None, "", 5.9), "reviewed": two(HOME, None, "", 30.0, gate="review"),
        "two dwellings": two(HOME, {"address_key": "QJ11AA|6"}), "a partner's home": two(HOME | {"address_kind": "partner's home"}, HOME, DWELLING),
        "one postcode": two(street, None, POSTCODE), "one postcode, unborn": two(STREET, street), "one postcode, the other unborn": two(street, STREET),
        "two postcodes": two(street, BORN | {"postcode": "QJ11AB"}), "nothing": two({}),
        "the strongest reason": two(NHS | HOME | street, None, "the same NHS number")}


def writings() -> dict[str, Case]:
    """When those who are written alike are one."""
    def alike(said: dict, one: bool, reports=("1a", "2a"), **likeness) -> Case:
        first = reports[0]
        group, because = (" ".join(reports), ALIKE) if one else ("", "")
        return Case({name: ANN | said | {"as": first} for name in reports}, [(first, first, 8.0, likeness)], group, because)
    return {f"alike, {kind}": alike({"forename": None, "ids": {kind: "1"}}, True) for kind in (*tables.STRONG_IDENTIFIERS, "local_id")} | {
        f"alike in a {kind}": alike(HOME | BORN | {"address_kind": kind}, False) for kind in SHARED} | {
        f"alike in a {kind} with a number": alike(HOME | NHS | {"address_kind": kind}, True) for kind in SHARED} | {
        "alike at home": alike(HOME, True), "alike in a street": alike(STREET | BORN, True), "alike in a street unborn": alike(STREET, False),
        "alike born": alike(BORN, False), "alike without a first name": alike(HOME | {"forename": None}, False),
        "alike reviewed": alike(HOME, False, gate="review"),
        "alike in one report": alike(HOME, False, ("1a", "1b")), "alike in one report, born": alike(HOME | BORN, True, ("1a", "1b")),
        "alike in one report, numbered": alike(HOME | NHS, True, ("1a", "1b"))}


def against() -> dict[str, Case]:
    """What keeps two apart whom something confirms."""
    def at_home(left: dict, right: dict, because: str = "") -> Case:
        return two(HOME | left, HOME | right, because)
    def between(left: dict, right: dict, first: float, second: float, one: str, because: str, **more) -> Case:
        """Two who cannot be one, and 3a between them, so like the one and so like the other."""
        said = {"1a": HOME | left, "2a": HOME | right, "3a": HOME | more.pop("middle", {})}
        return Case(said, [("1a", "3a", first, {}), ("2a", "3a", second, {}), *more.pop("beside", [])], one, because, **more)
    return {f"two {kind}s": at_home({"ids": {kind: "1"}}, {"ids": {kind: "2"}}) for kind in tables.STRONG_IDENTIFIERS} | {
        "other kinds": at_home(NHS, {"ids": {"pnc": "2"}}, DWELLING), "two sexes": at_home({"sex": "male"}, {"sex": "female"}),
        "a sex of neither": at_home({"sex": "other"}, {"sex": "female"}, DWELLING),
        "two sexes, one number": at_home({"sex": "male"} | NHS, {"sex": "female"} | NHS, "the same NHS number"), "two births": at_home(BORN, OLDER),
        "two births, one number": at_home(BORN | NHS, OLDER | NHS),
        "a slip": at_home(BORN, {"dob": "1980-03-05"}, DWELLING), "a year": at_home(BORN, {"dob": "1955-01-01", "dob_precision": "year"}, DWELLING),
        "one report": Case({"1a": HOME, "1b": HOME}, [("1a", "1b", 8.0, {})]),
        "one report, one number": Case({"1a": HOME | NHS, "1b": HOME | NHS}, [("1a", "1b", 8.0, {})], "1a 1b", "the same NHS number"),
        "a veto": between({}, {}, 12.0, 8.0, "1a 3a", DWELLING, beside=[("1a", "2a", 5.0, {"gate": "veto"})]),
        "the more alike": between(BORN, OLDER, 8.0, 12.0, "2a 3a", DWELLING), "three bits": between(BORN, OLDER, 11.0, 8.0, "1a 3a", DWELLING),
        "a toss-up": between(BORN, OLDER, 10.9, 8.0, "", ""), "the other way": between(BORN, OLDER, 8.0, 10.9, "", ""),
        "numbers are no toss-up": between(NHS, {"ids": {"nhs": "2"}}, 8.5, 8.0, "1a 3a", DWELLING),
        "unlike itself": between(BORN, OLDER, 8.5, 8.0, "1a 3a", DWELLING, middle=BORN),
        "said by hand": between(BORN, OLDER, 8.5, 8.0, "1a 3a", DWELLING, answers=[("1a", "3a", "yes")]),
        **{f"a weaker record beside a strong, {middle}": Case(
            {"1a": HOME | BORN | NHS, "4a": HOME | BORN | NHS, "2a": HOME | OLDER, middle: HOME},
            [("1a", "4a", 20.0, {}), *((*sorted((middle, other)), weight, {}) for other, weight in (("1a", 12.0), ("4a", 9.0), ("2a", 8.0)))],
            " ".join(sorted(("1a", "4a", middle))), DWELLING) for middle in ("0a", "9a")},
        "chained": Case({"1a": HOME | BORN, "2a": HOME, "3a": HOME, "4a": HOME | OLDER},
                        [("1a", "2a", 20.0, {}), ("2a", "3a", 20.0, {}), ("3a", "4a", 9.0, {})], "1a 2a 3a", DWELLING)}


def lone() -> dict[str, Case]:
    """Who is joined though placed nowhere: 1a, to 2a at home; perhaps beside others whom it could be."""
    sure = dict(dob=10.0)
    def alone(one=True, said: dict | None = None, other: dict | None = None, weight: float = 9.0, beside=(), more: dict | None = None, **likeness) -> Case:
        return Case({"1a": ANN | (said or {}), "2a": ANN | HOME | (other or {})} | (more or {}), [("1a", "2a", weight, sure | likeness), *beside],
                    "1a 2a" if one else "", ALONE if one else "")
    twice = Case({"1a": ANN | NHS, "1b": ANN | NHS, "2a": ANN | HOME}, [("1a", "1b", 8.0, {}), ("1a", "2a", 9.0, sure)], "1a 1b 2a", ALONE)
    second = {"3a": ANN | {"address_key": "VY99ZZ|1"}}
    return {"alone, named twice in the report": twice} | {f"a {role} alone": alone(False, {"role": role}) for role in ("suspect", "offender", "respondent")} | {
        "alone": alone(), "a blamed one at home": alone(other={"role": "suspect"}), "little alike": alone(False, weight=8.9),
        "a slip of the day": alone(False, dob=9.9),
        "alone, reviewed": alone(False, gate="review"), "alone, another first name": alone(False, {"forename": "anna"}),
        "alone, another family name": alone(False, {"surname": "leigh"}), "alone in a street": alone(False, {"postcode": "VY99ZZ"}),
        "alone at an address": alone(False, {"address_key": "VY99ZZ|2"}), "not alone in the report": alone(False, more={"1b": {}}),
        "two whom it could be": alone(False, more=second, beside=[("1a", "3a", 4.0, {})]),
        "two as likely": alone(False, more=second, beside=[("1a", "3a", 9.0, sure)]),
        "one whom it can hardly be": alone(more=second, beside=[("1a", "3a", 3.9, {})]),
        "a vetoed one": alone(more=second, beside=[("1a", "3a", 20.0, {"gate": "veto"})]),
        "a nameless one": alone(more=second, beside=[("1a", "3a", 5.0, {"name": 0.0})]),
        "a reviewed one": alone(False, more=second, beside=[("1a", "3a", 5.0, {"gate": "review"})]),
        "another who is alone": alone(more={"3a": ANN}, beside=[("1a", "3a", 8.0, sure)]),
        "another as like": Case({"1a": ANN, "2a": ANN | HOME, "3a": ANN}, [("1a", "2a", 9.0, sure), ("1a", "3a", 9.0, sure)], "1a 2a 3a", ALONE),
        "two who are alone": Case({"1a": ANN, "2a": ANN}, [("1a", "2a", 20.0, sure)]),
        "the greater is alone": Case({"1a": ANN | HOME, "2a": ANN}, [("1a", "2a", 9.0, sure)], "1a 2a", ALONE)}


def company() -> dict[str, Case]:
    """Whom a relative in common confirms, k being one person by number; and who is confirmed two by two."""
    kin = {"1k": NHS, "2k": NHS}
    def related(one=True, weight: float = -6.0, left: dict | None = None, right: dict | None = None, relative: dict | None = None, crowd=0, **likeness) -> Case:
        beside = {f"1{n:02}": {} for n in range(crowd)}
        return Case({"1a": ANN | (left or {}), "2a": ANN | (right or {}), "1k": NHS | (relative or {}), "2k": NHS} | beside,
                    [("1k", "2k", 8.0, {}), ("1a", "2a", weight, likeness)], "1a 2a" if one else "", RELATIVE if one else "")
    def couple(one=True, weight: float = 6.0, other: float = 6.0, apart="2", left: dict | None = None, **likeness) -> Case:
        return Case({"1a": left or {}, "1b": {}, "2a": {}, f"{apart}b": {}}, [("1a", "2a", weight, likeness), ("1b", f"{apart}b", other, {})],
                    "1a 2a|1b 2b" if one else "", COUPLE if one else "")
    baby, amal, amani = {"surname": "lee"}, ANN | {"forename": "amal"}, ANN | {"forename": "amani"}
    def born(first: dict, second: dict, third: dict, one="", because="") -> Case:
        """Three of one relative; the first is alike each of the others."""
        alike = [("1k", "2k", 8.0, {}), ("1k", "3k", 8.0, {}), ("1a", "2a", 5.0, {}), ("1a", "3a", 5.0, {})]
        return Case({"1a": first, "2a": second, "3a": third, "3k": NHS} | kin, alike, one, because)
    one_a, other_a, one_b, other_b = ({"ids": {kind: kind}} for kind in ("pnc", "crn", "upn", "noms"))
    rounds = Case({"1a": one_a, "2a": other_a, "3a": one_a, "3b": one_b, "4a": other_a, "4b": other_b, "5b": one_b, "5c": {}, "6b": other_b, "6c": {}} | kin,
                  [("1k", "2k", 8.0, {}), *((*couple.split(), 8.0, {}) for couple in ("1a 3a", "2a 4a", "3b 5b", "4b 6b")),
                   *((*couple.split(), 2.0, {}) for couple in ("1a 2a", "3b 4b", "5c 6c"))], "1a 2a 3a 4a|3b 4b 5b 6b", RELATIVE)
    def alike(written: dict[str, str], one: str) -> Case:
        """Those of two writings, each but 1a beside the relative."""
        beside = {f"{name[0]}k": NHS for name in written if name != "1a"}
        first, second = sorted(set(written.values()))
        return Case({name: {"as": writing} for name, writing in written.items()} | beside,
                    [*(("3k", relative, 8.0, {}) for relative in beside if relative != "3k"), (first, second, 5.0, {})], one, RELATIVE)
    busy = related(crowd=38)
    busy.said.update({"100": one_a, "200": one_a})
    busy.likenesses.append(("100", "200", 8.0, {}))
    several = couple()
    several.said.update({"1a": one_a, "3a": one_a})
    several.likenesses.extend([("1a", "3a", 8.0, {}), ("2a", "3a", 5.0, {})])
    several.one = "1a 2a 3a|1b 2b"
    return {"a busy relative, with one of many twice": busy, "a couple of one who is more alike in one record": several} | {
        f"{whose} a {role}": related(False, **{side: {"role": role}}) for role in ("witness", "caller")
            for whose, side in (("one", "left"), ("other", "right"), ("the relative", "relative"))} | {
        "relatives": related(), "relatives, less": related(False, -6.1), "relatives who moved": related(weight=-11.0, address=-5.0),
        "relatives who moved, less": related(False, -11.1, address=-5.0), "relatives in one street": related(address=5.0),
        "relatives written alike": Case({"1a": {"as": "1a"}, "2a": {"as": "1a"}} | kin, [("1k", "2k", 8.0, {}), ("1a", "1a", 5.0, {})], "1a 2a", RELATIVE),
        "relatives written alike, the lesser of them elsewhere": alike({"1a": "1a", "9a": "1a", "3a": "3a", "5a": "3a", "7a": "3a"}, "3a 5a 7a 9a"),
        "relatives written alike, the greater elsewhere": alike({"3a": "3a", "5a": "3a", "7a": "3a", "9a": "9a"}, "3a 5a 7a 9a"),
        "relatives, reviewed": related(False, 20.0, gate="review"), "a busy relative": related(crowd=38), "a crowd's relative": related(False, crowd=39),
        "a couple": couple(), "half a couple": couple(False, 5.9), "half a couple, the other": couple(False, other=5.9),
        "a couple that moved": couple(weight=1.0, address=-5.0),
        "no couple": couple(False, apart="3"), "a couple of a witness": couple(False, left={"role": "witness"}),
        "a baby of two": born(baby, amal, amani), "a baby of one": born(baby, amal, amal, "1a 2a 3a", RELATIVE),
        "a child of two names": born(ANN, amal, amani, "1a 2a 3a", RELATIVE),
        "the second round and no third": rounds}


CASES = homes() | writings() | against() | lone() | company()


def named(case: str, name: str, said: dict) -> dict:
    """The mention of that name of a case, written as nobody else's unless it says as whose."""
    return mention(f"{case}:{name[0]}#{name[1:]}", **{key: value for key, value in said.items() if key != "as"} | {"ids": dict(said.get("ids", {}))}) | (
        {"writing_id": f"{case}:{said['as'][0]}#{said['as'][1:]}"} if "as" in said else {})


def likeness(case: str, one: str, other: str, weight: float, more: dict) -> dict:
    """A row of pairs."""
    gate = {"gate": more["gate"]} if "gate" in more else {}
    return dict(mention_id_l=f"{case}:{one[0]}#{one[1:]}", mention_id_r=f"{case}:{other[0]}#{other[1:]}", match_weight=weight,
                shares=SHARES | {"name": 5.0} | {part: bits for part, bits in more.items() if part != "gate"}) | {"gate": "ok"} | gate


@pytest.fixture(scope="module")
def found() -> dict[str, dict[str, str]]:
    """Of each case who is one with somebody, and why."""
    rows = [named(case, name, said) for case, planted in CASES.items() for name, said in planted.said.items()]
    alike = [likeness(case, *row) for case, planted in CASES.items() for row in planted.likenesses]
    answers = [dict(answer_id=f"D-{case}", kind="same person", left_id=f"{case}:{one[0]}#{one[1:]}", right_id=f"{case}:{other[0]}#{other[1:]}", verdict=verdict,
                    state="standing", reason="why", decided_by="ann", decided_on="2026-03-03")
               for case, planted in CASES.items() for one, other, verdict in planted.answers]
    table = people.resolve(made("mentions", *rows), made("pairs", *alike), made("judgements", *answers))
    tables.check("people", table)
    told: dict[str, dict[str, str]] = {case: {} for case in CASES}
    for ids, because in table.filter("len(mention_ids) > 1").project("mention_ids, because").fetchall():
        told[ids[0].split(":")[0]][" ".join(one.split(":")[1].replace("#", "") for one in ids)] = because
    return told


@pytest.mark.parametrize("case", CASES)
def test_who_is_one_person_and_why(found, case):
    ours = {group: because for group, because in found[case].items() if not {"1k", "3k", "100"} & set(group.split())}
    assert "|".join(sorted(ours)) == CASES[case].one
    assert all(CASES[case].because in because for because in ours.values())
