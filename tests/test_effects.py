"""What an answer would change is what a whole run with that answer changes, and is said in words that assert nothing."""

import json
from contextlib import contextmanager
from datetime import date
from pathlib import Path

import duckdb
import pytest

from timeline import decisions, effects, engine, pipeline, settings, snapshot
from timeline.effects import Accused, Brought, Effects, Gathered, Named, Placed, Raised, Side, Told, compare, near, side, stood

pytestmark = pytest.mark.slow

OF_FAMILIES = ("families", "perpetrators", "signals", "asked", "timelines", "headlines")
OF_EVENTS = ("events", "harms")
NOBODY = decisions.none().answers


@pytest.fixture(scope="module")
def published(sample_home) -> Path:
    """The run on the sample data."""
    return snapshot.current(sample_home)


@pytest.fixture(scope="module")
def asked(published) -> dict:
    """Answers that may be given on the sample, by what they ask: the anchors, kind and verdict of each."""
    with snapshot.open(published) as reader:
        links = reader.execute("select mention_id_l, mention_id_r from made.links order by place").fetchall()
        shared = reader.execute("select report_ids[1], report_ids[2] from made.events where len(report_ids) > 1 order by event_id limit 1").fetchall()
        apart = reader.execute("""
            select any_value(report_ids[1]), max(report_ids[1]) from made.events join made.timelines using (event_id)
            where kind = 'abuse' and len(report_ids) = 1 group by family_id, occurred_from::date having count(*) > 1 order by family_id limit 1""").fetchall()
        person = reader.execute("""
            select mention_ids[1], mention_ids[-1] from made.people join made.perpetrators using (person_id)
            where len(mention_ids) > 3 order by person_id limit 1""").fetchall()
    return {"two people are one": ("same person", links[:1], "yes"), "the last of the queue are one": ("same person", links[-1:], "yes"),
            "one person is two": ("same person", person, "no"), "one event is two": ("same event", shared, "no"),
            "two events are one": ("same event", apart, "yes")}


@contextmanager
def working(fill):
    """A connection with the tables that `fill` makes in it."""
    former = duckdb.default_connection()
    with duckdb.connect(":memory:") as connection:
        duckdb.set_default_connection(connection)
        connection.execute("create schema made")
        try:
            fill(snapshot.Snapshot(connection, Path(":memory:")))
            yield connection
        finally:
            duckdb.set_default_connection(former)


def whole(s, published: Path, answers) -> None:
    """Every table of the snapshot, made again with these answers as `pipeline.again` makes them."""
    facts = s.take(published, pipeline.GATHERED)
    pipeline.conclude(answers, settings.of(tuple(json.loads(facts["own_settings"])) if facts["own_settings"] else None), s)


def standing(connection, schema: str, families: list[str]) -> dict[str, list[str]]:
    """The rows of these families, as text, table by table."""
    def rows(name, where):
        return sorted(map(str, connection.execute(f"select * from {schema}.{name} where {where}", {"ids": families}).fetchall()))
    told = f"event_id in (select event_id from {schema}.timelines where family_id in (select unnest($ids)))"
    named = f"person_id in (select person_id from {schema}.families where family_id in (select unnest($ids)))"
    return {**{name: rows(name, "family_id in (select unnest($ids))") for name in OF_FAMILIES},
            **{name: rows(name, told) for name in OF_EVENTS}, "people": rows("people", named)}


def families_of(connection, schema: str, anchors: list[str]) -> list[str]:
    """The families in whose file the people of the anchors stand."""
    return [row[0] for row in connection.execute(f"""
        with mine as (select person_id from (select person_id, unnest(mention_ids) as mention_id from {schema}.people)
                      join {schema}.mentions using (mention_id) where list_contains($anchors, mention_id) or list_contains($anchors, report_id))
        select family_id from {schema}.families semi join mine using (person_id)
        union select family_id from {schema}.perpetrators semi join mine using (person_id) order by 1""", {"anchors": anchors}).fetchall()]


QUESTIONS = ("two people are one", "the last of the queue are one", "one person is two", "one event is two", "two events are one")


def anchors_of(pairs) -> list[str]:
    return sorted({anchor for pair in pairs for anchor in pair})


@pytest.fixture(scope="module")
def answered(asked):
    """All the answers at once, as they stand when a person has worked for a while."""
    answers = NOBODY
    for number, question in enumerate(QUESTIONS):
        answers = effects.given(answers, *asked[question]).replace({"answer_id": {effects.supposed.THIS: f"D-{number}"}})
    return answers


@pytest.fixture(scope="module")
def shown(published, answered, tmp_path_factory) -> Path:
    """A snapshot as a whole run with all the answers makes it."""
    path = tmp_path_factory.mktemp("answered") / "snap-answered.duckdb"

    def fill(s):
        whole(s, published, answered)
        with snapshot.open(published) as reader:
            s.describe(**snapshot.about(reader))
        s.keep(path)
    with working(fill):
        return path


@pytest.fixture(scope="module")
def expected(shown, asked):
    """For each question what a whole run with all the answers gives for its families."""
    with snapshot.open(shown) as everything:
        found = {question: families_of(everything, "made", anchors_of(asked[question][1])) for question in QUESTIONS}
        return {question: (families, standing(everything, "made", families)) for question, families in found.items()}


def test_without_an_answer_the_neighbourhood_gives_its_families_as_they_are_published(published, asked):
    anchors = anchors_of(asked["the last of the queue are one"][1])
    with working(lambda s: side.concluded(s, published, NOBODY, anchors)) as near:
        families = families_of(near, "before.made", anchors)
        assert families
        assert standing(near, "made", families) == standing(near, "before.made", families)


@pytest.mark.parametrize("question", QUESTIONS)
def test_with_the_answers_the_neighbourhood_gives_its_families_as_a_whole_run_would(published, asked, answered, expected, question):
    families, rows = expected[question]
    with working(lambda s: side.concluded(s, published, answered, anchors_of(asked[question][1]))) as near:
        assert standing(near, "made", families) == rows


def test_people_whom_an_answer_ties_together_are_near_before_the_snapshot_shows_it(published):
    with snapshot.open(published) as reader:
        (one,), (other,) = reader.execute("select mention_ids[1] from made.people order by person_id limit 2").fetchall()
    tied = effects.given(NOBODY, "same person", [(one, other)], "yes")
    with working(lambda s: near.take(s, published, tied, [one])) as found:
        assert found.execute("select count(*) from made.mentions where mention_id in (?, ?)", [one, other]).fetchall() == [(2,)]


def test_what_is_foreseen_is_what_differs_and_taking_it_back_undoes_it(published, asked):
    kind, pairs, verdict = asked["two people are one"]
    without, given, refused = (effects.conclude(published, held, list(pairs[0])) for held in (
        NOBODY, effects.given(NOBODY, kind, pairs, verdict), effects.given(NOBODY, kind, pairs, "no")))
    forth, back = compare(without, given), compare(given, without)
    assert forth.people
    assert forth.needs_second
    assert {(part.before, part.after) for part in forth.people} == {(part.after, part.before) for part in back.people}
    assert not back.needs_second
    assert not compare(without, refused).needs_second
    assert effects.foresee(published, NOBODY, effects.given(NOBODY, kind, pairs, verdict), list(pairs[0])) == forth
    assert effects.foresee(published, effects.given(NOBODY, kind, pairs, verdict), NOBODY, list(pairs[0])) == back


def in_any_order(found: Side) -> dict[str, list[str]]:
    return {part: sorted(map(str, rows)) for part, rows in vars(found).items()}


@pytest.mark.parametrize("question", QUESTIONS)
def test_what_is_published_of_a_neighbourhood_is_what_concluding_it_gives(published, asked, question):
    anchors = anchors_of(asked[question][1])
    with snapshot.in_memory() as s:
        near.take(s, published, NOBODY, anchors)
        assert stood.shown(s, NOBODY)
        found = side.read(s, "stood")
    assert found.people
    assert found.families
    assert in_any_order(found) == in_any_order(effects.conclude(published, NOBODY, anchors))


@pytest.mark.parametrize("question", ["two people are one", "one event is two"])
def test_what_is_published_with_answers_is_what_concluding_it_with_them_gives_and_without_them_it_is_not_read(shown, asked, answered, question):
    anchors = anchors_of(asked[question][1])
    with snapshot.in_memory() as s:
        near.take(s, shown, answered, anchors)
        assert stood.shown(s, answered)
        found = side.read(s, "stood")
    assert in_any_order(found) == in_any_order(effects.conclude(shown, answered, anchors))
    with snapshot.in_memory() as s:
        near.take(s, shown, NOBODY, anchors)
        assert not stood.shown(s, NOBODY)


@pytest.fixture
def taken(published, asked):
    """The neighbourhood of one answer, not yet concluded."""
    with snapshot.in_memory() as s:
        near.take(s, published, NOBODY, anchors_of(asked["two people are one"][1]))
        yield s


def test_an_answer_near_by_that_the_snapshot_does_not_show_lets_nothing_be_read_from_it(taken, asked):
    assert not stood.shown(taken, effects.given(NOBODY, *asked["two people are one"]))


def test_an_answer_of_no_record_near_by_lets_it_be_read(taken, asked):
    here = {id for (id,) in taken.connection.execute("from near.records union select mention_id from made.mentions").fetchall()}
    far = [answer for answer in asked.values() if here.isdisjoint(anchors_of(answer[1]))]
    assert far
    assert stood.shown(taken, effects.given(NOBODY, *far[0]))


def test_what_another_engine_made_is_not_read(taken, monkeypatch):
    monkeypatch.setattr(engine, "edition", lambda: "another")
    assert not stood.shown(taken, NOBODY)


def test_a_neighbourhood_out_of_which_somebody_leads_is_not_read(taken, monkeypatch):
    assert near.closed(taken)
    monkeypatch.setattr(near, "STEPS", 1)
    assert not near.closed(taken)


def test_a_neighbourhood_with_an_address_of_too_many_people_is_not_read(taken, monkeypatch):
    monkeypatch.setattr(near, "DWELLING", 1)
    assert not near.closed(taken)


def test_a_neighbourhood_whose_reports_name_somebody_who_is_not_in_it_is_not_read(taken):
    taken.connection.execute("delete from near.persons where person_id = (select min(person_id) from near.persons)")
    assert not near.closed(taken)


def test_an_answer_of_no_record_near_another_changes_nothing_of_what_that_one_would_change(published, asked):
    kind, pairs, verdict = asked["two people are one"]
    one = [anchor for pair in pairs for anchor in pair]
    alone = effects.foresee(published, NOBODY, effects.given(NOBODY, kind, pairs, verdict), one)
    elsewhere = [(kind, pairs, verdict) for kind, pairs, verdict in asked.values() if alone.near.isdisjoint(anchor for pair in pairs for anchor in pair)]
    assert elsewhere
    for far in elsewhere:
        now = effects.given(NOBODY, *far, by="ada").assign(answer_id="D-1")
        assert effects.foresee(published, now, effects.given(now, kind, pairs, verdict), one) == alone


def test_an_answer_about_nothing_in_this_load_changes_nothing(published):
    nothing = effects.conclude(published, effects.given(NOBODY, "same person", [("x:y:1#a", "x:y:2#b")], "yes"), ["x:y:1#a", "x:y:2#b"])
    assert nothing == Side([], [], [], [], [], [], [])
    found = compare(nothing, nothing)
    assert found == Effects()
    assert found.sentences[0].startswith("It would change nothing")


# --- comparing, on sides drawn by hand

CARER, CHILD, MAN, OTHER = "P-carer", "P-child", "P-man", "P-other"


def drawn(**changed) -> Side:
    """Two families: a carer and child with a man linked to them; and another woman with nobody."""
    rows = dict(
        people=[(CARER, "Sara Khan", None, ["a#1"]), (CHILD, "Ali Khan", "1 June 2019", ["a#2"]), (MAN, "Tom Khan", None, ["a#3"]),
                (OTHER, "Ewa Nowak", None, ["b#1"]), ("P-tomas", "Tomas Khan", None, ["b#2"])],
        families=[("F-1", CARER, "carer", ""), ("F-1", CHILD, "child", ""), ("F-1", MAN, "linked person", "named as suspect by police in 1 report"),
                  ("F-2", OTHER, "adult", "")],
        names=[("F-1", "Khan"), ("F-2", "Nowak")], signals=[("R01", "F-1", MAN, CARER, "review", "Three in 90 days.")],
        events=[("E-a", "Assault", date(2024, 3, 20), ["a"]), ("E-b", "Stalking", None, ["b"])],
        timelines=[("F-1", "E-a"), ("F-2", "E-b")], perpetrators=[(MAN, "F-1", "confirmed", "named as suspect by police 1")])
    return Side(**rows | changed)


def test_two_equal_sides_differ_in_nothing():
    assert compare(drawn(), drawn()) == Effects()


def test_a_man_taken_for_one_of_another_family_comes_into_its_view_and_needs_a_second_person():
    joined = [row for row in drawn().people if row[0] not in (MAN, "P-tomas")] + [(MAN, "Tom Khan", None, ["a#3", "b#2"])]
    linked = ("F-2", MAN, "linked person", "named as suspect by police in 1 report")
    raised = ("R09", "F-2", MAN, None, "same day", "A history is held.")
    found = compare(drawn(), drawn(people=joined, families=[*drawn().families, linked], signals=[*drawn().signals, raised],
                                   perpetrators=[*drawn().perpetrators, (MAN, "F-2", "confirmed", "named as suspect by police 1")]))
    assert found.needs_second
    assert found.people == (Gathered((Named(MAN, "Tom Khan, named once"), Named("P-tomas", "Tomas Khan, named once")), (Named(MAN, "Tom Khan, named twice"),)),)
    assert [(part.person.name, part.family.name) for part in found.families] == \
        [("Tom Khan", "the Nowak family"), ("Tomas Khan", "the Khan family"), ("Tomas Khan", "the Nowak family")]
    assert "It would place Tom Khan in the file of the Nowak family as somebody named with it (named as suspect by police in 1 report)." in found.sentences
    assert found.sentences[-1] == "It would raise a signal on the Nowak family (same day, R09): A history is held."


def test_a_signal_that_falls_away_or_changes_its_level_is_said():
    gone = compare(drawn(), drawn(signals=[]))
    turned = compare(drawn(), drawn(signals=[("R01", "F-1", MAN, CARER, "note", "Two in 90 days.")]))
    assert gone.signals == (Raised("R01", Named("F-1", "the Khan family"), None, "review", "Three in 90 days."),)
    assert turned.sentences == ("It would change a signal on the Khan family from 'review' to 'note' (R01): Two in 90 days.",)
    assert not gone.needs_second
    assert not turned.needs_second


def test_a_signal_that_keeps_its_level_and_says_something_else_is_said():
    found = compare(drawn(signals=[("R11", "F-1", MAN, None, "review", "Check who this is.")]),
                    drawn(signals=[("R11", "F-1", MAN, None, "review", "A history is held.")]))
    assert found.sentences == ("It would change what a signal on the Khan family says (review, R11), to: A history is held.",)


def test_people_of_one_name_and_birth_are_told_apart_by_their_families():
    people = [(who, "Tom Khan" if who in (MAN, "P-tomas") else name, *rest) for who, name, *rest in drawn().people]
    joined = [row for row in people if row[0] not in (MAN, "P-tomas")] + [(MAN, "Tom Khan", None, ["a#3", "b#2"])]
    found = compare(drawn(people=people), drawn(people=joined))
    assert found.sentences[:2] == (
        "It would take the Tom Khan named with the Khan family, named once and the Tom Khan named with no family, named once for one person.",
        "It would place the Tom Khan named with no family in the file of the Khan family as somebody named with it (named as suspect by police in 1 report).")


def test_a_file_that_would_be_new_is_told_apart_from_the_one_of_its_name():
    found = compare(drawn(), drawn(families=[*drawn().families, ("F-3", "P-tomas", "adult", "said to be harmed")], names=[*drawn().names, ("F-3", "Khan")]))
    assert "It would place Tomas Khan in the file of another Khan family as an adult (said to be harmed)." in found.sentences


def test_what_an_answer_says_of_itself_before_it_is_kept_is_said_to_whoever_gives_it():
    said = effects.given(NOBODY, "child with carer", [("x:y:1#a", "x:y:2#b")], "yes", date(2024, 3, 27))
    assert said[["decided_by", "reason"]].values.tolist() == [["you", "not yet kept"]]


def test_a_signal_of_a_person_whose_id_moved_is_the_same_signal():
    moved = {MAN: "P-new"}
    after = drawn(people=[(moved.get(row[0], row[0]), *row[1:]) for row in drawn().people],
                  families=[(row[0], moved.get(row[1], row[1]), *row[2:]) for row in drawn().families],
                  signals=[("R01", "F-1", "P-new", CARER, "review", "Three in 90 days.")], perpetrators=[("P-new", "F-1", "confirmed", "named")])
    assert compare(drawn(), after) == Effects()


def test_a_family_whose_id_moved_is_the_same_family():
    after = drawn(families=[("F-9" if row[0] == "F-1" else row[0], *row[1:]) for row in drawn().families], names=[("F-9", "Khan"), ("F-2", "Nowak")],
                  signals=[("R01", "F-9", MAN, CARER, "review", "Three in 90 days.")], timelines=[("F-9", "E-a"), ("F-2", "E-b")],
                  perpetrators=[(MAN, "F-9", "confirmed", "named")])
    assert compare(drawn(), after) == Effects()


def test_another_households_record_on_a_timeline_needs_a_second_person():
    found = compare(drawn(), drawn(events=[("E-a", "Assault", date(2024, 3, 20), ["a", "b"])], timelines=[("F-1", "E-a"), ("F-2", "E-a")]))
    assert found.brought == (Brought(Named("F-1", "the Khan family"), ("b",)), Brought(Named("F-2", "the Nowak family"), ("a",)))
    assert found.events == (Told((Named("E-a", "Assault (20 March 2024)"), Named("E-b", "Stalking (undated)")), (Named("E-a", "Assault (20 March 2024)"),)),)
    assert found.needs_second


def test_who_leaves_a_file_or_stands_in_it_as_something_else_is_said():
    left = compare(drawn(), drawn(families=[row for row in drawn().families if row[1] != MAN], perpetrators=[]))
    turned = compare(drawn(), drawn(families=[(row[0], row[1], "other adult" if row[1] == MAN else row[2], "lives there") for row in drawn().families]))
    assert left.families == (Placed(Named(MAN, "Tom Khan"), Named("F-1", "the Khan family"), None, "linked person", "named as suspect by police in 1 report"),)
    assert left.perpetrators == (Accused(Named(MAN, "Tom Khan"), Named("F-1", "the Khan family"), None, "confirmed", "named as suspect by police 1"),)
    assert turned.sentences == (
        "It would show Tom Khan in the file of the Khan family as another adult (lives there), and no longer as somebody named with it.",)
    assert not left.needs_second
    assert not turned.needs_second


def test_a_file_that_nobody_else_stands_in_is_no_other_familys_view():
    found = compare(drawn(), drawn(families=[*drawn().families, ("F-3", "P-tomas", "adult", "said to be harmed")], names=[*drawn().names, ("F-3", "Khan")]))
    assert found.families
    assert not found.needs_second


def test_two_files_that_become_one_are_said_to_and_need_a_second_person():
    found = compare(drawn(), drawn(families=[("F-1", *row[1:]) for row in drawn().families], names=[("F-1", "Khan / Nowak")],
                                   timelines=[("F-1", "E-a"), ("F-1", "E-b")]))
    assert [part.sentence for part in found.merged] == ["would make one file of what now stands in two: the Khan family and the Nowak family"]
    assert not found.families
    assert found.needs_second


@pytest.mark.parametrize(("verdict", "second"), [("yes", True), ("no", False)])
def test_a_yes_that_another_answer_holds_back_needs_a_second_person_since_that_answer_may_be_taken_back(verdict, second):
    because = f"this answer said {verdict} on 3 March 2026; it contradicts bob's D-2, so a person must look: until then nothing is joined by it."
    found = compare(drawn(), drawn(contradicted=[(verdict, because)]))
    assert found.sentences == ("It contradicts bob's D-2, so a person must look: until then nothing is joined by it.",)
    assert found.needs_second is second


def test_what_could_not_be_worked_out_needs_a_second_person_and_says_why():
    found = effects.unknown("it took too long.")
    assert found.needs_second
    assert found.sentences == ("What this answer would change could not be worked out; it took too long.",)
