"""The labelled sentences in cases/sentences.toml are well formed, so that what is measured on them means something."""

import tomllib
from collections import Counter
from pathlib import Path

from timeline.tables import FACTORS

SENTENCES = tomllib.loads((Path(__file__).parent / "cases/sentences.toml").read_text(encoding="utf-8"))["sentences"]
LABELS = set(FACTORS) | {"control", "stalking", "emotional", "economic"}
ASSERTING = {"plain", "paraphrase", "slang", "quoted", "despite", "ever", "mixed"}
NOT_ASSERTING = {"negated", "history", "other person", "another relationship", "hypothetical", "question", "advice", "coincidence",
                 "victim's own", "denied by the accused", "uncertain", "only near it"}
AGENCIES = {"police", "IDVA", "GP", "health visitor", "midwife", "emergency department", "school", "social worker", "probation",
            "housing", "court"}
IMPLIED = {"jealous control": "control", "isolation": "control", "money control": "economic"}


def labels(sentence: dict) -> list[list[str]]:
    return [sentence.get(field, []) for field in ("asserts", "possible", "about")]


def faults(sentence: dict) -> list[str]:
    used = [label for field in labels(sentence) for label in field]
    asserts = set(sentence["asserts"])
    return [fault for fault, found in {
        "fields": set(sentence) - {"possible", "about"} != {"text", "asserts", "why", "agency"},
        "blank at an end": sentence["text"] != sentence["text"].strip() or not sentence["text"],
        "unknown label": not set(used) <= LABELS,
        "about nothing": not used,
        "a label in two lists": len(used) != len(set(used)),
        "why": sentence["why"] not in (ASSERTING if asserts else NOT_ASSERTING),
        "agency": sentence["agency"] not in AGENCIES,
        "kind of a factor left out": not {IMPLIED[label] for label in asserts & set(IMPLIED)} <= asserts,
    }.items() if found]


def test_every_sentence_is_labelled_with_known_words():
    assert not [(sentence["text"], faults(sentence)) for sentence in SENTENCES if faults(sentence)]


def test_no_text_is_there_twice():
    texts = Counter(" ".join(sentence["text"].casefold().split()) for sentence in SENTENCES)
    assert not [text for text, times in texts.items() if times > 1]


def test_every_label_is_asserted_and_spoken_of_often_enough_to_measure():
    asserted, possible, about = (Counter(label for sentence in SENTENCES for label in labels(sentence)[i]) for i in range(3))
    counts = "\n".join(f"{label}: {asserted[label]} asserted, {possible[label]} possible, {about[label]} only spoken of" for label in sorted(LABELS))
    assert all(asserted[label] >= 9 and about[label] >= 9 for label in LABELS), counts
    assert len(SENTENCES) >= 320, counts
    assert 0.35 <= sum(bool(sentence["asserts"]) for sentence in SENTENCES) / len(SENTENCES) <= 0.45, counts


def test_every_way_of_writing_and_every_agency_is_there():
    assert {sentence["why"] for sentence in SENTENCES} == ASSERTING | NOT_ASSERTING
    assert {sentence["agency"] for sentence in SENTENCES} == AGENCIES
