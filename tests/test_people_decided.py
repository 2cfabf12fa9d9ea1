"""What people answered holds: a yes joins whatever speaks against it, a no parts through any chain, and nothing else moves."""

from functools import cache
from itertools import product

import duckdb
import networkx as nx
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.made import MORE, made
from tests.named import mention, mentions
from timeline import decisions, judgements, model, pairs, people, tables
from timeline.people import members

MODEL = model.load()
HOME = {"postcode": "QJ11AA", "address_key": "QJ11AA|5"}
SARAH = {"forename": "sarah", "surname": "ashford", "dob": "1990-03-04", "sex": "female"}
DARREN = {"forename": "darren", "surname": "pike", "dob": "1980-03-04", "sex": "male"}
KAYLA = {"forename": "kayla", "surname": "marsh", "dob": "2015-05-06", "sex": "female", **HOME}


def answer(left: str, right: str, verdict: str, state: str = "standing", number: int = 1, **more) -> dict:
    return dict(answer_id=f"D-{number}", kind="same person", left_id=left, right_id=right, verdict=verdict, state=state, reason="I know them",
                decided_by="ann", decided_on="2026-03-03") | more


def split(leave, stay) -> list[dict]:
    return [answer(one, other, "no") for one, other in product(leave, stay)]


ROWS: dict[str, dict] = {}


@cache
def weighed(rows: tuple):
    """The pairs of these rows, weighed once for all that is answered about them."""
    return pairs.score(mentions(*(ROWS[row] for row in rows)), MODEL)


def of(rows):
    """The mentions of these rows and their pairs."""
    table = mentions(*rows)
    ROWS.update((str(row), dict(row)) for row in rows)
    return table, weighed(tuple(sorted(map(str, rows))))


def resolved(rows, *answers):
    found = people.resolve(*of(rows), made("judgements", *answers))
    tables.check("people", found)
    return found


def groups(rows, *answers) -> set[frozenset]:
    """Which mentions are one person, by report: sets of the reports that name them."""
    return {frozenset(m.split("#")[0] for m in ids) for (ids,) in resolved(rows, *answers).project("mention_ids").fetchall()}


def alike(count: int, **said) -> list[dict]:
    """So many mentions of Sarah, written alike at one home, the first received first."""
    return [mention(f"r{n:03}#v", **SARAH | HOME | said, received_on=f"2024-01-{min(n + 1, 28):02}") for n in range(count)]


def sets(*words: str) -> set[frozenset]:
    return {frozenset(word.split()) for word in words}


# --- yes

@pytest.mark.parametrize(("one", "other"), [
    (mention("a#v", **SARAH, ids={"nhs": "9990000001"}), mention("b#v", **SARAH, ids={"nhs": "9990000002"})),
    (mention("a#v", **SARAH), mention("b#v", **DARREN)), (mention("a#v", **SARAH, **HOME), mention("a#w", **DARREN, **HOME)), (mention("a#v"), mention("b#v"))])
def test_a_yes_joins_whatever_speaks_against_it(one, other):
    assert len(resolved([one, other]).fetchall()) == 2
    assert len(resolved([one, other], answer(one["mention_id"], other["mention_id"], "yes")).fetchall()) == 1


def test_a_yes_joins_two_whole_people_though_their_records_contradict():
    one = [mention("a#v", **SARAH, **HOME, ids={"nhs": "9990000001"}), mention("c#v", **SARAH, **HOME, ids={"nhs": "9990000001", "pnc": "1"})]
    other = [mention("b#v", **SARAH, **HOME, ids={"nhs": "9990000002"}), mention("d#v", **SARAH, **HOME, ids={"nhs": "9990000002", "pnc": "2"})]
    assert groups([*one, *other]) == sets("a c", "b d")
    assert groups([*one, *other], answer("a#v", "b#v", "yes")) == sets("a b c d")


def test_a_yes_takes_nobody_from_a_person_and_holds_beside_a_no():
    one = [mention("a#v", **SARAH, **HOME, ids={"nhs": "9990000001"}), mention("c#v", **SARAH, **HOME, ids={"nhs": "9990000001", "pnc": "1"})]
    other = [mention("b#v", **SARAH, **HOME, ids={"nhs": "9990000002"}), mention("d#v", **SARAH, **HOME, ids={"nhs": "9990000002", "pnc": "2"})]
    found = groups([*one, *other], answer("a#v", "b#v", "yes"), answer("c#v", "d#v", "no", number=2))
    assert found == sets("a b c", "d")


def test_what_does_not_stand_joins_nobody():
    rows = [mention(f"{name}#v", **said) for name, said in zip("abcde", (DARREN, SARAH, KAYLA, {}, {}), strict=True)]
    doubts = [("unsure", "standing"), ("yes", "waiting for a second person"), ("yes", "contradicted"), ("yes", "not in this load")]
    told = [answer(f"{name}#v", "e#v", *doubt, number=n) for n, (name, doubt) in enumerate(zip("abcd", doubts, strict=True))]
    assert groups(rows, *told) == sets(*"abcde")


def test_a_no_that_does_not_stand_or_is_of_another_kind_parts_nobody():
    told = [answer("r000#v", "r001#v", "no", "waiting for a second person"), answer("r001#v", "r002#v", "no", "not in this load", number=2),
            answer("r000#v", "r002#v", "no", kind="same event", number=3)]
    assert len(groups(alike(3), *told)) == 1


# --- no

@pytest.mark.parametrize("state", ["standing", "contradicted"])
def test_a_no_parts_two_whom_an_identifier_joins(state):
    rows = [mention("a#v", **SARAH, ids={"nhs": "9990000001"}), mention("b#v", **SARAH, **HOME, ids={"nhs": "9990000001"})]
    assert groups(rows) == sets("a b")
    assert groups(rows, answer("a#v", "b#v", "no", state)) == sets("a", "b")


def test_a_no_holds_through_any_chain_of_likenesses():
    rows = [mention(f"{name}#v", **SARAH | {"surname": surname}, **HOME) for name, surname in zip("abcd", ("ashford", "kelly", "marsh", "pike"), strict=True)]
    assert groups(rows) == sets("a b c d")
    found = groups(rows, answer("a#v", "d#v", "no"))
    assert all(not {"a", "d"} <= group for group in found)
    assert len(found) == 2


def test_a_no_holds_through_what_people_said():
    rows = [mention(f"{name}#v", **SARAH, **HOME) for name in "ab"] + [mention(f"{name}#v", **DARREN, **HOME) for name in "xy"]
    assert groups(rows) == sets("a b", "x y")
    found = groups(rows, answer("a#v", "x#v", "yes"), answer("b#v", "y#v", "no", number=2))
    assert any({"a", "x"} <= group for group in found)
    assert all(not {"b", "y"} <= group for group in found)


def test_a_later_mention_between_two_who_were_told_apart_joins_one_of_them_and_not_both():
    told = answer("gp:1#p", "ed:1#p", "no")
    two = [mention("gp:1#p", **SARAH, **HOME), mention("ed:1#p", **SARAH | {"surname": "kelly"}, **HOME)]
    assert groups(two) == sets("gp:1 ed:1")
    assert groups(two, told) == sets("gp:1", "ed:1")
    bridge = mention("police:1#v", **SARAH | {"dob": None}, **HOME, other_names=["kelly"], ids={"nhs": "9990000001"})
    found = groups([*two, bridge], told)
    assert len(found) == 2
    assert all(not {"gp:1", "ed:1"} <= group for group in found)


# --- a person who was wrongly joined is split

def test_two_written_alike_come_apart_and_the_others_stay():
    assert groups(alike(5), answer("r002#v", "r003#v", "no")) == sets("r000 r001 r002 r004", "r003")


def test_a_large_person_is_split_by_hand():
    ids = [row["mention_id"] for row in alike(90)]
    told = [(one, other, "no") for one, other in product(ids[5::3], [i for i in ids if i not in ids[5::3]])]
    assert sorted(of_answers(alike(90), told)[0].project("len(mention_ids)").fetchall()) == [(29,), (61,)]


def test_of_whom_nothing_was_said_goes_with_the_most():
    told = split(["r000#v"], ["r001#v", "r002#v"])
    assert groups(alike(6), *told) == sets("r000", "r001 r002 r003 r004 r005")


def test_those_who_stay_do_not_fall_apart_when_the_one_that_held_them_leaves():
    rows = [row for n in range(4) for row in (mention(f"r{n}#s", **DARREN), mention(f"r{n}#c", **KAYLA))]
    darren = {frozenset(f"r{n}#s" for n in range(4))}
    parted = [frozenset(ids) for (ids,) in resolved(rows).project("mention_ids").fetchall()]
    assert darren <= set(parted)
    for leaving in (0, 3):
        stay = [f"r{n}#s" for n in range(4) if n != leaving]
        found = {frozenset(ids) for (ids,) in resolved(rows, *split([f"r{leaving}#s"], stay)).project("mention_ids").fetchall()}
        assert {frozenset(stay), frozenset([f"r{leaving}#s"])} <= found


def test_the_founding_mention_keeps_the_id_when_a_person_is_split():
    before = resolved(alike(4)).project("person_id").fetchall()[0][0]
    for leave in ("r000#v", "r001#v"):
        after = resolved(alike(4), *split([leave], [f"r00{n}#v" for n in range(4) if f"r00{n}#v" != leave]))
        assert dict(after.project("list_contains(mention_ids, 'r000#v'), person_id").fetchall())[True] == before


def test_who_joins_two_gives_them_the_id_of_the_one_received_first():
    rows = [mention("a#v", **SARAH, received_on="2024-02-01"), mention("b#v", **DARREN, received_on="2024-01-01")]
    [first] = resolved(rows[1:]).project("person_id").fetchall()
    assert resolved(rows, answer("a#v", "b#v", "yes")).project("person_id").fetchall() == [first]


# --- what is said of it

def test_a_person_says_who_joined_the_mentions_and_when():
    rows = [mention("police:1#v", **SARAH), mention("gp:1#v", **DARREN)]
    told = answer("police:1#v", "gp:1#v", "yes", seconded_by="bob")
    assert resolved(rows, told).project("because").fetchall() == [("2 mentions by GP, police; joined by ann and bob on 3 March 2026: I know them",)]


def test_a_person_who_was_told_apart_says_so_once_however_many_rows_say_it():
    rows = [mention(f"gp:{n}#v", **SARAH, **HOME) for n in range(4)]
    found = dict(resolved(rows, *split(["gp:3#v"], [f"gp:{n}#v" for n in range(3)])).project("len(mention_ids), because").fetchall())
    assert found == {3: "3 mentions by GP: written alike; told apart from somebody else by ann on 3 March 2026",
                     1: "named once; told apart from somebody else by ann on 3 March 2026"}


def test_what_was_said_is_told_joined_before_told_apart_then_by_the_day_then_by_the_answer():
    rows = [mention(f"gp:{name}#v", **said) for name, said in zip("abcd", (SARAH, DARREN, KAYLA, {}), strict=True)]
    found = resolved(rows, answer("gp:a#v", "gp:d#v", "no", decided_on="2026-03-01"), answer("gp:a#v", "gp:b#v", "yes", number=3, reason="third"),
                     answer("gp:b#v", "gp:c#v", "yes", number=2, reason="second"), answer("gp:a#v", "gp:c#v", "yes", number=4, reason="first",
                                                                                       decided_on="2026-03-02"))
    [(because,)] = found.filter("len(mention_ids) = 3").project("because").fetchall()
    assert because == ("3 mentions by GP; joined by ann on 2 March 2026: first; joined by ann on 3 March 2026: second; joined by ann on 3 March 2026: third; "
                       "told apart from somebody else by ann on 1 March 2026")


# --- laws

CAST = [mention(f"r{n}#x", **said, **place, received_on=f"2024-01-{n + 1:02}") for n, (said, place) in enumerate([
    (SARAH, HOME), (SARAH, HOME), (SARAH, HOME), (SARAH | {"surname": "kelly"}, HOME), (SARAH, {"postcode": "VY99ZZ"}),
    (DARREN, HOME), (DARREN, HOME), (DARREN, {}), (KAYLA, {}), (KAYLA, {}), (KAYLA | {"surname": "pike"}, {})])]
IDS = [row["mention_id"] for row in CAST]
SAID = st.lists(st.tuples(st.sampled_from(IDS), st.sampled_from(IDS), st.sampled_from(["yes", "no", "unsure"])).filter(lambda a: a[0] != a[1]), max_size=8)


def of_answers(rows, answers):
    """The people of the rows, and the judgements, from answers as the database gives them."""
    said = pd.DataFrame([dict.fromkeys(decisions.COLUMNS) | dict(
        answer_id=f"D-{n}", kind="same person", left_id=left, right_id=right, verdict=verdict, reason="why", decided_by="ann",
        decided_at="2026-03-03T10:00:00", needs_second=False) for n, (left, right, verdict) in enumerate(answers)],
        columns=list(decisions.COLUMNS), dtype=object)
    table, alike_in = of(rows)
    judged = judgements.settle(said, made("reports"), table)
    return people.resolve(table, alike_in, judged), judged


@settings(max_examples=2 * MORE, deadline=None)
@given(SAID, st.randoms())
def test_answers_hold_and_no_order_of_rows_or_answers_matters(answers, order):
    found, judged = of_answers(CAST, answers)
    holder = {mention_id: person for person, ids in found.project("person_id, mention_ids").fetchall() for mention_id in ids}
    assert sorted(holder) == sorted(IDS)
    for left, right, verdict, state in judged.project("left_id, right_id, verdict, state").fetchall():
        if (verdict, state) == ("yes", "standing"):
            assert holder[left] == holder[right]
        if verdict == "no":
            assert holder[left] != holder[right]
    rows = list(CAST)
    order.shuffle(rows)
    assert of_answers(rows, answers)[0].fetchall() == found.fetchall()


@pytest.mark.slow
@settings(max_examples=1 * MORE, deadline=None)
@given(SAID)
def test_answers_about_others_change_nobody(answers):
    stranger = [mention(f"q{n}#x", forename="olena", surname="shevchenko", dob="1999-01-02", postcode="AB12CD", address_key="AB12CD|9") for n in range(2)]
    beside = of_answers([*CAST, *stranger], answers)[0].fetchall()
    assert all(person in beside for person in resolved(stranger).fetchall())


UNITS = range(9)
EDGE = st.tuples(st.sampled_from(UNITS), st.sampled_from(UNITS)).filter(lambda e: e[0] < e[1])


def relation(columns: str, rows):
    return duckdb.sql(f"select * from (values {', '.join(map(str, rows))}) t({columns})" if rows else
                      f"select {', '.join(f'0 as {c.strip()}' for c in columns.split(','))} limit 0").materialize()


def gathered(edges, must=(), never=()) -> dict[int, int]:
    """Each of nine units of which nothing is known with the number of its person, by these edges (of whom, and how alike)."""
    held = duckdb.sql(f"select range::int as u, 'r' || range as report_id, null::date as dob, null::varchar as sex, "
                      f"{', '.join(f'null::varchar as {kind}' for kind in tables.STRONG_IDENTIFIERS)} from range({len(UNITS)})")
    drawn = relation("l, r, weight, reason", [(*edge, weight, "home") for edge, weight in edges])
    return dict(members.gather(held, drawn, relation("l, r", []), relation("l, r", must), relation("l, r", never)).fetchall())


def test_a_person_has_the_number_of_the_least_of_its_units_whether_it_was_cut_or_not():
    person = gathered([((7, 8), 9), ((3, 5), 9), ((4, 5), 8), ((1, 4), 7)], never=[(1, 5)])
    assert [person[u] for u in UNITS] == [0, 1, 2, 3, 3, 3, 6, 7, 7]


@settings(max_examples=6 * MORE, deadline=None)
@given(st.lists(st.tuples(EDGE, st.integers(1, 20)), max_size=14), st.lists(EDGE, max_size=3), st.lists(EDGE, max_size=4))
def test_an_edge_is_cut_only_where_a_no_stands_between_the_two_people(edges, must, apart):
    one = {u: n for n, part in enumerate(nx.connected_components(nx.Graph([*must, *((u, u) for u in UNITS)]))) for u in part}
    never = [pair for pair in apart if one[pair[0]] != one[pair[1]]]
    person = gathered(edges, must, never)
    assert all(person[left] == person[right] for left, right in must)
    assert all(person[left] != person[right] for left, right in never)
    told = {frozenset((person[left], person[right])) for left, right in never}
    assert all(person[left] == person[right] or frozenset((person[left], person[right])) in told for (left, right), _ in edges)
