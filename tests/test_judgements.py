"""How answers stand in a load: what holds, what waits, what is about nothing here, what contradicts, and what an agency has changed since."""

from itertools import product

import duckdb
import networkx as nx
import pandas as pd
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.made import made
from tests.named import mention, mentions
from timeline import decisions, judgements, tables

NAMES = "abcdefgh"


def at(name: str) -> str:
    return f"police:n:{name}#v"


def said(number: int, left: str, right: str, verdict: str = "yes", kind: str = "same person", by: str = "ann", **more) -> dict:
    """One row of what `decisions.standing` gives, about two of the people a to h."""
    return dict.fromkeys(decisions.COLUMNS) | dict(
        answer_id=f"D-{number}", kind=kind, left_id=at(left), right_id=at(right), verdict=verdict, reason="she knows them", decided_by=by,
        decided_at="2026-03-03T10:00:00+00:00", needs_second=False) | more


def settled(*rows, known=NAMES, **named):
    frame = pd.DataFrame(rows, columns=list(decisions.COLUMNS), dtype=object) if rows else decisions.none().answers
    table = mentions(*(mention(at(name), **named) for name in known))
    found = judgements.settle(frame, made("reports"), table)
    tables.check("judgements", found)
    return found


def states(*rows, **more) -> list[str]:
    return [state for (state,) in settled(*rows, **more).order("answer_id, left_id, right_id").project("state").fetchall()]


def test_nobody_decided_anything():
    assert settled().fetchall() == []


def test_what_nothing_contradicts_stands():
    assert states(said(1, "a", "b"), said(2, "c", "d", "no"), said(3, "e", "f", "unsure")) == ["standing"] * 3


def test_what_is_about_nothing_here_changes_nothing():
    assert states(said(1, "a", "z"), said(2, "z", "y", "no")) == ["not in this load"] * 2


def test_an_answer_that_needs_a_second_person_waits_for_one():
    assert states(said(1, "a", "b", needs_second=True)) == ["waiting for a second person"]
    agreed = settled(said(1, "a", "b", needs_second=True, seconded_by="bob")).project("state, because").fetchall()
    assert agreed == [("standing", "ann said yes on 3 March 2026, and bob agreed.")]


def test_what_waits_contradicts_nobody_yet():
    assert states(said(1, "a", "b"), said(2, "a", "b", "no", by="bob", needs_second=True)) == ["standing", "waiting for a second person"]


def test_yes_and_no_of_two_contradict_and_each_names_the_other():
    found = settled(said(1, "a", "b"), said(2, "b", "a", "no", by="bob")).order("answer_id").project("state, because").fetchall()
    assert [state for state, _ in found] == ["contradicted"] * 2
    assert "it contradicts bob's D-2" in found[0][1]
    assert "it contradicts ann's D-1" in found[1][1]


def test_a_chain_of_yes_that_a_no_runs_across_contradicts_it():
    assert states(said(1, "a", "b"), said(2, "b", "c"), said(3, "c", "a", "no")) == ["contradicted"] * 3


def test_what_was_said_of_others_beside_a_contradiction_stands():
    rows = [said(1, "a", "b"), said(2, "b", "c"), said(3, "c", "a", "no"), said(4, "c", "d"), said(5, "e", "f"), said(6, "d", "e", "no")]
    assert states(*rows) == ["contradicted"] * 3 + ["standing"] * 3


def test_two_answers_unsure_contradict_nobody():
    assert states(said(1, "a", "b"), said(2, "a", "b", "unsure", by="bob")) == ["standing"] * 2


def test_an_answer_about_an_absent_mention_joins_no_chain():
    assert states(said(1, "a", "z"), said(2, "z", "b"), said(3, "a", "b", "no")) == ["not in this load"] * 2 + ["standing"]


def test_two_cannot_both_be_the_primary_perpetrator():
    kind = "primary perpetrator"
    assert states(said(1, "a", "b", kind=kind), said(2, "b", "a", kind=kind)) == ["contradicted"] * 2
    assert states(said(1, "a", "b", kind=kind), said(2, "a", "b", "no", kind=kind)) == ["contradicted"] * 2
    assert states(said(1, "a", "b", kind=kind), said(2, "b", "a", "no", kind=kind)) == ["standing"] * 2
    assert states(said(1, "a", "b", "no", kind=kind), said(2, "b", "a", "no", kind=kind)) == ["standing"] * 2


def test_a_child_goes_to_two_carers_in_one_answer_and_not_in_two():
    day = {"kind": "child with carer", "since": "2024-02-01"}
    assert states(said(1, "a", "b", **day), said(1, "a", "c", **day)) == ["standing"] * 2
    assert states(said(1, "a", "b", **day), said(2, "a", "c", **day)) == ["contradicted"] * 2
    assert states(said(1, "a", "b", **day), said(2, "a", "b", "no", **day)) == ["contradicted"] * 2
    assert states(said(1, "a", "b", **day), said(2, "a", "c", **day | {"since": "2025-02-01"})) == ["standing"] * 2


def seen(left: str, right: str, **named) -> str:
    """The hash that a page keeps of the two mentions as it shows them."""
    told = mentions(*(mention(at(name), **named) for name in (left, right)))
    hashes = told.project(f"mention_id as id, {judgements.SEEN_MENTION} as seen")
    return duckdb.sql(f"select {judgements.seen_of('l.seen', 'r.seen')} from hashes as l, hashes as r "
                      f"where l.id = '{at(left)}' and r.id = '{at(right)}'").fetchall()[0][0]


def test_what_an_agency_has_changed_since_is_said():
    kept = seen("a", "b", forename="darren", dob="1980-03-04")
    assert settled(said(1, "a", "b", seen=kept), forename="darren", dob="1980-03-04").project("changed").fetchall() == [(False,)]
    found = settled(said(1, "a", "b", seen=kept), forename="darren", dob="1985-03-04").project("state, changed, because").fetchall()
    assert found == [("standing", True, "ann said yes on 3 March 2026; the agency's record has changed since.")]


# --- laws

ANSWERS = st.lists(st.tuples(st.sampled_from(NAMES), st.sampled_from(NAMES), st.sampled_from(["yes", "yes", "no"])).filter(lambda a: a[0] != a[1]),
                   max_size=12)


def oracle(answers) -> list[str]:
    """By the definition: a "yes" is contradicted if it lies on a way of "yes" between the two of a "no", a "no" if there is such a way."""
    graph = nx.Graph([(a, b) for a, b, verdict in answers if verdict == "yes"])
    across = [(a, b) for a, b, verdict in answers if verdict == "no" and a in graph and b in graph and nx.has_path(graph, a, b)]
    torn = {frozenset(step) for a, b in across for way in nx.all_simple_paths(graph, a, b) for step in zip(way, way[1:], strict=False)}
    against = {frozenset(pair) for pair in across}
    return ["contradicted" if frozenset((a, b)) in (torn if verdict == "yes" else against) else "standing" for a, b, verdict in answers]


@settings(max_examples=25, deadline=None)
@given(ANSWERS)
def test_exactly_what_cannot_all_be_true_is_contradicted(answers):
    rows = [said(number, *answer) for number, answer in enumerate(answers)]
    found = dict(settled(*rows).project("answer_id, state").fetchall())
    assert [found[row["answer_id"]] for row in rows] == oracle(answers)


@settings(max_examples=10, deadline=None)
@given(ANSWERS, st.randoms())
def test_the_order_of_answers_does_not_matter(answers, order):
    rows = [said(number, *answer) for number, answer in enumerate(answers)]
    mixed = list(rows)
    order.shuffle(mixed)
    assert settled(*mixed).fetchall() == settled(*rows).fetchall()


def test_a_large_split_against_a_large_join_is_settled():
    left, right = [f"l{n}" for n in range(60)], [f"r{n}" for n in range(60)]
    rows = [said(1, "l0", name) for name in [*left[1:], *right]] + [said(2, a, b, "no") for a, b in product(left, right)]
    assert set(states(*rows, known=[*left, *right])) == {"contradicted"}
