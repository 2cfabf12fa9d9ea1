"""What is kept of what was asked before is what the tables would answer again, and is nobody's but of those who see the same tables."""

import duckdb
import pandas as pd
import pytest

from dashboard import answered
from dashboard.answered import Answered

EVERY = "select name, list(n order by n) as numbers from told group by name order by name"


@pytest.fixture
def tables():
    """Makes connections with a table of their own."""
    made = []

    def of(*rows: tuple[str, int]) -> duckdb.DuckDBPyConnection:
        made.append(duckdb.connect(":memory:"))
        made[-1].execute("create table told (name varchar, n integer)")
        made[-1].executemany("insert into told values (?, ?)", rows)
        return made[-1]

    yield of
    for connection in made:
        connection.close()


def test_what_was_asked_before_is_answered_without_the_tables(tables):
    connection = tables(("Ann", 1), ("Ann", 2), ("Bea", None))
    first = answered.answer(connection, EVERY, {})
    connection.execute("drop table told")
    assert answered.answer(connection, EVERY, {}).equals(first)
    assert first.to_dict("list") == {"name": ["Ann", "Bea"], "numbers": [[1, 2], [None]]}


def test_a_question_with_something_else_in_it_is_another(tables):
    connection = tables(("Ann", 1), ("Bea", 2))
    asked = {name: answered.answer(connection, "select n from told where name = $name", {"name": name}).iat[0, 0] for name in ("Ann", "Bea", "Ann")}
    assert asked == {"Ann": 1, "Bea": 2}


def test_tables_are_never_answered_for_by_others(tables):
    everything, seen = tables(("Ann", 1), ("hidden", 2)), tables(("Ann", 1))
    assert list(answered.answer(everything, EVERY, {})["name"]) == ["Ann", "hidden"]
    assert list(answered.answer(seen, EVERY, {})["name"]) == ["Ann"]


def test_what_somebody_does_to_an_answer_changes_nobody_elses(tables):
    connection = tables(("Ann", 1))
    mine = answered.answer(connection, EVERY, {})
    mine.at[0, "numbers"].append(99)
    mine.at[0, "name"] = "changed"
    assert answered.answer(connection, EVERY, {}).to_dict("list") == {"name": ["Ann"], "numbers": [[1]]}


def test_a_question_that_fails_is_asked_again(tables):
    connection = tables(("Ann", 1))
    for _ in range(2):
        with pytest.raises(duckdb.CatalogException):
            answered.answer(connection, "from later", {})
    connection.execute("create table later as select 1 as n")
    assert len(answered.answer(connection, "from later", {})) == 1


def test_the_answer_that_nobody_asked_for_longest_makes_room_and_a_huge_one_is_not_kept():
    kept, asked = Answered(room=300), [(f"question {n:02}", "") for n in range(12)]  # of 11 letters each
    for n in range(12):
        kept.keep(asked[n], bytes(19))
        assert kept.find(asked[0]) == bytes(19)
    assert kept.find(asked[1]) is None and kept.find(asked[11]) is not None and len(kept) == 10
    kept.keep(("huge", ""), bytes(31))
    assert kept.find(("huge", "")) is None and len(kept) == 10


def test_an_answer_kept_twice_takes_its_room_once():
    kept = Answered(room=300)
    for _ in range(50):
        kept.keep(("question 1", ""), bytes(20))
    kept.keep(("question 2", ""), bytes(20))
    assert len(kept) == 2


def test_the_rows_of_an_answer_are_those_that_a_frame_of_it_has(tables):
    whole = answered.answer(tables(("Ann", 1), ("Bea", None)), 'select name, n, name as "from", [n] as numbers from told order by name', {})
    parts = (whole, whole[whole["n"].isna()], whole.iloc[:0], whole.assign(born=pd.Timestamp("2020-02-29"), late=[True, False]), whole.set_index("name"))
    for part in parts:
        plain = pd.DataFrame(part)
        assert not isinstance(plain, answered.Answer)
        for more in ({}, {"index": False}, {"index": False, "name": None}, {"name": "Told"}):
            rows, expected = list(part.itertuples(**more)), list(plain.itertuples(**more))
            assert rows == expected and [type(row).__name__ for row in rows] == [type(row).__name__ for row in expected]
            assert [getattr(row, "_fields", None) for row in rows] == [getattr(row, "_fields", None) for row in expected]
            assert [list(map(type, row)) for row in rows] == [list(map(type, row)) for row in expected]
