"""What a reader may see of a snapshot: nothing that rests on a record which is hidden from him or her."""

import re

import duckdb
import pytest

from dashboard import current
from tests import published
from tests.hiding import CANARY, RESTING, dumped, mark, plant
from timeline import decisions, pipeline, sight, snapshot
from timeline.overlay import Overlay
from timeline.overlay.differing import NEAR
from timeline.sight import VIEWS, Sight
from timeline.sight.hidden import RECORDS, UNKNOWN_MARK
from timeline.tables import TABLES, check

WHICH = """
    with shared as (select event_id, unnest(report_ids) as report_id from made.events where len(agencies) > 1 and kind = 'abuse'),
    raised as (select unnest(evidence) as event_id from made.signals where level = 'same day')
    (select distinct report_id from shared semi join raised using (event_id) join made.reports using (report_id) where agency = 'police'
     order by report_id limit 6)
    union (select min(report_id) from made.suggestions)
    union (select min(report_id) from made.versions semi join made.issues using (row_id) where state = 'current')
    union (select min(report_id) from made.mentions semi join made.characteristics using (mention_id))
    union (select split_part(min(mention_id_l), '#', 1) from made.links)
    union (select min(report_ids[1]) from made.orders)"""
"""Records of the police of events that others tell of too, on which signals rest, and one for each table that rests on few."""


ONE_HOME = """
    select family_id from made.families where part in ('child', 'carer', 'adult', 'other adult') group by family_id
    having count(distinct person_id) > 2 and bool_and(person_id in (
        select person_id from made.families where part <> 'linked person' group by person_id having count(distinct family_id) = 1))
    and family_id in (select family_id from made.families where part = 'linked person') and family_id in (select family_id from made.signals)
    order by count(*) desc, family_id limit 1"""
"""A family whose people are in no other, with signals and somebody who is linked with it."""
OF_HOME = f"""
    select distinct report_id from made.mentions semi join (select unnest(mention_ids) as mention_id from made.people semi join (
        select person_id from made.families where part <> 'linked person' and family_id in ({ONE_HOME})) using (person_id)) using (mention_id)"""
CASES = {"restricted": (WHICH, "handling = 'restricted'"), "excluded": (OF_HOME, "words = words"), "another area": (OF_HOME, "area = 'Farbrook'")}


def sight_of(case: str, path) -> Sight:
    """What somebody may see who is named for nothing, or limited to one area."""
    with snapshot.open(path) as reader:
        child = reader.execute(f"""select min(mention_ids[1]) from made.people semi join (
            from made.families where part = 'child' and family_id in ({ONE_HOME})) using (person_id)""").fetchall()[0][0]
    return {"restricted": Sight(), "excluded": Sight(excluded=frozenset({child})), "another area": Sight(areas=frozenset({"Calderbrook"}))}[case]


@pytest.fixture(scope="module", params=CASES)
def case(request):
    return request.param


@pytest.fixture(scope="module")
def planted(case, sample_home, tmp_path_factory):
    return plant(sample_home, tmp_path_factory.mktemp("planted") / "home", *CASES[case])


@pytest.fixture(scope="module")
def hidden_reports(case, sample_home):
    with snapshot.open(snapshot.current(sample_home)) as reader:
        return {report for (report,) in reader.execute(CASES[case][0]).fetchall()}


@pytest.fixture(scope="module")
def unnamed(case, planted):
    drawn = sight.draw(planted, sight_of(case, planted))
    yield drawn
    drawn.close()


def test_every_table_has_its_view():
    assert {name.removeprefix("made.") for name in VIEWS if name.startswith("made.")} == {*TABLES, "about"}


@pytest.mark.parametrize("table", TABLES)
def test_no_table_tells_an_account_that_is_not_named_what_a_hidden_record_says(unnamed, hidden_reports, table):
    text = dumped(unnamed, table)
    assert CANARY not in text and "datetime.date(1911, 11, 11)" not in text
    assert not [report for report in hidden_reports if report in text]


@pytest.mark.parametrize("of", ["restricted", pytest.param("excluded", marks=pytest.mark.slow), pytest.param("another area", marks=pytest.mark.slow)])
def test_what_a_hidden_record_says_changes_nothing_that_a_reader_sees(of, sample_home, tmp_path):
    """The law: what a limited reader sees is a function of the records that he or she may see."""
    planted = [plant(sample_home, tmp_path / word, *CASES[of], word=word) for word in (CANARY, "zqother")]
    one, other = (sight.draw(path, sight_of(of, path)) for path in planted)
    assert [table for table in TABLES if dumped(one, table) != dumped(other, table)] == []
    one.close()
    other.close()


def test_who_is_named_where_is_what_the_visible_people_and_mentions_say(unnamed):
    told = unnamed.cursor().execute("from made.naming order by all").fetchall()
    assert told and told == unnamed.cursor().execute("""
        select person_id, mention_id, report_id, writing_id, address_key
        from (select person_id, unnest(mention_ids) as mention_id from made.people) join made.mentions using (mention_id) order by all""").fetchall()


def test_the_canaries_stand_where_they_are_looked_for(planted):
    with snapshot.open(planted) as reader:
        silent = {table for table in RESTING if CANARY not in dumped(reader, table)}
    assert silent <= {"doubts", "issues", "orders", "suggestions", "links", "harms"}


def test_a_table_stays_as_it_is_declared(unnamed):
    for table, declared in TABLES.items():
        shown = unnamed.table(f'made."{table}"')
        assert shown.columns == [column.name for column in declared.columns]
        found = shown.to_arrow_table()
        check(table, duckdb.from_arrow(found).project(", ".join(f'"{column.name}"::{column.type} as "{column.name}"' for column in declared.columns)))


def test_an_account_that_is_named_for_every_restricted_record_reads_the_snapshot_itself(planted, case, hidden_reports):
    whole = {"restricted": Sight(released=frozenset(hidden_reports)), "excluded": Sight(), "another area": Sight(areas=frozenset({"Calderbrook", "Farbrook"}))}
    assert sight.draw(planted, whole[case]) is None


@pytest.mark.slow
def test_what_is_told_to_an_unnamed_reader_is_what_the_engine_says_of_the_visible_records_alone(sample_home, tmp_path):
    """Against an oracle: a run that never had the hidden records. Every sentence of a signal that is shown stands there too, and every event that is
    told again has the same day, kind, gravity, factors and accounts."""
    planted = mark(sample_home, tmp_path / "home", WHICH)
    with snapshot.open(snapshot.current(sample_home)) as reader:
        hidden = [report for (report,) in reader.execute(WHICH).fetchall()]
    drawn, asked = sight.draw(planted, Sight()), "select rule, because from made.signals"
    with snapshot.in_memory() as s:
        settings, as_of = pipeline.judged_by(s.take(snapshot.current(sample_home), pipeline.GATHERED))
        for table in ("reports", "mentions", "suggestions", "quality"):
            s.connection.execute(f"delete from made.{table} where list_contains($hidden, report_id)", {"hidden": hidden})
        pipeline.conclude(decisions.none().answers, settings, s, as_of)
        signals, events = set(s.connection.execute(asked).fetchall()), _told(s.connection)
    shown = _told(drawn)
    assert len(shown.keys() & events.keys()) > 1500 and {id for id in shown.keys() & events.keys() if shown[id] != events[id]} == set()
    assert set(drawn.cursor().execute(asked).fetchall()) <= signals
    drawn.close()


def _told(connection) -> dict:
    return {row[0]: row[1:] for row in connection.cursor().execute("select * exclude (because, disagreements) from made.events").fetchall()}


def test_an_overlay_holds_no_table_that_says_which_records_are_hidden_but_for_who_is_excluded():
    beyond_the_excluded = re.sub(r"semi join \(select .*? semi join hidden\.barred using \(person_id\)\)", "", RECORDS["hidden.reports"])
    assert beyond_the_excluded != RECORDS["hidden.reports"]
    for sql in (beyond_the_excluded, RECORDS["hidden.rows"], UNKNOWN_MARK):
        read = set(re.findall(r"src\.(\w+)", sql))
        assert read and not read & {*NEAR}


@pytest.mark.parametrize(("by", "times"), [(Sight(), 1), (Sight(excluded=frozenset({"police:niche:1#suspect"})), 3)])
def test_that_nothing_is_hidden_is_asked_once_of_a_snapshot_and_anew_with_each_overlay_where_somebody_is_excluded(tmp_path, monkeypatch, by, times):
    path, drawn = published.publish(tmp_path), []
    monkeypatch.setattr(current.overlay, "open", lambda path, over: snapshot.open(path))
    monkeypatch.setattr(current.sight, "draw", lambda *given: drawn.append(given))
    shelf = current.Shelf(tmp_path)
    for over in (None, Overlay(tmp_path / f"{path.stem}-1.duckdb"), Overlay(tmp_path / f"{path.stem}-2.duckdb")):
        monkeypatch.setattr(current.overlay, "newest", lambda home, path, over=over: over)
        opened = shelf.take()
        assert opened.over == over and opened.seen(by, ()) is None
        shelf.give_back(opened)
    shelf.close()
    assert len(drawn) == times


def test_what_hides_something_is_drawn_anew_with_each_overlay(tmp_path, monkeypatch):
    path = published.publish(tmp_path)
    monkeypatch.setattr(current.overlay, "open", lambda path, over: snapshot.open(path))
    monkeypatch.setattr(current.sight, "draw", lambda path, by, elsewhere, over: snapshot.open(path))
    shelf, seen = current.Shelf(tmp_path), []
    for over in (None, Overlay(tmp_path / f"{path.stem}-1.duckdb")):
        monkeypatch.setattr(current.overlay, "newest", lambda home, path, over=over: over)
        opened = shelf.take()
        seen.append(opened.seen(Sight(agencies=frozenset({"police"})), ()))
        shelf.give_back(opened)
    shelf.close()
    assert None not in seen and seen[0] is not seen[1]
