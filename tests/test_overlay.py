"""What is laid over a snapshot after an answer is, row for row, what a whole run with that answer gives; and whatever goes wrong lays nothing."""

import json
import os
import random
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import duckdb
import pytest

from timeline import decisions, effects, engine, overlay, pipeline, settings, sight, snapshot
from timeline.decisions import Decided
from timeline.effects import near
from timeline.overlay import LOAD_WIDE, NotLaid, Overlay
from timeline.overlay.differing import NEAR
from timeline.sight import Sight
from timeline.tables import TABLES

pytestmark = pytest.mark.slow

NOBODY = decisions.none().answers
ASKED = {
    "same person, yes": ("same person", "yes", "select mention_id_l, mention_id_r from made.links order by link_id"),
    "same person, yes, of any two": ("same person", "yes", """
        select l.mention_ids[1], r.mention_ids[1] from made.people l, made.people r
        where hash(l.person_id, r.person_id) % 3000 = 7 and l.person_id < r.person_id
        order by 1, 2"""),
    "same person, no": ("same person", "no", "select mention_ids[1], mention_ids[-1] from made.people where len(mention_ids) > 1 order by person_id"),
    "same person, unsure": ("same person", "unsure", "select mention_id_l, mention_id_r from made.links order by link_id"),
    "same event, no": ("same event", "no", "select report_ids[1], report_ids[-1] from made.events where len(report_ids) > 1 order by event_id"),
    "same event, yes": ("same event", "yes", """
        select min(report_ids[1]), max(report_ids[1]) from made.events join made.timelines using (event_id) where kind = 'abuse'
        group by family_id, occurred_from::date having count(*) > 1 order by family_id"""),
    "primary perpetrator": ("primary perpetrator", "yes", """
        select s.mention_ids[1], h.mention_ids[1] from made.harms join made.people s on s.person_id = source_id join made.people h on h.person_id = harmed_id
        order by event_id, source_id, harmed_id"""),
    "child with carer": ("child with carer", "no", """
        select c.mention_ids[1], a.mention_ids[1] from made.families f join made.families g using (family_id) join made.people c on c.person_id = f.person_id
        join made.people a on a.person_id = g.person_id where f.part = 'child' and g.part = 'carer' order by f.family_id, 1, 2"""),
    "factor in report": ("factor in report", "yes", "select report_id, name from made.suggestions order by report_id, name"),
}
"""Of each kind of answer: the verdict, and the pairs of anchors on the sample that it may be about."""


@pytest.fixture(scope="module")
def published(sample_home) -> Path:
    """The run on the sample data."""
    return snapshot.current(sample_home)


def pairs_of(published: Path, question: str) -> list[tuple[str, str]]:
    with snapshot.open(published) as reader:
        return reader.execute(ASKED[question][2]).fetchall()


def said(answers, number: int, question: str, pair: tuple[str, str]):
    """The answers with one more, as if it had been given by a person."""
    kind, verdict, _ = ASKED[question]
    return effects.given(answers, kind, [pair], verdict).replace({"answer_id": {effects.supposed.THIS: f"D-{number}"}})


def rows(connection, schema: str = "made") -> dict[str, list[str]]:
    """Every concluded table whole, as text; of a link all but its place in the review."""
    return {name: sorted(map(str, connection.execute(f'select {"* exclude (place)" if name == "links" else "*"} from {schema}."{name}"').fetchall()))
            for name in NEAR}


def whole(published: Path, answers) -> dict[str, list[str]]:
    """What a whole run with these answers gives."""
    with snapshot.in_memory() as s:
        facts = s.take(published, pipeline.GATHERED)
        pipeline.conclude(answers, settings.of(tuple(json.loads(facts["own_settings"])) if facts["own_settings"] else None), s)
        return rows(s.connection)


def laid(published: Path, answers, about, home: Path, last: int = 1) -> Overlay:
    return Overlay(overlay.make(overlay.path(home, published, last), published, Decided(answers, last), set(about)))


def read(published: Path, over: Overlay | None) -> dict[str, list[str]]:
    with overlay.open(published, over) as reader:
        return rows(reader)


def held(found: dict, expected: dict) -> None:
    """Hold what is read against what is expected, a table at a time, so that what differs is shown."""
    for name in NEAR:
        assert found[name] == expected[name], name


@pytest.mark.parametrize("question", ASKED)
def test_a_snapshot_with_an_overlay_is_what_a_whole_run_with_the_answer_gives(published, tmp_path, question):
    pair = random.Random(question).choice(pairs_of(published, question))
    answers = said(NOBODY, 1, question, pair)
    over = laid(published, answers, pair, tmp_path)
    found = read(published, over)
    held(found, whole(published, answers))
    assert found["judgements"] != read(published, None)["judgements"]


def test_answers_given_one_after_another_and_one_taken_back_are_what_a_whole_run_gives(published, tmp_path):
    chance, answers, about = random.Random(20), NOBODY, set()
    for number, question in enumerate(("same person, yes", "same event, no", "same person, no", "same person, yes"), 1):
        pair = chance.choice(pairs_of(published, question))
        answers, about = said(answers, number, question, pair), about | {*pair}
    first = laid(published, answers, about, tmp_path, 4)
    held(read(published, first), whole(published, answers))
    back = effects.taken_back(effects.taken_back(answers, "D-2"), "D-3")
    over = laid(published, back, about, tmp_path, 6)
    held(read(published, over), whole(published, back))
    assert overlay.newest(tmp_path, published) == over


def test_an_answer_that_was_given_and_taken_back_again_leaves_everything_as_it_is_published(published, tmp_path):
    pair = pairs_of(published, "same person, yes")[0]
    over = laid(published, NOBODY, pair, tmp_path, 2)
    held(read(published, over), read(published, None))
    with duckdb.connect(over.path, read_only=True) as made:
        assert made.execute("select table_name from duckdb_tables() order by 1").fetchall() == [("about",), ("touched",)]


def test_an_answer_that_the_snapshot_shows_and_that_is_taken_back_goes(published, tmp_path):
    pair = pairs_of(published, "same event, no")[3]
    answers = said(NOBODY, 1, "same event, no", pair)
    answered = tmp_path / "snapshots" / published.name.replace("snap-", "snap-0")
    answered.parent.mkdir()
    with snapshot.in_memory() as s:
        facts = s.take(published, pipeline.GATHERED)
        pipeline.conclude(answers, settings.of(None), s)
        for name in LOAD_WIDE:
            s.connection.execute(f'create table made."{name}" (nothing integer)')
        s.describe(**facts | {"decided": 1})
        s.keep(answered)
    over = laid(answered, NOBODY, pair, tmp_path, 2)
    found = read(answered, over)
    held(found, read(published, None))
    assert found["events"] != read(answered, None)["events"]


def test_every_table_that_a_decision_changes_is_in_an_overlay_or_is_said_not_to_be():
    assert {*TABLES} - {*pipeline.GATHERED} == {*NEAR} | {*LOAD_WIDE}


def test_what_the_pages_read_says_up_to_which_decision_it_goes_and_which_files_differ(published, tmp_path):
    pair = pairs_of(published, "same event, no")[0]
    over = laid(published, said(NOBODY, 7, "same event, no", pair), pair, tmp_path, 7)
    with overlay.open(published, over) as reader:
        facts = snapshot.about(reader)
        there = reader.execute("""
            select distinct family_id from made.timelines join made.events using (event_id) where list_contains(report_ids, ?) or list_contains(report_ids, ?)
            order by 1""", list(pair)).fetchall()
        assert there
        assert {*there} <= {*reader.execute("from made.touched").fetchall()}
    with snapshot.open(published) as reader:
        assert facts == snapshot.about(reader) | {"decided": "7"}


def test_nothing_hidden_is_seen_through_an_overlay(published, tmp_path):
    pair = pairs_of(published, "same person, yes")[0]
    answers = said(NOBODY, 1, "same person, yes", pair)
    over = laid(published, answers, pair, tmp_path)
    with snapshot.open(published) as reader:
        agencies = {agency for (agency,) in reader.execute("""
            select agency from made.mentions where mention_id in (?, ?)""", list(pair)).fetchall()}
        other = [agency for (agency,) in reader.execute("select distinct agency from made.reports order by 1").fetchall() if agency not in agencies]
    by = Sight(agencies=frozenset(other[:2]))
    answered = tmp_path / "whole.duckdb"
    with snapshot.in_memory() as s:
        snapshot.attach(s.connection, published, "before")
        for name in {*TABLES} - {*NEAR}:
            s.connection.execute(f'create table made."{name}" as from before.made."{name}"')
        pipeline.conclude(answers, settings.of(None), s)
        s.connection.execute("create table made.about as from before.made.about")
        s.connection.execute("""create or replace table made.links as select l.* replace (if(l.queued, b.place, null) as place) from made.links l
                                left join (select link_id, place from before.made.links) b using (link_id)""")
        s.keep(answered)
    drawn, expected = sight.draw(published, by, (), over), sight.draw(answered, by)
    try:
        for name in TABLES:
            question = f'select {"* exclude (place)" if name == "links" else "*"} from made."{name}"'
            assert sorted(map(str, drawn.execute(question).fetchall())) == sorted(map(str, expected.execute(question).fetchall())), name
        assert drawn.execute("select count(*) from made.reports where agency not in (select unnest($seen))", {"seen": other[:2]}).fetchall() == [(0,)]
    finally:
        drawn.close()
        expected.close()


@pytest.mark.parametrize(("spoils", "said_so"), [
    (lambda patch: patch.setattr(engine, "edition", lambda: "another"), "another version"),
    (lambda patch: patch.setattr(overlay, "MOST", 3), "more than 3"),
    (lambda patch: patch.setattr(near, "STEPS", 1), "lead on to others"),
])
def test_where_it_cannot_be_told_from_the_neighbourhood_nothing_is_laid(published, tmp_path, monkeypatch, spoils, said_so):
    spoils(monkeypatch)
    pair = pairs_of(published, "same person, yes")[0]
    with pytest.raises(NotLaid, match=said_so):
        laid(published, said(NOBODY, 1, "same person, yes", pair), pair, tmp_path)
    assert overlay.newest(tmp_path, published) is None
    assert list((tmp_path / "overlays").iterdir()) == []


def test_an_answer_about_a_record_that_names_nobody_is_not_laid(published, tmp_path):
    planted = shutil.copy(published, tmp_path / "snap-planted.duckdb")
    pair = pairs_of(published, "same event, no")[0]
    with duckdb.connect(planted) as file:
        for name in ("mentions", "naming"):
            file.execute(f"delete from made.{name} where report_id = ?", [pair[0]])
    with pytest.raises(NotLaid, match="names nobody"):
        laid(planted, said(NOBODY, 1, "same event, no", (pair[0], "nothing:of:this")), [pair[0], "nothing:of:this"], tmp_path)


KILLED = """
import os, sys
from pathlib import Path
from timeline import decisions, overlay, snapshot
published, home = Path(sys.argv[1]), Path(sys.argv[2])
keep = snapshot.Snapshot.keep
def told(s, path, parts=None):
    print("at it", flush=True)
    made = s.connection
    class Slow:
        def execute(self, *given):
            if "detach kept" in given[0]:
                print("half", flush=True)
                import time; time.sleep(60)
            return made.execute(*given)
    s.connection = Slow()
    return keep(s, path, parts)
snapshot.Snapshot.keep = told
overlay.make(overlay.path(home, published, 1), published, decisions.Decided(decisions.none().answers, 1), {sys.argv[3]})
"""


def test_a_kill_in_the_middle_leaves_nothing_that_is_read_and_the_next_sweeps_it(published, tmp_path):
    pair = pairs_of(published, "same person, yes")[0]
    with subprocess.Popen([sys.executable, "-c", KILLED, str(published), str(tmp_path), pair[0]], stdout=subprocess.PIPE, text=True) as process:
        assert [process.stdout.readline(), process.stdout.readline()] == ["at it\n", "half\n"]
        os.kill(process.pid, signal.SIGKILL)
    assert list((tmp_path / "overlays").iterdir())
    assert overlay.newest(tmp_path, published) is None
    over = laid(published, NOBODY, pair, tmp_path, 2)
    assert [path.name for path in (tmp_path / "overlays").iterdir()] == [over.path.name]


def test_the_overlay_of_most_answers_is_read_and_those_of_least_are_swept(tmp_path):
    published = tmp_path / "snapshots" / "snap-a.duckdb"
    for name in ("snap-a-9", "snap-a-10", "snap-b-12"):
        path = tmp_path / "overlays" / f"{name}.duckdb"
        path.parent.mkdir(exist_ok=True)
        path.touch()
    assert overlay.newest(tmp_path, published).last == 10
    assert overlay.newest(tmp_path, tmp_path / "snapshots" / "snap-c.duckdb") is None
