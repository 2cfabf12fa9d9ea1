"""What every signal must hold to, whatever the rule: one answer for every family, no hindsight, no stranger's influence, no leak."""

import inspect
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, given, settings, strategies
from scipy.stats import binom

from tests.spec.drawn import HERE, SETTINGS, Example, examples, tables
from timeline import signals
from timeline.signals import allegations, pace, standings
from timeline.signals.manual import part
from timeline.tables import LEVELS

DAY = date(2024, 12, 31)
FEW = settings(max_examples=3, deadline=None, phases=[Phase.generate], suppress_health_check=[HealthCheck.too_slow])


def world(incidents, **sections) -> dict:
    """The tables of these incidents (dicts of the drawn columns) as of DAY."""
    return tables(Example("", "", DAY, {"incidents": [{"day": "", "from": "Kai", "to": "Noor"} | row for row in incidents], **sections}))


def answered(s, rules, as_of=DAY, numbers=SETTINGS):
    """Every signal of these rules on these tables, as a frame."""
    answers = signals.history.settle(signals.look(s, numbers, as_of, rules))
    return signals.raised(answers, s["events"], s["coverage"], numbers, as_of).df()


def on(*days):
    return [{"day": day} for day in days]


@pytest.mark.parametrize("name", signals.RULES)
def test_the_parameters_of_a_rule_are_exactly_its_settings(name):
    by_name = {p.name for p in inspect.signature(signals.RULES[name].find).parameters.values() if p.kind is p.KEYWORD_ONLY}
    assert by_name == set(SETTINGS.rules[name])


def test_every_number_says_where_it_comes_from():
    for name in [*signals.RULES, "pace"]:
        for key, told in SETTINGS.sources[name].items():
            assert told["source"] and told["dated"], f"{name}.{key}"


@pytest.mark.parametrize("name", signals.RULES)
def test_a_rule_says_to_a_practitioner_what_since_when_until_what_why_with_which_cautions_and_from_where(name):
    told = signals.RULES[name].__doc__
    assert all(f"**{part}.**" in told for part in ("What", "Since when", "What would change it", "Why it matters", "Cautions", "Source"))


def test_the_words_of_a_rule_are_told_one_part_at_a_time_and_on_one_line():
    told = part(signals.RULES["R15"], "Source")
    assert told == "SafeLives, definition of a repeat case."
    assert all(part(rule, "What would change it").endswith(".") and "**" not in part(rule, "What would change it") for rule in signals.RULES.values())


def test_the_manual_is_current():
    written = (Path(__file__).parent.parent / "docs" / "signals.md").read_text(encoding="utf-8")
    assert written == signals.page(signals.RULES, SETTINGS, HERE), "run `make docs`"


@pytest.mark.parametrize("name", signals.RULES)
def test_every_rule_has_an_example_that_is_raised_and_a_near_miss_that_is_not(name):
    levels = [row["level"] for e in examples(HERE / f"{name.lower()}.txt") for row in e.sections["answer"]]
    assert any(levels) and not all(levels)


def test_every_family_and_rule_is_in_exactly_one_of_signals_and_asked():
    drawn = [{"family": "F", "person": "Noor", "part": "carer"}, {"family": "G", "person": "Wyn", "part": "carer"}]
    s = world(on("2024-10-01", "2024-11-01", "2024-12-01"), families=drawn)
    answers = signals.history.settle(signals.look(s, SETTINGS, DAY))
    found = signals.raised(answers, s["events"], s["coverage"], SETTINGS, DAY)
    asked = signals.not_raised(answers)
    raised, silent = ({tuple(pair) for pair in r.project("rule, family_id").fetchall()} for r in (found, asked))
    assert not raised & silent
    assert raised | silent == {(rule, family) for rule in signals.RULES for family in "FG"}


def test_an_area_judges_by_its_own_number():
    s = world(on("2024-10-10", "2024-11-01", "2024-12-01"))
    found = answered(s, ["R01"], numbers=replace(SETTINGS, areas={"Here": {"R01": {"incidents": 5}}}))
    assert "5 are needed" in found.because[0] and found.level[0] == "review" and str(found.raised_on[0])[:10] == "2024-12-01"
    elsewhere = answered(s, ["R01"], numbers=replace(SETTINGS, areas={"There": {"R01": {"incidents": 5}}}))
    assert elsewhere.level[0] == "MARAC criterion met"


def test_where_an_area_counts_police_call_outs_alone_the_others_do_not_count():
    s = world([{"day": d, "told by": a} for d, a in (("2024-03-01", "police"), ("2024-06-01", "gp"), ("2024-11-01", "police"))])
    assert answered(s, ["R01"]).level[0] == "MARAC criterion met"
    assert answered(s, ["R01"], numbers=replace(SETTINGS, areas={"Here": {"R01": {"counts": "police"}}})).empty


def test_an_undated_incident_is_not_counted_and_is_mentioned():
    s = world([*on("2024-10-01", "2024-11-01", "2024-12-01"), {"day": "", "known": "2024-12-02"}])
    found = answered(s, ["R01"])
    assert "3 incidents" in found.because[0] and "1 more without a date" in found.gaps[0]


def test_evidence_stands_in_order_of_occurrence():
    s = world([{"day": "2024-11-01", "event": "a"}, {"day": "2024-10-01", "event": "c"}, {"day": "2024-12-01", "event": "b"}])
    assert list(answered(s, ["R01"]).evidence[0]) == ["c", "a", "b"]


def test_an_unrelated_family_changes_nothing():
    mine = on("2024-01-01", "2024-06-01", "2024-12-01")
    other = [{"day": f"2024-{m:02}-03", "from": "Zed", "to": "Yan", "what": "strangulation"} for m in range(1, 13)]
    parted = [{"family": "F", "person": "Noor"}, {"family": "G", "person": "Yan"}]
    rules = ["R01", "R02", "R03", "R09"]
    alone = answered(world(mine, families=parted[:1]), rules)
    beside = answered(world(mine + other, families=parted), rules)
    beside = beside[beside.family_id == "F"].reset_index(drop=True)
    assert alone.astype(str).equals(beside.astype(str))


def test_the_order_of_rows_changes_nothing():
    s = world([{"day": f"2024-{m:02}-03", "what": w} for m, w in ((1, "harassment"), (5, "economic_abuse"), (9, "strangulation"), (11, "stalking"))])
    mixed = {name: r.order("md5(columns(*)::varchar)") if name in ("events", "reports") else r for name, r in s.items()}
    rules = ["R01", "R02", "R03"]
    assert answered(s, rules).astype(str).equals(answered(mixed, rules).astype(str))


DAYS = strategies.dates(date(2022, 1, 1), date(2024, 12, 1))
TOLD = strategies.fixed_dictionaries({
    "day": DAYS, "lag": strategies.integers(0, 200), "to": strategies.sampled_from(["Noor", "Tess"]),
    "what": strategies.sampled_from(["harassment", "common_assault", "actual_bodily_harm", "strangulation", "economic_abuse", "stalking"])})


@FEW
@given(strategies.lists(TOLD, min_size=8, max_size=14))
def test_no_rule_judges_in_hindsight(drawn):
    """Cut to what was known on the day of raising the level holds at least; cut to the day before it was not yet as grave."""
    s = world([{"day": str(r["day"]), "known": str(r["day"] + timedelta(r["lag"])), "to": r["to"], "what": r["what"]} for r in drawn])
    today = answered(s, ["R01", "R02", "R03"])
    days = {date.fromisoformat(str(d)[:10]) - timedelta(back) for d in today.raised_on for back in (0, 1)}
    then = {str(day): levels(cut(s, day), day) for day in days}
    for signal in today.itertuples():
        raised = date.fromisoformat(str(signal.raised_on)[:10])
        who = (signal.rule, signal.harmed_id)
        level, before = then[str(raised)].get(who, 0), then[str(raised - timedelta(1))].get(who, 0)
        assert before < level
        assert level >= (1 if signal.because.startswith("Earlier") else len(LEVELS) - LEVELS.index(signal.level))


def cut(s, day):
    """What was known by the day, with events made of no more than that."""
    return s | {name: s[name].filter(f"known_on <= date '{day}'") for name in ("reports", "harms", "events", "periods")}


def levels(s, day) -> dict:
    """How grave each rule finds each pair on that day: 0 is silence, and so is what was raised earlier and has passed."""
    return {(r.rule, r.harmed_id): len(LEVELS) - LEVELS.index(r.level) for r in answered(s, ["R01", "R02", "R03"], day).itertuples()
            if not r.because.startswith("Earlier")}


def test_the_sentence_on_the_new_family_names_nobody_and_no_place_of_the_earlier_one():
    s = world([{"day": "2022-02-01", "what": "strangulation", "to": "Secret Person"}],
              families=[{"family": "A", "person": "Secret Person"}, {"family": "B", "person": "Tess"}],
              periods=[{"kind": "household", "person": "Kai", "other": "Tess", "since": "2024-06-01", "place": "SECRET PLACE"},
                       {"kind": "residence", "person": "Secret Person", "since": "2024-01-01", "place": "SECRET REFUGE", "place kind": "safe"}])
    found = answered(s, ["R11", "R09", "R03"])
    mine = found[found.family_id == "B"]
    assert list(mine.rule) == ["R11"]
    assert "secret" not in (mine.because + str(mine.gaps)).iloc[0].lower()
    assert not len(mine.evidence.iloc[0]) and list(mine.reports.iloc[0]) == ["police:state:0"]


@pytest.mark.parametrize("rule", ["R09", "R11", "R18"])
def test_what_rests_on_a_proposed_link_says_so_and_is_never_graver_than_a_review_in_any_rule(rule):
    drawn = next(e for e in examples(HERE / f"{rule.lower()}.txt") if e.sections.get("links"))
    found = answered(tables(drawn), list(signals.RULES), drawn.as_of)
    resting = found[found.rests_on_proposed_link]
    assert rule in set(resting.rule) and set(resting.level) == {"review"}
    assert not set(found[found.rule.isin(["R09", "R11", "R18"])].signal_id) - set(resting.signal_id)


def test_the_question_who_this_is_names_nobody_and_no_place_of_the_other_family_and_rests_on_a_record_of_each():
    drawn = examples(HERE / "r18.txt")[0]
    found = answered(tables(drawn), ["R18"], drawn.as_of)
    assert not found.because.str.contains("Noor").any() and not len(found.evidence.iloc[0])
    assert {report.split(":")[0] for report in found.reports.iloc[0]} == {"probation", "health visiting"}


@pytest.mark.parametrize("word", ["low risk", "safe.", "no concern", "score", "probability", "between them", "mutual", " wife", " husband", " he ", " she "])
def test_no_sentence_uses_a_word_that_we_refuse(word):
    for rule in signals.RULES:
        for example in examples(HERE / f"{rule.lower()}.txt"):
            assert all(word not in row["says"] for row in example.sections["answer"])
        find = inspect.getsource(signals.RULES[rule]).split("import duckdb", 1)[1]
        assert f"'{word}'" not in find and word not in signals.RULES[rule].NOTHING


def paces(s):
    """The comparison of pace on DAY."""
    told = allegations.shape(s["harms"], s["events"], s["families"], s["people"], standings.shape(s["harms"], s["events"], DAY), DAY)
    areas = s["families"].project("family_id, 'Here' as area").distinct()
    measured = pace.measure(told, s["known_periods"], s["coverage"], areas, DAY, **SETTINGS.rules["pace"])
    return measured.filter(f"on_day = date '{DAY}'").df()


def test_the_comparison_of_pace_is_the_exact_binomial_on_the_days_that_were_seen():
    s = world(on("2023-07-01", "2023-12-01", "2024-10-10", "2024-10-30", "2024-11-15", "2024-12-05", "2024-12-20"))
    found = paces(s)
    chance = binom.sf(5 - 1, 6, 90 / (DAY - date(2023, 7, 1)).days)
    assert f"by chance in {100 * chance:.1f} of 100" in found.because.iloc[0]


def test_time_in_custody_is_not_time_without_incidents():
    days = on("2023-01-05", "2023-01-20", "2023-02-10", "2023-03-01", "2024-11-05", "2024-11-25", "2024-12-15")
    away = [{"kind": "custody", "person": "Kai", "since": "2023-03-05", "until": "2024-10-31", "known": "2023-03-05"}]
    assert paces(world(days)).faster.tolist() == [True]
    assert paces(world(days, periods=away)).empty, "58 days before custody are too few to compare"


def test_below_five_incidents_no_comparison_is_made():
    assert paces(world(on("2023-01-10", "2024-10-10", "2024-10-30", "2024-11-15"))).empty
