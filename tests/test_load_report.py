"""What a check or a load tells on its page: every number by the books, what waits for a yes, and the way to mend or to go on."""

import pytest
from flask import g

from dashboard import gate, queries
from dashboard.app import create
from dashboard.loading import progress, report, yes
from tests import published
from tests.brought import SAYS, brought
from timeline import uploads
from timeline.access import User
from timeline.jobs import Job, Stage

ANALYST = User("ana", "analyst")
BOOKS = {"records": 10, "unreadable_lines": 1, "current": 4, "superseded": 2, "withdrawn": 1, "exact_duplicates": 1, "quarantined": 2, "removed": 0}
FILE = BOOKS | {"file": "upload-3/visits.csv", "agency": "idva", "layout": "own", "area": "Calderbrook", "extent": "full", "as_at": "2025-03-31",
                "refused": None}
REASON = {"file": "upload-3/visits.csv", "code": "unknown code", "records": 2, "example": "upload-3/visits.csv, line 7: found 'ZZZ' at BD5 9XX."}
HELD = {"because": "left out of the full extract upload-3/visits.csv", "records": 9, "uploads": ["upload-3/visits.csv"]}
FOUND = {"read": ["upload-3/visits.csv"], "gone": [], "files": [FILE], "reasons": [REASON], "queries": 3, "held": [HELD], "all": {},
         "before": "snap-a.duckdb", "published": "snap-b.duckdb"}


def job(**cells) -> Job:
    usual = dict(job_id="J-1", kind="check", about={"last": 4}, by="ana", at="2026-11-22T10:00:00+00:00", state="done", tries=1, stage="books", stages=(),
                 started_at=None, ended_at="2026-11-22T10:01:00+00:00", cancelled_by=None, cancelled_why=None, result=FOUND, problem=None)
    return Job(**usual | cells)


@pytest.fixture(scope="module")
def app(tmp_path_factory):
    home = tmp_path_factory.mktemp("home")
    published.publish(home)
    made = create(home)
    with published.closed(made):
        yield made


@pytest.fixture
def asked(app):
    with app.server.test_request_context():
        g.user = ANALYST
        yield


def told(**cells) -> str:
    return str(report.told(ANALYST, job(**cells)))


def test_the_books_of_a_file_add_up_to_what_was_received():
    assert BOOKS["records"] == sum(BOOKS[book] for book in report.BOOKS)
    assert "Td(children='10'" in told()


def test_a_check_leads_to_a_load_and_a_load_to_what_changed():
    assert "Load what was checked" in told() and "What changed" not in told()
    assert "of=snap-a-snap-b" in told(kind="load") and "Load what was checked" not in told(kind="load")
    assert "What changed" not in told(kind="load", result=FOUND | {"before": None})


def test_a_reason_leads_to_where_it_is_mended_and_shows_no_postcode():
    assert "/layout/upload-3?step=meanings" in told() and "BD5" not in told() and "/take/set-aside.csv?job=J-1&file=upload-3%2Fvisits.csv" in told()


def test_what_a_full_extract_leaves_out_waits_for_a_yes_with_a_reason():
    assert "Yes, they are gone" in told() and "Yes, they are gone" not in told(result=FOUND | {"held": [HELD | {"uploads": []}]})


def test_a_yes_is_to_what_was_said_of_the_file_when_it_was_checked(app, asked, monkeypatch):
    monkeypatch.setattr(gate, "audited", lambda *_: None)
    database = app.server.extensions["database"]
    upload_id = brought(database, "R1", extent="full")
    of = job(about={"last": uploads.last(database)})
    def given():
        return str(yes.accepted(ANALYST, of, upload_id, "Closed in 2019, as they wrote.", 1))

    assert "they will be withdrawn" in given()
    uploads.say(database, ANALYST, "other day", upload_id, SAYS | {"extent": "full", "as_at": "2025-02-28", "covers_to": "2025-02-28"})
    assert yes.OUTDATED in given()
    assert uploads.standing(database)[0].sayings["accept_vanished"] is False


def test_a_file_that_was_refused_says_why():
    shown = told(result=FOUND | {"files": [FILE, FILE | {"refused": "odd.csv: No layout fits."}]})
    assert "No layout fits" in shown and "1 file could not be read, and nothing of it is used." in shown and report.UNREAD in shown


def test_a_job_that_failed_or_was_cancelled_published_nothing():
    assert "nothing was published" in told(state="failed", result=None, problem="The bytes are no longer kept.")
    shown = str(progress.section(ANALYST, job(state="cancelled", result=None, cancelled_by="ben", cancelled_why="Wrong file.")))
    assert "Cancelled by ben: Wrong file. Nothing was published." in shown


def test_how_far_a_job_is_stands_in_words_beside_the_bar():
    shown = str(progress.section(ANALYST, job(state="running", ended_at=None, result=None, stages=(Stage("rows", 1200, "2026-11-22T10:00:09+00:00"),))))
    assert "1 of about 7 steps are done; the last: their lines, 1,200 rows." in shown and "Cancel this check" in shown


def test_who_did_not_start_a_job_says_why_it_is_cancelled():
    assert "Why you cancel what ben started" in str(progress.section(ANALYST, job(by="ben", state="running", ended_at=None, result=None)))


def test_rows_behind_a_number_are_of_a_file_of_the_job_alone(asked):
    with pytest.raises(queries.NotHere):
        report.rows(ANALYST, job(), "police.csv", "quarantined")
    with pytest.raises(queries.NotHere):
        report.rows(ANALYST, job(), "upload-3/visits.csv", "whatever")
    with pytest.raises(queries.NotHere, match="only those of the last checks are kept"):
        report.rows(ANALYST, job(), "upload-3/visits.csv", "quarantined")


def test_a_current_row_of_a_load_leads_to_its_record(asked):
    of = job(kind="load", result=FOUND | {"files": [FILE | {"file": "police.csv", "agency": "police"}]})
    shown = str(report.rows(ANALYST, of, "police.csv", "current"))
    assert "/record/" in shown and published.CRIME.split(":")[2].replace("/", "%2F") in shown
