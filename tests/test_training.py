"""New parameters: learnt near the truth of a planted population, fixed levels untouched, large changes only with a name under them."""

import json
from dataclasses import replace
from math import log2

import duckdb
import pytest

from tests.named import mention, mentions
from timeline import cli, model, pairs, training

pytestmark = pytest.mark.slow

SHIPPED = model.load()
PEOPLE, EACH = 3_500, 6           # 21,000 mentions
FORENAMES, SURNAMES, DATES, DWELLINGS, DISTRICTS = 40, 60, 40 * 132, 800, 20
UNNAMED, SWAPPED, AWAY = 0.1, 0.05, 0.15  # how often a mention lacks the family name, swaps day and month, is at another dwelling
APART = 1 - (1 - AWAY) ** 2       # how often two mentions of one person are not both at home
TRUTH = {  # (m, u) of the planted population, by the rules that planted it
    ("name", "same name"): ((1 - UNNAMED) ** 2, (1 - UNNAMED) ** 2 / (FORENAMES * SURNAMES)),
    ("name", "first name alone"): (1 - (1 - UNNAMED) ** 2, (1 - (1 - UNNAMED) ** 2) / FORENAMES),
    ("dob", "same date"): ((1 - SWAPPED) ** 2 + SWAPPED ** 2, 1 / DATES),
    ("dob", "day and month swapped"): (2 * SWAPPED * (1 - SWAPPED), 1 / DATES),
    ("sex", "same"): (1.0, 0.5),
    ("address", "same dwelling"): (1 - APART, 1 / DWELLINGS),
    ("address", "same district"): (APART * (1 / DISTRICTS - 1 / DWELLINGS), 1 / DISTRICTS - 1 / DWELLINGS),
    ("address", "elsewhere"): (APART * (1 - 1 / DISTRICTS), 1 - 1 / DISTRICTS),
}


def drawn(what: str, of: str, among) -> str:
    """SQL for a number below `among` that is drawn anew for each `what` and each value of `of`."""
    return f"(md5_number_lower('{what}' || {of}) % {among})::bigint"


def planted(order: str):
    """Mentions of the population, their rows in that order, and its people as they truly are."""
    at_home = f"if({drawn('away', 'i', 1000)} < {AWAY * 1000}, i, -1 - p)"
    cast_of = duckdb.sql(f"""
        select p, p * {EACH} + j as i, {drawn('forename', 'p', FORENAMES)} as f, {drawn('surname', 'p', SURNAMES)} as s,
               1 + {drawn('month', 'p', 12)} as month, (month + {drawn('day', 'p', 11)}) % 12 + 1 as day, 1950 + {drawn('year', 'p', 40)} as year,
               {drawn('unnamed', 'i', 1000)} < {UNNAMED * 1000} as unnamed, {drawn('swapped', 'i', 1000)} < {SWAPPED * 1000} as swapped,
               if({drawn('sex', 'p', 2)} = 0, 'male', 'female') as sex, {drawn('home', at_home, DWELLINGS)} as h
        from range({PEOPLE}) as people(p), range({EACH}) as each(j)""")
    said = duckdb.sql(f"""
        select 'gp:n:' || i || '#p' as mention_id, mention_id as writing_id, p,
               translate(left(md5('forename' || f), 8), '0123456789abcdef', 'bcdfghjklmnprstv') as forename,
               if(unnamed, null, translate(left(md5('surname' || s), 8), '0123456789abcdef', 'bcdfghjklmnprstv')) as surname,
               []::varchar[] as other_names, make_date(year, if(swapped, day, month), if(swapped, month, day)) as dob, 'day' as dob_precision,
               sex, 'home' as address_kind,
               'AB' || h % {DISTRICTS} || lpad(h::varchar, 3, '0') as postcode, postcode || '|1' as address_key
        from cast_of order by {order}""")
    plain = mentions(mention("gp:n:0#p"))
    rest = ", ".join(column for column in plain.columns if column not in said.columns)
    named = duckdb.sql(f"select said.*, {rest} from said, plain").materialize()
    return named, duckdb.sql("select 'P-' || p as person_id, list(mention_id) as mention_ids from named group by p").materialize()


@pytest.fixture(scope="module")
def learnt() -> list[training.Weight]:
    return training.learn(*planted("i"), SHIPPED, sampled=1_000_000)


def weight(of, comparison="dob", label="same date") -> training.Weight:
    return next(weight for weight in of if (weight.comparison, weight.label) == (comparison, label))


def moved(weights, bits: float) -> list[training.Weight]:
    """The weights as shipped, but one that moves by so many bits."""
    still = [replace(weight, m=weight.shipped_m, u=weight.shipped_u) for weight in weights]
    return [replace(w, m=w.shipped_m * 2 ** bits) if (w.comparison, w.label) == ("dob", "day and month swapped") else w for w in still]


@pytest.mark.parametrize("level", TRUTH, ids=" ".join)
def test_a_learnt_weight_is_within_half_a_bit_of_the_truth(learnt, level):
    m, u = TRUTH[level]
    assert weight(learnt, *level).new == pytest.approx(log2(m / u), abs=0.5)


def test_every_level_is_in_the_table_once_and_only_once(learnt):
    assert [(w.comparison, w.label) for w in learnt] == [(name, label) for name, ladder in SHIPPED.parameters["levels"].items() for label in ladder]
    assert len(training.table(learnt).splitlines()) == len(learnt) + 1


def test_levels_set_by_hand_stay(learnt):
    fixed = [w for w in learnt if "fixed" in SHIPPED.parameters["levels"][w.comparison][w.label]]
    assert len(fixed) >= 5
    assert {(w.left, w.change) for w in fixed} == {("fixed", 0)}


def test_what_the_load_never_shows_stays_and_says_so(learnt):
    rare = weight(learnt, "name", "first and family name swapped")
    assert rare.change == 0 and "too few" in rare.left


def test_no_weight_rests_on_never(learnt):
    assert min(w.m for w in learnt if not w.left) > 0


def test_the_order_of_rows_teaches_nothing(learnt):
    assert training.learn(*planted("md5('order' || i)"), SHIPPED, sampled=1_000_000) == learnt


def test_few_mentions_teach_nothing():
    with pytest.raises(training.Refused, match="too few to learn from"):
        training.learn(mentions(mention("gp:n:1#p", forename="anna")), duckdb.sql("select 1"), SHIPPED)


def test_a_large_change_is_written_by_nobody(learnt, tmp_path):
    with pytest.raises(training.Refused, match="day and month swapped"):
        training.write(tmp_path / "new", moved(learnt, 3.1), SHIPPED, "a trial")
    assert list(tmp_path.iterdir()) == []


def test_a_large_change_is_kept_with_who_answers_for_it(learnt, tmp_path):
    written = training.write(tmp_path / "new", moved(learnt, -3.1), SHIPPED, "a trial", "Ann Marsh: the region moves less")
    assert json.loads(written.read_text())["signed_off"] == "Ann Marsh: the region moves less"


def test_a_small_change_needs_no_signature_and_names_the_version_it_was_compared_with(learnt, tmp_path):
    kept = json.loads(training.write(tmp_path, moved(learnt, 2.9), SHIPPED, "a trial").read_text())
    assert "signed_off" not in kept and SHIPPED.version in kept["source"] and kept["version"] != SHIPPED.version


def test_a_model_is_never_written_over_another(learnt, tmp_path):
    training.write(tmp_path, moved(learnt, 1), SHIPPED, "a trial")
    with pytest.raises(training.Refused, match="holds a model already"):
        training.write(tmp_path, moved(learnt, 2), SHIPPED, "a trial")


def test_a_run_weighs_with_the_model_that_was_written(learnt, tmp_path):
    training.write(tmp_path, moved(learnt, 2), SHIPPED, "a trial")
    said = {"forename": "anna", "surname": "marsh", "sex": "female", "postcode": "QJ11AA", "address_key": "QJ11AA|5"}
    two = mentions(mention("gp:n:1#p", **said, dob="1980-03-04"), mention("police:n:1#v", **said, dob="1980-04-03"))
    [shipped], [new] = (pairs.score(two, of).project("match_weight").fetchall() for of in (SHIPPED, model.load(tmp_path)))
    assert new[0] - shipped[0] == pytest.approx(2, abs=0.01)


def test_the_command_refuses_the_small_sample_in_a_sentence(at_home, tmp_path, capsys):
    assert cli.main(["train", "--out", str(tmp_path / "new")]) == cli.NOT_PUBLISHED
    assert "too few to learn from" in capsys.readouterr().err and not (tmp_path / "new").exists()


def test_a_signature_without_a_reason_is_no_signature(tmp_path, capsys):
    with pytest.raises(SystemExit):
        cli.main(["train", "--out", str(tmp_path / "new"), "--sign-off", "Ann Marsh"])
    assert "NAME: reason" in capsys.readouterr().err


def test_a_run_with_a_folder_that_holds_no_model_says_what_is_missing(tmp_path, capsys, monkeypatch):
    monkeypatch.setenv("TIMELINE_HOME", str(tmp_path / "home"))
    assert cli.main(["run", "x", "--model", str(tmp_path)]) == cli.USED_WRONGLY
    assert "parameters.json" in capsys.readouterr().err
