"""How alike two mentions are: the hard cases, the rankings, and that nothing else in the load moves a pair."""

import tomllib
from pathlib import Path

import duckdb
import pytest

from tests.named import mention, mentions
from timeline import model, pairs, tables
from timeline.pairs.comparisons import LADDERS, prior_for
from timeline.pairs.guards import GUARDS

CASES = tomllib.loads(Path(__file__).with_name("cases").joinpath("pairs.toml").read_text(encoding="utf-8"))
MODEL = model.load()
COLUMNS = "mention_id_l, mention_id_r, match_weight, shares, gate, guard, because"
ANNA = {"forename": "anna", "surname": "marsh", "dob": "1980-03-04", "sex": "female"}


def scored(*rows) -> dict:
    """(weight, gate, because) by pair of mentions."""
    found = pairs.score(mentions(*rows), MODEL)
    tables.check("pairs", found)
    told = found.project("mention_id_l, mention_id_r, match_weight, gate, because").fetchall()
    return {(left, right): (weight, gate, because) for left, right, weight, gate, because in told}


@pytest.fixture(scope="module")
def judged():
    """Every case of the file scored in one load: pair n is police:n:<n> and school:n:<n>."""
    rows = [mention(f"{agency}:n:{number}#x", **elsewhere(case[side], number)) for number, case in enumerate(CASES["pair"])
            for agency, side in (("police", "left"), ("school", "right"))]
    return scored(*rows)


def elsewhere(said: dict, number: int) -> dict:
    """The same mention with its case's own postcode, so that no case meets another."""
    return {key: value.replace("QJ11AA", f"QJ{number:02}AA") if isinstance(value, str) else value for key, value in said.items()}


@pytest.mark.parametrize("number", range(len(CASES["pair"])), ids=[case["case"] for case in CASES["pair"]])
def test_a_hard_pair(judged, number):
    case = CASES["pair"][number]
    weight, gate, because = judged.get((f"police:n:{number}#x", f"school:n:{number}#x"), (-99, "veto", ""))
    assert gate == case["gate"], because
    assert weight >= case.get("above", -99)
    assert weight < case.get("below", 99)
    assert case.get("because", "") in (because or "") or weight == -99 and "because" not in case


@pytest.mark.parametrize("case", CASES["ranking"], ids=[case["case"] for case in CASES["ranking"]])
def test_a_better_pair_outranks_a_worse_one(case):
    better, worse = ([mention(f"{agency}:n:1#x", **said) for agency, said in zip(("police", "school"), case[side], strict=True)]
                     for side in ("better", "worse"))
    for row in worse + better:
        row["other_names"] = [row["agency"]]  # so that two alike are two writings
    pair = ("police:n:1#x", "school:n:1#x")
    assert scored(*better)[pair][0] > scored(*worse).get(pair, (-99,))[0]


def test_the_weight_is_the_sum_of_its_shares():
    rows = [mention("police:n:1#x", **ANNA, postcode="QJ11AA"), mention("school:n:1#x", **ANNA, postcode="QJ11AB")]
    [(weight, shares)] = pairs.score(mentions(*rows), MODEL).project("match_weight, shares").fetchall()
    assert weight == pytest.approx(sum(shares.values()), abs=0.01)


def test_a_writing_of_several_mentions_is_weighed_against_itself():
    found = scored(*(mention(f"police:n:{n}#x", **ANNA) for n in (1, 2, 3)))
    assert list(found) == [("police:n:1#x", "police:n:1#x")]


def test_an_unrelated_family_changes_no_pair():
    family = [mention("police:n:1#x", **ANNA, postcode="QJ11AA"), mention("school:n:1#x", **ANNA, postcode="QJ11AB")]
    others = [mention(f"gp:n:{n}#x", forename=name, surname="okafor", dob=f"19{60 + n}-05-06") for n, name in enumerate(["emeka", "ngozi", "uche"])]
    pair = ("police:n:1#x", "school:n:1#x")
    assert scored(*family)[pair] == scored(*family, *others)[pair]


def test_the_order_of_rows_changes_nothing():
    rows = [mention(f"police:n:{n}#x", **ANNA, postcode=code) for n, code in enumerate(["QJ11AA", "QJ11AB", "VY11AA", None])]
    assert scored(*rows) == scored(*reversed(rows))


def test_a_placeholder_shared_by_many_brings_nobody_together():
    crowd = [mention(f"police:n:{n:03}#x", forename="john", surname="smith", postcode=f"QJ1{n % 10}A{chr(65 + n % 26)}", other_names=[f"a{n}"])
             for n in range(80)]
    assert scored(*crowd) == {}


def test_somebody_of_whom_little_is_written_is_compared_through_who_is_named_with_them():
    child = {"forename": "kayla", "surname": "marsh", "dob": "2015-05-06"}
    rows = [mention("police:n:1#suspect", forename="darren", surname="pike", dob="1980-03-04"), mention("police:n:1#child", **child),
            mention("school:n:9#contact", forename="darren"), mention("school:n:9#child", **child)]
    assert scored(*rows)[("police:n:1#suspect", "school:n:9#contact")][1] == "review"


def test_two_people_of_one_name_at_one_address_make_a_mention_without_a_date_of_birth_doubtful():
    home = {"forename": "michael", "surname": "ashford", "postcode": "QJ11AA", "address_key": "QJ11AA|5"}
    found = scored(mention("police:n:1#x", **home, dob="1970-03-04"), mention("school:n:1#x", **home, dob="1995-06-07"), mention("gp:n:1#x", **home))
    assert {found[("gp:n:1#x", other)][1] for other in ("police:n:1#x", "school:n:1#x")} == {"review"}


def test_two_of_like_names_whom_one_agency_keeps_apart_go_to_review_wherever_they_are_written():
    twin = {"surname": "rahman", "dob": "2015-01-04", "sex": "female", "postcode": "QJ11AA", "address_key": "QJ11AA|5"}
    rows = [mention(f"{agency}:n:{n}#x", forename=name, **twin) for agency, n, name in
            (("school", 1, "hafsa"), ("school", 2, "hafza"), ("gp", 1, "hafsa"), ("gp", 2, "hafza"))]
    rows[2] |= {"sex": None}
    rows[3] |= {"sex": None}
    found = scored(*rows)
    assert {gate for (left, right), (_, gate, _) in found.items() if left[-3] != right[-3]} == {"review"}
    assert found[("gp:n:1#x", "school:n:1#x")][1] == "ok"


def test_one_child_whom_two_agencies_spell_differently_is_let_through():
    child = {"surname": "rahman", "dob": "2015-01-04", "sex": "female", "postcode": "QJ11AA", "address_key": "QJ11AA|5"}
    found = scored(mention("school:n:1#x", forename="hafsa", **child), mention("gp:n:1#x", forename="hafza", **child))
    assert found[("gp:n:1#x", "school:n:1#x")][1] == "ok"


def test_two_of_like_names_whom_one_report_names_go_to_review_in_other_reports():
    home = {"surname": "hall", "postcode": "QJ11AA", "address_key": "QJ11AA|5"}
    rows = [mention("school:n:1#mother", forename="charlotte", **home), mention("school:n:1#father", forename="charlie", **home, dob="1984-12-16"),
            mention("housing:n:2#tenant", forename="charlotte", **home, sex="female")]
    assert scored(*rows)[("housing:n:2#tenant", "school:n:1#father")][1] == "review"


def test_every_guard_vetoes_or_sends_to_review_and_says_why():
    assert {gate for _, gate, _, _ in GUARDS} == {"veto", "review"}
    assert all(name and sentence.rstrip("'").endswith(".") for name, _, _, sentence in GUARDS)


def test_the_prior_goes_by_the_order_of_magnitude_of_the_load():
    steps = [prior_for(n, MODEL.parameters) for n in (10, 9_999, 50_000, 500_000, 5_000_000)]
    assert steps == sorted(steps, reverse=True)
    assert steps[0] == steps[1]


def test_every_level_of_every_ladder_has_its_parameters():
    for name, ladder in LADDERS.items():
        assert set(ladder) - {None} == set(MODEL.parameters["levels"][name])


def test_no_relation_is_left_in_the_catalogue():
    scored(mention("police:n:1#x", **ANNA), mention("school:n:1#x", **ANNA, postcode="QJ11AA"))
    assert duckdb.sql("select count(*) from duckdb_tables() where not internal").fetchall() == [(0,)]
