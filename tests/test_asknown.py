"""What was known then is what a whole run of that day gives, and holds nothing that only another agency knew."""

import random
from contextlib import contextmanager
from dataclasses import replace
from datetime import date

import pytest

from tests.conftest import SAMPLE, THEN, run
from tests.extracts import SAYS, extracts, layouts
from timeline import asknown, decisions, model, pipeline, settings, snapshot
from timeline.asknown import PARTNERSHIP, View

pytestmark = pytest.mark.slow

OF_FAMILY = ("families", "timelines", "signals", "raisings", "asked", "headlines", "perpetrators")
OF_EVENT = ("events", "harms")
OF_PERSON = ("people", "periods")
NOBODY = decisions.none()


@contextmanager
def viewed(published, family_id, view, folder):
    """A reader of a view of a family."""
    kept = asknown.make(asknown.path(folder, published, family_id, view, 0), published, family_id, view, NOBODY)
    with snapshot.open(kept) as reader:
        yield reader


def standing(reader, family_id) -> dict[str, list[str]]:
    """All that stands in a family's file, as text, table by table; people by the mentions that they are made of."""
    which = dict.fromkeys(OF_FAMILY, "family_id = $id")
    which |= dict.fromkeys(OF_EVENT, "event_id in (select event_id from made.timelines where family_id = $id)")
    which |= dict.fromkeys(OF_PERSON, "person_id in (select person_id from made.families where family_id = $id)")
    return {name: sorted(map(str, reader.execute(f"select * from made.{name} where {of}", {"id": family_id}).fetchall())) for name, of in which.items()}


def now_of(published, then, family_id) -> str:
    """The family of the newest snapshot that holds the most of a family's mentions of then."""
    mine = """select unnest(mention_ids) as mention_id from made.people semi join (
                from made.families where family_id = $id and part <> 'linked person') using (person_id)"""
    mentions = [mention for (mention,) in then.execute(mine, {"id": family_id}).fetchall()]
    with snapshot.open(published) as reader:
        return reader.execute("""
            select family_id from (select distinct family_id, person_id from made.families where part <> 'linked person')
            join (select person_id, unnest(mention_ids) as mention_id from made.people) using (person_id) where list_contains($mentions, mention_id)
            group by family_id order by count(*) desc, family_id limit 1""", {"mentions": mentions}).fetchall()[0][0]


def held_against(whole, published, day, families, seed, folder) -> None:
    """Views of some families, drawn by the seed, hold what the whole run of that day holds of them, word for word."""
    with snapshot.open(whole) as then:
        drawn = [family for (family,) in then.execute("select distinct family_id from made.families order by 1").fetchall()]
        for family in random.Random(seed).sample(drawn, families):
            with viewed(published, now_of(published, then, family), View(day), folder) as view:
                assert standing(view, family)["families"]
                assert standing(view, family) == standing(then, family)


def test_a_family_as_known_on_a_day_is_that_of_a_whole_run_of_that_day(sample_home, sample_then, tmp_path):
    held_against(sample_then, snapshot.current(sample_home), THEN, 2, 20, tmp_path)


@pytest.mark.parametrize("seed", range(6))
def test_so_are_other_families_on_other_days(sample_home, seed, tmp_path):
    day = date.fromordinal(random.Random(seed).randrange(date(2020, 1, 1).toordinal(), date(2025, 3, 31).toordinal()))
    held_against(run(SAMPLE, tmp_path, day), snapshot.current(sample_home), day, 5, seed, tmp_path)


def test_what_the_partnership_had_not_received_is_not_in_it_and_a_record_stands_as_it_was_before_it_was_corrected(sample_home, sample, tmp_path):
    report, row = "police:niche:01CA/0000087/24/1", "police_crimes_2025-03.csv:93"
    (family,), *_ = sample.execute("""
        select family_id from made.timelines join made.events using (event_id) where list_contains(report_ids, $report)""", {"report": report}).fetchall()
    assert sample.execute("select row_id from made.reports where report_id = $report", {"report": report}).fetchall() != [(row,)]
    with viewed(snapshot.current(sample_home), family, View(date(2025, 4, 3), PARTNERSHIP), tmp_path) as view:
        assert view.execute("select row_id from made.reports where report_id = $report", {"report": report}).fetchall() == [(row,)]
        assert view.execute("select count(*) from made.rows where received_on > date '2025-04-03'").fetchall() == [(0,)]
        assert snapshot.about(view)["as_of"] == "2025-03-31"


# --- as known to one agency, planted

CRIMES = """
supplier = "crimes"
agency = "police"
system = "crimes"
title = "Crimes, for tests"
basis = "made for tests"
dates = "dd/mm/yyyy"
[report]
ref = "Ref"
recorded_on = "Day"
occurred_from = "Day"
category = "Kind"
relationship = "Tie"
outcome = "Outcome"
words = "Note"
notified_to = "Told"
notified_on = "Told on"
[people.victim]
role = "victim"
name = "Victim"
dob = "Victim born"
[people.suspect]
role = "suspect"
name = "Suspect"
[people.child]
role = "child"
name = "Child"
dob = "Child born"
[asked]
strangulation = "Strangled"
[codes.category]
"AS" = "common_assault"
[codes.relationship]
"P" = "partner"
[codes.notified_to]
"SC" = "schools"
[codes.answer]
"Y" = "yes"
[codes.outcome]
"CH" = "charged"
"""
LOG = """
supplier = "log"
agency = "schools"
system = "log"
title = "A school's log, for tests"
basis = "made for tests"
dates = "dd/mm/yyyy"
[report]
ref = "Ref"
recorded_on = "Day"
occurred_from = "Day"
category = "Kind"
words = "Note"
[people.child]
role = "child"
name = "Child"
dob = "Child born"
[people.carer]
role = "carer"
name = "Carer"
dob = "Carer born"
[codes.category]
"W" = "child_welfare_concern"
"""
ANN, KIT = "Ann Roe,01/02/1990", "Kit Roe,03/04/2015"


@pytest.fixture(scope="module")
def told(tmp_path_factory):
    """The published run on the planted records."""
    return planted(tmp_path_factory.mktemp("told"))


def planted(folder):
    """Publish a run on three crimes and two entries of a school's log about one family; schools were told of two crimes, of one late."""
    crimes = ["Ref,Day,Kind,Tie,Outcome,Note,Told,Told on,Victim,Victim born,Suspect,Child,Child born,Strangled",
              f"P1,12/01/2024,AS,P,CH,PLANTED one,SC,15/01/2024,{ANN},Max Roe,{KIT},Y",
              f"P2,10/02/2024,AS,P,CH,PLANTED two,,,{ANN},Zed Quill,{KIT},Y", f"P3,20/02/2024,AS,P,CH,PLANTED three,SC,20/03/2024,{ANN},Max Roe,{KIT},Y"]
    log = ["Ref,Day,Kind,Note,Child,Child born,Carer,Carer born", f"S1,20/01/2024,W,seen upset,{KIT},{ANN}", f"S2,20/05/2024,W,LATER upset,{KIT},{ANN}"]
    inside = extracts(folder, {"crimes.csv": "\n".join(crimes), "log.csv": "\n".join(log)}, SAYS)
    known = layouts(folder, CRIMES, "crimes") | layouts(folder, LOG, "log")
    with snapshot.working(folder) as s:
        return pipeline.run(inside, NOBODY, known, settings.load(), model.load(), s)


@pytest.fixture(scope="module")
def views(tmp_path_factory):
    """The folder of the views of a home, with one of an earlier snapshot in it."""
    folder = tmp_path_factory.mktemp("home") / "views"
    folder.mkdir()
    (folder / "snap-earlier-0.duckdb").touch()
    return folder


@pytest.fixture(scope="module")
def to_schools(told, views):
    """The view of the family as known to schools by 1 March 2024."""
    with snapshot.open(told) as reader:
        (family,), = reader.execute("select distinct family_id from made.families").fetchall()
    with viewed(told, family, View(date(2024, 3, 1), "schools"), views.parent) as view:
        yield view


def written(reader) -> str:
    """Every cell of every table, as one text; not the suppliers' codes, nor what the files are."""
    names = [name for (name,) in reader.execute("select table_name from duckdb_tables() where schema_name = 'made'").fetchall()]
    return " ".join(str(reader.execute(f"from made.{name}").fetchall()) for name in names if name not in ("codes", "categories", "about"))


def test_as_known_to_an_agency_holds_what_it_recorded_and_was_told_of_and_no_other_record(to_schools):
    known = to_schools.execute("select report_id, known_on from made.reports order by 1").fetchall()
    assert known == [("police:crimes:P1", date(2024, 1, 15)), ("schools:log:S1", date(2024, 1, 20))]
    text = written(to_schools)
    assert "Ann Roe" in text and "seen upset" in text
    assert [word for word in ("PLANTED", "Quill", "P2", "P3", "S2", "LATER") if word in text] == []


def test_of_what_it_was_told_it_holds_what_it_is_about_and_not_what_was_said(to_schools):
    told = to_schools.execute("select category, words, outcome, factors, occurred_from::date from made.reports where agency = 'police'").fetchall()
    assert told == [("common_assault", None, None, {}, date(2024, 1, 12))]
    assert to_schools.execute("select role from made.mentions where agency = 'police' order by 1").fetchall() == [("child",), ("suspect",), ("victim",)]
    assert to_schools.execute("select raw, fields from made.rows where agency = 'police'").fetchall() == [(asknown.gathered.NOT_PASSED_ON, None)]


def test_its_days_of_knowing_are_its_own_and_so_is_its_coverage(to_schools):
    days = to_schools.execute("select unnest(map_keys(known_on)), unnest(map_values(known_on)) from made.timelines order by 2").fetchall()
    assert days == [("schools", date(2024, 1, 15)), ("schools", date(2024, 1, 20))]
    assert to_schools.execute("select distinct agency, max(month) from made.coverage group by 1").fetchall() == [("schools", date(2024, 3, 1))]


def test_a_view_is_a_file_that_no_pointer_names_and_those_of_an_earlier_snapshot_are_swept(to_schools, views, told):
    assert snapshot.current(told.parents[1]) == told
    assert [kept.name.startswith(told.stem) for kept in views.iterdir()] == [True]


def test_a_view_is_found_by_all_that_it_is_made_from(tmp_path):
    views = [View(None, "police"), View(date(2024, 3, 1)), View(date(2024, 3, 1), "police"), View(date(2024, 3, 2), "police")]
    paths = {asknown.path(tmp_path, tmp_path / f"{name}.duckdb", family, view, last)
             for name in ("a", "b") for family in ("F-1", "F-2") for view in views for last in (0, 1)}
    assert len(paths) == 32


def test_a_view_is_weighed_by_the_model_that_its_snapshot_was_made_with():
    shipped = model.load()
    own = replace(shipped, version="trained-1", parameters=shipped.parameters | {"floor": {"kept": 1.0, "vetoed": 2.0}})
    kept = model.of(own.kept)
    assert (kept.version, kept.parameters) == (own.version, own.parameters)
    assert kept.forenames.equals(shipped.forenames)
    assert model.of({"model": "of an earlier snapshot"}).parameters == shipped.parameters
