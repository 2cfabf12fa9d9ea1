"""What changed between two snapshots: planted changes with their reasons, and two laws: nothing differs from itself, and swapped it is mirrored."""

import shutil
from collections import Counter
from hashlib import md5
from pathlib import Path

import duckdb
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests import published
from tests.made import made
from timeline import compared
from timeline.compared import changes, matched
from timeline.compared.tables import MIRRORED
from timeline.tables import LEVELS

DAY, LATER = "2024-12-01", "2025-01-01"
ANNE = f"P-{md5(b'gp:emis:2#p').hexdigest()[:16]}"


def report(ref, row="a.csv:1", **cells):
    return dict(report_id=f"gp:emis:{ref}", row_id=row, agency="gp", known_on="2024-03-01") | cells


def mention(ref, slot="p", **cells):
    return dict(mention_id=f"gp:emis:{ref}#{slot}", report_id=f"gp:emis:{ref}", slot=slot, agency="gp") | cells


def person(name, *refs):
    return dict(person_id=f"P-{name}", name=name, mention_ids=sorted(f"gp:emis:{ref}#p" for ref in refs), because=f"{name} by NHS number")


def home(name, *members):
    return [dict(family_id=f"F-{name}", person_id=f"P-{who}", part=part) for who, part in members]


def signal(number, family, raised_on, level="review", event=None):
    return dict(signal_id=f"S-{number}", rule="R14", family_id=f"F-{family}", raised_on=raised_on, level=level, evidence=[event or f"E-{number}"])


ALIKE = ("1", "2", "5", "6", "7", "8", "9", "10", "11", "12", "13", "14", "16", "20", "21")
"""The references of the reports that are the same on both sides."""

HOMES = [*home("Dale", ("Dee", "child")), *home("East", ("Eve", "child")), *home("Fox", ("Fay", "child")), *home("Gill", ("Gus", "child")),
         *home("Hay", ("Hal", "child"))]
SAME_PEOPLE = [person("Dee", "9"), person("Fay", "11"), person("Gus", "12"), person("Hal", "13"), person("Ida", "16")]
TIES = [dict(person_id="P-Gil", family_id=f"F-{name}", link="confirmed") for name in ("Gill", "Hay")]
WITHDRAWN = dict(row_id="b.csv:9", report_id="gp:emis:4", state="withdrawn", because="Withdrawn by gp in b.csv:9.")
ANSWER = dict(answer_id="D-7", kind="same person", left_id="gp:emis:7#p", right_id="gp:emis:8#p", verdict="yes", state="standing", decided_by="ada",
              decided_on="2024-11-30")
BEFORE = {
    "reports": [report(ref) for ref in (*ALIKE, "4")],
    "people": [*SAME_PEOPLE, person("Ann", "1"), person("Anne", "2") | {"person_id": ANNE}, person("Ben", "4", "5", "6"), person("Cat", "7"),
               person("Kat", "8"), person("Eve", "10"), person("Gil", "14"), person("Jo", "20", "21")],
    "families": HOMES, "signals": [signal(3, "Fox", "2024-11-01")], "perpetrators": TIES[:1], "judgements": [], "versions": [], "rows": [],
    "events": [dict(event_id="E-1", report_ids=["gp:emis:9"]), dict(event_id="E-3", report_ids=["gp:emis:11"])],
    "codes": [dict(layout="gp", field="category", code="x", means="assault")], "categories": []}
AFTER = BEFORE | {
    "reports": [*(report(ref) for ref in ALIKE if ref not in ("12", "13", "16")), report("3"), report("15"), report("17"),
                report("12", "b.csv:12", received_on="2025-01-01"), report("13", "b.csv:13", words="Seen at home."), report("16", category="home_visit")],
    "people": [*SAME_PEOPLE, person("Ann", "1", "2", "3"), person("Ben", "5"), person("Bea", "6"), person("Cat", "7", "8"), person("Eve", "10", "15"),
               person("Gil", "14", "17"), person("Joanna", "20", "21")],
    "signals": [signal(1, "Dale", "2024-12-20"), signal(2, "East", "2024-12-20", event="E-2"), signal(3, "Fox", "2024-11-01", "same day")],
    "perpetrators": TIES, "judgements": [ANSWER], "versions": [WITHDRAWN], "rows": [dict(row_id="b.csv:13", raw_hash="other")],
    "codes": [dict(layout="gp", field="category", code="x", means="home_visit"), dict(layout="brought", field="category", code="x", means="assault")],
    "events": [*BEFORE["events"], dict(event_id="E-2", report_ids=["gp:emis:15"])]}
WHOLE = {
    "people": {("merged", tuple(sorted(("P-Ann", ANNE))), ("P-Ann",)), ("split", ("P-Ben",), ("P-Bea", "P-Ben")), ("merged", ("P-Cat", "P-Kat"), ("P-Cat",))},
    "connections": {("new", (), ("F-Gill", "F-Hay"))},
    "signals": {("new", (), ("S-1",)), ("new", (), ("S-2",)), ("graver", ("S-3",), ("S-3",))},
}
"""Every change between the two."""


def whole(tables):
    headlines = [dict(family_id=name, name=name[2:]) for name in {row["family_id"] for row in tables["families"]}]
    return tables | {"headlines": headlines, "mentions": [mention(row["report_id"].split(":")[-1]) for row in tables["reports"]]}


@pytest.fixture(scope="module")
def pair(tmp_path_factory):
    home = tmp_path_factory.mktemp("home")
    return home, published.publish(home, whole(BEFORE), DAY), published.publish(home, whole(AFTER), LATER)


def compare(home, before, after):
    """The changes of two snapshots, each as (about, how, ids before, ids after) with its reasons as (place, kind, ids); and a reader of the file."""
    reader = duckdb.connect(str(compared.compare(before, after, home / f"{before.stem}-{after.stem}.out")), read_only=True)
    why = {}
    for change, place, kind, told in reader.execute("select change_id, place, kind, told from made.reasons order by all").fetchall():
        why.setdefault(change, []).append((place, kind, [one["id"] for one in told]))
    rows = reader.execute("select change_id, about, how, before, after from made.changes order by 1").fetchall()
    return {(about, how, *(tuple(one["id"] for one in ids) for ids in (was, now))): why[number] for number, about, how, was, now in rows}, reader


@pytest.fixture(scope="module")
def forward(pair):
    found, reader = compare(*pair)
    yield found, reader
    reader.close()


@pytest.fixture(scope="module")
def backward(pair):
    home, before, after = pair
    found, reader = compare(home, after, before)
    yield found
    reader.close()


def test_what_is_planted_changed_and_nothing_else(forward):
    """An id that moved to an earlier record, a record sent again unchanged: neither is a change."""
    assert set(forward[0]) == {(about, *change) for about, every in WHOLE.items() for change in every}


def test_swapped_every_planted_change_is_mirrored_and_has_a_reason(backward):
    assert set(backward) == {(about, MIRRORED[how], now, was) for about, every in WHOLE.items() for how, was, now in every}
    assert all(backward.values())


@pytest.mark.parametrize(("change", "reasons"), [
    (("people", "merged", tuple(sorted(("P-Ann", ANNE))), ("P-Ann",)), [(0, "new record", ["gp:emis:3"])]),
    (("people", "split", ("P-Ben",), ("P-Bea", "P-Ben")), [(0, "withdrawn record", ["gp:emis:4"])]),
    (("people", "merged", ("P-Cat", "P-Kat"), ("P-Cat",)), [(0, "decision", ["D-7"])]),
    (("connections", "new", (), ("F-Gill", "F-Hay")), [(0, "new record", ["gp:emis:17"])]),
    (("signals", "new", (), ("S-1",)), [(0, "time", ["day"])]),
    (("signals", "new", (), ("S-2",)), [(0, "new record", ["gp:emis:15"])]),
    (("signals", "graver", ("S-3",), ("S-3",)), [(1, "time", ["day"])]),
])
def test_each_change_has_the_reason_that_was_planted_and_no_other(forward, change, reasons):
    """A new record, a withdrawn one, an answer; a deadline that passed, with no record; a new record, though the day moved too."""
    assert forward[0][change] == reasons


def test_an_answer_taken_back_is_the_reason_that_two_are_parted_again(backward):
    assert backward["people", "split", ("P-Cat",), ("P-Cat", "P-Kat")] == [(0, "decision", ["D-7"])]


def test_a_record_sent_again_unchanged_is_no_difference_and_one_read_otherwise_is_no_correction(forward):
    found = dict(forward[1].execute("select report_id, how from made.records").fetchall())
    assert found == {"gp:emis:3": "new record", "gp:emis:15": "new record", "gp:emis:17": "new record", "gp:emis:4": "withdrawn record",
                     "gp:emis:13": "corrected record", "gp:emis:16": "record read otherwise"}


def test_what_the_two_were_made_with_is_told_where_it_differs(forward):
    """A layout that came with the load is not one that reads otherwise."""
    assert forward[1].execute("select what, because from made.made_with order by what").fetchall() == [
        ("day", "The day that is shown moved from 1 December 2024 to 1 January 2025."), ("layout: gp", "The layout gp reads columns or codes otherwise.")]


def test_a_comparison_of_a_load_is_kept_once_and_read_when_its_snapshots_are_gone(pair, tmp_path):
    _, before, after = pair
    path = compared.keep(before, after, tmp_path)
    assert compared.keep(before.with_name("gone").with_name(before.name), after, tmp_path) == path
    (load,) = compared.kept(tmp_path)
    assert (load.name, load.facts["as_of"]) == (f"{before.stem}-{after.stem}", LATER) and compared.find(tmp_path, load.name) == load
    assert path.stat().st_size < 500_000 and not list(path.parent.glob("*.tmp"))


def test_a_snapshot_that_was_swept_is_named(tmp_path):
    with pytest.raises(compared.NotCompared, match="Snapshot snap-1 is no longer kept"):
        compared.compare(tmp_path / "snap-1.duckdb", tmp_path / "snap-2.duckdb", tmp_path / "x.duckdb")
    assert compared.kept(tmp_path) == []


def test_a_snapshot_of_another_version_is_named_and_nothing_is_written(pair, tmp_path):
    _, before, after = pair
    older = shutil.copy(before, tmp_path / "snap-older.duckdb")
    with duckdb.connect(str(older)) as writer:
        writer.execute('drop index made."people by person_id"; alter table made.people drop column because')
    with pytest.raises(compared.NotCompared, match="snap-older was made by another version"):
        compared.compare(Path(older), after, tmp_path / "x.duckdb")
    assert not list(tmp_path.glob("x.duckdb*"))


# --- laws

MENTIONS = range(6)
PARTS = st.sampled_from(["child", "carer", "other adult", "linked person"])


@st.composite
def worlds(draw, number):
    """A way in which six mentions are gathered into people, those into families, and signals raised on these; its ids begin with its number."""
    present = draw(st.lists(st.sampled_from(MENTIONS), unique=True))
    holder = {ref: draw(st.integers(0, 3)) for ref in present}
    people = {group: [f"{number}-{ref}" for ref in present if holder[ref] == group] for group in set(holder.values())}
    rows = [person(min(refs), *refs) for refs in people.values()]
    names = sorted(min(refs) for refs in people.values())
    homes = draw(st.dictionaries(st.tuples(st.sampled_from("XYZ"), st.sampled_from(names)), PARTS)) if names else {}
    families = [dict(family_id=f"F-{number}{home}", person_id=f"P-{who}", part=part) for (home, who), part in homes.items()]
    there = sorted({row["family_id"] for row in families})
    raised = draw(st.dictionaries(st.sampled_from(there), st.sampled_from(LEVELS))) if there else {}
    signals = [dict(signal_id=f"S-{home}", rule="R01", family_id=home, level=level) for home, level in raised.items()]
    ties = draw(st.lists(st.tuples(st.sampled_from(there), st.sampled_from(names)), unique=True)) if there else []
    return {"people": rows, "families": families, "signals": signals, "headlines": [dict(family_id=home, name=home) for home in there],
            "perpetrators": [dict(family_id=home, person_id=f"P-{who}") for home, who in ties]}


def several():
    """Many worlds beside one another, which have nothing in common."""
    return st.tuples(*map(worlds, range(8))).map(lambda made: {name: [row for world in made for row in world[name]] for name in made[0]})


def counted(before, after):
    """How often each change is found, with ids before and after."""
    was, now = ({name: made(name, *rows) for name, rows in world.items()} for world in (before, after))
    people = matched.people(was["people"], now["people"])
    families = matched.families(was["families"], now["families"], people)
    signals = matched.signals(was["signals"], now["signals"], families, people)
    every = changes.number(
        changes.people(was["people"], now["people"], people),
        changes.families(was["families"], was["headlines"], now["families"], now["headlines"], families),
        changes.connections(was["perpetrators"], was["headlines"], was["people"], now["perpetrators"], now["headlines"], now["people"], families),
        changes.signals(was["signals"], was["headlines"], now["signals"], now["headlines"], signals))
    return Counter((about, how, *(tuple(one["id"] for one in ids) for ids in (b, a)))
                   for about, how, b, a in every.project("about, how, before, after").fetchall())


@given(several())
@settings(max_examples=3, deadline=None)
def test_nothing_differs_from_itself(world):
    assert not counted(world, world)


@given(several(), several())
@settings(max_examples=4, deadline=None)
def test_swapped_new_is_gone_merged_is_split_and_graver_is_milder(before, after):
    mirrored = Counter({(about, MIRRORED[how], now, was): times for (about, how, was, now), times in counted(before, after).items()})
    assert counted(after, before) == mirrored
