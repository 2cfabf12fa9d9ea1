"""What linkage makes of parts, in which all that a step looks at stands together, is what it makes of the whole: the law on which several machines rest."""

import duckdb
import pytest

from timeline import model, pairs, snapshot
from timeline.pairs import blocking, comparisons, doubles, guards, writings

pytestmark = pytest.mark.slow

PARTS = 5


@pytest.fixture(scope="module")
def held(sample_home):
    """The sample's mentions, and what linkage makes of all of them at once."""
    with snapshot.open(snapshot.current(sample_home)) as reader:
        mentions = duckdb.from_arrow(reader.sql("from made.mentions").to_arrow_table())
    shipped = model.load()
    shaped = writings.shape(mentions, shipped)
    written = duckdb.sql("select * replace (writing_id as k) from shaped").materialize()
    named = doubles.named(written, mentions).materialize()
    return {"mentions": mentions, "written": written, "named": named, "keyed": blocking.keys(written).union(blocking.kin(named)).materialize(),
            "model": shipped}


def parted(table, stage, by):
    """What the stage makes of each part of the table, together."""
    return sorted(repr(row) for part in range(PARTS) for row in stage(table.filter(f"hash({by}) % {PARTS} = {part}").materialize()).fetchall())


def whole(table, stage):
    return sorted(map(repr, stage(table).fetchall()))


def test_a_writing_is_shaped_from_its_own_mentions(held):
    def shaped(mentions):
        made = writings.shape(mentions, held["model"])
        return duckdb.sql("select * replace (writing_id as k) from made")

    made = whole(held["mentions"], shaped)
    assert parted(held["mentions"], shaped, "writing_id") == made and len(made) > 500


@pytest.mark.parametrize(("table", "stage", "by"), [
    ("written", blocking.keys, "k"), ("keyed", blocking.together, "key"), ("named", doubles.twins, "surname_key, dob"),
    ("written", doubles.namesakes, "home")], ids=["keys", "together", "twins", "namesakes"])
def test_a_step_looks_no_further_than_its_part(held, table, stage, by):
    made = whole(held[table], stage)
    assert parted(held[table], stage, by) == made and made


@pytest.mark.parametrize("stage", [blocking.kin, doubles.housemates], ids=["kin", "housemates"])
def test_what_several_reports_tell_counts_once(held, stage):
    """What comes of the parts is then told apart once more: a key counts how many writings share it."""
    made, by_part = whole(held["named"], stage), parted(held["named"], stage, "report_id")
    assert sorted(set(by_part)) == made and len(made) == len(set(made))
    assert stage is not blocking.kin or len(by_part) > len(made), "the sample has reports that name the same kin"


def test_a_guard_looks_at_one_pair(held):
    written, named, shipped = held["written"], held["named"], held["model"]
    numbered = writings.shape(held["mentions"], shipped)
    weighed = comparisons.weigh(numbered, blocking.block(numbered, held["mentions"]), shipped.parameters)
    compared = guards.compared(weighed, numbered, doubles.twins(named), doubles.housemates(named), doubles.namesakes(written)).materialize()

    def kept(compared):
        return pairs.kept(guards.guarded(compared), shipped.parameters)

    made = whole(compared, kept)
    assert parted(compared, kept, "mention_id_l") == made and len(made) > 1_000
