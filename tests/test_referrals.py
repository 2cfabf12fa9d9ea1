"""Referrals that were entered here: what is kept, what stands, and what a run reads of them."""

import csv
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
import sqlalchemy as sa

from tests.extracts import HEADER, extracts, layouts
from tests.made import made
from timeline import agencies, model, pipeline, referrals, settings, snapshot
from timeline.access import Denied, User
from timeline.kept import NotTaken
from timeline.referrals import Person, Referral

ADA, BEN = User("ada", "coordinator"), User("ben", "coordinator")
NOOR = Person("Noor Aziz", "1990-03-04", "female", safe_contact="Mornings, by text")
KAI, ALI = Person("Kai Aziz", "1988-01-02"), Person("Ali Aziz", "2019-06-01")
SAID = Referral("Calderbrook", date(2025, 3, 20), "idva", "J. Lowe", NOOR, KAI, (ALI,), "partner", ("visible high risk", "repeat"), 16,
                "Threatened again, \"soon\".\n=1+1")


def said(database):
    return {one.referral_id: one for one in referrals.every(database)}


def test_a_referral_stands_as_it_was_entered(database):
    referral_id = referrals.enter(database, ADA, "k", SAID)
    one = said(database)[referral_id]
    assert (one.said, one.by, one.versions, one.withdrawn) == (SAID, "ada", 1, None)


def test_the_same_request_twice_is_kept_once(database):
    assert referrals.enter(database, ADA, "k", SAID) == referrals.enter(database, ADA, "k", SAID)
    assert len(referrals.every(database)) == 1


def test_a_correction_is_a_new_version_and_a_withdrawal_keeps_what_was_said(database):
    referral_id = referrals.enter(database, ADA, "k1", SAID)
    referrals.correct(database, BEN, "k2", referral_id, replace(SAID, ticks=17), "The form says 17.")
    referrals.withdraw(database, BEN, "k3", referral_id, "Entered twice.")
    one = said(database)[referral_id]
    assert (one.said.ticks, one.by, one.versions, one.withdrawn) == (17, "ada", 2, "Entered twice.")
    assert [(line.act, line.by, line.why, line.said and line.said.ticks) for line in referrals.versions(database, referral_id)] == [
        ("entered", "ada", None, 16), ("corrected", "ben", "The form says 17.", 17), ("withdrawn", "ben", "Entered twice.", None)]
    with pytest.raises(NotTaken, match="no longer stands"):
        referrals.correct(database, ADA, "k4", referral_id, SAID, "Back again.")


@pytest.mark.parametrize(("change", "sentence"), [
    ({"area": ""}, "Say of which area"), ({"agency": ""}, "Say which agency"), ({"on": datetime.now(UTC).date() + timedelta(days=1)}, "later than today"),
    ({"victim": Person("")}, "needs a name"), ({"children": (ALI,) * 5}, "at most 4 children"), ({"criteria": ()}, "by which criterion"),
    ({"ticks": None}, "how many ticks"), ({"ticks": 28}, "how many ticks"), ({"relationship": "friends"}, "from the list"), ({"words": " "}, "in words why"),
    ({"words": "Lives at BD5 9XX."}, "postcode"), ({"victim": replace(NOOR, anchor="m"), "source": replace(KAI, anchor="m")}, "two places")])
def test_a_referral_that_is_not_whole_is_not_kept(database, change, sentence):
    with pytest.raises(NotTaken, match=sentence):
        referrals.enter(database, ADA, "k", replace(SAID, **change))
    assert referrals.every(database) == []


def test_a_correction_is_about_the_same_people_and_area(database):
    referral_id = referrals.enter(database, ADA, "k", replace(SAID, victim=replace(NOOR, anchor="m1")))
    for other in ({"area": "Elsewhere", "victim": replace(NOOR, anchor="m1")}, {"victim": replace(NOOR, anchor="m2")}):
        with pytest.raises(NotTaken, match="same people and area"):
            referrals.correct(database, ADA, str(other), referral_id, replace(SAID, **other), "Because.")


def test_an_analyst_enters_nothing_and_no_line_is_ever_changed(database):
    with pytest.raises(Denied):
        referrals.enter(database, User("ann", "analyst"), "k", SAID)
    referrals.enter(database, ADA, "k", SAID)
    with pytest.raises(sa.exc.IntegrityError, match="append-only"), database.write() as connection:
        connection.execute(sa.text("update referrals set said = ''"))


def test_nothing_entered_is_no_extract(database):
    with referrals.extract(database) as entered:
        assert entered == pipeline.NOTHING


def test_every_version_is_a_line_that_says_who_typed_it(database):
    referral_id = referrals.enter(database, ADA, "k1", SAID)
    referrals.withdraw(database, BEN, "k2", referral_id, "Entered twice.")
    with referrals.extract(database) as entered:
        (path,) = entered.folder.glob("*.csv")
        with path.open(encoding="utf-8", newline="") as file:
            lines = list(csv.DictReader(file))
    assert entered.last == 2
    assert [(line["Referral"], line["Entered By"], line["Change"], line["Why Changed"]) for line in lines] == [
        (referral_id, "ada", "", ""), (referral_id, "ben", "withdrawn", "Entered twice.")]


# --- in a run


@pytest.fixture
def inside(tmp_path):
    """A folder of extracts: one visit of Noor."""
    return extracts(tmp_path, {"visits.csv": f"{HEADER}\nV1,01/03/2025,HV,Noor,Aziz,04/03/1990,,,,Seen."})


def rows(relation, *columns):
    return relation.project(", ".join(columns)).order("all").fetchall()


def test_a_run_reads_a_referral_as_a_record_its_correction_as_another_version_and_a_withdrawn_one_not_at_all(database, tmp_path, inside, monkeypatch):
    monkeypatch.setattr(pipeline.pairs, "score", lambda mentions, model: made("pairs"))  # nothing here rests on who is alike
    first = referrals.enter(database, ADA, "k1", replace(SAID, on=date(2025, 3, 21)))
    second = referrals.enter(database, ADA, "k2", replace(SAID, area="Elsewhere & Co", on=datetime.now(UTC).date()))
    referrals.correct(database, BEN, "k3", first, SAID, "Wrong day.")
    referrals.withdraw(database, BEN, "k4", second, "Of another family.")
    report = f"marac:coordinator:{first}"
    with referrals.extract(database) as entered, snapshot.in_memory() as s:
        pipeline.gather(inside, layouts(tmp_path), settings.load(), model.load(), s, entered=entered)
        told = rows(s["reports"].filter("agency = 'marac'"), "report_id", "category", "known_on::varchar", "referred_by", "relationship", "words", "area")
        assert told == [(report, "marac_referral", "2025-03-20", "idva", "partner",
                         'Referred by IDVA service, J. Lowe. Criteria: visible high risk (16 ticks), repeat. Threatened again, "soon".\n=1+1', "Calderbrook")]
        named = rows(s["mentions"].filter("agency = 'marac'"), "mention_id", "role", "name", "dob::varchar", "sex")
        assert named == [(f"{report}#child1", "child", "Ali Aziz", "2019-06-01", None), (f"{report}#source", "suspect", "Kai Aziz", "1988-01-02", None),
                         (f"{report}#victim", "victim", "Noor Aziz", "1990-03-04", "female")]
        assert {one for one, _ in referrals.named(first, SAID)} == {mention_id for mention_id, *_ in named}
        assert rows(s["characteristics"], "kind", "value") == [("safe contact", "Mornings, by text")]
        assert rows(s["issues"], "row_id") == []
        assert rows(s["versions"].filter("report_id like 'marac%'"), "report_id", "state") == [
            (report, "current"), (report, "superseded"), *[(f"marac:coordinator:{second}", "withdrawn")] * 2]
        assert pipeline.last_day(pipeline.supplied(s["files"])) == date(2025, 3, 31), "it moves no clock"
        assert rows(s["coverage"].filter("agency = 'marac'"), "month") == [], "and is no supply"


def test_what_is_entered_later_stands_in_place_of_what_was_read_before(database, tmp_path, inside):
    first = referrals.enter(database, ADA, "k1", SAID)
    with snapshot.in_memory() as s:
        with referrals.extract(database) as entered:
            pipeline.read(inside, pipeline.files.find(inside, layouts(tmp_path)), layouts(tmp_path), settings.load(), s, entered)
        second = referrals.enter(database, ADA, "k2", SAID)
        with referrals.extract(database) as entered:
            pipeline.enter(entered, s)
        assert rows(s["rows"].filter("part = 'record'"), "fields.ref") == [(first,), (second,), ("V1",)]
        assert rows(s["files"], "count(*)") == [(2,)]
        assert rows(s["codes"].filter("layout = 'marac-by-hand' and field = 'category'"), "means") == [("marac_referral",)]


def test_no_file_stands_in_place_of_what_was_entered(database):
    header = ",".join(referrals.COLUMNS)
    assert agencies.fitting(agencies.load(), header.split(",")) == []
