"""Mutation testing finds the tokens that carry logic, in Python and in its SQL, and tells what a test notices from what it does not."""

import subprocess
import sys
import tomllib

import pytest

from benchmarks.mutation import mutants, python_changes, sql_changes
from benchmarks.mutation.__main__ import share
from benchmarks.mutation.trying import ASSERTION, ERROR, HANG, NONE, SURVIVED

MODULE = '''"""Who is of age."""
import duckdb

AGE = 18

def grown(people):
    return duckdb.sql(f"select name from people where age >= {AGE} order by name").fetchall()

def first(people):
    assert people, "nobody is here"
    return min(people)

def counted(n):
    while n > 0:
        n -= 1
    return n
'''
TESTS = '''
import duckdb
import ages

def test_the_grown_are_found():
    people = duckdb.sql("from (values ('Ann', 18), ('Ben', 3)) as told(name, age)")
    assert ages.grown(people) == [("Ann",)]

def test_the_first_of_one():
    assert ages.first(["Ann"]) == "Ann"

def test_counting_ends():
    assert ages.counted(3) == 0
'''
TRY = """
import multiprocessing
import sys
from pathlib import Path
from benchmarks.mutation import mutants, trying
root, trying.AT_LEAST, asked = Path(sys.argv[1]), 2, sys.argv[2:]
seconds = trying.unchanged(["test_ages.py"], True, root)
some = [mutant for mutant in mutants.of(["ages.py"], root) if mutant.change in asked]
for mutant, outcome in trying.outcomes(some, ["test_ages.py"], True, seconds, 2, root):
    assert len(multiprocessing.active_children()) <= 2
    print(mutant.change, outcome, sep="|")
"""


def changed(source: str) -> set[str]:
    """Every changed form of a source of one line."""
    return {source[:start] + new + source[end:] for propose in (python_changes.propose, sql_changes.propose) for start, end, new in propose(source)}


@pytest.mark.parametrize(("source", "some"), [
    ("a = b < 3", {"a = b <= 3", "a = b >= 3", "a = b < 4", "a = b < (2)"}),
    ("a = b and not c", {"a = b or not c", "a = b and c"}),
    ("a = 'é' in b or max(c)", {"a = 'é' not in b or max(c)", "a = 'é' in b and max(c)", "a = 'é' in b or min(c)"}),
    ("def a(b=1):\n    return b", {"def a(b=2):\n    return b", "def a(b=1):\n    return None"}),
    ("if a: b()", {"if (not (a)): b()", "if a: pass"}),
    ("if a: raise b", {"if a: pass"}),
    ("a = b.where(c).limit(2)", {"a = b.limit(2)", "a = b.where(c)"}),
    ("A = {'x': ('y', 'z')}", {"A = {\"another\": ('y', 'z')}", "A = {'x': (\"another\", 'z')}"}),
])
def test_logic_in_python_is_changed(source, some):
    assert some <= changed(source)


@pytest.mark.parametrize(("query", "some"), [
    ("from t where a < 3 and b is not null", {"from t where a <= 3 and b is not null", "from t where true and b is not null", "from t where a < 3 and true",
                                              "from t where a < 3 or b is not null", "from t where a < 3 and b is  null"}),
    ("from t left join u using (id)", {"from t  join u using (id)"}),
    ("from t union all from u", {"from t union  from u"}),
    ("select distinct a, coalesce(b, max(c)) from t", {"select  a, coalesce(b, max(c)) from t", "select distinct a, coalesce(max(c), b) from t",
                                                       "select distinct a, coalesce(b, min(c)) from t"}),
    ("select first(a order by b) from t", {"select last(a order by b) from t", "select first(a order by b desc) from t"}),
    ("select a + 1 from t where b in ('x y', 'z')", {"select a - 1 from t where b in ('x y', 'z')", "select a + 2 from t where b in ('x y', 'z')",
                                                     "select a + 1 from t where b not in ('x y', 'z')", "select a + 1 from t where b in ('another', 'z')"}),
    ("select case when a then b end from t", {"select case when true then b end from t", "select case when false then b end from t"}),
    ("select case a when 1 then b end from t", {"select case a when 2 then b end from t", "select case a when (0) then b end from t"}),
])
def test_logic_in_sql_is_changed(query, some):
    assert {f'a = duckdb.sql("{changed}")' for changed in some} <= changed(f'a = duckdb.sql("{query}")')


def test_a_number_after_when_is_changed_as_a_number_alone():
    assert not any("when true" in new for new in changed('duckdb.sql("select case a when 1 then b end from t")'))


def test_a_between_and_its_and_are_one_condition():
    assert not any("between 1 or" in new for new in changed('duckdb.sql("from t where a between 1 and 2 and b")'))
    assert 'a = duckdb.sql("from t where true and b")' in changed('a = duckdb.sql("from t where a between 1 and 2 and b")')


@pytest.mark.parametrize("source", ['"""If a < 3 and b, the first of all."""', "__all__ = ['a']", "a = 'the first two are not here'",
                                    "a = 'no contact or release from custody'",
                                    "a: Literal['b', True] = c",
                                    """a = duckdb.sql("select 'no more than ' || a, format('{} and {}', b, c) as d from t")""", 'a = f"{b < 3}"'])
def test_words_for_people_and_annotations_are_left_as_they_are(source):
    assert changed(source) == set()


def test_what_stands_in_the_braces_of_an_f_string_is_left_and_what_stands_around_them_is_changed():
    assert changed('duckdb.sql(f"from t where a in {B + 1}")') == {
        'duckdb.sql(f"from t where a not in {B + 1}")', 'duckdb.sql(f"from t where true")', "pass"}


def test_a_sample_is_the_same_for_the_same_seed_and_another_for_another():
    every = mutants.of_source("ages.py", MODULE)
    assert mutants.drawn(every, 5, 1) == mutants.drawn(every, 5, 1) != mutants.drawn(every, 5, 2)
    assert mutants.drawn(every, None, 1) == every and set(mutants.drawn(every, 5, 1)) < set(every)


@pytest.mark.slow
def test_what_a_test_notices_is_told_from_what_none_does(tmp_path):
    (tmp_path / "ages.py").write_text(MODULE, encoding="utf-8")
    (tmp_path / "test_ages.py").write_text(TESTS, encoding="utf-8")
    expected = {"18 -> 19": ASSERTION,             # she is 18
                "18 -> (17)": SURVIVED,            # nobody in the tests is 17
                ">= -> <": ASSERTION,              # in the SQL
                "min -> max": SURVIVED,            # of one, the first is the last
                "n -= 1 -> pass": HANG,
                "n -> None": ASSERTION,
                "0 -> (-1)": ASSERTION}
    done = subprocess.run([sys.executable, "-c", TRY, str(tmp_path), *expected], capture_output=True, text=True, cwd=mutants.ROOT, check=True)
    assert dict(line.split("|") for line in done.stdout.splitlines()) == expected
    assert (tmp_path / "ages.py").read_text(encoding="utf-8") == MODULE


def test_the_share_killed_leaves_out_what_is_no_mutant():
    assert share({ASSERTION: 5, ERROR: 2, HANG: 1, SURVIVED: 2, NONE: 7}) == 0.8


@pytest.mark.slow
def test_each_mutant_that_was_judged_to_change_nothing_is_still_one_and_says_why():
    every = [mutant for module in mutants.table().values() for mutant in mutants.of(module["files"])]
    told = tomllib.loads((mutants.HERE / "equivalent.toml").read_text(encoding="utf-8"))["equivalent"]
    assert all(one["why"] for one in told)
    assert {(mutant.file, mutant.text, mutant.change, mutant.nth) for mutant in mutants.judged(every)[1]} == {
        (one["file"], one["text"], one["change"], nth) for one in told for nth in one.get("nth", [1])}


def test_of_the_same_changes_of_a_line_each_is_told_from_the_others():
    first, second = (mutant for mutant in mutants.of_source("a.py", "b = 1 < 2 < 1") if mutant.change == "< -> <=")
    assert (first.nth, second.nth) == (1, 2)


def test_every_file_that_the_table_names_exists():
    for name, module in mutants.table().items():
        assert all((mutants.ROOT / part.split()[0].split("::")[0]).exists() for part in module["tests"]), name
        assert all((mutants.ROOT / part).exists() for part in module["files"]), name
