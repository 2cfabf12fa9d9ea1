"""Suggestions from words: what each way of writing says, what counts only once a person has confirmed it, and what is never suggested."""

import tomllib
from pathlib import Path

import duckdb
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.made import Map, made
from timeline import decisions, events, judgements, suggestions
from timeline.suggestions import vocabulary
from timeline.suggestions.scope import plain, read
from timeline.tables import FACTORS, KINDS_FROM_WORDS, check

EXAMPLES = tomllib.loads((Path(__file__).parent / "cases" / "wording_examples.toml").read_text(encoding="utf-8"))
ALL = [pytest.param(example, id=f"{way}: {example['text']}") for way, told in EXAMPLES.items() for example in told["sentences"]]
CHOKED = "He put his hands round her neck."


def report(report_id="police:niche:1", **cells):
    return dict(report_id=report_id, row_id=report_id, category="domestic_incident", kind="abuse", words=CHOKED) | cells


def found(*reports):
    return sorted(suggestions.find(made("reports", *reports)).project("report_id, name, quote").fetchall())


@pytest.fixture(scope="module")
def read_at_once():
    """What the stage suggests of every example, all texts in one table."""
    texts = [example["text"] for told in EXAMPLES.values() for example in told["sentences"]]
    table = suggestions.find(made("reports", *(report(f"a:b:{i}", words=text) for i, text in enumerate(texts))))
    check("suggestions", table)
    said = {text: set() for text in texts}
    for report_id, name in table.project("report_id, name").fetchall():
        said[texts[int(report_id[4:])]].add(name)
    return said


@pytest.mark.parametrize("example", ALL)
def test_a_sentence_suggests_what_it_says_and_nothing_that_it_only_speaks_of(example, read_at_once):
    said = read_at_once[example["text"]]
    assert set(example.get("says", ())) <= said
    assert not said & set(example.get("silent", ()))
    assert not (example.get("nothing") and said)


def test_there_are_at_least_eighty_examples_of_every_factor_and_kind():
    said = {name for param in ALL for name in param.values[0].get("says", ())}
    assert len(ALL) >= 80
    assert said >= set(FACTORS)


def test_the_vocabulary_names_the_factors_and_kinds_and_no_others():
    assert {group.name for group in vocabulary.load().groups} == {*FACTORS, *KINDS_FROM_WORDS}


@pytest.mark.parametrize("word", ["immigra", "visa", "asylum", "refugee", "recourse", "settled status", "ethnic", "muslim", "islam", "christian", "sikh",
                                  "jewish", "asian", "gypsy", "traveller", "nationality", "interpreter", "gay", "lesbian", "disab"])
def test_no_phrase_is_about_a_protected_characteristic_or_immigration(word):
    told = tomllib.loads(vocabulary.FILE.read_text(encoding="utf-8"))["suggests"]
    assert not [phrase for group in told.values() for phrase in group["phrases"] if word in phrase]


def test_the_quote_is_the_recorders_own_words_at_their_place():
    words = "CALLED BY IP – states HE’S Strangled her “twice”."
    [(starts, ends, quote)] = suggestions.find(made("reports", report(words=words))).project("starts, ends, quote").fetchall()
    assert quote == words[starts:ends] == "Strangled"


@settings(max_examples=30, deadline=None)
@given(st.text(max_size=80))
def test_plain_text_is_character_for_character_as_long(text):
    assert len(plain(text)) == len(text)


def test_what_the_report_answers_is_not_asked_again():
    assert found(report(factors=Map(strangulation="yes"))) == []
    assert found(report(factors=Map(strangulation="no"))) == []
    assert found(report(factors=Map(strangulation="not asked"))) == [("police:niche:1", "strangulation", "hands round her neck")]


def test_the_kind_that_a_factor_or_the_category_says_is_not_asked_again():
    words = "She is not allowed to see her friends. Reports a pattern of control."
    names = {name for _, name, _ in found(report(words=words))}
    assert "isolation" in names
    assert "control" not in names
    assert not found(report(words="A pattern of control.", type="control"))
    assert found(report(words="A pattern of control.")) == [("police:niche:1", "control", "pattern of control")]


def test_the_order_of_reports_changes_nothing():
    rows = [report("a:b:1"), report("a:b:2", words="No weapons."), report("a:b:3", words="She is 20 weeks pregnant."), report("a:b:4")]
    assert found(*rows) == found(*reversed(rows)) != []


def test_text_without_words_or_phrases_suggests_nothing():
    assert found(report(words=None), report("a:b:2", words=""), report("a:b:3", words="Routine contact.")) == []


def answered(verdict="yes", state="standing", name="strangulation", **more):
    return dict(answer_id="D-1", kind="factor in report", left_id="police:niche:1", right_id=name, verdict=verdict, state=state, decided_by="ada",
                decided_on="2026-11-22") | more


@pytest.mark.parametrize(("answers", "then"), [
    ([], {}), ([answered()], {"strangulation": "yes"}), ([answered("no")], {}), ([answered("unsure")], {}), ([answered(state="contradicted")], {}),
    ([answered(state="waiting for a second person")], {}), ([answered(kind="same event")], {}),
    ([answered(), answered(answer_id="D-2", decided_by="ben")], {"strangulation": "yes"}),
    ([answered(), answered(name="weapon", answer_id="D-2")], {"strangulation": "yes", "weapon": "yes"})])
def test_only_a_yes_that_stands_counts_as_the_reports_own(answers, then):
    reports = suggestions.confirmed(made("reports", report(), report("police:niche:2")), made("judgements", *answers))
    check("reports", reports)
    assert dict(reports.project("report_id, factors").fetchall()) == {"police:niche:1": then, "police:niche:2": {}}


def test_a_confirmed_factor_takes_the_place_of_one_not_asked_and_of_no_answer():
    reports = made("reports", report(factors=Map(strangulation="not asked", weapon="no")))
    yes = made("judgements", answered(), answered(name="weapon", answer_id="D-2"))
    [(factors,)] = suggestions.confirmed(reports, yes).project("factors").fetchall()
    assert factors == {"strangulation": "yes", "weapon": "no"}


def test_the_event_of_a_confirmed_report_has_the_factor():
    yes = made("judgements", answered())
    told = suggestions.confirmed(made("reports", report()), yes)
    assert events.merge(told, made("mentions"), made("people"), yes).project("factors").fetchall() == [({"strangulation": "yes"},)]


def test_a_signal_that_names_a_confirmed_factor_says_who_confirmed_it_and_others_say_nothing_more():
    signals = made("signals", dict(signal_id="S-1", because="Strangulation, ever.", evidence=["E-1"]),
                   dict(signal_id="S-2", because="Strangulation.", evidence=["E-2"]), dict(signal_id="S-3", because="3 events.", evidence=["E-1"]))
    happened = made("events", dict(event_id="E-1", report_ids=["police:niche:1"]), dict(event_id="E-2", report_ids=["police:niche:2"]))
    said = suggestions.told(signals, happened, made("judgements", answered(), answered(name="weapon", answer_id="D-2")))
    check("signals", said)
    assert dict(said.project("signal_id, because").fetchall()) == {
        "S-1": "Strangulation, ever. Among what it rests on: strangulation, confirmed from the record's words by ada on 22 November 2026 "
               "(police:niche:1).", "S-2": "Strangulation.", "S-3": "3 events."}


def test_a_confirmed_kind_of_abuse_is_told_by_the_one_rule_that_counts_it():
    signals = made("signals", *(dict(signal_id=rule, rule=rule, because="New types: emotional.", evidence=["E-1"]) for rule in ("R02", "R10")))
    happened = made("events", dict(event_id="E-1", report_ids=["police:niche:1"]))
    said = suggestions.told(signals, happened, made("judgements", answered(name="emotional"))).filter("because like '%confirmed%'")
    assert said.project("rule").fetchall() == [("R10",)]


def settled(reports, *answers):
    rows = [(f"D-{i}", "factor in report", "police:niche:1", name, None, seen, verdict, "Read it.", by, "2026-11-22T10:00:00", False, None, None, None, None)
            for i, (name, seen, verdict, by) in enumerate(answers)]
    table = judgements.settle(pd.DataFrame(rows, columns=list(decisions.COLUMNS), dtype=object), reports, made("mentions"))
    return table.project("state, changed").fetchall()


def seen(reports, name="strangulation"):
    return duckdb.sql(f"select {judgements.seen_of(judgements.SEEN_REPORT, f'''md5('{name}')''')} from reports").fetchall()[0][0]


def test_an_answer_stands_in_every_run_and_goes_back_to_review_when_the_words_change():
    reports = made("reports", report())
    said = ("strangulation", seen(reports), "yes", "ada")
    assert settled(reports, said) == [("standing", False)]
    assert settled(made("reports", report(words="Corrected: he did not touch her.")), said) == [("standing", True)]
    assert settled(made("reports", report("police:niche:2")), said) == [("not in this load", False)]


def test_a_yes_and_a_no_of_one_factor_contradict_and_of_two_do_not():
    reports = made("reports", report())
    held = seen(reports)
    assert settled(reports, ("strangulation", held, "yes", "ada"), ("strangulation", held, "no", "ben")) == [("contradicted", False)] * 2
    assert settled(reports, ("strangulation", held, "yes", "ada"), ("weapon", seen(reports, "weapon"), "no", "ben")) == [("standing", False)] * 2


def test_a_phrase_taken_back_says_by_what():
    known = vocabulary.load()
    [group] = [group for group in known.groups if group.name == "strangulation"]
    reasons = {text: [phrase.taken_back for phrase in read(plain(text), group, known)] for text in (
        "Denied any strangulation.", "No strangulation.", "Her mother was strangled.", "If he strangled her.", "Asked about strangulation.", CHOKED)}
    assert list(reasons.values()) == [["denied"], ["negated"], ["history"], ["hypothetical"], ["question"], [None]]
