"""Our own words: no text of ours states an allegation as a fact, assumes a sex, blames whoever is harmed, or says that nobody is in danger.

And what is held out of every rule: where somebody comes from and by what right they stay is for care and audit, and never a sign of risk."""

import inspect
import re
import tomllib
from pathlib import Path

import pytest

from tests.spec.drawn import HERE, SETTINGS, examples
from timeline import settings, signals

HELD_OUT = re.compile(r"immigra|migrant|asylum|refugee|\bvisa\b|nationalit|citizen|ethnic|\brace\b|religio|\bfaith\b|disabilit|interpreter|language"
                      r"|sexual orientation|benefit claim|depriv|characteristics", re.IGNORECASE)

REFUSED = {
    "says that nobody is in danger": r"low(er)?[- ]risk|\b[Nn]o (risk|danger)\b|\b(is|are|now|be) safe\b|\b[Nn]o concerns?\b|nothing to worry|all clear",
    "assumes a sex": r"\b([Ss]he|[Hh]e|[Hh]er|hers|[Hh]is|him|wife|husband|mum|dad|mother|father|girlfriend|boyfriend|woman|man)\b",
    "blames": r"lifestyle|fail(s|ed|ure) to (protect|engage)|refus(es|ed|al)|chose to|provok|as bad as|\bmutual|brought it on|should have left|her own fault",
    "makes two people alike": r"\b([Ii]ncidents?|[Aa]buse|[Vv]iolence|fights?|arguments?) (occurred |happened )?between\b",
    "states an allegation as a fact":
        r"(?<!to have )\b(harmed|assaulted|attacked|strangled|threatened|abused|stalked|raped|controlled)\s+[A-Z][a-z]|\bha[sd] (harmed|assaulted|attacked"
        r"|strangled|abused|stalked|raped)|\b([Tt]he|[Aa]n) (abuser|offender)\b|(?<!primary )\bperpetrator (is|was|has)\b",
    "is a score": r"(?<!no )\b(score|probability)\b|\brisk level\b|per cent risk",
}
BOTH = re.compile(r"\b(he or she|she or he|his or her|her or his|him or her|her or him)\b", re.IGNORECASE)
QUOTED = re.compile(r'"[^"]*"')


def ours(text: str) -> str:
    """The text on one line without what it quotes and without the words for either sex."""
    return BOTH.sub("", QUOTED.sub("", " ".join(text.split())))


def refused(texts) -> list[str]:
    """What is wrong with which of these texts."""
    return sorted({f"{fault}: ...{text[max(0, found.start() - 50):found.end() + 30]}..." for text in map(ours, texts)
                   for fault, pattern in REFUSED.items() for found in re.finditer(pattern, text)})


@pytest.mark.parametrize("text", [
    "Tom is low risk.", "The child is safe.", "Kai has harmed Noor.", "Kai assaulted Noor.", "She was told.", "Noor chose to stay.", "Incidents between them.",
    "There are no concerns.", "The offender is known."])
def test_the_reading_finds_what_it_refuses(text):
    assert len(refused([text])) >= 1


@pytest.mark.parametrize("text", [
    "Kai is said by police to have harmed Noor.", 'The recorder wrote "as bad as one another".', "He or she may have moved.", "A midwife was told."])
def test_the_reading_lets_pass_what_is_well_said(text):
    assert refused([text]) == []


@pytest.mark.parametrize("name", signals.RULES)
def test_what_a_practitioner_reads_of_a_rule_holds_to_it(name):
    rule = signals.RULES[name]
    assert refused([rule.__doc__, rule.HEADING, rule.NOTHING.format(**SETTINGS.rules[name])]) == []


@pytest.mark.parametrize("name", signals.RULES)
def test_what_a_rule_is_drawn_to_say_holds_to_it(name):
    assert refused(row["says"] for example in examples(HERE / f"{name.lower()}.txt") for row in example.sections["answer"]) == []


def test_every_sentence_of_a_run_on_the_sample_data_holds_to_it(sample):
    told = sample.execute("select because from made.signals union select gaps from made.signals where gaps is not null "
                          "union select because from made.asked union select because from made.raisings").fetchall()
    assert len(told) > 100
    assert refused(text for (text,) in told) == []


@pytest.mark.parametrize("name", signals.RULES)
def test_no_rule_reads_a_protected_characteristic(name):
    rule = signals.RULES[name]
    assert "characteristics" not in inspect.signature(rule.find).parameters
    assert HELD_OUT.findall(inspect.getsource(rule).replace(rule.__doc__, "")) == []


def test_nothing_that_a_rule_counts_on_reads_a_protected_characteristic():
    for path in sorted(Path(signals.__file__).parent.glob("[a-q]*.py")):
        assert HELD_OUT.findall(path.read_text(encoding="utf-8")) == [], path.name


def test_no_setting_and_no_category_names_a_protected_characteristic():
    told = tomllib.loads(settings.SHIPPED.read_text(encoding="utf-8"))
    assert HELD_OUT.findall(str({rule: {key: note["value"] for key, note in keys.items()} for rule, keys in told["rules"].items()})) == []
    assert HELD_OUT.findall(str(told["categories"])) == []
